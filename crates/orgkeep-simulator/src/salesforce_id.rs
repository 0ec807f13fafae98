//! Record ids: 15 case-sensitive characters, or 18 with a checksum over their case.

/// The 18-character form of a 15-character id.
///
/// Each group of five characters gives one checksum character that says which of them are capitals.
#[must_use]
pub fn with_checksum(fifteen: &str) -> String {
    let mut id = fifteen.to_owned();
    for group in fifteen.as_bytes().chunks(5) {
        let capitals = group
            .iter()
            .enumerate()
            .filter(|(_, letter)| letter.is_ascii_uppercase());
        let index: usize = capitals.map(|(place, _)| 1 << place).sum();
        id.push(char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[index]));
    }
    id
}

/// The first 15 characters, which is where two ids are compared.
#[must_use]
pub fn without_checksum(id: &str) -> &str {
    id.get(..15).unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_salesforces() {
        assert_eq!(with_checksum("00D000000000001"), "00D000000000001EAA");
        assert_eq!(with_checksum("005000000000001"), "005000000000001AAA");
    }

    #[test]
    fn both_forms_meet_in_their_first_fifteen_characters() {
        assert_eq!(without_checksum("00D000000000001EAA"), "00D000000000001");
        assert_eq!(without_checksum("00D000000000001"), "00D000000000001");
    }
}
