//! What a person does with a connection that is there: types new credentials, signs in again, answers.

use anyhow::bail;
use orgkeep_api::attempt::{AttemptView, StageView};
use orgkeep_api::command::Commands as _;
use orgkeep_api::connection::{ConnectionRequest, ConnectionView};
use orgkeep_api::identity::{AnswerIdentityRequest, IdentityQuestionView};
use orgkeep_api::pending::{PendingCredentialsRequest, PendingSecret, ReauthenticateRequest};
use orgkeep_simulator::ClientApp;

use crate::sign_in::Consent;
use crate::world::World;

impl World {
    /// Types new credentials for a connection, those of an app.
    ///
    /// # Errors
    /// What the program answers.
    pub async fn type_pending(
        &self,
        connection: &str,
        app: &ClientApp,
    ) -> anyhow::Result<ConnectionView> {
        let secret = app.secret.clone();
        self.secrets
            .keep("pending secret", secret.as_deref().unwrap_or_default());
        let typed = |secret: String| PendingSecret::Typed {
            secret: secret.into(),
        };
        let request = PendingCredentialsRequest {
            id: connection.to_owned(),
            consumer_key: app.client_id.clone(),
            secret: secret.map_or(PendingSecret::Absent, typed),
        };
        Ok(self
            .ask(self.orgkeep.set_pending_credentials(request))
            .await?)
    }

    /// Presses Reauthenticate and gives the attempt's id.
    ///
    /// # Errors
    /// What the program answers.
    pub async fn authenticate_again(
        &self,
        connection: &str,
        with_pending: bool,
    ) -> anyhow::Result<String> {
        let request = ReauthenticateRequest {
            id: connection.to_owned(),
            with_pending,
            all_scopes: false,
        };
        self.ask(self.orgkeep.reauthenticate(request)).await?;
        self.attempt_id()
    }

    /// Presses Reauthenticate and waits until the browser is open.
    ///
    /// # Errors
    /// When it does not get there.
    pub async fn consent_again(
        &self,
        connection: &str,
        with_pending: bool,
    ) -> anyhow::Result<Consent> {
        let before = self.browser.count();
        let id = self.authenticate_again(connection, with_pending).await?;
        self.at_browser(id, connection, before).await
    }

    /// Waits until the person is asked who it is.
    ///
    /// # Errors
    /// When nobody asks.
    pub async fn question(&self) -> anyhow::Result<IdentityQuestionView> {
        self.wait_stage(|stage| matches!(stage, StageView::ConfirmingIdentity { .. }))
            .await?;
        match &*self.orgkeep.watch_attempt().borrow() {
            AttemptView::Running { attempt } => match &attempt.stage {
                StageView::ConfirmingIdentity { question } => Ok((**question).clone()),
                other => bail!("nobody asks: {other:?}"),
            },
            other => bail!("nobody asks: {other:?}"),
        }
    }

    /// Answers the question.
    ///
    /// # Errors
    /// What the program answers.
    pub async fn answer(&self, attempt: &str, accept: bool) -> anyhow::Result<()> {
        let request = AnswerIdentityRequest {
            id: attempt.to_owned(),
            accept,
        };
        self.ask(self.orgkeep.answer_identity(request)).await?;
        Ok(())
    }

    /// Everything that is shown of a connection.
    ///
    /// # Errors
    /// What the program answers.
    pub async fn details(&self, connection: &str) -> anyhow::Result<ConnectionView> {
        let request = ConnectionRequest {
            id: connection.to_owned(),
        };
        Ok(self.ask(self.orgkeep.connection(request)).await?)
    }

    /// An app of one's own that takes this world's callback.
    pub fn install(&self, mut app: ClientApp) -> ClientApp {
        app.callbacks = vec![self.callback.as_str().to_owned()];
        self.simulator.add_app(app.clone());
        app
    }
}
