//! An address that the person pasted, where the browser could not hand it over.

use serde::{Deserialize, Serialize};

use crate::decode::DecodedView;
use crate::typed::TypedSecret;

/// An address that the person pasted because nothing came back.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PasteRequest {
    /// The attempt it is for.
    pub id: String,
    /// The address, which may hold a code.
    pub address: TypedSecret,
}

/// What became of a pasted address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PastedView {
    /// The verdict.
    pub verdict: PasteVerdictView,
    /// What the address tells, when it is not the callback.
    pub decoded: Option<DecodedView>,
}

/// The verdict on a pasted address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum PasteVerdictView {
    /// It is the answer; the sign-in goes on.
    Accepted,
    /// A callback, but of another sign-in.
    OtherSignIn,
    /// Not the callback address.
    NotACallback,
    /// The callback address, but without a usable answer in it.
    Incomplete,
}
