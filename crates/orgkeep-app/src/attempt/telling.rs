//! What the activity tells of an attempt that saved nothing. One that saved is told by the vault.

use orgkeep_domain::activity::{ActivityResult, Concerned, Deed, Detail};
use orgkeep_domain::failure::FailureReason;

use super::driver::Attempt;

impl Attempt {
    /// An attempt that was only interrupted goes on after the next start, or leaves what was typed.
    pub(super) async fn tell(&self, reason: &FailureReason) {
        let result = match reason {
            FailureReason::Interrupted => return,
            FailureReason::Cancelled => ActivityResult::Cancelled,
            _ => ActivityResult::Failed,
        };
        let deed = Deed::ended(self.errand.target.activity(), result);
        let deed = match reason {
            FailureReason::Cancelled => deed,
            reason => deed.with(Detail::of_failure(reason)),
        };
        let told = match self.errand.target.connection() {
            Some(id) => self.vault.tell_of(id, deed).await,
            None => {
                let concerned = Concerned::named(&self.errand.name);
                self.vault.tell(deed.about(concerned)).await
            }
        };
        if let Err(error) = told {
            tracing::warn!(%error, "the activity does not tell of a failed sign-in");
        }
    }
}
