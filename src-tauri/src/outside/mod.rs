//! What is outside: the person's browser, clipboard and notifications, and the computer, through kept crates.

mod browser;
mod clipboard;
mod computer;
#[cfg(target_os = "linux")]
mod desktop_entry;
mod notifier;

pub use browser::SystemBrowser;
pub use clipboard::SystemClipboard;
pub use computer::SystemComputer;
pub use notifier::SystemNotifier;
