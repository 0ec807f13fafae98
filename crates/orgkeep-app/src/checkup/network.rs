//! The way to a server: name, proxy, TLS, and whether it is Salesforce that answers.

use jiff::Timestamp;
use orgkeep_api::checkup::{CheckStateView, CheckView, FindingView, SubjectView};
use orgkeep_domain::authority::Authority;
use orgkeep_salesforce::http::{CallError, HttpClient, TlsProblem};
use orgkeep_salesforce::reach::Reached;

use super::{detailed, found};

/// A clock that is off by more than this makes certificates and tokens look invalid.
const TOLERANCE_SECONDS: i64 = 120;

/// What the way to the server is like.
pub(crate) fn network(reached: &Result<Reached, CallError>) -> CheckView {
    let subject = SubjectView::Network;
    match reached {
        Ok(reached) if reached.is_salesforce => {
            found(subject, CheckStateView::Fine, FindingView::ServerAnswers)
        }
        Ok(_) => found(
            subject,
            CheckStateView::Broken,
            FindingView::AnswerUnexpected,
        ),
        // Nothing is wrong: Connect asks about it first.
        Err(CallError::PrivateAddress) => {
            found(subject, CheckStateView::Noted, FindingView::AddressPrivate)
        }
        Err(error) => found(subject, CheckStateView::Broken, finding_of(error)),
    }
}

/// What stands in the way of a call.
pub(crate) fn finding_of(error: &CallError) -> FindingView {
    match error {
        CallError::NameNotFound => FindingView::NameUnknown,
        CallError::Unreachable | CallError::LocalAddress => FindingView::ServerUnreachable,
        CallError::PrivateAddress => FindingView::AddressPrivate,
        CallError::Tls(TlsProblem::UnknownIssuer) => FindingView::CertificateUnknown,
        CallError::Tls(TlsProblem::Expired | TlsProblem::NotYetValid) => {
            FindingView::CertificateExpired
        }
        CallError::Tls(TlsProblem::WrongName) => FindingView::CertificateOfAnother,
        CallError::Tls(TlsProblem::NoAuthorities) => FindingView::CertificatesMissing,
        CallError::Tls(TlsProblem::Revoked | TlsProblem::Protocol | TlsProblem::Other) => {
            FindingView::CertificateRefused
        }
        CallError::TimedOut => FindingView::ServerSlow,
        CallError::ProxyPassword => FindingView::ProxyPassword,
        CallError::ProxyUnreachable | CallError::ProxyRefused => FindingView::ProxyUnreachable,
        CallError::CaptivePortal => FindingView::CaptivePortal,
        CallError::Busy { .. } | CallError::TooMany { .. } => FindingView::ServerBusy,
        CallError::TooLarge
        | CallError::Unexpected
        | CallError::LimitReached(_)
        | CallError::TokenRefused(_)
        | CallError::Refused(_) => FindingView::AnswerUnexpected,
    }
}

/// The proxy that leads to a server, and whether it does.
pub(crate) fn proxy(
    http: &HttpClient,
    authority: &Authority,
    reached: &Result<Reached, CallError>,
) -> CheckView {
    let subject = SubjectView::Proxy;
    let Some(address) = http.proxy_for(authority) else {
        return found(subject, CheckStateView::Fine, FindingView::ProxyNone);
    };
    let (state, finding) = match reached {
        Err(CallError::ProxyPassword) => (CheckStateView::Broken, FindingView::ProxyPassword),
        Err(CallError::ProxyUnreachable | CallError::ProxyRefused) => {
            (CheckStateView::Broken, FindingView::ProxyUnreachable)
        }
        _ => (CheckStateView::Fine, FindingView::ProxyInUse),
    };
    detailed(subject, state, finding, address)
}

/// The computer's clock, compared with the time that a server told.
pub(crate) fn reached_clock(reached: &Result<Reached, CallError>, now: Timestamp) -> CheckView {
    let subject = SubjectView::Clock;
    let told = reached
        .as_ref()
        .ok()
        .and_then(|reached| reached.server_time);
    let Some(theirs) = told.and_then(|time| Timestamp::try_from(time).ok()) else {
        return found(subject, CheckStateView::Noted, FindingView::ClockUnknown);
    };
    let ahead = now.as_second().saturating_sub(theirs.as_second());
    if ahead.abs() <= TOLERANCE_SECONDS {
        found(subject, CheckStateView::Fine, FindingView::ClockRight)
    } else {
        let finding = FindingView::ClockOff;
        detailed(subject, CheckStateView::Broken, finding, ahead.to_string())
    }
}
