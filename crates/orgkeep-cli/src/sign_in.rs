//! Following a sign-in to its end, and telling of it meanwhile.

mod answering;
mod narrator;
mod pasting;
mod result;

use std::time::Duration;

use orgkeep_api::attempt::{
    AttemptRequest, AttemptView, ConnectedView, FailedView, RunningView, StageView,
};
use orgkeep_api::command::Commands as _;
use orgkeep_api::failure::FailureView;
use orgkeep_api::identity::IdentityQuestionView;
use orgkeep_app::facade::Orgkeep;
use orgkeep_vault::vault::Vault;
use tokio::time::sleep;

use crate::arguments::SignInArguments;
use crate::exit::{Exit, Trouble};
use crate::running::Running;
use crate::words::failure_words;
use crate::{named, print};
pub use answering::Accepted;
use answering::Answered;
use narrator::Narrator;
use pasting::Pasting;
pub use result::SignInResult;

/// How a sign-in ended.
pub enum End {
    /// Saved.
    Connected(Box<ConnectedView>),
    /// Nothing was saved or changed.
    Failed(Box<Failure>),
    /// A person ended it, and nothing was saved or changed.
    Cancelled,
}

/// Why nothing came of it.
pub struct Failure {
    pub view: FailedView,
    /// Who came back in place of whom, where that was the question.
    pub question: Option<IdentityQuestionView>,
}

/// Why this program ends a sign-in by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    ByPerson,
    ByTime,
    WithoutBrowser,
}

/// Follows the sign-in that is running. A save that has begun is finished, whatever happens meanwhile.
pub async fn follow(running: &mut Running, arguments: &SignInArguments, accepted: Accepted) -> End {
    let orgkeep = running.orgkeep.clone();
    let mut attempts = orgkeep.watch_attempt();
    let mut narrator = Narrator::default();
    let mut pasting = Pasting::begin(arguments.paste);
    let (mut wish, mut ended, mut question) = (None, None, None);
    let time = sleep(Duration::from_secs(arguments.timeout));
    let person = running.interruption.happened();
    tokio::pin!(time, person);
    loop {
        let view = attempts.borrow_and_update().clone();
        let attempt = match under_way(view, ended, &mut question) {
            Ok(attempt) => attempt,
            Err(end) => return end,
        };
        if let Some(attempt) = &attempt {
            if let StageView::ConfirmingIdentity { question: asked } = &attempt.stage {
                question = Some(*asked.clone());
            }
            narrator.tell(attempt);
            if ended.is_none() {
                ended = end_as_wished(&orgkeep, attempt, wish).await;
            }
            let asked = wish.is_none().then_some(person.as_mut());
            if accepted.answer(&orgkeep, attempt, arguments, asked).await == Answered::Interrupted {
                wish = Some(Ended::ByPerson);
            }
        }
        tokio::select! {
            changed = attempts.changed() => if changed.is_err() {
                return End::Cancelled;
            },
            address = pasting.next(), if pasting::is_awaited(attempt.as_ref()) => {
                pasting::hand_in(&orgkeep, attempt.as_ref(), address).await;
            }
            () = &mut time, if wish.is_none() => wish = Some(Ended::ByTime),
            () = &mut person, if wish != Some(Ended::ByPerson) => wish = Some(Ended::ByPerson),
        }
    }
}

/// The attempt that runs, if there is one yet; its end as an error.
fn under_way(
    view: AttemptView,
    ended: Option<Ended>,
    question: &mut Option<IdentityQuestionView>,
) -> Result<Option<RunningView>, End> {
    match view {
        AttemptView::Connected { connected } => Err(End::Connected(connected)),
        AttemptView::Failed { failed } => Err(failure(failed, ended, question.take())),
        AttemptView::Running { attempt } => Ok(Some(attempt)),
        AttemptView::Idle => Ok(None),
    }
}

/// Why this program ends it now, if it does. A wait for a key has the same time and ends by itself, with one last look:
/// only that can say that it is the key.
fn to_be_ended(attempt: &RunningView, wish: Option<Ended>) -> Option<Ended> {
    match attempt.stage {
        StageView::AwaitingConsent {
            browser_opened: false,
            ..
        } => wish.or(Some(Ended::WithoutBrowser)),
        StageView::WaitingForKey { .. } => wish.filter(|why| *why == Ended::ByPerson),
        _ => wish,
    }
}

async fn end_as_wished(
    orgkeep: &Orgkeep,
    attempt: &RunningView,
    wish: Option<Ended>,
) -> Option<Ended> {
    let ended = to_be_ended(attempt, wish)?;
    cancel(orgkeep, attempt).await;
    Some(ended)
}

async fn cancel(orgkeep: &Orgkeep, attempt: &RunningView) {
    let id = attempt.id.clone();
    // One that is being saved is not cancelled any more, and ends by itself.
    let _too_late = orgkeep.cancel_attempt(AttemptRequest { id }).await;
}

/// Salesforce may have refused just before this program gave up; then that is the reason.
fn failure(
    mut failed: FailedView,
    ended: Option<Ended>,
    question: Option<IdentityQuestionView>,
) -> End {
    if failed.reason == FailureView::Cancelled {
        failed.reason = match ended {
            Some(Ended::ByPerson) | None => return End::Cancelled,
            Some(Ended::ByTime) => FailureView::NothingCameBack,
            Some(Ended::WithoutBrowser) => FailureView::BrowserFailed,
        };
    }
    let question = question.filter(|_| failed.reason == FailureView::IdentityRefused);
    End::Failed(Box::new(Failure {
        view: failed,
        question,
    }))
}

/// Tells the end, and gives the exit code that goes with it.
pub async fn finish(vault: &Vault, end: End, json: bool) -> Result<Exit, Trouble> {
    let (result, exit) = told(vault, end).await?;
    if json {
        print::json(&result)?;
    }
    Ok(exit)
}

/// Tells the end in words; gives what there is to print of it, and the exit code.
pub async fn told(vault: &Vault, end: End) -> Result<(SignInResult, Exit), Trouble> {
    let result = match &end {
        End::Connected(connected) => {
            let record = named::one(vault, &connected.connection.row.id).await?;
            print::word(&format!(
                "{} is connected: {}, {}.",
                record.name,
                record.username,
                record.instance.host()
            ));
            SignInResult::connected(&record, connected.renewed)
        }
        End::Failed(failure) => {
            print::word(&failure_words(&failure.view.reason).lines());
            if let Some(words) = &failure.view.server_words {
                print::word(&format!("Salesforce: {words}"));
            }
            SignInResult::failed(failure)
        }
        End::Cancelled => {
            print::word("The sign-in was cancelled. Nothing was saved or changed.");
            SignInResult::cancelled()
        }
    };
    Ok((result, exit(&end)))
}

fn exit(end: &End) -> Exit {
    match end {
        End::Connected(_) => Exit::Clean,
        End::Cancelled => Exit::Cancelled,
        End::Failed(failure) => match failure.view.reason {
            FailureView::NotSaved | FailureView::VaultLocked => Exit::Failed,
            _ => Exit::Refused,
        },
    }
}
