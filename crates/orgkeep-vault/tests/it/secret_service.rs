//! The real Secret Service, on a private bus. Runs where `ORGKEEP_SECRET_SERVICE_TESTS=1` says that
//! `dbus-run-session` and `gnome-keyring-daemon` are there.

use std::fs;
use std::path::Path;
use std::process::Command;

use orgkeep_vault::custody::KeyCustody;
use orgkeep_vault::keyring_store::Keyring;
use orgkeep_vault::lock_state::{LockReason, LockState};
use orgkeep_vault::unlock::Prompt;
use orgkeep_vault::vault::Vault;

use crate::child::{self, Talking};
use crate::row::{self, Row};
use crate::sample;

/// Asks, then has another process ask on the same bus.
const TWICE: u32 = 2;
/// Asks without a prompt, in a session that could show one.
const QUIETLY: u32 = 3;

/// A child's part: unlocks with the keyring of this system, saves one org if there is none, reads it back.
pub fn ask(folder: &Path, times: u32) {
    let custody = KeyCustody::Keyring(Keyring::of_this_system());
    let vault = Vault::open(sample::settings(folder, custody)).unwrap();
    child::runtime().block_on(async {
        let outcome = match times {
            QUIETLY => unlock_quietly(&vault).await,
            _ => vault.unlock().await,
        };
        child::say(&format!("{outcome:?}"));
        if outcome.is_err() {
            return;
        }
        if vault.connections().await.unwrap().records.is_empty() {
            sample::committed(&vault, 1, 1).await;
            child::say("saved");
        }
        let record = vault.connections().await.unwrap().records.remove(0);
        let right = sample::are_of(&vault.secrets(&record.id).await.unwrap(), 1, 1);
        child::say(if right { "read" } else { "wrong" });
    });
    if times == TWICE {
        let mut other = child::command("real asker", folder, 1);
        for line in Talking::start(&mut other).finish().1 {
            child::say(&line);
        }
    }
}

/// A child's part: gives a vault so many random keys, one after the other, in the keyring of this system.
pub fn change_keys(folder: &Path, count: u32) {
    let custody = || KeyCustody::Keyring(Keyring::of_this_system());
    let note = |_: usize, outcome: Result<(), String>| {
        child::say(&match outcome {
            Ok(()) => "kept".to_owned(),
            Err(why) => why,
        });
    };
    let changing = crate::key_text::change_keys(folder, custody, count as usize, note);
    child::runtime().block_on(changing);
}

async fn unlock_quietly(vault: &Vault) -> Result<(), LockReason> {
    vault.begin_unlock(Prompt::Forbidden);
    let mut states = vault.lock_state();
    let settled = states.wait_for(|state| !matches!(state, LockState::Unlocking { .. }));
    match *settled.await.unwrap() {
        LockState::Locked(reason) => Err(reason),
        _ => Ok(()),
    }
}

/// What runs on the bus before the child.
#[derive(Clone, Copy)]
pub enum Session {
    /// No bus at all.
    NoBus,
    /// A bus that knows no services.
    NoService,
    /// A keyring daemon, given this password to unlock with.
    Password(&'static str),
}

/// A home of its own, so that nobody's keyring is touched.
pub struct Home(tempfile::TempDir);

impl Home {
    pub fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        for folder in ["run", "data", "config", "cache"] {
            fs::create_dir(home.path().join(folder)).unwrap();
        }
        Self(home)
    }

    /// Runs the child in a session and gives what it said.
    pub fn ask(&self, session: Session, vault: &Path, times: u32) -> Vec<String> {
        self.play("real asker", session, vault, times)
    }

    pub fn play(&self, role: &str, session: Session, vault: &Path, times: u32) -> Vec<String> {
        let mut command = match session {
            Session::NoBus => Command::new("env"),
            Session::NoService => self.bus(Some(self.empty_bus()), None),
            Session::Password(password) => self.bus(None, Some(password)),
        };
        command.arg(std::env::current_exe().unwrap());
        child::play(&mut command, role, vault, times);
        let path = |folder| self.0.path().join(folder);
        command
            .env("HOME", self.0.path())
            .env("XDG_RUNTIME_DIR", path("run"))
            .env("XDG_DATA_HOME", path("data"))
            .env("XDG_CONFIG_HOME", path("config"))
            .env("XDG_CACHE_HOME", path("cache"))
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY");
        if times == QUIETLY {
            // Never opened. With it, a prompt that comes to nothing counts as one that a person dismissed.
            command.env("DISPLAY", ":0");
        }
        if let Session::NoBus = session {
            command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
        }
        Talking::start(&mut command).finish().1
    }

    fn bus(&self, configuration: Option<std::path::PathBuf>, password: Option<&str>) -> Command {
        let mut command = Command::new("dbus-run-session");
        if let Some(configuration) = configuration {
            command.arg("--config-file").arg(configuration);
        }
        command.arg("--");
        if let Some(password) = password {
            let script = "printf %s \"$0\" \
                | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec \"$@\"";
            command.args(["sh", "-c", script, password]);
        }
        command
    }

    fn empty_bus(&self) -> std::path::PathBuf {
        let path = self.0.path().join("bus.conf");
        fs::write(
            &path,
            "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>\
             <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>\
             <allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>",
        )
        .unwrap();
        path
    }
}

pub fn is_wanted() -> bool {
    std::env::var("ORGKEEP_SECRET_SERVICE_TESTS").is_ok_and(|value| value == "1")
}

/// S-06, Linux: set in one process, read in another, read after the service was started again; and a
/// store that would forget is refused.
#[test]
fn s_06_the_key_outlives_the_process_and_the_service() {
    if !is_wanted() {
        return;
    }
    let (home, vault) = (Home::new(), tempfile::tempdir().unwrap());
    let session = Session::Password("a password");
    let mut row = Row::new("S-06");
    let said = home.ask(session, vault.path(), TWICE);
    let expected = ["Ok(())", "saved", "read", "Ok(())", "read"];
    row.note(
        "another process",
        row::ensure(said == expected, || format!("{said:?}")),
    );
    let said = home.ask(session, vault.path(), 1);
    row.note(
        "after a restart",
        row::ensure(said == ["Ok(())", "read"], || format!("{said:?}")),
    );
    row.note("a store that forgets", a_forgetful_store_is_refused());
    row.finish(3);
}

fn a_forgetful_store_is_refused() -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    let mock = keyring_core::mock::Store::new().unwrap();
    let custody = KeyCustody::Keyring(Keyring::from_store(mock));
    let vault = Vault::open(sample::settings(folder.path(), custody)).unwrap();
    let outcome = child::runtime().block_on(vault.unlock());
    row::ensure(outcome == Err(LockReason::KeyringForgetful), || {
        format!("{outcome:?}")
    })
}

/// S-08 with the real service, which is given one entry for each key and loses none while it is asked.
#[test]
fn s_08_random_keys_come_back_from_the_real_service() {
    if !is_wanted() {
        return;
    }
    let (home, vault) = (Home::new(), tempfile::tempdir().unwrap());
    let count = row::size(1000, 10);
    let session = Session::Password("a password");
    let number = u32::try_from(count).unwrap();
    let mut row = Row::new("S-08");
    for said in home.play("text key changer", session, vault.path(), number) {
        let kept = row::ensure(said == "kept", || said.clone());
        row.note("a key", kept);
    }
    row.finish(count);
}

/// What the scripted keyring of S-07 says is what the real service says, as far as it can be brought
/// about without a display.
#[test]
fn the_real_service_gives_the_reasons_that_it_is_said_to_give() {
    if !is_wanted() {
        return;
    }
    let saved = Session::Password("a password");
    for (session, new, filled) in [
        (
            Session::NoBus,
            LockReason::NoKeyYet,
            LockReason::KeyringAbsent,
        ),
        (
            Session::NoService,
            LockReason::NoKeyYet,
            LockReason::KeyringAbsent,
        ),
        // An empty password makes no keyring: the service is there, with nothing in it.
        (
            Session::Password(""),
            LockReason::NoKeyYet,
            LockReason::KeyForgotten,
        ),
    ] {
        let (home, vault) = (Home::new(), tempfile::tempdir().unwrap());
        assert_eq!(
            home.ask(session, vault.path(), 1),
            [format!("Err({new:?})")]
        );
        let vault = tempfile::tempdir().unwrap();
        assert_eq!(Home::new().ask(saved, vault.path(), 1).len(), 3);
        assert_eq!(
            home.ask(session, vault.path(), 1),
            [format!("Err({filled:?})")]
        );
    }
    let (home, vault) = (Home::new(), tempfile::tempdir().unwrap());
    assert_eq!(home.ask(saved, vault.path(), 1).len(), 3);
    let locked = home.ask(Session::Password("another password"), vault.path(), 1);
    assert_eq!(locked, [format!("Err({:?})", LockReason::KeyringLocked)]);
}

#[test]
fn a_locked_keyring_is_told_before_a_prompt_is_shown() {
    if !is_wanted() {
        return;
    }
    let (home, vault) = (Home::new(), tempfile::tempdir().unwrap());
    let (right, wrong) = (
        Session::Password("a password"),
        Session::Password("another password"),
    );
    let locked = [format!("Err({:?})", LockReason::KeyringLocked)];
    assert_eq!(
        home.ask(right, vault.path(), QUIETLY),
        ["Ok(())", "saved", "read"]
    );
    assert_eq!(home.ask(right, vault.path(), QUIETLY), ["Ok(())", "read"]);
    assert_eq!(home.ask(wrong, vault.path(), QUIETLY), locked);
    let new = tempfile::tempdir().unwrap();
    assert_eq!(home.ask(wrong, new.path(), QUIETLY), locked);
}
