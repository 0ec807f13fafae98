//! Two texts line by line.

use std::collections::BTreeSet;

use orgkeep_blueprint::check::holds_secret;
use similar::algorithms::{Capture, Compact, Replace, myers};
use similar::{ChangeTag, DiffOp};

use super::line::shown;

/// What happens to a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineChange {
    /// It stays.
    Same,
    /// It goes.
    Removed,
    /// It comes.
    Added,
}

/// One line of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferenceLine {
    /// What happens to it.
    pub change: LineChange,
    /// Its text, without its end, fit to show.
    pub text: String,
}

/// Stands for lines that are not shown.
const HIDDEN: &str = "(a secret stands in this file, so its lines are not shown)";
/// Stands between parts of a difference that are not next to each other.
const GAP: &str = "…";

/// The lines of both texts, in order. Of an old text in which a secret stands, nothing is shown.
#[must_use]
pub fn difference(old: &[u8], new: &str) -> Vec<DifferenceLine> {
    let line = |change, text: &str| DifferenceLine {
        change,
        text: shown(text.trim_end_matches(['\n', '\r'])),
    };
    if holds_secret(old) {
        let added = new.lines().map(|text| line(LineChange::Added, text));
        return core::iter::once(line(LineChange::Removed, HIDDEN))
            .chain(added)
            .collect();
    }
    let old = String::from_utf8_lossy(old);
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let steps = steps(&old, &new);
    let changes = steps
        .iter()
        .flat_map(|step| step.iter_changes(&*old, &*new));
    let lines = changes.map(|change| {
        let tag = match change.tag() {
            ChangeTag::Equal => LineChange::Same,
            ChangeTag::Delete => LineChange::Removed,
            ChangeTag::Insert => LineChange::Added,
        };
        line(tag, change.value())
    });
    lines.collect()
}

/// What leads from one to the other. `TextDiff` compares in the same way, and brings a fifth of a megabyte along for every
/// other way.
fn steps(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let mut steps = Compact::new(Replace::new(Capture::new()), old, new);
    let Ok(()) = myers::diff(&mut steps, old, 0..old.len(), new, 0..new.len());
    steps.into_inner().into_inner().into_ops()
}

/// The changed lines with up to `around` lines before and after each, and a mark where lines are left out.
#[must_use]
pub fn shortened(lines: Vec<DifferenceLine>, around: usize) -> Vec<DifferenceLine> {
    let changed = lines.iter().enumerate();
    let changed = changed.filter(|(_, line)| line.change != LineChange::Same);
    let kept: BTreeSet<usize> = changed
        .flat_map(|(at, _)| at.saturating_sub(around)..=at + around)
        .collect();
    let mut short: Vec<DifferenceLine> = Vec::new();
    let mut last = None;
    for (at, line) in lines.into_iter().enumerate() {
        if !kept.contains(&at) {
            continue;
        }
        if last.is_some_and(|last: usize| last + 1 < at) {
            short.push(DifferenceLine {
                change: LineChange::Same,
                text: GAP.to_owned(),
            });
        }
        last = Some(at);
        short.push(line);
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(lines: &[DifferenceLine]) -> String {
        let sign = |change| match change {
            LineChange::Same => ' ',
            LineChange::Removed => '-',
            LineChange::Added => '+',
        };
        let lines = lines.iter();
        lines
            .map(|line| format!("{}{}\n", sign(line.change), line.text))
            .collect()
    }

    #[test]
    fn lines_stay_go_and_come() {
        let lines = difference(b"a\nb\r\nc\n", "a\nx\nc\n");
        assert_eq!(told(&lines), " a\n-b\n+x\n c\n");
    }

    #[test]
    fn of_a_long_text_only_the_surroundings_are_kept() {
        let old: String = ('a'..='z').map(|letter| format!("{letter}\n")).collect();
        let new = old.replace("c\n", "C\n").replace("y\n", "");
        let short = shortened(difference(old.as_bytes(), &new), 1);
        assert_eq!(told(&short), " b\n-c\n+C\n d\n …\n x\n-y\n z\n");
    }

    #[test]
    fn an_old_text_with_a_secret_is_not_shown() {
        let secret = "0F".repeat(32);
        let lines = difference(format!("a\nclient_secret={secret}\n").as_bytes(), "a\n");
        assert!(!told(&lines).contains(&secret));
        assert_eq!(lines.len(), 2);
    }
}
