//! `orgkeep blueprint`: source trees of External Client Apps. It opens no vault and asks no org.

pub mod arguments;
mod callback;
mod check;
mod fault;
mod json;
mod write;

use crate::exit::{Exit, Trouble};
use arguments::BlueprintCommand;

/// Runs it.
pub fn run(command: &BlueprintCommand) -> Result<Exit, Trouble> {
    match command {
        BlueprintCommand::Write(arguments) => write::write(arguments),
        BlueprintCommand::Check(arguments) => check::check(arguments),
    }
}
