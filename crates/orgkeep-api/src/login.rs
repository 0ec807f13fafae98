//! What is typed to sign in with a password. It goes one way: into the vault.

use serde::{Deserialize, Serialize};

use crate::typed::TypedSecret;

/// A field of a login that is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum LoginField {
    /// The password.
    Password,
    /// What Salesforce wants behind it, from places that it does not trust.
    SecurityToken,
}

/// Seals a field of a login into a draft, or takes it out.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DraftLoginRequest {
    /// Which draft.
    pub id: String,
    /// Which field.
    pub field: LoginField,
    /// As typed; `null` takes out what is there.
    pub secret: Option<TypedSecret>,
}

/// Keeps a new login for a connection, over the one that was typed before. Nothing else changes.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PendingLoginRequest {
    /// Which connection.
    pub id: String,
    /// The user name.
    pub username: String,
    /// The password.
    pub password: TypedSecret,
    /// The security token; `null` where Salesforce trusts this computer.
    pub security_token: Option<TypedSecret>,
}

/// What can be shown of a login that is not in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PendingLoginView {
    /// The user name.
    pub username: String,
    /// How long the password is.
    pub password_characters: u32,
    /// How long the security token is, if one was typed.
    pub security_token_characters: Option<u32>,
    /// When it was typed, RFC 3339.
    pub typed_at: String,
}
