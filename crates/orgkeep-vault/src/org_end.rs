//! When an org comes to its end, as Salesforce and its tools write it.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A moment, or the last second of a day: an org that ends on a day is there until it is over. What is neither is not
/// known.
pub(crate) fn moment(text: &str) -> Option<Timestamp> {
    let day = || {
        let last = text.parse::<Date>().ok()?.at(23, 59, 59, 0);
        Some(last.to_zoned(TimeZone::UTC).ok()?.timestamp())
    };
    text.parse().ok().or_else(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_as_salesforce_writes_it_and_nothing_is_made_up() {
        for (text, expected) in [
            ("2026-12-20T08:00:00.000+0000", Some("2026-12-20T08:00:00Z")),
            ("2026-12-20T08:00:00Z", Some("2026-12-20T08:00:00Z")),
            ("2026-12-20", Some("2026-12-20T23:59:59Z")),
            ("soon", None),
            ("", None),
        ] {
            let read = moment(text).map(|at| at.to_string());
            assert_eq!(read.as_deref(), expected, "{text}");
        }
    }
}
