//! From Salesforce's words to a cause: by code first, by description second, never by HTTP status.

use core::cmp::Reverse;

use super::{Cause, Place, Sign, signs};

/// What `code` and `description` mean. Either may be empty.
///
/// A known code decides, and the description only tells its meanings apart. An unknown or missing code
/// leaves the description. `place` decides only between signs that fit equally well.
#[must_use]
pub fn classify(place: Option<Place>, code: &str, description: &str) -> Cause {
    recognise(place, code, description).map_or_else(Cause::unknown, Sign::cause)
}

/// The sign that [`classify`] goes by. `None` for what the catalogue does not know.
#[must_use]
pub fn recognise(place: Option<Place>, code: &str, description: &str) -> Option<&'static Sign> {
    let code = bare(code);
    let words = folded(description);
    let by_code = || signs().filter(|sign| sign.has_code(code));
    let by_text = || signs().filter(|sign| sign.text.is_some());
    if by_code().next().is_some() {
        best_of(by_code(), place, &words)
    } else {
        best_of(by_text(), place, &words)
    }
}

/// Whether any sign has this code.
#[must_use]
pub fn is_known_code(code: &str) -> bool {
    let code = bare(code);
    signs().any(|sign| sign.has_code(code))
}

/// The longest text counts, then the place, then the order of the file.
fn best_of(
    signs: impl Iterator<Item = &'static Sign>,
    place: Option<Place>,
    words: &str,
) -> Option<&'static Sign> {
    let fits = |sign: &&Sign| sign.text().is_none_or(|text| words.contains(text));
    signs.filter(fits).min_by_key(|sign| {
        let here = place.is_some_and(|place| sign.places.contains(&place));
        Reverse((sign.text().map_or(0, str::len), here))
    })
}

impl Sign {
    fn has_code(&self, code: &str) -> bool {
        self.code().is_some_and(|own| match own.strip_suffix('*') {
            Some(family) => code
                .get(..family.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(family)),
            None => own.eq_ignore_ascii_case(code),
        })
    }
}

/// A SOAP fault code has a prefix, and which one is up to the server: `sf:INVALID_LOGIN`.
fn bare(code: &str) -> &str {
    let code = code.trim();
    code.rsplit_once(':').map_or(code, |(_, bare)| bare)
}

/// Lower case, with single spaces and straight apostrophes, as the texts of the signs are.
pub(crate) fn folded(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase().replace(['’', '‘'], "'")
}
