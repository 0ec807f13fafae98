//! One test of a connection: its verdict and what that rests on.

use core::time::Duration;

use crate::catalogue::Cause;
use crate::client::ConsumerKey;
use crate::connection::AuthenticationType;
use crate::failure::ServerWords;
use crate::limit::ApiUsage;
use crate::verdict::Verdict;

/// What a test found, and the proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestOutcome {
    /// In one word.
    pub verdict: Verdict,
    /// Why, where Salesforce refused.
    pub cause: Option<Cause>,
    /// In Salesforce's own words, where it sent any.
    pub words: ServerWords,
    /// What it rests on.
    pub evidence: Evidence,
}

/// When and with what it was tested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// When the test began, milliseconds since 1970.
    pub began_at: i64,
    /// Until the verdict.
    pub took: Duration,
    /// What was tested.
    pub credentials: TestedCredentials,
    /// Whether the session was renewed for it.
    pub renewed: bool,
    /// The org's share of API requests, where the answer told.
    pub usage: Option<ApiUsage>,
}

/// The credentials in force when it was tested. Those that were typed in and not authorized yet are never among
/// them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestedCredentials {
    /// How the connection signs in.
    pub authentication: AuthenticationType,
    /// Through which app; a password needs none.
    pub consumer_key: Option<ConsumerKey>,
    /// When somebody last signed in with them, milliseconds since 1970.
    pub authorized_at: i64,
    /// Which set of tokens.
    pub generation: u32,
}
