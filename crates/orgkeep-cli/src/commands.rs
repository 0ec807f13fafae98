//! The commands, one file for each.

mod activity;
mod completions;
mod dependents;
mod doctor;
mod export;
mod import;
mod list;
mod man;
mod migrate;
mod open;
mod reauthenticate;
mod register;
mod remove;
mod show;
mod test;
mod vault;

pub use activity::parse_since;

use crate::arguments::{Arguments, Command};
use crate::blueprint;
use crate::exit::{Exit, Trouble};

/// Runs the one that was typed.
pub fn run(arguments: &Arguments) -> Result<Exit, Trouble> {
    let place = &arguments.place;
    match &arguments.command {
        Command::Blueprint(command) => blueprint::run(command),
        Command::Completions { shell } => completions::print(*shell),
        Command::Man { folder } => man::write(folder),
        Command::List(output) => wait(list::list(place, output)),
        Command::Show(arguments) => wait(show::show(place, arguments)),
        Command::Register(arguments) => wait(register::register(place, arguments)),
        Command::Test(arguments) => wait(test::test(place, arguments)),
        Command::Reauthenticate(arguments) => {
            wait(reauthenticate::reauthenticate(place, arguments))
        }
        Command::Migrate(arguments) => wait(migrate::migrate(place, arguments)),
        Command::Import(command) => wait(import::import(place, command)),
        Command::Dependents(arguments) => wait(dependents::dependents(place, arguments)),
        Command::Remove(arguments) => wait(remove::remove(place, arguments)),
        Command::Open(arguments) => wait(open::open(place, arguments)),
        Command::Export(arguments) => wait(export::export(place, arguments)),
        Command::Activity(arguments) => wait(activity::activity(place, arguments)),
        Command::Vault(command) => vault::vault(place, command),
        Command::Doctor(output) => wait(doctor::doctor(place, output)),
    }
}

/// One thread does it all, besides those that wait for the disk.
fn wait(command: impl Future<Output = Result<Exit, Trouble>>) -> Result<Exit, Trouble> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| Trouble::failed(&error))?;
    let ended = runtime.block_on(command);
    // What still waits for a browser or a keyring has nobody to tell.
    runtime.shutdown_background();
    ended
}
