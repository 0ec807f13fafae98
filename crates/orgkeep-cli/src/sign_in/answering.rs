//! What a sign-in asks before it goes on, and who answers.

use std::net::IpAddr;
use std::pin::Pin;

use orgkeep_api::attempt::{RunningView, StageView};
use orgkeep_api::command::Commands as _;
use orgkeep_api::identity::{AnswerIdentityRequest, DoubtView};
use orgkeep_app::facade::Orgkeep;

use crate::arguments::SignInArguments;
use crate::input;

/// What is answered with yes: who may come back besides the one that the connection has, and the like.
#[derive(Debug, Clone, Copy, Default)]
pub struct Accepted {
    pub other_user: bool,
    pub refreshed_sandbox: bool,
    /// A registration in spite of what is said of Dev Hub.
    pub dev_hub: bool,
}

/// How a question was dealt with.
#[derive(Debug, PartialEq, Eq)]
pub enum Answered {
    /// There was none, or it has its answer.
    GoOn,
    /// Somebody pressed Ctrl-C in place of an answer, which counts as no.
    Interrupted,
}

impl Accepted {
    /// Whoever was not accepted beforehand is asked about, if somebody is there, and otherwise not accepted. `person` hears
    /// Ctrl-C; without it nobody is asked any more.
    pub async fn answer(
        self,
        orgkeep: &Orgkeep,
        attempt: &RunningView,
        arguments: &SignInArguments,
        person: Option<Pin<&mut impl Future<Output = ()>>>,
    ) -> Answered {
        let Some(accepted) = self.beforehand(&attempt.stage, &arguments.accept_address) else {
            return Answered::GoOn;
        };
        let can_be_asked = !accepted && input::somebody_is_there() && !arguments.paste;
        let (accept, answered) = match person.filter(|_| can_be_asked) {
            None => (accepted, Answered::GoOn),
            Some(interrupted) => tokio::select! {
                agreed = somebody_agrees() => (agreed, Answered::GoOn),
                () = interrupted => (false, Answered::Interrupted),
            },
        };
        let id = attempt.id.clone();
        let answer = AnswerIdentityRequest { id, accept };
        let _answered_already = orgkeep.answer_identity(answer).await;
        answered
    }

    /// Whether a question was answered with yes by an option. `None` where nothing is asked.
    fn beforehand(self, stage: &StageView, addresses: &[IpAddr]) -> Option<bool> {
        Some(match stage {
            StageView::ConfirmingDevHub { .. } => self.dev_hub,
            StageView::ConfirmingAddress { question } => {
                let named =
                    |asked: &String| addresses.iter().any(|named| named.to_string() == *asked);
                question.addresses.iter().all(named)
            }
            StageView::ConfirmingIdentity { question } => match question.doubt {
                DoubtView::OtherUser => self.other_user,
                DoubtView::RefreshedSandbox => self.refreshed_sandbox,
                DoubtView::OtherUserOfRefreshedSandbox => self.other_user && self.refreshed_sandbox,
                // Whoever registers it again means it, and is told what that changes.
                DoubtView::AlreadyRegistered => true,
            },
            _ => return None,
        })
    }
}

/// The question itself has been told.
async fn somebody_agrees() -> bool {
    let asked = tokio::task::spawn_blocking(|| input::answer("Go on all the same? [y/N]"));
    let answer = asked.await.ok().and_then(Result::ok).flatten();
    answer.is_some_and(|answer| ["y", "yes"].contains(&answer.trim().to_lowercase().as_str()))
}
