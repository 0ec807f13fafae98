//! Programs of this user: where they are, and running one without a window.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use orgkeep_app::program::{ProgramEvent, Programs, RunningProgram};
use orgkeep_app::surroundings::OutsideError;
use tokio::io::AsyncReadExt as _;
use tokio::process::{Child, Command};
use tokio::sync::{mpsc, oneshot};

use crate::launch::of_its_own;

/// What a program's file is called here, behind its name.
#[cfg(windows)]
const FORMS: [&str; 2] = [".exe", ".cmd"];
#[cfg(not(windows))]
const FORMS: [&str; 1] = [""];

/// How much of what a program says is taken at once, in bytes.
const PIECE: usize = 4096;

/// The programs of this system, started as processes of their own.
pub struct SystemPrograms;

impl Programs for SystemPrograms {
    fn find(&self, name: &str) -> Option<PathBuf> {
        find(name)
    }

    fn start(&self, program: &Path, arguments: &[&str]) -> Result<RunningProgram, OutsideError> {
        let mut command = Command::new(program);
        of_its_own(command.as_std_mut());
        let child = command
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn();
        let child = child.map_err(|_| OutsideError("the program did not start".to_owned()))?;
        let group = child.id();
        let (sender, events) = mpsc::channel(4);
        let (running, over) = oneshot::channel();
        tokio::spawn(hear(child, sender, running));
        Ok(RunningProgram::new(events, move || end(group, over)))
    }
}

/// Where a program is, by the folders of the variable `PATH`. Relative ones lead somewhere else each time.
#[must_use]
pub fn find(name: &str) -> Option<PathBuf> {
    find_in(&std::env::var_os("PATH")?, name)
}

fn find_in(folders: &OsStr, name: &str) -> Option<PathBuf> {
    let folders = std::env::split_paths(folders).filter(|folder| folder.is_absolute());
    let mut files =
        folders.flat_map(|folder| FORMS.map(|form| folder.join(format!("{name}{form}"))));
    files.find(|file| is_program(file))
}

#[cfg(unix)]
fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let found = file.metadata();
    found.is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(file: &Path) -> bool {
    file.is_file()
}

/// Passes on what it says, and how it ends. `running` is let go of when it is over, or when nobody listens any more.
async fn hear(
    mut child: Child,
    sender: mpsc::Sender<ProgramEvent>,
    mut running: oneshot::Sender<()>,
) {
    let heard = async {
        if let Some(mut says) = child.stdout.take() {
            let mut piece = vec![0; PIECE];
            while let Ok(count @ 1..) = says.read(&mut piece).await {
                piece.truncate(count);
                let said = ProgramEvent::said(std::mem::replace(&mut piece, vec![0; PIECE]));
                if sender.send(said).await.is_err() {
                    return;
                }
            }
        }
        let code = child.wait().await.ok().and_then(|ended| ended.code());
        let _unheard = sender.send(ProgramEvent::Ended(code)).await;
    };
    tokio::select! {
        () = heard => {}
        () = running.closed() => {}
    }
}

/// What it started goes with it. A program that is over has let go of its group.
fn end(group: Option<u32>, mut over: oneshot::Receiver<()>) {
    if over.try_recv() == Err(oneshot::error::TryRecvError::Empty) {
        end_group(group);
    }
}

#[cfg(unix)]
fn end_group(group: Option<u32>) {
    use rustix::process::{Pid, Signal, kill_process_group};
    let group = group.and_then(|id| Pid::from_raw(id.cast_signed()));
    if let Some(group) = group {
        // It may have come to its end this moment.
        let _over = kill_process_group(group, Signal::KILL);
    }
}

/// There the process is ended when its task lets go of it.
#[cfg(not(unix))]
fn end_group(_: Option<u32>) {}

#[cfg(all(test, unix))]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_program_is_found_by_the_folders_of_the_path() {
        let folder = tempfile::tempdir().unwrap();
        let (plain, programs) = (folder.path().join("plain"), folder.path().join("programs"));
        for place in [&plain, &programs] {
            fs::create_dir(place).unwrap();
            fs::write(place.join("sf"), "#!/bin/sh\n").unwrap();
        }
        fs::set_permissions(programs.join("sf"), Permissions::from_mode(0o755)).unwrap();
        let path = std::env::join_paths([Path::new("."), &plain, &programs]).unwrap();
        assert_eq!(find_in(&path, "sf"), Some(programs.join("sf")));
        assert_eq!(find_in(&path, "other"), None);
        assert_eq!(find_in(plain.as_os_str(), "sf"), None);
    }
}
