//! What is outside and only a window has: clipboard, dialogs, notifications and other programs, through kept crates.

mod clipboard;
mod file_dialog;
mod notifier;
mod programs;

pub use clipboard::SystemClipboard;
pub use file_dialog::SystemFileDialog;
pub use notifier::SystemNotifier;
pub use programs::ShellPrograms;
