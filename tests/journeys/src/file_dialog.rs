//! Dialogs for files and folders that are answered beforehand.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use orgkeep_app::surroundings::{FileDialog, FileKind, Pending};

use crate::world::World;

/// A person who has decided before they are asked. Asked once more, they change their mind.
#[derive(Debug, Default)]
pub struct DecidedFileDialog {
    answers: Mutex<VecDeque<PathBuf>>,
    suggestions: Mutex<Vec<String>>,
}

impl DecidedFileDialog {
    /// The answer to the next dialog without one.
    pub fn decide(&self, path: PathBuf) {
        locked(&self.answers).push_back(path);
    }

    /// The names that were suggested for new files.
    #[must_use]
    pub fn suggestions(&self) -> Vec<String> {
        locked(&self.suggestions).clone()
    }

    fn answer(&self) -> Pending<Option<PathBuf>> {
        let answer = locked(&self.answers).pop_front();
        Box::pin(async move { answer })
    }
}

impl FileDialog for DecidedFileDialog {
    fn choose_folder(&self) -> Pending<Option<PathBuf>> {
        self.answer()
    }

    fn choose_file(&self, _kind: FileKind) -> Pending<Option<PathBuf>> {
        self.answer()
    }

    fn choose_place(&self, suggested: &str) -> Pending<Option<PathBuf>> {
        locked(&self.suggestions).push(suggested.to_owned());
        self.answer()
    }
}

impl World {
    /// The person's own folder, from which they hand files on. No secret may ever be in it.
    #[must_use]
    pub fn own_folder(&self) -> PathBuf {
        self.whole_folder().join("own")
    }

    /// Answers the next dialog with a file of the person's own folder.
    pub fn choose(&self, name: &str) -> PathBuf {
        let path = self.own_folder().join(name);
        self.outside.files.decide(path.clone());
        path
    }
}

fn locked<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}
