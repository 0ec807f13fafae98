//! A migration meets every scenario of the practice org that can meet it after the consent: O-15.

use anyhow::{Context as _, ensure};
use orgkeep_api::attempt::{AttemptView, StageView};
use orgkeep_api::command::Commands as _;
use orgkeep_api::identity::AnswerIdentityRequest;
use orgkeep_journeys::striking::is_silent;
use orgkeep_simulator::{Endpoint, Scenario, ScenarioGroup, Times, Tuning};

use crate::migration::{Before, ORG, Typed};
use crate::migration_strike::{Case, each};

/// What is asked after the consent, in order.
const STEPS: [(Endpoint, &str); 3] = [
    (Endpoint::Token, "exchanging"),
    (Endpoint::Userinfo, "identifying the user"),
    (Endpoint::Query, "identifying the org"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn o_15_every_fault_after_the_consent_moves_it_whole_or_not_at_all() -> anyhow::Result<()> {
    each(
        Before::ConnectedApp,
        Case::all(&STEPS, meets),
        async |case, typed| case.strikes(typed).await,
    )
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn o_15_from_a_password_every_fault_after_the_consent_moves_it_whole_or_not_at_all()
-> anyhow::Result<()> {
    each(
        Before::Password,
        Case::all(&STEPS, meets),
        async |case, typed| case.strikes(typed).await,
    )
    .await
}

fn meets(scenario: &Scenario, at: Endpoint) -> bool {
    match scenario.group {
        ScenarioGroup::Network => true,
        ScenarioGroup::Token | ScenarioGroup::TokenReply | ScenarioGroup::Identity => {
            at == Endpoint::Token
        }
        ScenarioGroup::Api => {
            (scenario.id == "bad-oauth-token") == (at == Endpoint::Userinfo)
                && at != Endpoint::Token
        }
        _ => false,
    }
}

impl Case<Endpoint> {
    /// Whether the connection was moved all the same.
    async fn strikes(&self, typed: &Typed) -> anyhow::Result<bool> {
        let world = &typed.world;
        let tuning = Tuning {
            milliseconds: Some(50),
            ..Tuning::at(self.place)
        };
        let consent = world.consent_to_move(&typed.id).await?;
        world.simulator.journal().clear();
        let faults = world.simulator.faults();
        faults.set(self.scenario.fault(&tuning), Times::Always);
        world.allow_as(&consent, &world.admin(ORG)).await?;
        if is_silent(self.scenario) {
            typed.asked(self.place).await?;
            world.cancel(&consent.id).await?;
        }
        let moved = ended(typed, &consent.id).await?;
        world.leave(&consent.id).await?;
        faults.clear();
        if moved {
            typed.is_moved(false).await?;
        } else {
            typed.is_unchanged().await?;
        }
        Ok(moved)
    }
}

/// Waits for the end. Whoever asks whether somebody else is meant is told no.
async fn ended(typed: &Typed, id: &str) -> anyhow::Result<bool> {
    let world = &typed.world;
    loop {
        let asks = |view: &AttemptView| {
            matches!(view, AttemptView::Running { attempt }
                if matches!(attempt.stage, StageView::ConfirmingIdentity { .. }))
        };
        let over = |view: &AttemptView| !matches!(view, AttemptView::Running { .. });
        let view = world.wait_attempt(|view| asks(view) || over(view)).await?;
        match view {
            AttemptView::Connected { .. } => return Ok(true),
            AttemptView::Failed { .. } => return Ok(false),
            AttemptView::Idle => ensure!(false, "nothing runs"),
            AttemptView::Running { .. } => {
                let no = AnswerIdentityRequest {
                    id: id.to_owned(),
                    accept: false,
                };
                let answered = world.orgkeep.answer_identity(no).await;
                answered.context("the question was not answered")?;
            }
        }
        world.wait_attempt(over).await?;
    }
}
