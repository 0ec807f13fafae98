//! What can be typed for `orgkeep activity`.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::Timestamp;
use orgkeep_domain::activity::{ActivityKind, ActivityResult, Program};

use super::JsonArguments;
use crate::commands::parse_since;

/// What happened.
#[derive(Debug, Args)]
pub struct ActivityArguments {
    /// Only what happened to this connection, by its name or id. It may be removed.
    #[arg(long, value_name = "NAME")]
    pub connection: Option<String>,
    /// Only this kind; may be repeated.
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    pub kind: Vec<ActivityKind>,
    /// Only what ended like this; may be repeated.
    #[arg(long, value_name = "RESULT", value_parser = results())]
    pub result: Vec<ActivityResult>,
    /// Only what was done with this program.
    #[arg(long, value_name = "PROGRAM", value_parser = programs())]
    pub program: Option<Program>,
    /// Not before this: a moment, a day, or how long ago (7d, 2h).
    #[arg(long, value_name = "TIME", value_parser = parse_since)]
    pub since: Option<Timestamp>,
    /// At most so many.
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub limit: u32,
    /// Look at every entry instead: is it as it was written? With the vault's key, if it can be had.
    #[arg(long, conflicts_with_all = ["connection", "kind", "result", "program", "since", "limit"])]
    pub verify: bool,
    /// How the result is printed.
    #[command(flatten)]
    pub output: JsonArguments,
}

/// The kinds by their names, which completions know.
fn kinds() -> impl TypedValueParser<Value = ActivityKind> {
    let names = ActivityKind::ALL.iter().map(|kind| kind.name());
    PossibleValuesParser::new(names).try_map(ActivityKind::try_from)
}

/// The results by their names.
fn results() -> impl TypedValueParser<Value = ActivityResult> {
    let names = ActivityResult::ALL.iter().map(|result| result.name());
    PossibleValuesParser::new(names).try_map(ActivityResult::try_from)
}

/// The programs, as people call them.
fn programs() -> impl TypedValueParser<Value = Program> {
    PossibleValuesParser::new(["window", "orgkeep"]).map(|name| match name.as_str() {
        "window" => Program::Window,
        _ => Program::CommandLine,
    })
}
