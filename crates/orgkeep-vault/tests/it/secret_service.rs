//! The real Secret Service, on a private bus. Runs where `ORGKEEP_SECRET_SERVICE_TESTS=1` says that
//! `dbus-run-session` and `gnome-keyring-daemon` are there.

use std::fs;
use std::path::Path;
use std::process::Command;

use orgkeep_vault::custody::KeyCustody;
use orgkeep_vault::keyring_store::Keyring;
use orgkeep_vault::lock_state::LockReason;
use orgkeep_vault::vault::Vault;

use crate::child::{self, Talking};
use crate::row::{self, Row};
use crate::sample;

/// A child's part: unlocks with the keyring of this system, saves one org if there is none, reads it back.
pub fn ask(folder: &Path) {
    let custody = KeyCustody::Keyring(Keyring::of_this_system());
    let vault = Vault::open(sample::settings(folder, custody)).unwrap();
    child::runtime().block_on(async {
        let outcome = vault.unlock().await;
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
}

/// What runs on the bus before the child.
#[derive(Clone, Copy)]
enum Session {
    /// No bus at all.
    NoBus,
    /// A bus that knows no services.
    NoService,
    /// A keyring daemon, given this password to unlock with.
    Password(&'static str),
}

/// A home of its own, so that nobody's keyring is touched.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        for folder in ["run", "data", "config", "cache"] {
            fs::create_dir(home.path().join(folder)).unwrap();
        }
        Self(home)
    }

    /// Runs the child in a session and gives what it said.
    fn ask(&self, session: Session, vault: &Path) -> Vec<String> {
        let mut command = match session {
            Session::NoBus => Command::new("env"),
            Session::NoService => self.bus(Some(self.empty_bus()), None),
            Session::Password(password) => self.bus(None, Some(password)),
        };
        command.arg(std::env::current_exe().unwrap());
        child::play(&mut command, "real asker", vault, 0);
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

fn is_wanted() -> bool {
    std::env::var("ORGKEEP_SECRET_SERVICE_TESTS").is_ok_and(|value| value == "1")
}

/// S-06, Linux: set in one process, read in another, read after the service was started again.
#[test]
fn s_06_the_key_outlives_the_process_and_the_service() {
    if !is_wanted() {
        return;
    }
    let (home, vault) = (Home::new(), tempfile::tempdir().unwrap());
    let password = Session::Password("a password");
    let mut row = Row::new("S-06");
    for (name, expected) in [
        ("set", &["Ok(())", "saved", "read"][..]),
        ("after the service's restart", &["Ok(())", "read"]),
    ] {
        let said = home.ask(password, vault.path());
        row.note(name, row::ensure(said == expected, || format!("{said:?}")));
    }
    let said = home.ask(Session::Password("another password"), vault.path());
    let locked = format!("Err({:?})", LockReason::KeyringLocked);
    row.note(
        "locked",
        row::ensure(said == [locked], || format!("{said:?}")),
    );
    row.finish(3);
}

/// S-07 with the real service, as far as it can be brought about without a display.
#[test]
fn s_07_the_real_service_gives_the_same_reasons() {
    if !is_wanted() {
        return;
    }
    let mut row = Row::new("S-07");
    for (name, session, new, filled) in [
        (
            "no bus",
            Session::NoBus,
            LockReason::NoKeyYet,
            LockReason::KeyringAbsent,
        ),
        (
            "bus without service",
            Session::NoService,
            LockReason::NoKeyYet,
            LockReason::KeyringAbsent,
        ),
        // An empty password makes no keyring: the service is there, with nothing in it.
        (
            "no collection",
            Session::Password(""),
            LockReason::NoKeyYet,
            LockReason::KeyForgotten,
        ),
    ] {
        let (home, vault) = (Home::new(), tempfile::tempdir().unwrap());
        let said = home.ask(session, vault.path());
        row.note(
            format!("{name}, new"),
            row::ensure(said == [format!("Err({new:?})")], || format!("{said:?}")),
        );

        let vault = tempfile::tempdir().unwrap();
        assert_eq!(
            Home::new()
                .ask(Session::Password("a password"), vault.path())
                .len(),
            3
        );
        let said = home.ask(session, vault.path());
        row.note(
            format!("{name}, filled"),
            row::ensure(said == [format!("Err({filled:?})")], || format!("{said:?}")),
        );
    }
    row.finish(6);
}
