//! `/services/Soap/u/{version}`: the partner interface's `login()`, and nothing else of SOAP.
//!
//! A user name, and the password with the security token behind it. From an address that the org trusts the password
//! alone will do; a token behind it does no harm there. The session that comes of it is an access token like those of
//! OAuth, with access to all.

mod envelope;
mod login;
mod wire;

pub(crate) use envelope::ENVELOPE;

use axum::{
    http::{Method, StatusCode, header},
    response::Response,
};

use crate::{asked::Asked, backstage::Backstage, fault::Fault, reply};

/// Versions in which `login()` exists.
const VERSIONS: std::ops::RangeInclusive<u32> = 31..=64;

/// Why a login is refused.
#[derive(Debug, PartialEq)]
pub(super) enum Refusal {
    /// Salesforce understood and says no.
    Login { code: String, message: String },
    /// The request is not what the interface takes.
    Client(&'static str),
}

impl Refusal {
    fn login(code: &str, message: &str) -> Self {
        Self::Login {
            code: code.to_owned(),
            message: message.to_owned(),
        }
    }
}

/// Answers a request to the partner interface.
pub(crate) fn answer(back: &Backstage, asked: &Asked) -> Response {
    if asked.method != Method::POST {
        return reply::text(StatusCode::METHOD_NOT_ALLOWED, "POST only");
    }
    if !is_soap(asked.header(header::CONTENT_TYPE)) {
        return reply::text(StatusCode::UNSUPPORTED_MEDIA_TYPE, "text/xml only");
    }
    match carry_out(back, asked) {
        Ok(result) => wire::result(result),
        Err(refusal) => wire::fault(&refusal),
    }
}

/// Whether a media type is that of SOAP 1.1.
pub(crate) fn is_soap(media_type: Option<&str>) -> bool {
    let media_type = media_type.unwrap_or_default().to_ascii_lowercase();
    media_type.starts_with("text/xml")
}

fn carry_out(back: &Backstage, asked: &Asked) -> Result<wire::Elements, Refusal> {
    if asked.header("soapaction").is_none() {
        return Err(Refusal::Client("SOAPAction HTTP header missing"));
    }
    let version = version(&asked.path)?;
    let credentials = envelope::read(&asked.body)?;
    scripted_refusal(back)?;
    let mut result = login::login(back, asked.host, &credentials, version)?;
    spoil(back, &mut result);
    Ok(result)
}

/// The version in `/services/Soap/u/64.0`; an org's id may follow it, as in the addresses that a login answers with.
fn version(path: &str) -> Result<&str, Refusal> {
    let rest = path.trim_start_matches("/services/Soap/u/");
    let version = rest.split('/').next().unwrap_or_default();
    let number = version.strip_suffix(".0").unwrap_or(version).parse();
    if number.is_ok_and(|number| VERSIONS.contains(&number)) {
        Ok(version)
    } else {
        Err(Refusal::login(
            "UNSUPPORTED_API_VERSION",
            "Invalid Api version specified on URL",
        ))
    }
}

/// A refusal that has been switched on.
fn scripted_refusal(back: &Backstage) -> Result<(), Refusal> {
    let refusal = back.faults.take(|fault| match fault {
        Fault::SoapFault { code, message } => Some(Refusal::login(code, message)),
        _ => None,
    });
    refusal.map_or(Ok(()), Err)
}

/// Applies the element faults that are on.
fn spoil(back: &Backstage, result: &mut wire::Elements) {
    let changes = back.faults.take_all(|fault| match fault {
        Fault::SoapElement { name, text } => Some((name.clone(), text.clone())),
        _ => None,
    });
    for (name, text) in changes {
        result.change(&name, text.as_deref());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn login_exists_up_to_version_64() {
        for path in ["64.0", "64", "31.0", "64.0/00D000000000001"] {
            assert!(
                version(&format!("/services/Soap/u/{path}")).is_ok(),
                "{path}"
            );
        }
        for path in ["65.0", "30.0", "", "x", "64.1"] {
            assert!(
                version(&format!("/services/Soap/u/{path}")).is_err(),
                "{path}"
            );
        }
    }
}
