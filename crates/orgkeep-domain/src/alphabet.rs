//! The order in which people look for names.

/// What a name is sorted by: letters whatever their case, and numbers by their value, so that 2 comes before 10.
///
/// Keys are compared byte by byte, which is what makes the order of a long list cheap.
#[must_use]
pub fn sort_key(name: &str) -> String {
    let lower = name.to_lowercase();
    let mut key = String::with_capacity(lower.len() + 8);
    let mut rest = lower.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c: char| !c.is_ascii_digit());
        let (digits, after) = from.split_at(end.unwrap_or(from.len()));
        key.push_str(before);
        push_number(&mut key, digits);
        rest = after;
    }
    key.push_str(rest);
    key
}

/// A number has its place where digits have theirs. Of two numbers the longer one is the greater one.
fn push_number(key: &mut String, digits: &str) {
    let digits = digits.trim_start_matches('0');
    let length = u32::try_from(digits.len()).ok().and_then(char::from_u32);
    key.push('0');
    key.push(length.unwrap_or(char::MAX));
    key.push_str(digits);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted<const N: usize>(mut names: [&str; N]) -> [&str; N] {
        names.sort_by_cached_key(|name| sort_key(name));
        names
    }

    #[test]
    fn numbers_go_by_their_value() {
        assert_eq!(
            sorted(["ACME 10", "ACME 2", "ACME 1", "ACME 010 b", "ACME"]),
            ["ACME", "ACME 1", "ACME 2", "ACME 10", "ACME 010 b"]
        );
        assert_eq!(sorted(["v1.10", "v1.9", "v1"]), ["v1", "v1.9", "v1.10"]);
    }

    #[test]
    fn numbers_longer_than_any_integer_go_by_their_value() {
        let (long, longer) = ("9".repeat(40), format!("1{}", "0".repeat(40)));
        assert!(sort_key(&long) < sort_key(&longer));
        assert_eq!(sort_key("org 007"), sort_key("org 7"));
    }

    #[test]
    fn case_counts_for_nothing_in_any_script() {
        assert_eq!(
            sorted(["éclair b", "Zebra", "acme", "ÉCLAIR A", "ACME 2"]),
            ["acme", "ACME 2", "Zebra", "ÉCLAIR A", "éclair b"]
        );
        assert_eq!(sort_key("ÖSTERREICH"), sort_key("österreich"));
    }

    #[test]
    fn digits_stay_before_letters() {
        assert_eq!(sorted(["b", "7 b", "a", "(7)"]), ["(7)", "7 b", "a", "b"]);
    }
}
