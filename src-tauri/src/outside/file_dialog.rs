//! The system's dialogs for files and folders. They are opened from here only; the page may not.

use std::path::PathBuf;

use orgkeep_app::surroundings::{FileDialog, FileKind, Pending};
use tauri::{AppHandle, Manager as _, Wry};
use tauri_plugin_dialog::{DialogExt as _, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

/// The dialogs of the one window.
pub struct SystemFileDialog(AppHandle);

impl SystemFileDialog {
    /// Dialogs that stand before the window of this program.
    pub fn of(app: AppHandle) -> Self {
        Self(app)
    }

    fn titled(&self, title: &str) -> FileDialogBuilder<Wry> {
        let dialog = self.0.dialog().file().set_title(title);
        match self.0.get_webview_window("main") {
            Some(window) => dialog.set_parent(&window),
            None => dialog,
        }
    }
}

impl FileDialog for SystemFileDialog {
    fn choose_folder(&self) -> Pending<Option<PathBuf>> {
        let dialog = self.titled("Choose a folder");
        answered(|answer| dialog.pick_folder(answer))
    }

    fn choose_file(&self, kind: FileKind) -> Pending<Option<PathBuf>> {
        let dialog = match kind {
            FileKind::Blueprint => self
                .titled("Choose a blueprint")
                .add_filter("Blueprint", &["toml"]),
            FileKind::List => self
                .titled("Choose a list")
                .add_filter("List", &["csv", "json", "txt", "tsv"]),
            FileKind::Backup => self
                .titled("Choose a backup")
                .add_filter("Orgkeep backup", &["orgkeep-backup"]),
        };
        answered(|answer| dialog.pick_file(answer))
    }

    fn choose_place(&self, suggested: &str) -> Pending<Option<PathBuf>> {
        let dialog = self.titled("Save as").set_file_name(suggested);
        answered(|answer| dialog.save_file(answer))
    }
}

/// What the person answers. A dialog that goes away unanswered is answered with nothing.
fn answered(
    show: impl FnOnce(Box<dyn FnOnce(Option<FilePath>) + Send>),
) -> Pending<Option<PathBuf>> {
    let (sender, answer) = oneshot::channel();
    show(Box::new(|chosen| {
        // Whoever asked may be gone by now.
        let _unheard = sender.send(chosen);
    }));
    Box::pin(async move { answer.await.ok().flatten()?.into_path().ok() })
}
