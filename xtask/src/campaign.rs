//! The security rows in full: what the figures of `docs/SECURITY.md` are taken from.

use std::process::Command;

use crate::relay::Summary;
use crate::session::Session;
use crate::setup::{self, Need};
use crate::{Outcome, build, row, step, workspace};

/// The packages whose tests are rows.
const PACKAGES: &[&str] = &["orgkeep-loopback", "orgkeep-vault", "orgkeep-journeys"];

/// Runs the rows named, or all; prints their lines and keeps them in `target/campaign.txt`.
pub fn campaign(rows: &[&str]) -> Outcome {
    if let Some(other) = rows.iter().find(|row| !row::is_row(row)) {
        return Err(format!("{other} is not the name of a row, such as O-01").into());
    }
    setup::prepare(Need::Test)?;
    let app = build::workspace()?;
    let mut command = command(rows);
    command
        .env("ORGKEEP_CAMPAIGN", "full")
        .env("ORGKEEP_APP", app);
    let session = Session::open()?;
    let mut summary = Summary::default();
    let result = summary.run("campaign", session.command(&command));
    let lines = summary.rows().join("\n");
    let file = workspace::target().join("campaign.txt");
    std::fs::write(&file, format!("{lines}\n"))?;
    println!("\n{}\n\nkept in {}", summary.closing(), file.display());
    result
}

fn command(rows: &[&str]) -> Command {
    let mut command = step::cargo(&["test", "--locked", "--tests", "--no-fail-fast"]);
    for package in PACKAGES {
        command.args(["-p", package]);
    }
    command.args(["--", "--nocapture"]);
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
}
