//! The request: an envelope of SOAP 1.1 with one `login` in its body.

use super::Refusal;
use crate::xml::{self, Element};

/// SOAP 1.1.
pub(crate) const ENVELOPE: &str = "http://schemas.xmlsoap.org/soap/envelope/";
/// The partner interface.
pub(super) const PARTNER: &str = "urn:partner.soap.sforce.com";

const MALFORMED: Refusal = Refusal::Client("The request is not well-formed XML");
const NO_ENVELOPE: Refusal = Refusal::Client("The request is not a SOAP 1.1 envelope");
const NO_OPERATION: Refusal = Refusal::Client("No operation available for request");
const WRONG_ARGUMENTS: Refusal =
    Refusal::Client("login takes username and password, in this order");

/// Who wants to log in.
pub(super) struct Credentials {
    pub username: String,
    /// The security token may stand behind it.
    pub password: String,
}

/// Takes a request apart.
pub(super) fn read(body: &[u8]) -> Result<Credentials, Refusal> {
    let text = std::str::from_utf8(body).map_err(|_| MALFORMED)?;
    let envelope = xml::parse(text).ok_or(MALFORMED)?;
    let login = operation(&envelope)?;
    if !login.is(PARTNER, "login") {
        return Err(NO_OPERATION);
    }
    let [username, password] = login.children.as_slice() else {
        return Err(WRONG_ARGUMENTS);
    };
    if !username.is(PARTNER, "username") || !password.is(PARTNER, "password") {
        return Err(WRONG_ARGUMENTS);
    }
    Ok(Credentials {
        username: username.text.clone(),
        password: password.text.clone(),
    })
}

/// The one element in the body. A header may stand before the body, and says nothing to a login.
fn operation(envelope: &Element) -> Result<&Element, Refusal> {
    if !envelope.is(ENVELOPE, "Envelope") {
        return Err(NO_ENVELOPE);
    }
    let body = match envelope.children.as_slice() {
        [body] => body,
        [header, body] if header.is(ENVELOPE, "Header") => body,
        _ => return Err(NO_ENVELOPE),
    };
    match body.children.as_slice() {
        [operation] if body.is(ENVELOPE, "Body") => Ok(operation),
        _ => Err(NO_ENVELOPE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn envelope(body: &str) -> String {
        format!(
            "<s:Envelope xmlns:s=\"{ENVELOPE}\" xmlns:p=\"{PARTNER}\"><s:Body>{body}</s:Body></s:Envelope>"
        )
    }

    #[test]
    fn a_login_is_read_whatever_its_prefixes() {
        let arguments = "<username>a&amp;b</username><password> p </password>";
        let login = envelope(&format!("<login xmlns=\"{PARTNER}\">{arguments}</login>"));
        let credentials = read(login.as_bytes()).ok().unwrap();
        assert_eq!(credentials.username, "a&b");
        assert_eq!(credentials.password, " p ");
    }

    #[test]
    fn anything_else_is_refused() {
        let wrong_order = "<p:login><p:password>p</p:password><p:username>u</p:username></p:login>";
        let no_namespace = "<p:login><username>u</username><password>p</password></p:login>";
        for (request, expected) in [
            ("<a".to_owned(), MALFORMED),
            ("<Envelope/>".to_owned(), NO_ENVELOPE),
            (envelope(""), NO_ENVELOPE),
            (envelope("<p:logout/>"), NO_OPERATION),
            (envelope("<login/>"), NO_OPERATION),
            (envelope("<p:login/>"), WRONG_ARGUMENTS),
            (envelope(wrong_order), WRONG_ARGUMENTS),
            (envelope(no_namespace), WRONG_ARGUMENTS),
        ] {
            assert_eq!(read(request.as_bytes()).err(), Some(expected), "{request}");
        }
    }
}
