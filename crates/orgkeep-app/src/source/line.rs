//! A line of a file, made fit to show.

use orgkeep_domain::text::neutral;

/// How many characters of a line are shown, indentation aside.
const WIDEST: usize = 300;
/// How far in a line may begin.
const DEEPEST: usize = 60;

/// Without its end, without characters that move the cursor or reverse the reading direction, cut where it is
/// long. Its indentation stays.
pub(super) fn shown(line: &str) -> String {
    let text = line.trim_start();
    let indentation = line.chars().count() - text.chars().count();
    let indentation = " ".repeat(indentation.min(DEEPEST));
    format!("{indentation}{}", neutral(text, WIDEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_keeps_its_indentation_and_loses_what_moves_the_cursor() {
        assert_eq!(shown("\t  a\u{1b}[2J b\r\n"), "   a[2J b");
        assert_eq!(shown(""), "");
    }
}
