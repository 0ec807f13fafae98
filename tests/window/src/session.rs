//! One person at one machine: the window and the browser, side by side.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;

use crate::browser::Browser;
use crate::bus::KeyringState;
use crate::display;
use crate::machine::{Machine, WINDOW, eventually};
use crate::salesforce::Salesforce;
use crate::stock;
use crate::window::Window;

/// Which Orgkeep is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folder {
    /// The person's own connections.
    Real,
    /// The practice org.
    Practice,
}

/// A machine with Orgkeep open on it.
pub struct Session {
    /// The machine.
    pub machine: Machine,
    /// Orgkeep.
    pub window: Window,
    /// The admin's browser.
    pub browser: Browser,
    folder: Folder,
    seen: usize,
    /// Behind which the browser is, if it is.
    proxy: Option<String>,
}

impl Session {
    /// Starts a machine and opens Orgkeep on it.
    ///
    /// # Errors
    /// When something does not start.
    pub async fn start(keyring: KeyringState, folder: Folder) -> anyhow::Result<Self> {
        Self::on(Machine::start(keyring).await?, folder).await
    }

    /// Opens an ordinary Orgkeep on a machine from which one Salesforce can be reached.
    ///
    /// # Errors
    /// When something does not start.
    pub async fn with(salesforce: &Salesforce, keyring: KeyringState) -> anyhow::Result<Self> {
        let machine = Machine::start_with(keyring, salesforce.environment()).await?;
        let proxy = Some(salesforce.proxy().to_owned());
        Self::opened_on(machine, Folder::Real, proxy).await
    }

    /// Opens Orgkeep on a machine.
    ///
    /// # Errors
    /// When something does not start.
    pub async fn on(machine: Machine, folder: Folder) -> anyhow::Result<Self> {
        Self::opened_on(machine, folder, None).await
    }

    async fn opened_on(
        machine: Machine,
        folder: Folder,
        proxy: Option<String>,
    ) -> anyhow::Result<Self> {
        let browser = match &proxy {
            Some(proxy) => Browser::chromium_behind(&machine.browser_driver, proxy).await?,
            None => Browser::chromium(&machine.browser_driver).await?,
        };
        let window = Window::open(&machine.window_driver, arguments(folder)).await?;
        let seen = machine.opened_addresses()?.len();
        Ok(Self {
            machine,
            window,
            browser,
            folder,
            seen,
            proxy,
        })
    }

    /// Closes the window and opens it again.
    ///
    /// # Errors
    /// When it does not close or open.
    pub async fn reopen(self) -> anyhow::Result<Self> {
        self.reopen_with(0).await
    }

    /// The same, after something was done to its files.
    ///
    /// # Errors
    /// As [`Session::reopen`], or when that fails.
    pub async fn reopen_after(
        self,
        deed: impl FnOnce(&Machine) -> anyhow::Result<()>,
    ) -> anyhow::Result<Self> {
        self.window.close().await?;
        self.machine.is_over(WINDOW).await?;
        deed(&self.machine)?;
        let window = Window::open(&self.machine.window_driver, arguments(self.folder)).await?;
        Ok(Self { window, ..self })
    }

    /// The same, with more connections in the ordinary vault than there were.
    ///
    /// # Errors
    /// As [`Session::reopen`], or when they cannot be put there.
    pub async fn reopen_with(self, connections: u32) -> anyhow::Result<Self> {
        self.window.close().await?;
        self.machine.is_over(WINDOW).await?;
        if connections > 0 {
            stock::fill(&self.machine, connections).await?;
        }
        let window = Window::open(&self.machine.window_driver, arguments(self.folder)).await?;
        Ok(Self { window, ..self })
    }

    /// Presses the cross of the window's frame, waits until the program has ended by itself, and opens it again. The
    /// driver would end it.
    ///
    /// # Errors
    /// When it does not close or open.
    pub async fn leave_and_reopen(self) -> anyhow::Result<Self> {
        let mut processes = self.machine.processes().into_iter();
        let program = processes.find(|process| process.name == WINDOW);
        display::press_cross(program.context("Orgkeep does not run")?.id)?;
        self.machine.is_over(WINDOW).await?;
        // It may have noticed by itself.
        let _gone = self.window.close().await;
        let window = Window::open(&self.machine.window_driver, arguments(self.folder)).await?;
        Ok(Self { window, ..self })
    }

    /// Ends every process as `kill -9` does, and starts them again on the same home.
    ///
    /// # Errors
    /// When something does not start.
    pub async fn kill_and_start(self, keyring: KeyringState) -> anyhow::Result<Self> {
        let (folder, proxy) = (self.folder, self.proxy);
        let machine = self.machine.restart(keyring).await?;
        Self::opened_on(machine, folder, proxy).await
    }

    /// The next address that Orgkeep opens in the system's browser.
    ///
    /// # Errors
    /// When it opens none.
    pub async fn next_address(&mut self) -> anyhow::Result<String> {
        let (machine, seen) = (&self.machine, self.seen);
        let look = || machine.opened_addresses().ok()?.get(seen).cloned();
        let address = eventually("opening the browser", Duration::from_secs(60), look).await?;
        self.seen += 1;
        Ok(address)
    }

    /// How many addresses were opened so far.
    ///
    /// # Errors
    /// When the list cannot be read.
    pub fn opened(&self) -> anyhow::Result<usize> {
        Ok(self.machine.opened_addresses()?.len())
    }
}

fn arguments(folder: Folder) -> &'static [&'static str] {
    match folder {
        Folder::Real => &[],
        Folder::Practice => &["--practice"],
    }
}

/// The root of the workspace.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap_or(Path::new("."))
        .to_owned()
}
