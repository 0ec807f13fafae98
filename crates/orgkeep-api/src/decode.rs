//! What Salesforce showed in the browser, explained.

use serde::{Deserialize, Serialize};

use crate::typed::TypedSecret;

/// Explains an address or a text that the person pasted.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecodeRequest {
    /// As pasted. It may hold a code or a token.
    pub text: TypedSecret,
}

/// What the pasted text is. Everything in it is fit to show, and secrets are gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum DecodedView {
    /// An error of Salesforce.
    #[serde(rename_all = "camelCase")]
    Told {
        /// The entry of the error catalogue; its words are in `ui/src/text/catalogue.ts`.
        cause: String,
        /// Salesforce's own code.
        code: Option<String>,
        /// Salesforce's own words.
        words: Option<String>,
        /// The host that showed it.
        host: Option<String>,
    },
    /// A callback address: the answer of a sign-in.
    Callback,
    /// A page of Salesforce without an error: the sign-in is not finished there.
    #[serde(rename_all = "camelCase")]
    SignInPage {
        /// Its host.
        host: String,
    },
    /// An error page of Salesforce whose address does not say which error.
    #[serde(rename_all = "camelCase")]
    ErrorPage {
        /// Its host.
        host: String,
    },
    /// An address of something else.
    #[serde(rename_all = "camelCase")]
    NotSalesforce {
        /// Its host.
        host: String,
    },
    /// Neither a code nor words that Orgkeep knows.
    Nothing,
}
