//! What is outside: the person's browser, clipboard, dialogs and notifications, and the computer, through kept crates.

mod browser;
mod clipboard;
mod computer;
#[cfg(target_os = "linux")]
mod desktop_entry;
mod file_dialog;
mod notifier;

pub use browser::SystemBrowser;
pub use clipboard::SystemClipboard;
pub use computer::SystemComputer;
pub use file_dialog::SystemFileDialog;
pub use notifier::SystemNotifier;
