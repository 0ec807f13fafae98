//! `orgkeep completions`.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};
use crate::print;

/// Prints the script that completes what is typed.
pub fn print(shell: Shell) -> Result<Exit, Trouble> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "orgkeep", &mut script);
    print::bytes(&script)?;
    Ok(Exit::Clean)
}
