//! The lock of one open vault: its state, and the key while it is open.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use tokio::sync::watch;

use crate::key::MasterKey;
use crate::lock_state::{LockReason, LockState};

/// Shared by the vault and by the thread that asks for its key, which may outlive it.
pub(crate) struct Lock {
    master: Mutex<Option<Arc<MasterKey>>>,
    state: watch::Sender<LockState>,
}

impl Lock {
    pub(crate) fn new(reason: LockReason) -> Self {
        Self {
            master: Mutex::new(None),
            state: watch::Sender::new(LockState::Locked(reason)),
        }
    }

    /// The key, if the vault is open.
    pub(crate) fn master(&self) -> Result<Arc<MasterKey>, LockReason> {
        self.state().outcome()?;
        let master = self.master.lock().unwrap_or_else(PoisonError::into_inner);
        master.clone().ok_or(LockReason::NotAsked)
    }

    pub(crate) fn state(&self) -> LockState {
        *self.state.borrow()
    }

    pub(crate) fn subscribe(&self) -> watch::Receiver<LockState> {
        self.state.subscribe()
    }

    pub(crate) fn open_with(&self, master: MasterKey) {
        *self.master.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(master));
        self.state.send_replace(LockState::Open);
    }

    /// Stays locked, and tells why; unless somebody has opened it meanwhile.
    pub(crate) fn refuse(&self, reason: LockReason) {
        self.state.send_if_modified(|state| {
            let is_locked = *state != LockState::Open;
            if is_locked {
                *state = LockState::Locked(reason);
            }
            is_locked
        });
    }

    /// Lets go of a key that is not the store's any more, unless there is another one by now.
    pub(crate) fn let_go_of(&self, id: &str, reason: LockReason) {
        let mut master = self.master.lock().unwrap_or_else(PoisonError::into_inner);
        if master.as_ref().is_some_and(|held| held.id == id) {
            *master = None;
            self.state.send_replace(LockState::Locked(reason));
        }
    }

    /// Gives whether the caller is the one who has to ask for the key.
    pub(crate) fn begin_unlocking(&self, since: Timestamp) -> bool {
        self.state.send_if_modified(|state| {
            let is_locked = matches!(state, LockState::Locked(_));
            if is_locked {
                *state = LockState::Unlocking { since };
            }
            is_locked
        })
    }
}
