//! The lines in which tests report a security row: `O-01 survived 12 of 12`, and `O-01 short 3 of 3` for
//! the shortened run. `O-01 not measured: why` says that this computer cannot try it.

/// The report in `line`, if it holds one, without what stands before it.
pub fn report(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    words
        .windows(5)
        .find(|words| is_report(words))
        .map(|words| words.join(" "))
}

/// The line that a test says instead of a figure, if `line` holds one, without what stands before it.
pub fn omission(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_omission = |at: &usize| match words.get(*at..) {
        Some([row, "not", "measured:", ..]) => is_row(row),
        _ => false,
    };
    let at = (0..words.len()).find(is_omission)?;
    words.get(at..).map(|words| words.join(" "))
}

fn is_report(words: &[&str]) -> bool {
    let [row, verb, survived, "of", all] = words else {
        return false;
    };
    is_row(row)
        && matches!(*verb, "survived" | "short")
        && [survived, all].iter().all(|number| is_number(number))
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether `word` names a row: a capital letter, a hyphen, a number.
pub fn is_row(word: &str) -> bool {
    word.split_once('-').is_some_and(|(letter, number)| {
        letter.len() == 1
            && letter.bytes().all(|byte| byte.is_ascii_uppercase())
            && is_number(number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_found_behind_what_the_runner_printed() {
        assert_eq!(
            report("test o_01_forged_state ... O-01 survived 12 of 12").as_deref(),
            Some("O-01 survived 12 of 12")
        );
        assert_eq!(
            report("L-03 short 3 of 4").as_deref(),
            Some("L-03 short 3 of 4")
        );
    }

    #[test]
    fn what_was_not_measured_is_found_behind_what_the_runner_printed() {
        assert_eq!(
            omission("test h_09_private ... H-09 not measured: no network of its own").as_deref(),
            Some("H-09 not measured: no network of its own")
        );
        for line in [
            "H-09 survived 4 of 4",
            "the rest is not measured: no disk",
            "",
        ] {
            assert_eq!(omission(line), None, "{line}");
        }
    }

    #[test]
    fn other_lines_are_no_reports() {
        for line in [
            "",
            "3 of 4",
            "O-01 survived all of it",
            "port 33333 survived 1 of 1",
        ] {
            assert_eq!(report(line), None, "{line}");
        }
    }
}
