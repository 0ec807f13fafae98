//! Answers, read without a connection: for fuzzing.

use orgkeep_domain::attempt::{Draft, IssuerRule, PasswordLogin, Tokens};
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::failure::{Failure, FailureReason};
use orgkeep_domain::id::OrgId;
use reqwest::StatusCode;

use crate::discovery::{self, LoginPageWire, MetadataWire};
use crate::http::Answer;
use crate::refresh::{self, RefreshError, Renewal};
use crate::soap::{self, LoginError, SoapSession};
use crate::token::{TokenAnswerWire, accept};

pub use crate::metadata::fuzzing::{
    Response, apps, consumers, deployment, elements_written, key_pair, response, staged,
};

const JSON: &str = "application/json";

fn answer(status: u16, media_type: &str, body: &[u8]) -> Answer {
    let status = StatusCode::from_u16(status).unwrap_or_default();
    Answer::made(status, media_type, body)
}

/// The tokens of an answer to a code.
///
/// # Errors
/// [`Failure`], as for an exchange.
pub fn exchanged(body: &[u8], draft: &Draft, rule: AuthorityRule) -> Result<Tokens, Failure> {
    let wire: Result<TokenAnswerWire, _> = serde_json::from_slice(body);
    let wire = wire.map_err(|_| FailureReason::AnswerRefused)?;
    accept(&wire, draft, rule)
}

/// The tokens of an answer to a refresh token.
///
/// # Errors
/// [`RefreshError`], as for a renewal.
pub fn renewed(status: u16, media_type: &str, body: &[u8]) -> Result<Renewal, RefreshError> {
    refresh::read(&answer(status, media_type, body))
}

/// What follows from a server's description of itself.
///
/// # Errors
/// [`FailureReason`], as for asking the server.
pub fn issuer_rule(
    body: &[u8],
    asked: &Authority,
    rule: AuthorityRule,
) -> Result<IssuerRule, FailureReason> {
    let metadata: MetadataWire = answer(200, JSON, body).json()?;
    discovery::judge(metadata, asked, rule)
}

/// The org behind an address.
#[must_use]
pub fn org_behind(body: &[u8]) -> Option<OrgId> {
    let page = answer(200, JSON, body).json::<LoginPageWire>();
    page.ok()?.org()
}

/// The session of an answer to a password.
///
/// # Errors
/// [`LoginError`], as for a login.
pub fn logged_in(
    status: u16,
    body: &[u8],
    asked: &Authority,
    credentials: &PasswordLogin,
    rule: AuthorityRule,
) -> Result<SoapSession, LoginError> {
    soap::read(&answer(status, "text/xml", body), asked, credentials, rule)
}
