//! How a connection is.

use serde::{Deserialize, Serialize};

/// How a connection is: as its sign-in left it, or as was found out since. Filters that are kept hold these words, so
/// none of them ever goes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum HealthView {
    /// Proven by an answer of the org.
    Connected,
    /// Nobody has tried it yet.
    Untested,
    /// Only a new sign-in helps.
    SignInAgain,
    /// The app's policies in the org are in the way.
    AppBlocked,
    /// The user's record in the org is in the way.
    UserInactive,
    /// IP ranges or login hours are in the way.
    PlaceOrHours,
    /// Editions, permissions or scopes are in the way.
    ApiDisabled,
    /// The org itself is not what it was.
    OrgGone,
    /// Salesforce refused for another cause.
    Refused,
    /// The way to Salesforce is in the way.
    Unreachable,
    /// A limit is used up.
    LimitReached,
    /// Salesforce asks to come back later.
    Maintenance,
}
