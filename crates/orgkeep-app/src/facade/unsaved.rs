//! New tokens that are not on the disk yet: told wherever the person is, and held against closing the window once.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use orgkeep_api::connection::ConnectionRowView;
use orgkeep_api::notice::{UnsavedTokenView, UnsavedView, UnsavedWhyView};

use super::Orgkeep;
use crate::session::{Unsaved, UnsavedTokens};

impl Orgkeep {
    /// Shows every change: new tokens wait to be stored, or are.
    pub(super) fn follow_unsaved(&self) {
        let Ok(sessions) = self.sessions() else {
            return;
        };
        let mut unsaved = sessions.unsaved();
        // Weak, so that a program that changes its folder lets go of the store and its key.
        let shared = Arc::downgrade(&self.shared);
        tokio::spawn(async move {
            while unsaved.changed().await.is_ok() {
                let all_stored = unsaved.borrow_and_update().is_empty();
                let Some(shared) = shared.upgrade() else {
                    break;
                };
                if all_stored {
                    shared.closing.store(false, Ordering::SeqCst);
                }
                Self { shared }.show_unsaved();
            }
        });
    }

    /// Whether the window may be closed now. While new tokens are not stored, the first who wants to is told instead; the
    /// second time it is their will.
    #[must_use]
    pub fn may_close(&self) -> bool {
        let sessions = self.sessions();
        let waiting = sessions.is_ok_and(|sessions| !sessions.unsaved().borrow().is_empty());
        if !waiting || self.shared.closing.swap(true, Ordering::SeqCst) {
            return true;
        }
        self.show_unsaved();
        false
    }

    /// Shows them with the rows that are shown: the store may be unreadable as well.
    pub(super) fn show_unsaved(&self) {
        self.shared.connections.send_if_modified(|shown| {
            let unsaved = self.unsaved_of(&shown.rows);
            let is_new = shown.unsaved != unsaved;
            shown.unsaved = unsaved;
            is_new
        });
    }

    /// What is not stored, by the names of these rows.
    pub(super) fn unsaved_of(&self, rows: &[ConnectionRowView]) -> UnsavedView {
        let tokens = self
            .sessions()
            .map(|sessions| sessions.unsaved().borrow().clone());
        let tokens: UnsavedTokens = tokens.unwrap_or_default();
        let connections = tokens.iter().map(|(id, why)| {
            let row = rows.iter().find(|row| row.id == id.as_str());
            UnsavedTokenView {
                id: id.to_string(),
                name: row.map_or_else(|| id.to_string(), |row| row.name.clone()),
                why: why_view(*why),
            }
        });
        UnsavedView {
            connections: connections.collect(),
            closing: !tokens.is_empty() && self.shared.closing.load(Ordering::SeqCst),
        }
    }
}

fn why_view(why: Unsaved) -> UnsavedWhyView {
    match why {
        Unsaved::DiskFull => UnsavedWhyView::DiskFull,
        Unsaved::NotWritable => UnsavedWhyView::NotWritable,
        Unsaved::Busy => UnsavedWhyView::Busy,
        Unsaved::Locked => UnsavedWhyView::Locked,
        Unsaved::Other => UnsavedWhyView::Other,
    }
}
