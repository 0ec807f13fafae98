//! The program for one command that may begin something that must not be cut off: the renewal of a session, a sign-in, a
//! removal. All of them end the same way, whether by themselves or by Ctrl-C.

use orgkeep_app::facade::Orgkeep;
use orgkeep_app::session::{Sessions, Unsaved, UnsavedTokens};
use orgkeep_app::surroundings::Surroundings;
use orgkeep_vault::vault::Vault;
use tokio::sync::watch;

use crate::exit::Trouble;
use crate::interruption::Interruption;
use crate::{compose, print};

/// The program, and whoever wants to end it.
pub struct Running {
    /// The program.
    pub orgkeep: Orgkeep,
    /// Ctrl-C and the end of the session. Nothing may be asked on the terminal from here on.
    pub interruption: Interruption,
    vault: Vault,
}

impl Running {
    /// The program on a store that is open. What was kept to go back to is wiped after its time, because no window may ever
    /// do that. New tokens that cannot be stored are told as soon as that is so.
    pub async fn begin(vault: Vault, around: Surroundings) -> Self {
        let orgkeep = compose::program(vault.clone(), around);
        orgkeep.recall_addresses().await;
        orgkeep.wipe_earlier_sign_ins().await;
        if let Ok(sessions) = orgkeep.sessions() {
            tokio::spawn(tell(vault.clone(), sessions.unsaved()));
        }
        Self {
            interruption: Interruption::listen(),
            orgkeep,
            vault,
        }
    }

    /// The end of some work; nothing, where a person ended it before.
    pub async fn unless_interrupted<T>(&mut self, work: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            done = work => Some(done),
            () = self.interruption.happened() => {
                print::word("Ending. A renewal that is under way is finished first.");
                None
            }
        }
    }

    /// Ends it. What would be lost is finished first: Salesforce gives the successor of a refresh token once.
    ///
    /// # Errors
    /// When a person would not wait until new tokens can be stored.
    pub async fn close(self) -> Result<(), Trouble> {
        let Self {
            orgkeep,
            mut interruption,
            vault,
        } = self;
        let unsaved = orgkeep.sessions().map(Sessions::unsaved);
        let given_up = async {
            let waiting = match unsaved {
                Ok(mut unsaved) => any(&mut unsaved).await,
                Err(_) => std::future::pending().await,
            };
            interruption.happened().await;
            lost(&names(&vault, &waiting).await)
        };
        tokio::select! {
            () = orgkeep.clone().close() => Ok(()),
            trouble = given_up => Err(trouble),
        }
    }
}

/// Tells each connection whose new tokens cannot be stored, and when all are.
async fn tell(vault: Vault, mut unsaved: watch::Receiver<UnsavedTokens>) {
    let mut told = UnsavedTokens::default();
    while unsaved.changed().await.is_ok() {
        let waiting = unsaved.borrow_and_update().clone();
        for (name, why) in names(&vault, &waiting).await {
            print::word(&held_up(&name, why));
        }
        if waiting.is_empty() && !told.is_empty() {
            print::word("All new tokens are stored now.");
        }
        told = waiting;
    }
}

/// Waits until some tokens cannot be stored.
async fn any(unsaved: &mut watch::Receiver<UnsavedTokens>) -> UnsavedTokens {
    let waiting = unsaved.wait_for(|waiting| !waiting.is_empty()).await;
    let waiting = waiting.map(|waiting| waiting.clone());
    match waiting {
        Ok(waiting) => waiting,
        Err(_) => std::future::pending().await,
    }
}

async fn names(vault: &Vault, waiting: &UnsavedTokens) -> Vec<(String, Unsaved)> {
    let mut names = Vec::with_capacity(waiting.len());
    for (id, why) in waiting {
        // Where the store cannot be read either, the id is all there is.
        let record = vault.connection(id).await.ok().flatten();
        let name = record.map_or_else(|| id.to_string(), |record| record.name.to_string());
        names.push((name, *why));
    }
    names
}

fn held_up(name: &str, why: Unsaved) -> String {
    let (why, what) = match why {
        Unsaved::DiskFull => ("the disk is full", "Free some space"),
        Unsaved::NotWritable => (
            "the store cannot be written",
            "Make its folder and files writable",
        ),
        Unsaved::Busy => ("another program holds the store", "End that one"),
        Unsaved::Locked => ("the vault was locked", "Open it in the window"),
        Unsaved::Other => ("the store failed", "Look at its disk"),
    };
    format!(
        "{name}: its new token is not stored yet: {why}. {what}; this tries again by itself. Whoever ends it before, by \
         Ctrl-C, has to sign in to {name} again."
    )
}

fn lost(names: &[(String, Unsaved)]) -> Trouble {
    let names: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
    let names = names.join(", ");
    Trouble::unusable(format!(
        "the new token was not stored. Sign in again: {names}."
    ))
}
