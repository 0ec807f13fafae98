//! What the program needs from outside: time, a browser, a clipboard, and a way to reopen itself.

use std::fmt;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_salesforce::request::AuthorizeUrl;
use orgkeep_salesforce::single_access::FrontdoorUrl;
use orgkeep_secret::HomeKey;

use crate::creation::CreationTiming;
use crate::practice::PracticeOrg;
use crate::program::Programs;

/// An address that may be opened in the browser: only those that Orgkeep itself built for a bound host.
///
/// There is no way to make one from text that came from the page or from a server.
pub struct BrowserAddress(String);

impl BrowserAddress {
    /// The complete address. It may hold a state value, or let in whoever has it: for the browser and the clipboard only.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address of a Setup page, built by [`orgkeep_salesforce::setup::setup_url`].
    pub(crate) fn of_setup_page(url: String) -> Self {
        Self(url)
    }
}

impl From<&AuthorizeUrl> for BrowserAddress {
    fn from(url: &AuthorizeUrl) -> Self {
        Self(url.for_the_browser().to_owned())
    }
}

impl From<&FrontdoorUrl> for BrowserAddress {
    fn from(url: &FrontdoorUrl) -> Self {
        Self(url.for_the_browser().to_owned())
    }
}

impl fmt::Debug for BrowserAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BrowserAddress([redacted])")
    }
}

/// The browser could not be started, or the clipboard did not take the text.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct OutsideError(pub String);

/// A browser that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstalledBrowser {
    /// Its id, as the system names it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it can open an address in a private window.
    pub private_window: bool,
    /// Whether it is the system's default.
    pub is_default: bool,
}

/// The person's own browser. Never an embedded one.
pub trait Browser: Send + Sync {
    /// Opens an address. May block while the system looks for a browser.
    ///
    /// # Errors
    /// [`OutsideError`] when no browser could be started.
    fn open(&self, address: &BrowserAddress, choice: &BrowserChoice) -> Result<(), OutsideError>;

    /// The browsers of this computer, the default first. May block.
    fn installed(&self) -> Vec<InstalledBrowser>;
}

/// Tells the person something while they look elsewhere.
pub trait Notifier: Send + Sync {
    /// The key of the connection with this name has become active. Nobody waits for the person to see it.
    fn key_is_active(&self, connection: &str);

    /// The connections with these names worked before, and a test that nobody watched found that they do not now.
    fn stopped_working(&self, connections: &[String]);
}

/// One of the two families of the internet protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// 127.0.0.1.
    V4,
    /// ::1.
    V6,
}

/// What Diagnostics asks of the computer itself.
pub trait Computer: Send + Sync {
    /// Whether there is a loopback address of this family.
    fn has_loopback(&self, family: Family) -> bool;
    /// Bytes left for this user where the folder lies, if the system tells.
    fn free_space(&self, folder: &Path) -> Option<u64>;
    /// How many certificate authorities the system trusts.
    fn trusted_authorities(&self) -> usize;
    /// Names and versions of what Orgkeep runs on: `("Linux", "6.1")`. Nothing of the person.
    fn versions(&self) -> Vec<(String, String)>;
}

/// The system's clipboard.
pub trait Clipboard: Send + Sync {
    /// Puts an address on the clipboard, marked for programs that keep a history of it, where the system has such a mark.
    ///
    /// # Errors
    /// [`OutsideError`] when the system did not take it.
    fn put(&self, address: &BrowserAddress) -> Result<(), OutsideError>;

    /// Empties the clipboard if it still holds the address that was put there last. What somebody copied since stays.
    fn take_back(&self);
}

/// The files that a person is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A blueprint that somebody exported.
    Blueprint,
    /// A list, CSV or JSON.
    List,
    /// A backup of a vault.
    Backup,
}

/// Asks the person where files are and go. Whoever asks gets nothing where the person changes their mind.
///
/// It is the only way for the path of a file to come into the program: no command takes one.
pub trait FileDialog: Send + Sync {
    /// A folder that is there.
    fn choose_folder(&self) -> Pending<Option<PathBuf>>;

    /// A file that is there.
    fn choose_file(&self, kind: FileKind) -> Pending<Option<PathBuf>>;

    /// A place for a new file. Where a file is there already, the person has agreed to lose it.
    fn choose_place(&self, suggested: &str) -> Pending<Option<PathBuf>>;
}

/// The Salesforce CLI of this computer, and what it has. Its files are only read.
#[derive(Clone)]
pub struct SalesforceCli {
    /// Its home, whether or not it is there: `~/.sfdx`. None for a user without a home.
    pub home: Option<PathBuf>,
    /// The key of that home, if the system's keyring has it and is open. May block; nobody is prompted.
    pub keychain_key: Arc<dyn Fn() -> Option<HomeKey> + Send + Sync>,
    /// Finds the CLI itself and starts it.
    pub programs: Arc<dyn Programs>,
    /// How long it may take for one answer.
    pub patience: Duration,
}

/// Time of day, and time since the machine started, sleep included.
pub trait Clock: Send + Sync {
    /// The time of day.
    fn now(&self) -> Timestamp;
    /// Time that goes on while the machine sleeps, from an arbitrary start.
    fn awake_and_asleep(&self) -> Duration;
}

/// The machine's own clocks.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn awake_and_asleep(&self) -> Duration {
        boot_time()
    }
}

/// `Instant` stands still while Linux and macOS sleep; `CLOCK_BOOTTIME` does not.
#[cfg(target_os = "linux")]
fn boot_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    Duration::new(
        u64::try_from(time.tv_sec).unwrap_or_default(),
        u32::try_from(time.tv_nsec).unwrap_or_default(),
    )
}

/// Elsewhere the time of day is the clock that goes on during sleep.
#[cfg(not(target_os = "linux"))]
fn boot_time() -> Duration {
    std::time::SystemTime::UNIX_EPOCH
        .elapsed()
        .unwrap_or_default()
}

/// Which folder a program works on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The person's connections.
    Real,
    /// The practice org.
    Practice,
}

/// A future without a name.
pub type Pending<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Reopens Orgkeep on another folder, in the same window.
pub trait Reopen: Send + Sync {
    /// Opens the other folder and lets go of this one.
    fn reopen(&self, mode: Mode) -> Pending<Result<(), OutsideError>>;
}

/// Waiting times: of an attempt, and of making an app.
#[derive(Debug, Clone, Copy)]
pub struct Timing {
    /// From opening the browser to giving up (security.md, D7).
    pub deadline: Duration,
    /// Until the page offers the paste field.
    pub nothing_came_back: Duration,
    /// Between two looks for a key that is not active yet.
    pub key_check_every: Duration,
    /// Until Orgkeep stops looking.
    pub key_give_up: Duration,
    /// How often the clock is compared: it may have jumped during sleep.
    pub tick: Duration,
    /// For apps that Orgkeep makes.
    pub creation: CreationTiming,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            deadline: Duration::from_secs(600),
            nothing_came_back: Duration::from_secs(30),
            key_check_every: Duration::from_secs(25),
            key_give_up: Duration::from_secs(1800),
            tick: Duration::from_secs(1),
            creation: CreationTiming::default(),
        }
    }
}

/// Everything from outside, in one place, made by the composition root.
#[derive(Clone)]
pub struct Surroundings {
    /// The person's browser.
    pub browser: Arc<dyn Browser>,
    /// The clipboard.
    pub clipboard: Arc<dyn Clipboard>,
    /// Asks for files and folders.
    pub files: Arc<dyn FileDialog>,
    /// The Salesforce CLI.
    pub salesforce_cli: SalesforceCli,
    /// Tells the person that something happened.
    pub notifier: Arc<dyn Notifier>,
    /// The computer, as Diagnostics sees it.
    pub computer: Arc<dyn Computer>,
    /// The clocks.
    pub clock: Arc<dyn Clock>,
    /// How this program reopens itself; tests have no other folder.
    pub reopen: Option<Arc<dyn Reopen>>,
    /// The practice org, in practice mode only.
    pub practice: Option<Arc<dyn PracticeOrg>>,
    /// The callback as registered.
    pub callback: orgkeep_domain::client::CallbackUrl,
    /// Waiting times.
    pub timing: Timing,
    /// What to call this program in a lock: "Orgkeep".
    pub program: String,
    /// Whether a wait for a key is written down and goes on after the next start. Otherwise it ends with the program.
    pub keeps_waits: bool,
}
