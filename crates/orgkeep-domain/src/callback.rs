//! What the browser brings back: the query of the callback, parsed and not yet believed.

use orgkeep_secret::{AuthorizationCode, StateToken};

use crate::client::CallbackUrl;
use crate::host::is_loopback;
use crate::text::neutral;

/// The parts of an authorization response (RFC 6749, 4.1.2; RFC 9207, 2), each present at most once.
#[derive(Debug)]
pub struct CallbackQuery {
    /// The `state` that came back. Compared before anything else is believed.
    pub state: StateToken,
    /// `code` or `error`.
    pub outcome: CallbackOutcome,
    /// `iss`, where the server sends it.
    pub issuer: Option<String>,
}

/// Exactly one of the two.
#[derive(Debug)]
pub enum CallbackOutcome {
    /// The authorization code, decoded once.
    Code(AuthorizationCode),
    /// The server's refusal.
    Error(CallbackError),
}

/// An `error` response. Its text comes from outside and is shown as such.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackError {
    /// The machine-readable code, or `None` when it has characters outside RFC 6749, 4.1.2.1.
    pub code: Option<String>,
    /// The description, made fit to show.
    pub description: Option<String>,
}

/// Why a query is no authorization response. It is forgotten; the flow goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallbackQueryError {
    /// A parameter that counts is there twice.
    #[error("a parameter is repeated")]
    Repeated,
    /// There is no `state`.
    #[error("there is no state")]
    NoState,
    /// Neither `code` nor `error`, or both.
    #[error("there is not exactly one of code and error")]
    NoOutcome,
    /// A percent sequence is broken or does not decode to UTF-8, or a control character is in it.
    #[error("a parameter is not encoded properly")]
    Encoding,
    /// The pasted text is not the callback address.
    #[error("the address is not the callback address")]
    OtherAddress,
}

/// Parses the raw query (without `?`), decoding each value exactly once.
///
/// # Errors
/// [`CallbackQueryError`]; unknown parameters are ignored.
pub fn parse_callback_query(raw: &str) -> Result<CallbackQuery, CallbackQueryError> {
    let mut parts = Parts::default();
    for pair in raw.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        parts.take(name, value)?;
    }
    parts.finish()
}

/// Parses an address that a person pasted: the same scheme, host, port and path as the callback, and
/// then the same rules as for the listener.
///
/// # Errors
/// [`CallbackQueryError::OtherAddress`] for any other address, else as [`parse_callback_query`].
pub fn parse_pasted_callback(
    text: &str,
    callback: &CallbackUrl,
) -> Result<CallbackQuery, CallbackQueryError> {
    const LONGEST_PASTE: usize = 64 * 1024;
    let text = text.trim();
    if text.len() > LONGEST_PASTE {
        return Err(CallbackQueryError::OtherAddress);
    }
    let other = CallbackQueryError::OtherAddress;
    let url = url::Url::parse(text).map_err(|_| other)?;
    let same = url.scheme() == "http"
        && url.host_str().is_some_and(is_loopback)
        && url.port() == Some(callback.port())
        && url.path() == callback.path()
        && url.username().is_empty();
    let (_, query) = text.split_once('?').ok_or(other)?;
    let query = query.split_once('#').map_or(query, |(query, _)| query);
    if same {
        parse_callback_query(query)
    } else {
        Err(other)
    }
}

#[derive(Default)]
struct Parts {
    state: Option<String>,
    code: Option<String>,
    error: Option<String>,
    description: Option<String>,
    issuer: Option<String>,
}

impl Parts {
    fn take(&mut self, name: &str, value: &str) -> Result<(), CallbackQueryError> {
        let slot = match decode_once(name).as_deref() {
            Some("state") => &mut self.state,
            Some("code") => &mut self.code,
            Some("error") => &mut self.error,
            Some("error_description") => &mut self.description,
            Some("iss") => &mut self.issuer,
            _ => return Ok(()),
        };
        if slot.is_some() {
            return Err(CallbackQueryError::Repeated);
        }
        *slot = Some(decode_once(value).ok_or(CallbackQueryError::Encoding)?);
        Ok(())
    }

    fn finish(self) -> Result<CallbackQuery, CallbackQueryError> {
        let filled = |part: Option<String>| part.filter(|text| !text.is_empty());
        let state = filled(self.state).ok_or(CallbackQueryError::NoState)?;
        let outcome = match (filled(self.code), filled(self.error)) {
            (Some(code), None) => CallbackOutcome::Code(AuthorizationCode::new(code)),
            (None, Some(error)) => CallbackOutcome::Error(CallbackError {
                code: Some(error).filter(|code| is_error_code(code)),
                description: self.description.map(|text| neutral(&text, 300)),
            }),
            _ => return Err(CallbackQueryError::NoOutcome),
        };
        Ok(CallbackQuery {
            state: StateToken::new(state),
            outcome,
            issuer: self.issuer,
        })
    }
}

/// Form decoding of one value: `+` is a space, `%XX` a byte. `None` for a broken sequence, for bytes that
/// are not UTF-8, and for control characters.
fn decode_once(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => hex(rest.next()?)? << 4 | hex(rest.next()?)?,
            other => other,
        });
    }
    String::from_utf8(bytes)
        .ok()
        .filter(|text| !text.chars().any(char::is_control))
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

/// `%x20-21 / %x23-5B / %x5D-7E` (RFC 6749, 4.1.2.1); of these, real codes have no more than letters, digits, `_`, `-`
/// and `.`.
pub(crate) fn is_error_code(code: &str) -> bool {
    (1..=100).contains(&code.len())
        && code
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code_of(raw: &str) -> String {
        match parse_callback_query(raw).unwrap().outcome {
            // EXPOSE: the test compares the decoded code.
            CallbackOutcome::Code(code) => code.expose().to_owned(),
            CallbackOutcome::Error(error) => panic!("{error:?}"),
        }
    }

    #[test]
    fn a_code_is_decoded_exactly_once() {
        assert_eq!(code_of("code=aPrx%3D%3D&state=s"), "aPrx==");
        assert_eq!(code_of("code=a%2Bb%252Fc%2F.&state=s"), "a+b%2Fc/.");
        assert_eq!(code_of("state=s&x=1&x=2&code=abc"), "abc");
    }

    #[test]
    fn parameter_tricks_are_refused() {
        use CallbackQueryError as E;
        for (raw, error) in [
            ("", E::NoState),
            ("code=a", E::NoState),
            ("state=&code=a", E::NoState),
            ("state=s", E::NoOutcome),
            ("state=s&code=", E::NoOutcome),
            ("state=s&code=a&error=b", E::NoOutcome),
            ("state=s&code[]=a", E::NoOutcome),
            ("state=s&Code=a", E::NoOutcome),
            ("state=s;code=a", E::NoOutcome),
            ("state=s&code=a&code=a", E::Repeated),
            ("state=s&code=a&st%61te=s", E::Repeated),
            ("state=s&code=a&iss=x&iss=x", E::Repeated),
            ("state=s&code=%zz", E::Encoding),
            ("state=s&code=%00", E::Encoding),
            ("state=s&code=%c0%af", E::Encoding),
            ("state=s&code=%ed%a0%80", E::Encoding),
            ("state=s&code=%e", E::Encoding),
        ] {
            assert_eq!(parse_callback_query(raw).err(), Some(error), "{raw}");
        }
    }

    #[test]
    fn an_unreadable_error_code_is_not_repeated() {
        let query =
            parse_callback_query("state=s&error=%3Cscript%3E&error_description=a%3Cb").unwrap();
        let CallbackOutcome::Error(error) = query.outcome else {
            panic!("an error was sent")
        };
        assert_eq!(error.code, None);
        assert_eq!(error.description.as_deref(), Some("a<b"));
    }

    #[test]
    fn a_pasted_address_must_be_the_callback() {
        let callback = CallbackUrl::standard();
        assert!(
            parse_pasted_callback(" http://localhost:33333/?state=s&code=c#x ", &callback).is_ok()
        );
        for text in [
            "http://localhost:33333/cb?state=s&code=c",
            "https://localhost:33333/?state=s&code=c",
            "http://evil:33333/?state=s&code=c",
            "http://localhost:33334/?state=s&code=c",
            "javascript:alert(1)",
            "http://localhost:33333/",
            "state=s&code=c",
        ] {
            let error = parse_pasted_callback(text, &callback).err();
            assert_eq!(error, Some(CallbackQueryError::OtherAddress), "{text}");
        }
    }

    #[test]
    fn a_pasted_address_has_a_longest_length() {
        let callback = CallbackUrl::standard();
        let pasted = |length: usize| {
            let start = "http://localhost:33333/?state=s&code=";
            let code = "c".repeat(length - start.len());
            parse_pasted_callback(&format!("{start}{code}"), &callback)
        };
        assert!(pasted(64 * 1024).is_ok());
        let refused = pasted(64 * 1024 + 1).err();
        assert_eq!(refused, Some(CallbackQueryError::OtherAddress));
    }
}
