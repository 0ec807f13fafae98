//! What a person may want of a running attempt.

use std::future::Future;

use orgkeep_api::paste::PasteVerdictView;
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_domain::failure::{Failure, FailureReason};
use orgkeep_secret::AuthorizationCode;
use tokio::sync::{mpsc, oneshot};

use crate::surroundings::OutsideError;

/// One wish, with the place for its answer. A dropped answer means "too late".
pub(crate) enum Intent {
    /// End the attempt, saving nothing.
    Cancel(oneshot::Sender<()>),
    /// Open the browser by itself once the key is active, or do not.
    OpenWhenActive(bool, oneshot::Sender<()>),
    /// Go on to the browser, now that the key is active.
    GoOn(oneshot::Sender<()>),
    /// Open the browser once more: the one that is chosen now.
    OpenAgain(BrowserChoice, oneshot::Sender<Result<(), OutsideError>>),
    /// Somebody else came back than the connection has: whether that is meant.
    AnswerIdentity(bool, oneshot::Sender<()>),
    /// Put the link on the clipboard.
    CopyLink(oneshot::Sender<Result<(), OutsideError>>),
    /// The address that the browser shows. It may hold a code, so it travels as one.
    Paste(AuthorizationCode, oneshot::Sender<PasteVerdictView>),
}

/// The receiving end, at the driver.
pub(crate) type Intents = mpsc::Receiver<Intent>;

/// Waits for `work`, unless the person cancels first. Other wishes have no meaning now; dropping their
/// answer says so.
pub(crate) async fn unless_cancelled<T>(
    intents: &mut Intents,
    work: impl Future<Output = T>,
) -> Result<T, Failure> {
    tokio::pin!(work);
    loop {
        tokio::select! {
            biased;
            done = &mut work => return Ok(done),
            intent = intents.recv() => match intent {
                Some(Intent::Cancel(answer)) => {
                    let _gone = answer.send(());
                    return Err(FailureReason::Cancelled.into());
                }
                Some(_) => {}
                // Everyone who could cancel is gone: the program is ending.
                None => return Err(FailureReason::Interrupted.into()),
            },
        }
    }
}
