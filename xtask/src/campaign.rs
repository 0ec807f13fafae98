//! The security rows in full: what the figures of `docs/SECURITY.md` are taken from.

use std::process::Command;

use crate::relay::Summary;
use crate::session::Session;
use crate::setup::{self, Need};
use crate::{Outcome, build, row, rust_test, workspace};

/// Runs the rows named, or all; prints their lines and keeps them in `target/campaign.txt`.
pub fn campaign(rows: &[&str]) -> Outcome {
    if let Some(other) = rows.iter().find(|row| !row::is_row(row)) {
        return Err(format!("{other} is not the name of a row, such as O-01").into());
    }
    setup::prepare(Need::Test)?;
    let app = build::workspace()?;
    let mut command = command(rows);
    command.env("ORGKEEP_CAMPAIGN", "full");
    command.env("ORGKEEP_APP", app);
    let session = Session::open()?;
    let mut summary = Summary::default();
    let result = summary.run("campaign", session.command(&command));
    let lines = summary.rows().join("\n");
    let file = workspace::target().join("campaign.txt");
    std::fs::write(&file, format!("{lines}\n"))?;
    println!("\n{}\n\nkept in {}", summary.closing(), file.display());
    result?;
    require(rows, &summary.rows())
}

/// A row that was asked for and did not report is a mistake in the command or in the tests.
fn require(rows: &[&str], reports: &[String]) -> Outcome {
    let reported = |row: &str| {
        let start = format!("{row} ");
        reports.iter().any(|report| report.starts_with(&start))
    };
    match rows.iter().find(|row| !reported(row)) {
        Some(row) => Err(format!("no test reported {row}").into()),
        None => Ok(()),
    }
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
    }
}
