//! The lines around a place.

use orgkeep_blueprint::position::Position;

use super::line::shown;

/// One line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExcerptLine {
    /// Its number, from 1.
    pub number: usize,
    /// Its text, cut where it is long.
    pub text: String,
    /// Whether the finding is about it.
    pub marked: bool,
}

/// How many lines are shown before and after.
const AROUND: usize = 2;

/// The line of a place, with two before and two after.
#[must_use]
pub fn excerpt(text: &[u8], position: Position) -> Vec<ExcerptLine> {
    let text = String::from_utf8_lossy(text);
    let first = position.line.saturating_sub(AROUND).max(1);
    let lines = text.lines().enumerate().skip(first - 1);
    lines
        .take_while(|(index, _)| *index < position.line + AROUND)
        .map(|(index, line)| ExcerptLine {
            number: index + 1,
            text: shown(line),
            marked: index + 1 == position.line,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, line: usize) -> Vec<(usize, String, bool)> {
        let lines = excerpt(text.as_bytes(), Position { line, column: 1 });
        lines
            .into_iter()
            .map(|line| (line.number, line.text, line.marked))
            .collect()
    }

    #[test]
    fn two_lines_before_and_after_are_shown() {
        let numbers: Vec<usize> = of("a\nb\nc\nd\ne\nf\ng\n", 4)
            .iter()
            .map(|one| one.0)
            .collect();
        assert_eq!(numbers, [2, 3, 4, 5, 6]);
        assert_eq!(
            of("a\nb\n", 1),
            [(1, "a".to_owned(), true), (2, "b".to_owned(), false)]
        );
        assert_eq!(of("", 1), []);
    }
}
