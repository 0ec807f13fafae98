//! What a person pastes when Salesforce shows an error, decoded: an address, the text of a page, JSON or a
//! SOAP fault (product.md, 2, "Nothing came back?").
//!
//! A paste may hold a code, a token or a session. Nothing of that is in any result: the machine-readable
//! code, the description and the host are all that is carried over, and each is looked at again before.

mod address;
mod layers;
mod prose;
mod shown;
mod structured;
#[cfg(test)]
mod tests;

use crate::catalogue::{Cause, Place, recognise};
use crate::failure::ServerWords;

/// What the pasted text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decoded {
    /// Salesforce said why.
    Told(Told),
    /// The address that Salesforce sends the browser back to, without an error.
    Callback {
        /// Whether it carries an authorization code. The code itself is left to
        /// [`parse_pasted_callback`](crate::callback::parse_pasted_callback).
        has_code: bool,
        /// Host and port.
        host: String,
    },
    /// A page of Salesforce without an error: the person is still at sign-in or consent.
    SignInPage {
        /// Whose page it is.
        host: String,
    },
    /// An error page of Salesforce whose address does not say which error.
    ErrorPage {
        /// Whose page it is.
        host: String,
    },
    /// The address of something else.
    NotSalesforce {
        /// Whose address it is.
        host: String,
    },
    /// No address, and no code or text that is known.
    Nothing,
}

/// An error that was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What it means.
    pub cause: Cause,
    /// What was said, fit to show.
    pub words: ServerWords,
    /// Where it was said, as far as the text shows.
    pub place: Option<Place>,
    /// The host of the page, where an address was pasted.
    pub host: Option<String>,
}

/// The longest text that is looked at. What follows is ignored.
const LONGEST: usize = 64 * 1024;

/// Decodes a pasted text. Every text has an answer.
#[must_use]
pub fn decode(text: &str) -> Decoded {
    let text = beginning(text.trim());
    structured::json_error(text)
        .or_else(|| structured::soap_fault(text))
        .map_or_else(|| decode_plain(text), Decoded::Told)
}

/// An address that tells an error comes first, then whatever the text tells, then any other address.
fn decode_plain(text: &str) -> Decoded {
    let mut addresses = address::addresses_in(text);
    if let Some(told) = addresses.iter().position(Decoded::is_told) {
        return addresses.swap_remove(told);
    }
    let first = addresses.into_iter().next();
    let is_all = first.is_some() && !text.contains(char::is_whitespace);
    match first {
        Some(Decoded::NotSalesforce { host }) if is_all => Decoded::NotSalesforce { host },
        Some(Decoded::Callback { has_code, host }) if is_all => {
            Decoded::Callback { has_code, host }
        }
        first => prose::told(text).map_or_else(|| first.unwrap_or(Decoded::Nothing), Decoded::Told),
    }
}

impl Decoded {
    fn is_told(&self) -> bool {
        matches!(self, Self::Told(_))
    }
}

impl Told {
    /// Without a place, the sign's own place counts, if it has just one.
    fn new(place: Option<Place>, code: &str, description: &str) -> Self {
        let sign = recognise(place, code, description);
        let only_place = || match sign?.places() {
            [place] => Some(*place),
            _ => None,
        };
        Self {
            cause: sign.map_or_else(Cause::unknown, |sign| sign.cause()),
            words: ServerWords {
                code: shown::code(code),
                description: shown::description(description),
            },
            place: place.or_else(only_place),
            host: None,
        }
    }

    fn at(self, host: String) -> Self {
        Self {
            host: Some(host),
            ..self
        }
    }
}

fn beginning(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST))
        .unwrap_or(text)
}
