//! Set-up, run, test, package: what the README's commands call.
//!
//! No dependencies, so that `cargo xtask` itself builds in about a second on a fresh machine and can
//! install what the rest of the workspace needs.
#![expect(
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a program for a terminal: printing is what it does"
)]

mod bench;
mod bite;
mod bites;
mod build;
mod campaign;
mod check;
mod companion;
mod dependencies;
mod flags;
mod fuzz;
mod generate;
mod home;
mod materials;
mod monorepo;
mod mutants;
mod orders;
mod package;
mod page;
mod relay;
mod row;
mod run;
mod rust_test;
mod session;
mod setup;
mod shipped;
mod stages;
mod step;
mod survivors;
mod test;
mod tool;
mod traces;
mod workspace;

use std::process::ExitCode;

/// What a step gives, or why it could not, in words for the person at the terminal.
type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

const USAGE: &str = "\
usage: cargo xtask <command>

  run [--release] [--practice]  build Orgkeep and open it; without a display, register on a virtual one
  test                          everything that continuous integration runs
  check                         the quick part of it: formatting, lints, types, unit tests
  campaign [ROW...]             the security rows in full, or those named (O-01 L-03)
  fuzz [SECONDS] [TARGET...]    parsers of foreign bytes under libFuzzer, going on where it stopped (Q-01)
  fuzz keep [TARGET...]         keeps what that found in fuzz/corpus, which the tests replay
  bites [WORD...]               takes out safeguards one by one, in a copy, and expects tests to fail
  mutants [PACKAGE] [K/N]       changes code piece by piece, in a copy, and expects tests to fail
  bench [registration tests command-line start many monorepo]
                                the figures of the release build, or some
  package                       a .deb of the release build
  generate                      write the files that are made from Rust
  setup                         install what all of the above need";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("xtask: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(words: &[String]) -> Outcome {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["run", options @ ..] => run::run(&run::Options::parse(options)?),
        ["test"] => test::test(),
        ["check"] => check::check(),
        ["campaign", rows @ ..] => campaign::campaign(rows),
        ["fuzz", words @ ..] => fuzz::fuzz(words),
        ["bites", words @ ..] => bites::run(words),
        ["mutants", words @ ..] => mutants::mutants(words),
        ["bench", words @ ..] => bench::bench(words),
        ["package"] => package::package(),
        ["generate"] => generate::generate(),
        ["setup"] => setup::prepare(setup::Need::Test),
        _ => Err(USAGE.into()),
    }
}
