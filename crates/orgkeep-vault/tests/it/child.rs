//! Other processes: this very test binary, started again with a role to play.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use tokio::runtime::Runtime;

use crate::{crash, key_crash, keyring_rows, permissions, processes, renewing};

const ROLE: &str = "ORGKEEP_TEST_ROLE";
const FOLDER: &str = "ORGKEEP_TEST_FOLDER";
const NUMBER: &str = "ORGKEEP_TEST_NUMBER";
const MARK: &str = "\u{1}";

/// The way back into this binary. An ordinary test run has no role, and this does nothing.
#[test]
fn plays_its_role() {
    let Ok(role) = std::env::var(ROLE) else {
        return;
    };
    let folder = PathBuf::from(std::env::var(FOLDER).unwrap());
    let number: u32 = std::env::var(NUMBER).unwrap().parse().unwrap();
    match role.as_str() {
        "writer" => crash::write_until_killed(&folder, number),
        "mixer" => processes::mix(&folder, number),
        "holder" => processes::hold_the_sign_in(&folder),
        "key changer" => key_crash::change_until_killed(&folder, number),
        "token holder" => renewing::hold_the_tokens(&folder),
        "permissive" => permissions::make_everything(&folder),
        "asker" => keyring_rows::ask_scripted(&folder, number),
        #[cfg(target_os = "linux")]
        "squeezed" => crate::full_disk::work_on_full_disk(&folder),
        #[cfg(target_os = "linux")]
        "misled" => crate::misleading::open_read_only(&folder),
        #[cfg(target_os = "linux")]
        "rememberer" => crate::remembering::use_secrets(&folder),
        #[cfg(target_os = "linux")]
        "text key changer" => crate::secret_service::change_keys(&folder, number),
        #[cfg(target_os = "linux")]
        "real asker" => crate::secret_service::ask(&folder, number),
        #[cfg(target_os = "linux")]
        "stopped asker" => crate::secret_service_fault::ask_stopped(&folder, number),
        other => panic!("no role {other}"),
    }
}

/// The command for a role, not started yet.
pub fn command(role: &str, folder: &Path, number: u32) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    play(&mut command, role, folder, number);
    command
}

/// Adds what a command needs to play a role in this binary.
pub fn play(command: &mut Command, role: &str, folder: &Path, number: u32) {
    command
        .args([
            "child::plays_its_role",
            "--exact",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(ROLE, role)
        .env(FOLDER, folder)
        .env(NUMBER, number.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
}

/// What is heard of a child that was to have mounts of its own where nobody may have that.
#[cfg(target_os = "linux")]
pub const NO_MOUNT: &str = "no file system may be mounted here";

/// A running child and what it says.
pub struct Talking {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Talking {
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, lines }
    }

    /// Starts a child that sees what the given script mounts. Nobody else does, and it ends with the child.
    #[cfg(target_os = "linux")]
    pub fn start_mounted(script: &str, role: &str, folder: &Path, number: u32) -> Self {
        let script = format!(
            "{{ {script}; }} || {{ printf '\\001{NO_MOUNT}\\n'; exit; }}; exec \"$0\" \"$@\""
        );
        let mut command = Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script]);
        command.arg(std::env::current_exe().unwrap());
        play(&mut command, role, folder, number);
        Self::start(&mut command)
    }

    /// The next thing said; `None` when there will be nothing more.
    pub fn hear(&mut self) -> Option<String> {
        loop {
            let mut line = String::new();
            if self.lines.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            // The test harness talks too, and may stand before the mark on the same line.
            if let (Some((_, said)), true) = (line.split_once(MARK), line.ends_with('\n')) {
                return Some(said.trim_end().to_owned());
            }
        }
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Lets a child go on that waits for an answer.
    pub fn answer(&mut self) {
        self.child.stdin.as_mut().unwrap().write_all(b"\n").unwrap();
    }

    /// SIGKILL, and everything said before it.
    pub fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let mut said = Vec::new();
        while let Some(line) = self.hear() {
            said.push(line);
        }
        said
    }

    /// Everything said until the child ends by itself. Ends its standard input first.
    pub fn finish(mut self) -> (bool, Vec<String>) {
        drop(self.child.stdin.take());
        let mut said = Vec::new();
        while let Some(line) = self.hear() {
            said.push(line);
        }
        (self.child.wait().unwrap().success(), said)
    }
}

/// Says something to the parent, at once.
pub fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{MARK}{text}").unwrap();
    out.flush().unwrap();
}

/// Waits until the parent answers.
pub fn wait_for_answer() {
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

/// Waits until the parent ends the standard input.
pub fn wait_for_parent() {
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
}

pub fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}
