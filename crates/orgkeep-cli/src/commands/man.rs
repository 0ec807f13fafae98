//! `orgkeep man`.

use std::path::Path;

use clap::CommandFactory as _;

use crate::arguments::Arguments;
use crate::exit::{Exit, Trouble};

/// Writes a manual page for the program and for each of its commands.
pub fn write(folder: &Path) -> Result<Exit, Trouble> {
    let made = std::fs::create_dir_all(folder);
    made.and_then(|()| clap_mangen::generate_to(Arguments::command(), folder))
        .map_err(|error| Trouble::failed(&error))?;
    Ok(Exit::Clean)
}
