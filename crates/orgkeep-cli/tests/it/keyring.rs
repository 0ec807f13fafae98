//! Keyrings that give no key: S-07 for the command line. Runs where `ORGKEEP_SECRET_SERVICE_TESTS=1` says that
//! `dbus-run-session` and `gnome-keyring-daemon` are there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use orgkeep_journeys::row::Row;
use tempfile::TempDir;

/// Within which a command that nobody can answer for ends, its session included.
const ENDS_WITHIN: Duration = Duration::from_secs(5);

/// What runs before the command.
#[derive(Clone, Copy)]
enum Session {
    NoBus,
    /// A bus that knows no services.
    NoService,
    /// A keyring daemon, given this password to unlock with.
    Password(&'static str),
}

/// A home whose keyring has the key of a vault.
struct Home(TempDir);

impl Home {
    fn with_a_vault() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        for folder in ["run", "data", "config", "cache", "other"] {
            fs::create_dir(home.path(folder)).unwrap();
        }
        let made = home.run(Session::Password("a password"), "data", None);
        assert!(made.status.success(), "{made:?}");
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Tests everything in the vault, with the keyrings of one of the folders.
    fn run(&self, session: Session, keyrings: &str, display: Option<&str>) -> Output {
        let mut command = match session {
            Session::NoBus => Command::new("env"),
            Session::NoService => self.bus(&["--config-file", &self.empty_bus()], None),
            Session::Password(password) => self.bus(&[], Some(password)),
        };
        command
            .arg(env!("CARGO_BIN_EXE_orgkeep"))
            .arg("--data-dir")
            .arg(self.path("vault"))
            .args(["test", "--all"])
            .env("HOME", self.0.path())
            .env("XDG_RUNTIME_DIR", self.path("run"))
            .env("XDG_DATA_HOME", self.path(keyrings))
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_CACHE_HOME", self.path("cache"))
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/no/such/bus")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .stdin(Stdio::null());
        if let Some(display) = display {
            command.env("DISPLAY", display);
        }
        command.output().unwrap()
    }

    fn bus(&self, options: &[&str], password: Option<&str>) -> Command {
        let mut command = Command::new("dbus-run-session");
        command.args(options).arg("--");
        if let Some(password) = password {
            let script = "printf %s \"$0\" \
                | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec \"$@\"";
            command.args(["sh", "-c", script, password]);
        }
        command
    }

    fn empty_bus(&self) -> String {
        let path = self.path("bus.conf");
        let text = "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>\
             <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>\
             <allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>";
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    /// Every file of the vault with what is in it.
    fn vault(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = read_all(&self.path("vault"));
        files.sort();
        files
    }
}

fn read_all(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files = entries.flat_map(|path| match path.is_dir() {
        true => read_all(&path),
        false => vec![(path.clone(), fs::read(&path).unwrap())],
    });
    files.collect()
}

#[test]
fn s_07_without_a_key_a_command_says_why_and_ends() {
    if std::env::var("ORGKEEP_SECRET_SERVICE_TESTS").as_deref() != Ok("1") {
        return;
    }
    let absent = "this machine has no keyring. ";
    let locked = "the keyring is locked. ";
    let variants = [
        ("no bus", Session::NoBus, "data", None, absent),
        (
            "a bus without a keyring",
            Session::NoService,
            "data",
            None,
            absent,
        ),
        (
            "a service without a keyring",
            Session::Password(""),
            "other",
            None,
            "the keyring service has no keyring",
        ),
        (
            "a locked keyring",
            Session::Password("another password"),
            "data",
            None,
            locked,
        ),
        // It could be asked for there, and nobody would answer.
        (
            "a locked keyring, with a display",
            Session::Password("another password"),
            "data",
            Some(":0"),
            locked,
        ),
    ];
    let mut row = Row::new("S-07", variants.len());
    let home = Home::with_a_vault();
    let before = home.vault();
    for (name, session, keyrings, display, words) in variants {
        let begun = Instant::now();
        let ended = home.run(session, keyrings, display);
        let took = begun.elapsed();
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(3), "{name}: {said}");
        assert!(said.contains(words), "{name}: {said}");
        assert!(took < ENDS_WITHIN, "{name}: {took:?}");
        assert!(home.vault() == before, "{name}: the vault changed");
        row.note(name, Ok(()));
    }
    row.finish(Ok(())).unwrap();
}
