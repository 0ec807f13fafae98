//! When an org comes to its end: the file of a scratch org names a day, that of a trial a moment.

use orgkeep_domain::text::neutral;

use super::auth_file::Unusable;
use super::wire::AuthFileWire;

/// The longest date that is kept, in characters.
const LONGEST_DATE: usize = 40;

/// The date as the file has it, made fit to show.
pub(super) fn end_date(wire: &AuthFileWire) -> Option<String> {
    let first = end_dates(wire).next();
    first.map(|date| neutral(date, LONGEST_DATE))
}

/// Whether the org is there still on a day, as far as the file says.
///
/// # Errors
/// [`Unusable::Expired`].
pub(super) fn not_expired(wire: &AuthFileWire, today: &str) -> Result<(), Unusable> {
    let mut days = end_dates(wire).filter_map(|text| text.get(..10));
    match days.find(|day| *day < today) {
        Some(day) => Err(Unusable::Expired(day.to_owned())),
        None => Ok(()),
    }
}

/// What does not begin with a day says nothing.
fn end_dates(wire: &AuthFileWire) -> impl Iterator<Item = &str> {
    ["expirationDate", "trailExpirationDate"]
        .into_iter()
        .filter_map(|field| wire.text(field))
        .filter(|text| text.get(..10).is_some_and(is_day))
}

fn is_day(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    })
}
