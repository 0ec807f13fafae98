//! Starting a browser with an address. No shell is involved.

use std::process::{Command, Stdio};

use orgkeep_app::surroundings::{BrowserAddress, OutsideError};

/// Where the address goes, if not behind everything else.
const PLACE: &str = "%s";

/// Starts a program with its arguments and the address: in the place of `%s`, or behind them.
pub(crate) fn start(command: &[String], address: &BrowserAddress) -> Result<(), OutsideError> {
    let refused = || OutsideError("the chosen browser did not start".to_owned());
    let (program, arguments) = command.split_first().ok_or_else(refused)?;
    let mut started = Command::new(program);
    let placed = arguments.iter().any(|argument| argument.contains(PLACE));
    started.args(
        arguments
            .iter()
            .map(|argument| argument.replace(PLACE, address.as_str())),
    );
    if !placed {
        started.arg(address.as_str());
    }
    let streams = started
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = of_its_own(streams).spawn().map_err(|_| refused())?;
    // Someone has to take note of its end.
    std::thread::spawn(move || child.wait());
    Ok(())
}

/// In a group of its own: Ctrl-C in the terminal is meant for Orgkeep, not for what it started.
#[cfg(unix)]
pub(crate) fn of_its_own(command: &mut Command) -> &mut Command {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0)
}

#[cfg(not(unix))]
pub(crate) fn of_its_own(command: &mut Command) -> &mut Command {
    command
}
