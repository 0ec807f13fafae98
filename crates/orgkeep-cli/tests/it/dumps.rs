//! D18 for the built program: what it does before anything else, seen from outside.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::Path;

use orgkeep_simulator::{AppKind, OrgKey};
use tokio::process::Command;

use crate::machine::{Machine, Running, strs};

/// A user without any rights, for whom the kernel makes a difference.
const NOBODY: u32 = 65_534;

#[tokio::test]
async fn the_program_leaves_no_core_dump_and_lets_nobody_look_into_it() {
    let machine = Machine::start().await;
    let arguments = machine.registering("UAT", OrgKey::Uat, AppKind::Public);
    let mut command = machine.command(&strs(&arguments));
    as_nobody(&mut command, machine.data().parent().unwrap());
    let mut running = Running::of(command);
    running.address().await;
    let limits = fs::read_to_string(format!("/proc/{}/limits", running.process())).unwrap();
    let core = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max core file size"));
    let core: Vec<&str> = core.unwrap().split_whitespace().collect();
    assert_eq!(core, ["0", "0", "bytes"]);
    // What of a process only the administrator may read belongs to the administrator.
    assert_eq!(owner(running.process()), 0);
    running.interrupt();
    assert_eq!(running.end(&machine).await.code, 130);
}

/// The search would notice a program that lets itself be looked into: an ordinary one does.
#[tokio::test]
async fn an_ordinary_program_belongs_to_who_started_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new("sleep");
    command.arg("60").kill_on_drop(true);
    as_nobody(&mut command, folder.path());
    let sleeping = command.spawn().unwrap();
    let own = rustix::process::getuid().as_raw();
    let expected = if own == 0 { NOBODY } else { own };
    assert_eq!(owner(sleeping.id().unwrap()), expected);
}

/// Of the administrator's own processes nothing can be told. Whoever runs the tests as another user needs no change.
fn as_nobody(command: &mut Command, folder: &Path) {
    if rustix::process::getuid().is_root() {
        chown(folder, Some(NOBODY), Some(NOBODY)).unwrap();
        command.as_std_mut().uid(NOBODY).gid(NOBODY);
    }
}

fn owner(process: u32) -> u32 {
    fs::metadata(format!("/proc/{process}/mem")).unwrap().uid()
}
