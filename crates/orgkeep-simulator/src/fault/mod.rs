//! What can go wrong on purpose.
//!
//! A [`Fault`] is one deviation from the strict behaviour; a [`Scenario`] is a fault with a name, for tests and for the
//! practice menu alike; [`Faults`] is the switchboard of those that are on.

mod endpoint;
mod scenario;
mod switchboard;
mod table;
mod wire;

use std::time::Duration;

use axum::http::HeaderMap;
pub use endpoint::Endpoint;
pub use scenario::{SCENARIOS, Scenario, ScenarioGroup, Tuning, scenario};
use serde::{Deserialize, Serialize};
use serde_json::Value;
pub use switchboard::{ActiveFault, Faults, Times};
pub(crate) use wire::perform;

use crate::org::OrgKey;

/// One of the two ways to tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GrantKind {
    /// `authorization_code`.
    Code,
    /// `refresh_token`.
    Refresh,
}

/// What happens to one field of a token reply.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldChange {
    /// It is missing.
    Remove,
    /// It says something else.
    Set(Value),
    /// One more word at its end.
    AddWord(String),
    /// The last word is missing.
    DropWord,
}

/// How the authorization response treats its `iss` parameter, and what discovery says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IssuerAnswer {
    /// Advertised and sent, as it should be.
    Equal,
    /// Names another host.
    OtherHost,
    /// Has a slash too many.
    TrailingSlash,
    /// In capitals.
    UpperCase,
    /// Sent two times.
    Twice,
    /// Advertised and not sent.
    MissingThoughAdvertised,
    /// Not advertised, sent, and different.
    PresentThoughNotAdvertised,
}

/// A discovery document that cannot be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DiscoveryLie {
    /// The issuer is another host.
    IssuerOfAnotherHost,
    /// The issuer is a plain http address off this machine.
    InsecureIssuer,
    /// The token endpoint is on another host.
    TokenEndpointElsewhere,
    /// The revocation endpoint is on another host.
    RevocationEndpointElsewhere,
}

/// What happens to the connection itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WireEffect {
    /// Reset before the body is read.
    ResetBeforeBody,
    /// The request is read, nothing is done, the connection is reset.
    ResetAfterBody,
    /// The request is carried out and its answer lost: the connection is reset.
    AnswerLost,
    /// The request is read, nothing is done, nothing is answered.
    Hang,
    /// The request is carried out and never answered.
    HangAfterActing,
    /// The request is carried out and answered after this long.
    AnswerLate(Duration),
    /// Half the answer, then the end.
    Truncated,
    /// The head of the answer, then silence.
    StallInBody,
    /// One byte of the answer each second.
    Drip,
    /// A JSON text of this many bytes.
    LargeBody(usize),
    /// A JSON text without an end.
    EndlessBody,
    /// A JSON text of this many arrays inside each other.
    NestedArrays(usize),
    /// This many header lines.
    ManyHeaders(usize),
    /// Exactly these bytes, then the end.
    Raw(Vec<u8>),
}

/// One deviation from the strict behaviour.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// The authorize request ends on an error page; the callback hears nothing.
    StopOnPage {
        /// The machine-readable code.
        code: String,
        /// Salesforce's words.
        description: String,
    },
    /// Authorization ends on an error page after sign-in; the callback hears nothing.
    StopAfterSignIn {
        /// The machine-readable code.
        code: String,
        /// Salesforce's words.
        description: String,
    },
    /// The authorize request goes straight to the callback with an error.
    ErrorToCallback {
        /// The machine-readable code.
        code: String,
        /// Salesforce's words.
        description: String,
    },
    /// The person's consent ends at the callback with an error.
    ErrorAfterConsent {
        /// The machine-readable code.
        code: String,
        /// Salesforce's words.
        description: String,
    },
    /// The token endpoint refuses with an OAuth error.
    TokenError {
        /// Only this grant; `None` is both.
        grant: Option<GrantKind>,
        /// The HTTP status; usually 400.
        status: u16,
        /// The machine-readable code.
        code: String,
        /// Salesforce's words.
        description: String,
    },
    /// A field of the token reply is not what it should be.
    TokenField {
        /// Only this grant; `None` is both.
        grant: Option<GrantKind>,
        /// The field.
        name: String,
        /// What happens to it.
        change: FieldChange,
    },
    /// The whole token reply is this JSON text, with status 200.
    TokenBody(Value),
    /// The code is exchanged for tokens of another org's admin.
    WrongOrg(OrgKey),
    /// The code is exchanged for tokens of another user of the same org.
    WrongUser,
    /// How `iss` is answered.
    Issuer(IssuerAnswer),
    /// What discovery lies about.
    Discovery(DiscoveryLie),
    /// The next code is exactly this text.
    CodeText(String),
    /// The SOAP login refuses.
    SoapFault {
        /// The code, without a prefix.
        code: String,
        /// Salesforce's words.
        message: String,
    },
    /// An element of the SOAP login's result is not what it should be.
    SoapElement {
        /// Its local name.
        name: String,
        /// What it says; `None` leaves it out.
        text: Option<String>,
    },
    /// A component is refused, whether it is deployed or written by itself.
    ComponentProblem {
        /// The type that it strikes.
        type_name: String,
        /// The status code.
        code: String,
        /// Salesforce's words.
        message: String,
        /// The element that it is about; empty for none.
        field: String,
    },
    /// The next deployment never comes to an end by itself.
    DeploymentStuck,
    /// The SOAP interface of metadata refuses.
    MetadataFault {
        /// The code, without a prefix.
        code: String,
        /// Salesforce's words.
        message: String,
    },
    /// A complete answer instead of the usual one.
    Reply {
        /// Only here; `None` is everywhere.
        at: Option<Endpoint>,
        /// The HTTP status.
        status: u16,
        /// Header names and values.
        headers: Vec<(String, String)>,
        /// The body.
        body: String,
    },
    /// Something happens to the connection.
    Wire {
        /// Only here; `None` is everywhere.
        at: Option<Endpoint>,
        /// What happens.
        effect: WireEffect,
    },
    /// Requests wait before they are carried out.
    Latency {
        /// Only here; `None` is everywhere.
        at: Option<Endpoint>,
        /// For how long.
        duration: Duration,
    },
}

impl Fault {
    /// The same fault at another endpoint. Faults that belong to one endpoint by nature stay there.
    #[must_use]
    pub fn aimed_at(mut self, endpoint: Endpoint) -> Self {
        match &mut self {
            Self::Reply { at, .. } | Self::Wire { at, .. } | Self::Latency { at, .. } => {
                *at = Some(endpoint);
            }
            _ => {}
        }
        self
    }

    /// A token error of both grants, with status 400.
    pub(crate) fn token_error(code: &str, description: &str) -> Self {
        Self::TokenError {
            grant: None,
            status: 400,
            code: code.to_owned(),
            description: description.to_owned(),
        }
    }

    /// A change to one field of every token reply.
    pub(crate) fn token_field(name: &str, change: FieldChange) -> Self {
        Self::TokenField {
            grant: None,
            name: name.to_owned(),
            change,
        }
    }

    /// An answer with one content type and no other headers.
    pub(crate) fn reply(at: Endpoint, status: u16, content_type: &str, body: &str) -> Self {
        Self::Reply {
            at: Some(at),
            status,
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body: body.to_owned(),
        }
    }
}

/// Whether a fault's place, if it has one, is this one. The control requests never fail.
pub(crate) fn is_here(at: Option<Endpoint>, endpoint: Endpoint) -> bool {
    endpoint != Endpoint::Control && at.is_none_or(|at| at == endpoint)
}

/// Copies the headers of a scripted reply.
pub(crate) fn header_map(pairs: &[(String, String)]) -> HeaderMap {
    let pairs = pairs.iter().filter_map(|(name, value)| {
        let name = name.parse::<axum::http::HeaderName>().ok()?;
        let value = axum::http::HeaderValue::from_bytes(value.as_bytes()).ok()?;
        Some((name, value))
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_control_requests_never_fail() {
        assert!(!is_here(None, Endpoint::Control));
        assert!(is_here(None, Endpoint::Token));
        assert!(!is_here(Some(Endpoint::Query), Endpoint::Token));
    }
}
