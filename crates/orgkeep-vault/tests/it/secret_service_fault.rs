//! The real Secret Service, stopped in the middle of a question: it answers late, or it is gone.

use std::fs;
use std::path::Path;

use orgkeep_vault::custody::KeyCustody;
use orgkeep_vault::keyring_store::Keyring;
use orgkeep_vault::lock_state::LockState;
use orgkeep_vault::unlock::Prompt;
use orgkeep_vault::vault::Vault;
use rustix::process::{Pid, Signal, kill_process};

use crate::child;
use crate::sample;
use crate::secret_service::{Home, Session, is_wanted};

const PASSWORD: Session = Session::Password("a password");

/// What becomes of the service once it has been asked, as the child's number.
const LATE: u32 = 1;
const GONE: u32 = 2;

/// A child's part: asks for the key while the service stands still, reads what needs no key, and lets the service go
/// on or ends it.
pub fn ask_stopped(folder: &Path, fate: u32) {
    let custody = KeyCustody::Keyring(Keyring::of_this_system());
    let vault = Vault::open(sample::settings(folder, custody)).unwrap();
    let service = service_of(&std::env::var("HOME").unwrap());
    kill_process(service, Signal::STOP).unwrap();
    child::runtime().block_on(async {
        vault.begin_unlock(Prompt::Forbidden);
        let listed = vault.connections().await.unwrap().records.len();
        let waits = matches!(*vault.lock_state().borrow(), LockState::Unlocking { .. });
        child::say(&format!("{listed} listed, waits: {waits}"));
        let fate = if fate == LATE {
            Signal::CONT
        } else {
            Signal::KILL
        };
        kill_process(service, fate).unwrap();
        let mut states = vault.lock_state();
        let settled = states.wait_for(|state| !matches!(state, LockState::Unlocking { .. }));
        let state = *settled.await.unwrap();
        child::say(if state == LockState::Open {
            "open"
        } else {
            "locked"
        });
    });
}

/// The daemon that runs in this home. Each test has a home of its own.
fn service_of(home: &str) -> Pid {
    let own = format!("HOME={home}");
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let mut found = processes.filter_map(|process| {
        let name = fs::read_to_string(process.path().join("comm")).ok()?;
        let environment = fs::read(process.path().join("environ")).ok()?;
        let is_own = environment
            .split(|byte| *byte == 0)
            .any(|one| one == own.as_bytes());
        let id = process.file_name().to_str()?.parse().ok()?;
        (name.trim() == "gnome-keyring-d" && is_own).then(|| Pid::from_raw(id))?
    });
    found.next().expect("the daemon runs")
}

#[test]
fn a_service_that_answers_late_opens_the_vault_and_holds_up_nothing_else() {
    if !is_wanted() {
        return;
    }
    let (home, vault) = (Home::new(), tempfile::tempdir().unwrap());
    assert_eq!(home.ask(PASSWORD, vault.path(), 1).len(), 3);
    let said = home.play("stopped asker", PASSWORD, vault.path(), LATE);
    assert_eq!(said, ["1 listed, waits: true", "open"]);
}

/// Whatever the bus says of a service that ended, it is not taken for "there is no key": the same key opens the vault
/// as soon as the service is back.
#[test]
fn a_service_that_vanishes_while_it_is_asked_leaves_the_vault_locked_and_whole() {
    if !is_wanted() {
        return;
    }
    let (home, vault) = (Home::new(), tempfile::tempdir().unwrap());
    assert_eq!(home.ask(PASSWORD, vault.path(), 1).len(), 3);
    let said = home.play("stopped asker", PASSWORD, vault.path(), GONE);
    assert_eq!(said, ["1 listed, waits: true", "locked"]);
    assert_eq!(home.ask(PASSWORD, vault.path(), 1), ["Ok(())", "read"]);
}
