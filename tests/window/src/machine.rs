//! A machine of its own for each test: folders, bus, keyring, and the drivers of both programs.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::Context as _;
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep};

/// How the keyring of the machine is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyringState {
    /// Unlocked at sign-in, as on a desktop.
    Unlocked,
    /// Running, with a collection that is locked, and nothing that could ask the person to unlock it.
    Locked,
    /// No Secret Service at all.
    Absent,
}

/// The password of the machine's login keyring.
const KEYRING_PASSWORD: &str = "window";

/// A private machine. Everything it started ends with it.
pub struct Machine {
    folder: TempDir,
    session: Child,
    environment: Vec<(String, String)>,
    /// Where WebKit's driver listens.
    pub window_driver: String,
    /// Where Chromium's driver listens.
    pub browser_driver: String,
}

impl Machine {
    /// Starts bus, keyring and drivers in a new home.
    ///
    /// # Errors
    /// When a program is missing or does not start within ten seconds.
    pub async fn start(keyring: KeyringState) -> anyhow::Result<Self> {
        Self::start_with(keyring, Vec::new()).await
    }

    /// The same, with more in the environment of every program.
    ///
    /// # Errors
    /// As [`Machine::start`].
    pub async fn start_with(
        keyring: KeyringState,
        environment: Vec<(String, String)>,
    ) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("orgkeep-window-")
            .tempdir()?;
        Self::start_in(folder, keyring, environment).await
    }

    /// Starts the same machine again, after its session ended: the home is as it was.
    ///
    /// # Errors
    /// As [`Machine::start`].
    pub async fn restart(self, keyring: KeyringState) -> anyhow::Result<Self> {
        let environment = self.environment.clone();
        let folder = self.end()?;
        Self::start_in(folder, keyring, environment).await
    }

    async fn start_in(
        folder: TempDir,
        keyring: KeyringState,
        environment: Vec<(String, String)>,
    ) -> anyhow::Result<Self> {
        for name in ["run", "data", "config", "cache", "bin"] {
            fs::create_dir_all(folder.path().join(name))?;
        }
        let run = folder.path().join("run");
        fs::set_permissions(&run, fs::Permissions::from_mode(0o700))?;
        write_browser_opener(folder.path())?;
        let (window, browser) = (crate::port::free_port()?, crate::port::free_port()?);
        let session = session_command(folder.path(), keyring, window, browser)
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .spawn()
            .context("dbus-run-session")?;
        let machine = Self {
            folder,
            session,
            environment,
            window_driver: format!("http://127.0.0.1:{window}"),
            browser_driver: format!("http://127.0.0.1:{browser}"),
        };
        answers(window, "WebKitWebDriver").await?;
        answers(browser, "chromedriver").await?;
        Ok(machine)
    }

    /// The home folder.
    #[must_use]
    pub fn home(&self) -> &Path {
        self.folder.path()
    }

    /// Where the window keeps its data.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.home().join("data")
    }

    /// Starts the program once more in the same session, with other arguments, and waits until it is over.
    ///
    /// # Errors
    /// When it does not start, or does not end within a minute.
    pub async fn start_again(&self, arguments: &[String]) -> anyhow::Result<()> {
        let program = std::env::var("ORGKEEP_APP").context("ORGKEEP_APP names no program")?;
        let bus = fs::read_to_string(self.home().join("bus"))?;
        let mut second = tokio::process::Command::new(program)
            .args(arguments)
            .envs(environment(self.home()))
            .env("DBUS_SESSION_BUS_ADDRESS", bus)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        tokio::time::timeout(Duration::from_secs(60), second.wait()).await??;
        Ok(())
    }

    /// What was opened in the system's browser, oldest first.
    ///
    /// # Errors
    /// When the list cannot be read.
    pub fn opened_addresses(&self) -> anyhow::Result<Vec<String>> {
        let path = self.home().join("opened");
        if !path.exists() {
            return Ok(Vec::new());
        }
        let text = fs::read_to_string(path)?;
        Ok(text.lines().map(str::to_owned).collect())
    }

    /// Ends every process of this machine, as a power cut would, and keeps its home.
    fn end(mut self) -> anyhow::Result<TempDir> {
        kill_group(&mut self.session);
        let empty = tempfile::tempdir()?;
        Ok(std::mem::replace(&mut self.folder, empty))
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        kill_group(&mut self.session);
    }
}

/// Waits for something that becomes true because another program did something.
///
/// # Errors
/// When it does not become true in time.
pub async fn eventually<T>(
    what: &str,
    within: Duration,
    mut look: impl FnMut() -> Option<T>,
) -> anyhow::Result<T> {
    let deadline = Instant::now() + within;
    loop {
        if let Some(found) = look() {
            return Ok(found);
        }
        anyhow::ensure!(
            Instant::now() < deadline,
            "{what} did not happen within {within:?}"
        );
        sleep(Duration::from_millis(20)).await;
    }
}

async fn answers(port: u16, program: &str) -> anyhow::Result<()> {
    let deadline = Instant::now() + Duration::from_secs(60);
    while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
        anyhow::ensure!(Instant::now() < deadline, "{program} did not start");
        sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

/// One command for everything: its process group is the machine. A session without a keyring gets a bus that
/// can start no services.
fn session_command(home: &Path, keyring: KeyringState, window: u16, browser: u16) -> Command {
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
        "printf %s \"$DBUS_SESSION_BUS_ADDRESS\" > \"$HOME/bus\" && {keyring}(chromedriver --port={browser} >/dev/null 2>&1 &) ; \
         DISPLAY=\"$WINDOW_DISPLAY\" exec WebKitWebDriver --host=127.0.0.1 --port={window}"
    )
}

fn environment(home: &Path) -> Vec<(&'static str, std::ffi::OsString)> {
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

/// The system's way to open an address, as the window calls it: writes down what was opened. The test then
/// takes it to a real Chromium.
fn write_browser_opener(home: &Path) -> anyhow::Result<()> {
    let path = home.join("bin/xdg-open");
    let list = home.join("opened");
    fs::write(
        &path,
        format!("#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{}'\n", list.display()),
    )?;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
    Ok(())
}

/// The group holds the bus, the keyring, both drivers, the window and the browser.
fn kill_group(session: &mut Child) {
    let pid = i32::try_from(session.id())
        .ok()
        .and_then(rustix::process::Pid::from_raw);
    if let Some(group) = pid {
        let _over = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _reaped = session.wait();
}
