//! A private session: a home, a display that nobody sees, a bus, and an unlocked keyring.
//!
//! Everything in it belongs to one process group. The group's first member holds the reading end of a pipe
//! and ends the group when the pipe closes, however this program ends: nothing is left over after Ctrl-C
//! or a kill either.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use crate::Outcome;
use crate::home::Home;

/// Waits for the pipe to close, asks the group to end, removes the home, ends the rest. It ignores the
/// request that it sends, and dies of its own second one.
const LIFELINE: &str = "trap '' TERM; cat >/dev/null; \
     kill -s TERM 0; sleep 0.5; rm -rf -- \"$1\"; kill -s KILL 0";
/// The password is not empty, because with an empty one gnome-keyring makes no collection to store in.
const UNLOCK: &str = "printf %s orgkeep | gnome-keyring-daemon --unlock --components=secrets \
     >/dev/null 2>&1 && exec \"$@\"";

/// An open session; all of it ends on drop.
pub struct Session {
    // Dropped in this order: first the processes, then the folders they write to.
    lifeline: Lifeline,
    display: String,
    home: Home,
}

impl Session {
    /// Starts the display. The bus and the keyring start with each command: the display has to be there
    /// first, or programs that the bus starts would not see it.
    pub fn open() -> Outcome<Self> {
        let home = Home::open()?;
        let lifeline = Lifeline::start(home.folder())?;
        let display = start_display(&lifeline)?;
        Ok(Self {
            lifeline,
            display,
            home,
        })
    }

    /// A command that runs `program` on a new bus with a new, unlocked keyring.
    pub fn command(&self, program: &Command) -> Command {
        let mut command = Command::new("dbus-run-session");
        command.args(["--", "sh", "-c", UNLOCK, "sh"]);
        command.arg(program.get_program()).args(program.get_args());
        if let Some(folder) = program.get_current_dir() {
            command.current_dir(folder);
        }
        self.home.dress(&mut command);
        command
            .env("DISPLAY", &self.display)
            .env("GDK_BACKEND", "x11")
            .env("ORGKEEP_SECRET_SERVICE_TESTS", "1")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .stdin(Stdio::null());
        for (name, value) in program.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        self.lifeline.adopt(&mut command);
        command
    }
}

/// The first member of a process group, which ends with it.
pub struct Lifeline {
    guard: Child,
    pipe: Option<ChildStdin>,
}

impl Lifeline {
    /// Starts it. `folder` goes when the group does.
    pub fn start(folder: &Path) -> Outcome<Self> {
        let mut command = Command::new("sh");
        command.args(["-c", LIFELINE, "sh"]).arg(folder);
        command.stdin(Stdio::piped());
        join_group(&mut command, 0);
        let mut guard = command
            .spawn()
            .map_err(|error| format!("cannot start sh: {error}"))?;
        let pipe = guard.stdin.take();
        Ok(Self { guard, pipe })
    }

    /// Makes what `command` starts a member.
    pub fn adopt(&self, command: &mut Command) {
        // A process id fits: the system's own type for it is a signed 32-bit number.
        join_group(command, i32::try_from(self.guard.id()).unwrap_or_default());
    }
}

impl Drop for Lifeline {
    fn drop(&mut self) {
        drop(self.pipe.take());
        // It ends by a signal of its own; how it ended says nothing.
        let _ = self.guard.wait();
    }
}

#[cfg(unix)]
fn join_group(command: &mut Command, group: i32) {
    std::os::unix::process::CommandExt::process_group(command, group);
}

#[cfg(not(unix))]
fn join_group(_command: &mut Command, _group: i32) {}

/// Starts Xvfb, which picks a free display, says which, and by that says that it is ready.
fn start_display(lifeline: &Lifeline) -> Outcome<String> {
    let mut command = Command::new("Xvfb");
    command
        .args(["-displayfd", "1", "-screen", "0", "1280x900x24"])
        .args(["-nolisten", "tcp", "-noreset"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    lifeline.adopt(&mut command);
    let mut server = command
        .spawn()
        .map_err(|error| format!("cannot start Xvfb: {error}"))?;
    let mut number = String::new();
    if let Some(output) = server.stdout.take() {
        BufReader::new(output).read_line(&mut number)?;
    }
    match number.trim() {
        "" => Err("Xvfb did not start".into()),
        number => Ok(format!(":{number}")),
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    fn can_open() -> bool {
        ["Xvfb", "dbus-run-session", "gnome-keyring-daemon"]
            .iter()
            .all(|program| Path::new("/usr/bin").join(program).exists())
    }

    #[test]
    fn what_runs_inside_stores_in_a_keyring_of_its_own_and_nothing_is_left() {
        if !can_open() {
            return;
        }
        let session = Session::open().unwrap();
        let folder = session.home.folder().to_owned();
        let script = "printf found | secret-tool store --label=x kind test \
             && secret-tool lookup kind test && ls \"$XDG_DATA_HOME/keyrings\"";
        let mut program = Command::new("sh");
        program.args(["-c", script]);
        let output = session.command(&program).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(
            text.contains("found") && text.contains("login.keyring"),
            "{output:?}"
        );
        drop(session);
        assert!(!folder.exists());
    }

    #[test]
    fn a_process_that_stays_behind_is_ended_with_the_session() {
        if !can_open() {
            return;
        }
        let session = Session::open().unwrap();
        let mut program = Command::new("sh");
        program.args(["-c", "sleep 600 >/dev/null 2>&1 & echo $!"]);
        let output = session.command(&program).output().unwrap();
        let process = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        drop(session);
        let state = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        assert!(state.is_empty() || state.contains(") Z "), "{state}");
    }
}
