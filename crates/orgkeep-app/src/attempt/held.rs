//! What one sign-in keeps from all others: the right to sign in, and the port.

use std::time::Duration;

use orgkeep_domain::failure::{Failure, FailureReason};
use orgkeep_vault::sign_in_lock::{Holder, SignInLock, SignInLockError};
use tokio::task::{JoinError, JoinHandle};

use super::driver::Attempt;
use super::intent::unless_cancelled;
use super::progress::rfc3339;

/// How often, and how far apart, a nameless holder of the sign-in lock is looked at again: as long as a listener
/// takes to close.
const NAME_TRIES: u32 = 50;
const NAME_PAUSE: Duration = Duration::from_millis(20);

/// What other copies have to do without during a sign-in. The lock is let go last: whoever has it finds the port free.
#[derive(Default)]
pub(super) struct Held {
    pub(super) closing: Option<JoinHandle<()>>,
    pub(super) lock: Option<SignInLock>,
}

impl Held {
    /// The sign-in is over, and only the port is to be let go.
    pub(super) fn step_down(&self) {
        if let Some(lock) = &self.lock {
            lock.step_down();
        }
    }

    pub(super) async fn release(self) {
        if let Some(closing) = self.closing {
            let _ended: Result<(), JoinError> = closing.await;
        }
        drop(self.lock);
    }
}

impl Attempt {
    /// Whoever has the lock is named to the person. One without a name has only just taken it, or is done and still
    /// lets go of the port: that is waited for.
    pub(super) async fn sign_in_lock(&mut self) -> Result<SignInLock, Failure> {
        let holder = Holder {
            program: self.around.program.clone(),
            process: std::process::id(),
            since: self.around.clock.now(),
        };
        let mut tries = 0;
        loop {
            match SignInLock::acquire(self.vault.folder(), &holder) {
                Err(SignInLockError::Held(None)) if tries < NAME_TRIES => tries += 1,
                outcome => return outcome.map_err(lock_failure),
            }
            unless_cancelled(&mut self.intents, tokio::time::sleep(NAME_PAUSE)).await?;
        }
    }
}

fn lock_failure(error: SignInLockError) -> Failure {
    match error {
        SignInLockError::Held(held) => FailureReason::AnotherSignIn {
            who: held.as_ref().map_or_else(String::new, who),
            since: held.map_or_else(String::new, |held| rfc3339(held.since)),
        }
        .into(),
        SignInLockError::Failed(_) => FailureReason::NotSaved.into(),
    }
}

fn who(holder: &Holder) -> String {
    format!("{} (process {})", holder.program, holder.process)
}
