//! The person at Salesforce, and the browser on its way back.

use anyhow::{Context as _, bail};
use orgkeep_api::attempt::{AttemptView, StageView};
use orgkeep_api::connection::ConnectionView;
use orgkeep_api::identity::IdentityQuestionView;
use orgkeep_simulator::{Decision, Outcome, RobotBrowser, User, Visit};
use url::Url;

use crate::sign_in::{Consent, Registration, parameter};
use crate::world::World;

impl World {
    /// Signs in as somebody and decides, but does not yet go to the callback.
    ///
    /// # Errors
    /// When Salesforce keeps the browser on one of its pages.
    pub async fn decide(
        &self,
        consent: &Consent,
        person: &User,
        decision: Decision,
    ) -> anyhow::Result<String> {
        let outcome = RobotBrowser::new()
            .consent(&consent.address, person, decision)
            .await?;
        let callback = match outcome {
            Outcome::Callback(callback) => callback,
            Outcome::Page(page) => bail!("the browser stayed on a page: {}", page.body),
        };
        self.secrets
            .keep("code", &parameter(&callback, "code").unwrap_or_default());
        Ok(callback)
    }

    /// Goes to a callback as the browser does, and on to where it is sent.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn deliver(&self, callback: &str) -> anyhow::Result<Visit> {
        let mut robot = RobotBrowser::new();
        let visit = robot.deliver(callback).await?;
        if let Some(location) = visit.location() {
            let next = Url::parse(callback)?.join(location)?;
            // Nobody waits for a browser for ever: the port may be closed by now.
            let _page = robot.open(next.as_str()).await;
        }
        Ok(visit)
    }

    /// Signs in as somebody and presses Allow.
    ///
    /// # Errors
    /// When the browser does not get to the callback.
    pub async fn allow_as(&self, consent: &Consent, person: &User) -> anyhow::Result<Visit> {
        let callback = self.decide(consent, person, Decision::Allow).await?;
        self.deliver(&callback).await
    }

    /// Signs in as somebody and presses Deny.
    ///
    /// # Errors
    /// When the browser does not get to the callback.
    pub async fn deny_as(&self, consent: &Consent, person: &User) -> anyhow::Result<Visit> {
        let callback = self.decide(consent, person, Decision::Deny).await?;
        self.deliver(&callback).await
    }

    /// A whole registration by the org's admin, who says yes to whatever is asked.
    ///
    /// # Errors
    /// When it does not end with a connection.
    pub async fn register(&self, typed: &Registration) -> anyhow::Result<ConnectionView> {
        let consent = self.at_consent(typed).await?;
        self.allow_as(&consent, &self.admin(typed.org)).await?;
        self.accept_what_is_asked().await?;
        let connected = self.connected().await?;
        self.leave(&consent.id).await?;
        Ok(connected.connection)
    }

    /// Says yes to each question of the attempt that runs, until it is over.
    ///
    /// # Errors
    /// When it does not end.
    pub async fn accept_what_is_asked(&self) -> anyhow::Result<()> {
        let mut asked = Vec::new();
        loop {
            let question_or_over = self.wait_attempt(|view| match view {
                AttemptView::Running { attempt } => {
                    question(&attempt.stage).is_some_and(|question| !asked.contains(&question))
                }
                AttemptView::Idle => false,
                AttemptView::Failed { .. } | AttemptView::Connected { .. } => true,
            });
            let AttemptView::Running { attempt } = question_or_over.await? else {
                return Ok(());
            };
            asked.extend(question(&attempt.stage));
            self.answer(&attempt.id, true).await?;
        }
    }

    /// A registration of what is registered already, up to the question whether that is to be updated.
    ///
    /// # Errors
    /// When nobody asks.
    pub async fn register_once_more(
        &self,
        typed: &Registration,
    ) -> anyhow::Result<(String, IdentityQuestionView)> {
        let consent = self.at_consent(typed).await?;
        self.allow_as(&consent, &self.admin(typed.org)).await?;
        Ok((consent.id, self.question().await?))
    }

    /// The callback with these parameters, encoded.
    ///
    /// # Errors
    /// Never: the callback is an address.
    pub fn callback_with(&self, pairs: &[(&str, &str)]) -> anyhow::Result<String> {
        let mut url = Url::parse(self.callback.as_str()).context("the callback")?;
        url.query_pairs_mut().extend_pairs(pairs);
        Ok(url.into())
    }
}

/// What the person is asked about.
fn question(stage: &StageView) -> Option<&'static str> {
    match stage {
        StageView::ConfirmingIdentity { .. } => Some("identity"),
        StageView::ConfirmingDevHub { .. } => Some("dev hub"),
        StageView::ConfirmingAddress { .. } => Some("address"),
        _ => None,
    }
}
