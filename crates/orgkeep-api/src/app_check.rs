//! A connection's own app beside what it should be.

use serde::{Deserialize, Serialize};

use crate::blueprint::ComparedRequest;
use crate::creation::AppDifferenceView;
use crate::creation_state::CreationFailureView;

/// Looks at the app that a connection signs in through.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckAppRequest {
    /// Which connection.
    pub id: String,
    /// What it is compared with; none for what Orgkeep was asked to make, if it made this app.
    pub against: Option<ComparedRequest>,
}

/// Brings the policies of a connection's app back to what they should be.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApplyPoliciesRequest {
    /// What was looked at.
    pub check: CheckAppRequest,
    /// Whether the person confirmed once more that the org is in production.
    pub production_confirmed: bool,
}

/// What a look at an app came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum AppCheckView {
    /// It was looked at.
    #[serde(rename_all = "camelCase")]
    Checked {
        /// What was found.
        report: AppReportView,
    },
    /// The org has no External Client App with this key: it is a Connected App, or was installed.
    NoApp,
    /// The org could not be asked.
    #[serde(rename_all = "camelCase")]
    Hindered {
        /// Why.
        failure: CreationFailureView,
    },
}

/// What an app is in its org.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AppReportView {
    /// What metadata calls it.
    pub api_name: String,
    /// Whether it was compared: somebody has said what it should be.
    pub compared: bool,
    /// Whether it was compared with what the connection's products ask for, because Orgkeep did not make it.
    pub by_products: bool,
    /// Where it is not what it should be.
    pub differences: Vec<AppDifferenceView>,
    /// What is risky about it.
    pub risks: Vec<AppRiskId>,
    /// What the org did not take of its policies, in Salesforce's words; nothing where none were written.
    pub warnings: Vec<String>,
}

/// What the last look at a connection's app came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct PostureView {
    /// When it was looked at, RFC 3339.
    pub at: String,
    /// Whether it was compared: somebody has said what it should be.
    pub compared: bool,
    /// Settings that are not what they should be.
    pub differences: u32,
    /// Settings that are risky.
    pub risks: u32,
}

/// What a look at an app comes to in one word, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum PostureId {
    /// Something is risky.
    Risky,
    /// Nothing is risky, and something is not what it should be.
    Differs,
    /// Nothing is risky, and nothing differs.
    Sound,
    /// It was not looked at, or another app is in force since.
    Unchecked,
}

/// Something about an app that an attacker would like. The words are in `ui/src/text/creation.ts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum AppRiskId {
    /// The network ranges of profiles do not bind the app's users.
    IpRelaxed,
    /// Every user may authorize the app.
    EveryoneMayAuthorize,
    /// Proof Key for Code Exchange is not required.
    NoPkce,
    /// The scope `full`.
    FullAccess,
    /// Refresh tokens work until someone revokes them.
    RefreshTokenForever,
    /// Refresh tokens are not replaced when they are used.
    NoRotation,
    /// The consumer secret has been in use for long.
    OldSecret,
}
