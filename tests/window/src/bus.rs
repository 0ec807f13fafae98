//! The session of a machine: its bus, its keyring and both drivers, as one command.

use std::fs;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The password of the machine's login keyring.
const KEYRING_PASSWORD: &str = "window";

/// Where the browser of the machine puts its profile. Short, because it has a socket there: its whole path may have 107
/// bytes (unix(7)).
pub const BROWSER: &str = "web";

/// How the keyring of the machine is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyringState {
    /// Unlocked at sign-in, as on a desktop.
    Unlocked,
    /// Running, with a collection that is locked. Nothing can ask the person for the password, which counts as a no.
    Locked,
    /// No Secret Service at all.
    Absent,
}

/// One command for everything: its process group is the machine. A session without a keyring gets a bus that
/// can start no services.
pub(crate) fn session_command(
    home: &Path,
    keyring: KeyringState,
    window: u16,
    browser: u16,
) -> Command {
    let mut command = Command::new("dbus-run-session");
    // The prompter is started by the bus. On a bus without a display it gives up at once; with one, it would
    // wait for a person.
    command.env(
        "WINDOW_DISPLAY",
        std::env::var_os("DISPLAY").unwrap_or_default(),
    );
    command.env_remove("DISPLAY");
    if keyring == KeyringState::Absent {
        command.arg(format!("--config-file={}", write_bare_bus(home).display()));
    }
    command
        .args(["--", "sh", "-c", &session_script(keyring, window, browser)])
        .envs(environment(home))
        // With either of these the driver never answers a request for a screenshot.
        .env_remove("WEBKIT_DISABLE_DMABUF_RENDERER")
        .env_remove("WEBKIT_DISABLE_COMPOSITING_MODE")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(if std::env::var_os("ORGKEEP_WINDOW_LOG").is_some() {
            Stdio::inherit()
        } else {
            Stdio::null()
        })
        .process_group(0);
    command
}

/// Keyring first, then both drivers.
fn session_script(keyring: KeyringState, window: u16, browser: u16) -> String {
    let unlock = format!(
        "printf %s {KEYRING_PASSWORD} | gnome-keyring-daemon --unlock --components=secrets >/dev/null && "
    );
    let lock = "dbus-send --session --print-reply --dest=org.freedesktop.secrets \
         /org/freedesktop/secrets org.freedesktop.Secret.Service.Lock \
         array:objpath:/org/freedesktop/secrets/collection/login >/dev/null && ";
    let keyring = match keyring {
        KeyringState::Unlocked => unlock,
        KeyringState::Locked => unlock + lock,
        KeyringState::Absent => String::new(),
    };
    format!(
        "printf %s \"$DBUS_SESSION_BUS_ADDRESS\" > \"$HOME/bus\" && {keyring}(TMPDIR=\"$HOME/{BROWSER}\" chromedriver --port={browser} >/dev/null 2>&1 &) ; \
         DISPLAY=\"$WINDOW_DISPLAY\" exec WebKitWebDriver --host=127.0.0.1 --port={window}"
    )
}

pub(crate) fn environment(home: &Path) -> Vec<(&'static str, std::ffi::OsString)> {
    let sub = |name: &str| home.join(name).into_os_string();
    let mut path = sub("bin");
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    vec![
        ("HOME", home.as_os_str().to_owned()),
        ("XDG_RUNTIME_DIR", sub("run")),
        ("XDG_DATA_HOME", sub("data")),
        ("XDG_CONFIG_HOME", sub("config")),
        ("XDG_CACHE_HOME", sub("cache")),
        ("TMPDIR", sub("tmp")),
        ("PATH", path),
        ("GDK_BACKEND", "x11".into()),
        (
            "GTK_THEME",
            std::env::var_os("GTK_THEME").unwrap_or_else(|| "Adwaita".into()),
        ),
        ("TAURI_WEBVIEW_AUTOMATION", "true".into()),
        ("NO_AT_BRIDGE", "1".into()),
    ]
}

/// A bus on which nothing can be started: no keyring will ever answer.
fn write_bare_bus(home: &Path) -> PathBuf {
    let path = home.join("bus.conf");
    let text = "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" \
        \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n<busconfig>\
        <type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>\
        <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>\
        <allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>\n";
    // A missing file shows as a bus that does not start.
    let _written = fs::write(&path, text);
    path
}
