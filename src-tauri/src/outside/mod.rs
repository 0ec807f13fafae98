//! What is outside and only a window has: clipboard, dialogs and notifications, through kept crates.

mod clipboard;
mod file_dialog;
mod notifier;

pub use clipboard::SystemClipboard;
pub use file_dialog::SystemFileDialog;
pub use notifier::SystemNotifier;
