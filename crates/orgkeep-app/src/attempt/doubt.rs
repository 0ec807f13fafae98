//! Is it who was expected? Where that is not certain, the person decides.

use jiff::Timestamp;
use orgkeep_api::attempt::{StageView, StepId};
use orgkeep_api::identity::{DoubtView, IdentityQuestionView};
use orgkeep_domain::attempt::{Authorized, Doubtful, Identifying, Judgement};
use orgkeep_domain::failure::{Failure, FailureReason};
use orgkeep_domain::organization::OrgIdentity;
use orgkeep_salesforce::identity::identify;
use orgkeep_vault::connection_record::ConnectionRecord;

use super::dev_hub::HubInterest;
use super::driver::Attempt;
use super::intent::{Intent, unless_cancelled};
use super::progress::rfc3339;
use super::target::Target;
use crate::identity::{doubt_view, expected_view, found_view};

impl Attempt {
    /// Asks the org who signed in, and goes on with nobody but who was expected, or was accepted.
    pub(super) async fn confirmed(
        &mut self,
        identifying: Identifying,
    ) -> Result<Box<Authorized>, Failure> {
        self.progress.enter(StageView::Identifying);
        let http = &self.http;
        let moves = matches!(self.errand.target, Target::Migration(_));
        let interest = HubInterest::of(&identifying, self.errand.is_dev_hub, moves);
        let asked = async {
            tokio::join!(
                identify(http, &identifying),
                interest.matter(http, &identifying)
            )
        };
        let (identity, matter) = match unless_cancelled(&mut self.intents, asked).await {
            Ok((Ok(identity), matter)) => (identity, matter),
            Ok((Err(failure), _)) | Err(failure) => {
                self.let_go(&identifying.sign_in.means, identifying.tokens);
                return Err(failure);
            }
        };
        let authorized = match identifying.identified(identity).judge() {
            Judgement::Confirmed(authorized) => authorized,
            Judgement::Doubtful(doubtful) => self.decided(*doubtful).await?,
            Judgement::OtherOrg(refused) => {
                self.let_go(&refused.means, refused.tokens);
                return Err(FailureReason::WrongOrg.into());
            }
        };
        let authorized = self.alone_of_its_kind(authorized).await?;
        let authorized = match matter {
            Some(matter) => self.told_of_hub(authorized, matter).await?,
            None => authorized,
        };
        self.progress.done(StepId::Identified);
        Ok(authorized)
    }

    async fn decided(&mut self, doubtful: Doubtful) -> Result<Box<Authorized>, Failure> {
        let refused = match self.ask_about(&doubtful).await {
            Ok(true) => return Ok(Box::new(doubtful.accepted())),
            Ok(false) => FailureReason::IdentityRefused.into(),
            Err(failure) => failure,
        };
        let back = doubtful.refused();
        self.let_go(&back.means, back.tokens);
        Err(refused)
    }

    async fn ask_about(&mut self, doubtful: &Doubtful) -> Result<bool, Failure> {
        let record = match self.errand.target.connection() {
            Some(id) => self.vault.connection(id).await.ok().flatten(),
            None => None,
        };
        // A connection that was removed meanwhile has nobody to compare with, and nothing to save to.
        let record = record.ok_or(FailureReason::NotSaved)?;
        self.ask(doubt_view(doubtful.doubt()), &record, doubtful.identity())
            .await
    }

    /// Waits for the person's answer. None in time is a no.
    pub(super) async fn ask(
        &mut self,
        doubt: DoubtView,
        record: &ConnectionRecord,
        found: &OrgIdentity,
    ) -> Result<bool, Failure> {
        self.show_question(doubt, record, found);
        self.yes_or_no().await
    }

    /// The person's answer to the question that is shown. None in time is a no.
    pub(super) async fn yes_or_no(&mut self) -> Result<bool, Failure> {
        let started = self.around.clock.awake_and_asleep();
        let mut tick = tokio::time::interval(self.around.timing.tick);
        loop {
            tokio::select! {
                intent = self.intents.recv() => match intent {
                    None => return Err(FailureReason::Interrupted.into()),
                    Some(Intent::Cancel(answer)) => {
                        let _gone = answer.send(());
                        return Err(FailureReason::Cancelled.into());
                    }
                    Some(Intent::AnswerIdentity(accept, answer)) => {
                        let _gone = answer.send(());
                        return Ok(accept);
                    }
                    // The others have no meaning any more; the dropped answer says so.
                    Some(_) => {}
                },
                _ = tick.tick() => {
                    let now = self.around.clock.awake_and_asleep();
                    if now.saturating_sub(started) >= self.around.timing.deadline {
                        return Ok(false);
                    }
                }
            }
        }
    }

    /// From now until nobody is waited for any more.
    pub(super) fn time_to_answer(&self) -> (Timestamp, Timestamp) {
        let since = self.around.clock.now();
        let deadline = since.checked_add(self.around.timing.deadline);
        (since, deadline.unwrap_or(since))
    }

    fn show_question(&mut self, doubt: DoubtView, record: &ConnectionRecord, found: &OrgIdentity) {
        let (since, deadline) = self.time_to_answer();
        let question = Box::new(IdentityQuestionView {
            since: rfc3339(since),
            deadline: rfc3339(deadline),
            doubt,
            expected: expected_view(record),
            found: found_view(found),
        });
        self.progress
            .enter(StageView::ConfirmingIdentity { question });
    }
}
