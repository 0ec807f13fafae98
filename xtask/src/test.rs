//! Everything that continuous integration runs, in the order in which it fails soonest.

use std::process::Command;

use crate::home::Home;
use crate::relay::{Running, Summary};
use crate::session::Session;
use crate::setup::Need;
use crate::stages::{self, Stages};
use crate::{Outcome, bites, build, dependencies, generate, orders, page, rust_test, step};

/// Runs it all, stops at the first failure, and closes with the times and the runners' own summaries.
pub fn test() -> Outcome {
    stages::run_all(Need::Test, run)
}

fn run(stages: &mut Stages, summary: &mut Summary) -> Outcome {
    stages.stage("locks, licences and sources", || {
        dependencies::check_locks_beside()?;
        dependencies::check_if_possible()
    })?;
    stages.stage("page: types", || page::script("check"))?;
    stages.stage("page: lints", || page::script("lint"))?;
    stages.stage("page: unit tests", || page_tests(summary, "test:unit"))?;
    let app = stages.stage("build", build::workspace)?;
    stages.stage("generated files", generate::check)?;
    stages.stage("lints", || {
        step::run("cargo clippy", &mut rust_test::clippy())
    })?;
    stages.stage("build of the tests", || {
        step::run(
            "cargo test --no-run",
            &mut rust_test::command(&["--no-run", "--quiet"]),
        )
    })?;
    stages.stage("tests, and the page in a browser beside them", || {
        let home = Home::open()?;
        // Most of the time the other tests wait for a window or a server.
        let page = Running::start("npm run test:page", page_script(&home, "test:page"))?;
        // One run tells of everything that fails.
        let mut tests = rust_test::command(&["--no-fail-fast", "--", "--show-output"]);
        tests.env("ORGKEEP_APP", app);
        let tested = rust_tests(summary, tests);
        summary.follow(page).and(tested)
    })?;
    stages.stage("orders of threads", || {
        summary.run("cargo test (orders of threads)", orders::tests())
    })?;
    stages.stage("some safeguards taken out", || bites::short(summary))
}

/// A browser keeps a profile and crash reports in the home, so it gets one of its own.
fn page_tests(summary: &mut Summary, script: &str) -> Outcome {
    let home = Home::open()?;
    summary.run(&format!("npm run {script}"), page_script(&home, script))
}

fn page_script(home: &Home, script: &str) -> Command {
    let mut command = step::npm(&["run", "-s", script]);
    home.dress(&mut command);
    command.env("NO_COLOR", "1");
    command
}

fn rust_tests(summary: &mut Summary, tests: Command) -> Outcome {
    if cfg!(target_os = "linux") {
        let session = Session::open()?;
        return summary.run("cargo test", session.command(&tests));
    }
    let home = Home::open()?;
    let mut tests = tests;
    home.dress(&mut tests);
    summary.run("cargo test", tests)
}
