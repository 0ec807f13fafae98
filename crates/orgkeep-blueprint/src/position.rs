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

    /// Of a byte. Beyond the end, or inside a character, it is the nearest place before.
    #[must_use]
    pub fn of(text: &str, byte: usize) -> Self {
        let mut end = byte.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = text.get(..end).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let in_line = before.get(line_start..).unwrap_or_default();
        Self {
            line: before.matches('\n').count() + 1,
            column: in_line.chars().count() + 1,
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
        let at = Position::of(text, text.find('<').unwrap());
        assert_eq!(at, Position { line: 2, column: 4 });
        assert_eq!(Position::of(text, 3), Position { line: 2, column: 1 });
        assert_eq!(Position::of(text, 999), Position { line: 2, column: 6 });
        assert_eq!(Position::of("", 0), Position::START);
    }

    #[test]
    fn a_piece_knows_where_it_was_cut() {
        let whole = "abc def";
        assert_eq!(offset_of(&whole[4..], whole), 4);
    }
}
