//! D18 for the built program: what it does before anything else, seen from outside.

use std::fs;

use orgkeep_simulator::{AppKind, OrgKey};
use rustix::thread::{CapabilitySet, remove_capability_from_bounding_set};
use tokio::process::Command;

use crate::machine::{Machine, Running, strs};

#[tokio::test]
async fn the_program_leaves_no_core_dump_and_lets_nobody_look_into_it() {
    as_an_ordinary_user();
    let machine = Machine::start().await;
    let arguments = machine.registering("UAT", OrgKey::Uat, AppKind::Public);
    let mut running = Running::of(machine.command(&strs(&arguments)));
    running.address().await;
    let limits = fs::read_to_string(format!("/proc/{}/limits", running.process())).unwrap();
    let core = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max core file size"));
    let core: Vec<&str> = core.unwrap().split_whitespace().collect();
    assert_eq!(core, ["0", "0", "bytes"]);
    assert!(!may_be_looked_into(running.process()).await);
    running.interrupt();
    assert_eq!(running.end(&machine).await.code, 130);
}

/// The look would tell of a program that lets itself be looked into: an ordinary one does.
#[tokio::test]
async fn an_ordinary_program_may_be_looked_into() {
    as_an_ordinary_user();
    let mut command = Command::new("sleep");
    let sleeping = command.arg("60").kill_on_drop(true).spawn().unwrap();
    assert!(may_be_looked_into(sleeping.id().unwrap()).await);
}

/// The administrator may look into every process. What this test starts from now on may not, whoever runs it; other
/// tests have threads of their own. Whoever is no administrator is refused here, and needs no change.
fn as_an_ordinary_user() {
    if rustix::process::getuid().is_root() {
        remove_capability_from_bounding_set(CapabilitySet::SYS_PTRACE).unwrap();
    }
}

/// Whether another program of the same user can read what only a debugger may.
async fn may_be_looked_into(process: u32) -> bool {
    let counts = format!("/proc/{process}/io");
    let mut look = Command::new("cat");
    look.arg(counts).output().await.unwrap().status.success()
}
