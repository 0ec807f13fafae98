//! The lines in which tests report a security row: `O-01 survived 12 of 12`, and `O-01 short 3 of 3` for
//! the shortened run.

/// The report in `line`, if it holds one, without what stands before it.
pub fn report(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    words
        .windows(5)
        .find(|words| is_report(words))
        .map(|words| words.join(" "))
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
