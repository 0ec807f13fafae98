//! A machine of its own for each test: folders, bus, keyring, and the drivers of both programs.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::Context as _;
use orgkeep_journeys::port::free_ports;
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep};

use crate::bus::{BROWSER, KeyringState, environment, session_command};
use crate::process::{self, Process};

/// The window's process.
pub const WINDOW: &str = "orgkeep-desktop";

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
        let folder = tempfile::Builder::new().prefix("window-").tempdir()?;
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
        for name in ["run", "data", "config", "cache", "tmp", "bin", BROWSER] {
            fs::create_dir_all(folder.path().join(name))?;
        }
        let run = folder.path().join("run");
        fs::set_permissions(&run, fs::Permissions::from_mode(0o700))?;
        write_browser_opener(folder.path())?;
        let window = free_ports(2)?;
        let browser = window + 1;
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

    /// Starts Firefox's driver, where `ORGKEEP_GECKODRIVER` names it, and says where it listens.
    ///
    /// # Errors
    /// When it does not start within a minute.
    pub async fn firefox_driver(&self) -> anyhow::Result<Option<String>> {
        let Some(program) = std::env::var_os("ORGKEEP_GECKODRIVER") else {
            return Ok(None);
        };
        let port = free_ports(1)?;
        Command::new(program)
            .arg(format!("--port={port}"))
            .envs(environment(self.home()))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(i32::try_from(self.session.id())?)
            .spawn()
            .context("geckodriver")?;
        answers(port, "geckodriver").await?;
        Ok(Some(format!("http://127.0.0.1:{port}")))
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
        let mut second = self.command(&program)?.args(arguments).spawn()?;
        tokio::time::timeout(Duration::from_secs(60), second.wait()).await??;
        Ok(())
    }

    /// Starts a program in the same session as a person would: nothing drives it. It ends with what is returned.
    ///
    /// # Errors
    /// When it does not start.
    pub fn launch(&self, program: &Path) -> anyhow::Result<tokio::process::Child> {
        let mut command = self.command(program)?;
        command.env_remove("TAURI_WEBVIEW_AUTOMATION");
        Ok(command.spawn()?)
    }

    /// The key of the ordinary vault, as it lies in the keyring.
    ///
    /// # Errors
    /// When there is none, or the keyring does not say.
    pub async fn key(&self) -> anyhow::Result<Vec<u8>> {
        let mut command = self.command("secret-tool")?;
        command
            .args(["lookup", "service", "Orgkeep"])
            .stdout(Stdio::piped());
        let found = tokio::time::timeout(Duration::from_secs(60), command.output()).await??;
        anyhow::ensure!(!found.stdout.is_empty(), "the keyring has no key");
        Ok(found.stdout)
    }

    /// A program in this machine's session.
    fn command(&self, program: impl AsRef<OsStr>) -> anyhow::Result<tokio::process::Command> {
        let bus = fs::read_to_string(self.home().join("bus"))?;
        let mut command = tokio::process::Command::new(program);
        command
            .envs(environment(self.home()))
            .env("DBUS_SESSION_BUS_ADDRESS", bus)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        Ok(command)
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

    /// Everything that runs on this machine.
    #[must_use]
    pub fn processes(&self) -> Vec<Process> {
        let group = self.session.id();
        let mut all = process::all();
        all.retain(|process| process.group == group);
        all
    }

    /// Waits until a program is over. A driver returns before; a second start would then find the first one.
    ///
    /// # Errors
    /// When it is not over within a minute.
    pub async fn is_over(&self, program: &str) -> anyhow::Result<()> {
        let over = || {
            let mut all = self.processes().into_iter();
            (!all.any(|process| process.name == program)).then_some(())
        };
        eventually("the end of the program", Duration::from_secs(60), over).await
    }

    /// Ends every process of this machine, as a power cut would, and keeps its home.
    ///
    /// # Errors
    /// When there is no folder to leave in its place.
    pub fn end(mut self) -> anyhow::Result<TempDir> {
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
