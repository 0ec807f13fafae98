//! What a person typed, as much of it as a person types.

/// The longest text that is kept of a field, in characters. More was not typed by a person.
pub(crate) const LONGEST_FIELD: usize = 4096;

/// The text, cut where it is longer than anything typed.
pub(crate) fn kept(text: String) -> String {
    match text.char_indices().nth(LONGEST_FIELD) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_longer_than_anything_typed_is_cut_between_characters() {
        assert_eq!(kept("ö".repeat(LONGEST_FIELD)), "ö".repeat(LONGEST_FIELD));
        assert_eq!(kept("ö".repeat(9999)), "ö".repeat(LONGEST_FIELD));
    }
}
