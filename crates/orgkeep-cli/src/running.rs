//! The program for one command that may begin something that must not be cut off: the renewal of a session, a sign-in, a
//! removal. All of them end the same way, whether by themselves or by Ctrl-C.

use orgkeep_app::facade::Orgkeep;
use orgkeep_app::surroundings::Surroundings;
use orgkeep_vault::vault::Vault;

use crate::compose;
use crate::interruption::Interruption;

/// The program, and whoever wants to end it.
pub struct Running {
    /// The program.
    pub orgkeep: Orgkeep,
    /// Ctrl-C and the end of the session. Nothing may be asked on the terminal from here on.
    pub interruption: Interruption,
}

impl Running {
    /// The program on a store that is open.
    pub fn begin(vault: Vault, around: Surroundings) -> Self {
        Self {
            interruption: Interruption::listen(),
            orgkeep: compose::program(vault, around),
        }
    }

    /// The end of some work; nothing, where a person ended it before.
    pub async fn unless_interrupted<T>(&mut self, work: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            done = work => Some(done),
            () = self.interruption.happened() => None,
        }
    }

    /// Ends it. What would be lost is finished first: Salesforce gives the successor of a refresh token once.
    pub async fn close(self) {
        self.orgkeep.close().await;
    }
}
