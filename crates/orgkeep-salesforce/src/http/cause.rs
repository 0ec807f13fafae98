//! Reading the libraries' errors: which of the things that can go wrong on the way it was.

use std::error::Error;
use std::io;

use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use rustls::CertificateError;
use tower_service::Service;

use super::error::{CallError, TlsProblem};
use super::resolver::{LocalAddress, PrivateAddress};

/// What CONNECT ends with. The library makes the type public and gives it no name of its own.
type TunnelError = <Tunnel<HttpConnector> as Service<http::Uri>>::Error;

/// Why there is no answer. `proxied` says whether a proxy was to lead to the server.
pub(super) fn of(error: &reqwest::Error, proxied: bool) -> CallError {
    if find::<LocalAddress>(error).is_some() {
        CallError::LocalAddress
    } else if find::<PrivateAddress>(error).is_some() {
        CallError::PrivateAddress
    } else if let Some(tunnel) = find::<TunnelError>(error) {
        of_tunnel(tunnel)
    } else if let Some(tls) = find::<rustls::Error>(error) {
        CallError::Tls(of_tls(tls))
    } else if proxied && error.is_connect() {
        CallError::ProxyUnreachable
    } else if error.is_timeout() {
        CallError::TimedOut
    } else if error.is_dns() {
        CallError::NameNotFound
    } else if error.is_decode() {
        CallError::Unexpected
    } else {
        CallError::Unreachable
    }
}

fn of_tunnel(error: &TunnelError) -> CallError {
    match error {
        TunnelError::ProxyAuthRequired => CallError::ProxyPassword,
        TunnelError::ConnectFailed(_) | TunnelError::Io(_) => CallError::ProxyUnreachable,
        TunnelError::MissingHost
        | TunnelError::ProxyHeadersTooLong
        | TunnelError::TunnelUnexpectedEof
        | TunnelError::TunnelUnsuccessful => CallError::ProxyRefused,
    }
}

fn of_tls(error: &rustls::Error) -> TlsProblem {
    match error {
        rustls::Error::InvalidCertificate(problem) => of_certificate(problem),
        rustls::Error::AlertReceived(_)
        | rustls::Error::InvalidMessage(_)
        | rustls::Error::InappropriateMessage { .. }
        | rustls::Error::InappropriateHandshakeMessage { .. }
        | rustls::Error::PeerIncompatible(_)
        | rustls::Error::PeerMisbehaved(_) => TlsProblem::Protocol,
        _ => TlsProblem::Other,
    }
}

fn of_certificate(problem: &CertificateError) -> TlsProblem {
    match problem {
        CertificateError::UnknownIssuer => TlsProblem::UnknownIssuer,
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => TlsProblem::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            TlsProblem::NotYetValid
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            TlsProblem::WrongName
        }
        CertificateError::Revoked => TlsProblem::Revoked,
        _ => TlsProblem::Other,
    }
}

/// The first error of this type in the chain. An `io::Error` leaves the one that it wraps out of its chain.
fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(current) = next {
        let wrapped = current
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
            .and_then(|inner| inner.downcast_ref::<T>());
        if let Some(found) = current.downcast_ref::<T>().or(wrapped) {
            return Some(found);
        }
        next = current.source();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_certificate_is_told_apart() {
        for (problem, expected) in [
            (CertificateError::UnknownIssuer, TlsProblem::UnknownIssuer),
            (CertificateError::Expired, TlsProblem::Expired),
            (CertificateError::NotValidYet, TlsProblem::NotYetValid),
            (CertificateError::NotValidForName, TlsProblem::WrongName),
            (CertificateError::Revoked, TlsProblem::Revoked),
            (CertificateError::BadSignature, TlsProblem::Other),
        ] {
            assert_eq!(of_certificate(&problem), expected, "{problem:?}");
        }
    }
}
