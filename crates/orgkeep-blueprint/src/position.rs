//! Places in a text.

/// Line and column, both from 1; the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character in it.
    pub column: usize,
}

impl Position {
    /// The beginning of a file.
    pub const START: Self = Self { line: 1, column: 1 };

    /// Of a byte. Beyond the end it is the end. Bytes that are no UTF-8 count as characters.
    #[must_use]
    pub fn of(text: &[u8], byte: usize) -> Self {
        let before = text.get(..byte).unwrap_or(text);
        let line_start = before
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        let in_line = before.get(line_start..).unwrap_or_default();
        // The second and later bytes of a character begin with the bits 10.
        let begins_character = |byte: &&u8| **byte & 0b1100_0000 != 0b1000_0000;
        Self {
            line: before.iter().filter(|byte| **byte == b'\n').count() + 1,
            column: in_line.iter().filter(begins_character).count() + 1,
        }
    }
}

/// Where `part`, a piece cut out of `whole`, begins in it.
#[must_use]
pub(crate) fn offset_of(part: &str, whole: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "a\näöü<x";
        let of = |byte| Position::of(text.as_bytes(), byte);
        assert_eq!(of(text.find('<').unwrap()), Position { line: 2, column: 4 });
        assert_eq!(of(999), Position { line: 2, column: 6 });
        assert_eq!(Position::of(b"", 0), Position::START);
        assert_eq!(
            Position::of(b"\xff\xff", 2),
            Position { line: 1, column: 3 }
        );
    }

    #[test]
    fn a_piece_knows_where_it_was_cut() {
        let whole = "abc def";
        assert_eq!(offset_of(&whole[4..], whole), 4);
    }
}
