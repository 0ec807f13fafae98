//! The security rows in full: what the figures of `docs/SECURITY.md` are taken from.

use std::process::Command;

use crate::relay::Summary;
use crate::session::Session;
use crate::setup::{self, Need};
use crate::tool::Tool;
use crate::{Outcome, build, orders, row, rust_test, workspace};

/// Firefox's own, from Firefox's own repository. Debian has none.
const FIREFOX_DRIVER: Tool = Tool {
    name: "geckodriver",
    version: "0.37.1",
};

/// Where the figures are written down.
const FIGURES: &str = "docs/SECURITY.md";

/// Runs the rows named, or all; prints their lines and keeps them in `target/campaign.txt`.
pub fn campaign(rows: &[&str]) -> Outcome {
    if let Some(other) = rows.iter().find(|row| !row::is_row(row)) {
        return Err(format!("{other} is not the name of a row, such as O-01").into());
    }
    setup::prepare(Need::Campaign)?;
    let app = build::workspace()?;
    let mut command = in_full(command(rows));
    command.env("ORGKEEP_APP", app);
    command.env("ORGKEEP_GECKODRIVER", FIREFOX_DRIVER.installed()?);
    let session = Session::open()?;
    let mut summary = Summary::default();
    let mut result = summary.run("campaign", session.command(&command));
    if rows.is_empty() || rows.contains(&orders::ROW) {
        result = result.and(summary.run("orders of threads", in_full(orders::tests())));
    }
    let lines = summary.rows().join("\n");
    let file = workspace::target().join("campaign.txt");
    std::fs::write(&file, format!("{lines}\n"))?;
    println!("\n{}\n\nkept in {}", summary.closing(), file.display());
    result?;
    if rows.is_empty() {
        let written = std::fs::read_to_string(workspace::root().join(FIGURES))?;
        return require(&rows_with_figures(&written)?, &summary.rows());
    }
    require(rows, &summary.rows())?;
    measured(rows, &summary.omissions())
}

fn in_full(mut tests: Command) -> Command {
    tests.env("ORGKEEP_CAMPAIGN", "full");
    tests
}

/// A row that is asked for and did not report is a mistake in the command or in the tests.
fn require(rows: &[&str], reports: &[String]) -> Outcome {
    let missing = |row: &&&str| !reports.iter().any(|report| is_of(report, row));
    let missing: Vec<&str> = rows.iter().filter(missing).copied().collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(format!("no test reported {}", missing.join(", ")).into())
    }
}

/// Whoever asks for a row by its name wants to know it. A test that could not try its part here has told nothing of it,
/// whatever other tests of the row say.
fn measured(rows: &[&str], omissions: &[String]) -> Outcome {
    let asked_for = |omission: &&String| rows.iter().any(|row| is_of(omission, row));
    match omissions.iter().find(asked_for) {
        Some(omission) => Err(omission.clone().into()),
        None => Ok(()),
    }
}

/// Whether a line is about this row.
fn is_of(line: &str, row: &str) -> bool {
    line.split(' ').next() == Some(row)
}

/// The rows that have a figure in the security document, each once.
fn rows_with_figures(document: &str) -> Outcome<Vec<&str>> {
    let figures = document
        .split("\n## ")
        .find(|part| part.starts_with("Figures\n"))
        .ok_or_else(|| format!("{FIGURES} has no figures"))?;
    let cells = figures
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    let names = cells.flat_map(|cell| cell.split(", "));
    let mut rows: Vec<&str> = names.filter(|name| row::is_row(name)).collect();
    rows.sort_unstable();
    rows.dedup();
    Ok(rows)
}

/// Every package has rows: what a library bears, what the window does, what the command line does.
fn command(rows: &[&str]) -> Command {
    let mut command = rust_test::command(&["--tests", "--no-fail-fast", "--", "--nocapture"]);
    command.args(rows.iter().map(|row| test_name(row)));
    command
}

/// How the tests of a row begin their names: `o_01` for O-01.
fn test_name(row: &str) -> String {
    row.to_lowercase().replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_selects_the_tests_that_bear_its_name() {
        let command = command(&["O-01"]);
        assert_eq!(command.get_args().last().unwrap(), "o_01");
    }

    #[test]
    fn a_row_that_nobody_reports_is_an_error() {
        let reports = ["O-01 survived 2 of 2".to_owned()];
        assert!(require(&["O-01"], &reports).is_ok());
        assert!(require(&["O-01", "O-02"], &reports).is_err());
        assert!(require(&["O-0"], &reports).is_err());
    }

    #[test]
    fn a_part_that_could_not_be_tried_is_an_error_for_whoever_asks_for_the_row() {
        let omissions = ["H-09 not measured: no network of its own".to_owned()];
        let refused = measured(&["H-09"], &omissions).unwrap_err();
        assert_eq!(refused.to_string(), omissions[0]);
        assert!(measured(&["H-10"], &omissions).is_ok());
    }

    #[test]
    fn a_whole_campaign_wants_each_row_that_has_a_figure() {
        let document = "# Security\n\n| A-02 | no figure |\n\n## Figures\n\n| row | what |\n|---|---|\n\
            | O-01 | one | 2 of 2 | x |\n| T-05, H-15 | two | 1 of 1 | y |\n| O-01 | again | 1 of 1 | z |\n\n\
            ## Open\n\n| Q-01 | not yet |\n";
        let rows = rows_with_figures(document).unwrap();
        assert_eq!(rows, ["H-15", "O-01", "T-05"]);
        assert!(rows_with_figures("# Security\n").is_err());
        let reports = ["O-01 survived 2 of 2", "T-05 survived 1 of 1"].map(str::to_owned);
        let missing = require(&rows, &reports).unwrap_err();
        assert_eq!(missing.to_string(), "no test reported H-15");
    }

    #[test]
    fn the_figures_that_are_written_down_are_found() {
        let written = std::fs::read_to_string(workspace::root().join(FIGURES)).unwrap();
        let rows = rows_with_figures(&written).unwrap();
        assert!(rows.contains(&"O-01") && rows.contains(&"Q-06"), "{rows:?}");
    }
}
