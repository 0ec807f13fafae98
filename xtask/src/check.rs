//! The quick part of the tests, for between two edits: no window, no browser, no port.

use crate::home::Home;
use crate::relay::Summary;
use crate::setup::Need;
use crate::stages::{self, Stages};
use crate::{Outcome, page, rust_test, step};

/// Formatting, lints, types, unit tests and the house rules.
pub fn check() -> Outcome {
    stages::run_all(Need::Build, run)
}

fn run(stages: &mut Stages, summary: &mut Summary) -> Outcome {
    stages.stage("page: types", || page::script("check"))?;
    // The window does not compile without a page to put inside.
    stages.stage("page: build", page::build)?;
    stages.stage("lints", || {
        step::run("cargo clippy", &mut rust_test::clippy())
    })?;
    stages.stage("unit tests and house rules", || {
        let home = Home::open()?;
        let mut tests = rust_test::command(&["--lib", "--bins", "--test", "house"]);
        home.dress(&mut tests);
        summary.run("cargo test", tests)
    })
}
