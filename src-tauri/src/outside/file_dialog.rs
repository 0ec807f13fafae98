//! The system's dialogs for files and folders. They are opened from here only; the page may not.

use std::path::PathBuf;

use orgkeep_app::surroundings::{FileDialog, FileKind, Pending};
use tauri::{Manager as _, Wry};
use tauri_plugin_dialog::{DialogExt as _, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

use crate::late::LateApp;

/// The dialogs of the one window.
pub struct SystemFileDialog(LateApp);

impl SystemFileDialog {
    /// Dialogs that stand before the window of this program.
    pub fn of(app: LateApp) -> Self {
        Self(app)
    }

    /// Asks with a dialog of this title. None stands there, and nothing is answered, before there is a window.
    fn ask(
        &self,
        title: &str,
        show: impl FnOnce(FileDialogBuilder<Wry>, Answer),
    ) -> Pending<Option<PathBuf>> {
        let (sender, answer) = oneshot::channel();
        if let Some(app) = self.0.get() {
            let dialog = app.dialog().file().set_title(title);
            let dialog = match app.get_webview_window("main") {
                Some(window) => dialog.set_parent(&window),
                None => dialog,
            };
            let told: Answer = Box::new(|chosen| {
                // Whoever asked may be gone by now.
                let _unheard = sender.send(chosen);
            });
            show(dialog, told);
        }
        // A dialog that goes away unanswered is answered with nothing.
        Box::pin(async move { answer.await.ok().flatten()?.into_path().ok() })
    }
}

/// Takes what the person answers.
type Answer = Box<dyn FnOnce(Option<FilePath>) + Send>;

impl FileDialog for SystemFileDialog {
    fn choose_folder(&self) -> Pending<Option<PathBuf>> {
        self.ask("Choose a folder", FileDialogBuilder::pick_folder)
    }

    fn choose_file(&self, kind: FileKind) -> Pending<Option<PathBuf>> {
        let (title, files, extensions): (_, _, &[&str]) = match kind {
            FileKind::Blueprint => ("Choose a blueprint", "Blueprint", &["toml"]),
            FileKind::List => ("Choose a list", "List", &["csv", "json", "txt", "tsv"]),
            FileKind::Backup => ("Choose a backup", "Orgkeep backup", &["orgkeep-backup"]),
        };
        self.ask(title, |dialog, answer| {
            dialog.add_filter(files, extensions).pick_file(answer);
        })
    }

    fn choose_place(&self, suggested: &str) -> Pending<Option<PathBuf>> {
        self.ask("Save as", |dialog, answer| {
            dialog.set_file_name(suggested).save_file(answer);
        })
    }
}
