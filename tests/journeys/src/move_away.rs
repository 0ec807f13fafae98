//! What a person does to move a connection to another way to sign in.

use orgkeep_api::command::Commands as _;
use orgkeep_api::connection::{AuthenticationView, ConnectionRequest, ConnectionView};
use orgkeep_api::migration::MigrateRequest;
use orgkeep_api::pending::{PendingCredentialsRequest, PendingSecret};
use orgkeep_simulator::{AppKind, ClientApp, OrgKey};

use crate::secret::random_text;
use crate::sign_in::Consent;
use crate::world::World;

impl World {
    /// A connection through a Connected App, and another app of the same org to move it to.
    ///
    /// # Errors
    /// When it cannot be registered.
    pub async fn movable(&self, org: OrgKey) -> anyhow::Result<(ConnectionView, ClientApp)> {
        let mut typed = self.registration(org, AppKind::Confidential);
        typed.authentication = AuthenticationView::ConnectedApp;
        let connection = self.register(&typed).await?;
        Ok((connection, self.app_to_move_to(org)?))
    }

    /// An External Client App with a secret of this run.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn app_to_move_to(&self, org: OrgKey) -> anyhow::Result<ClientApp> {
        let mut app = ClientApp::confidential(org, "Orgkeep ECA");
        app.secret = Some(format!("Secret{}", random_text(58)?));
        Ok(self.install(app))
    }

    /// Types the External Client App for a connection.
    ///
    /// # Errors
    /// What the program answers.
    pub async fn type_move(&self, id: &str, app: &ClientApp) -> anyhow::Result<ConnectionView> {
        let secret = app.secret.clone().unwrap_or_default();
        self.secrets.keep("secret of the new app", &secret);
        let request = PendingCredentialsRequest {
            id: id.to_owned(),
            consumer_key: app.client_id.clone(),
            secret: PendingSecret::Typed {
                secret: secret.into(),
            },
        };
        let typed = self.orgkeep.set_migration_credentials(request);
        Ok(self.ask(typed).await?)
    }

    /// Presses Move and waits until the browser is open.
    ///
    /// # Errors
    /// When it does not get there.
    pub async fn consent_to_move(&self, id: &str) -> anyhow::Result<Consent> {
        let before = self.browser.count();
        let request = MigrateRequest {
            id: id.to_owned(),
            all_scopes: false,
        };
        self.ask(self.orgkeep.migrate(request)).await?;
        self.at_browser(self.attempt_id()?, id, before).await
    }

    /// Types the External Client App for a connection, and moves it there as the org's admin.
    ///
    /// # Errors
    /// When it does not get there.
    pub async fn move_to(&self, id: &str, app: &ClientApp) -> anyhow::Result<ConnectionView> {
        self.type_move(id, app).await?;
        let consent = self.consent_to_move(id).await?;
        self.allow_as(&consent, &self.admin(app.org)).await?;
        let moved = self.connected().await?.connection;
        self.leave(&consent.id).await?;
        Ok(moved)
    }

    /// Presses Go back and waits until the browser is open.
    ///
    /// # Errors
    /// When it does not get there.
    pub async fn consent_to_return(&self, id: &str) -> anyhow::Result<Consent> {
        let before = self.browser.count();
        let request = ConnectionRequest { id: id.to_owned() };
        self.ask(self.orgkeep.go_back(request)).await?;
        self.at_browser(self.attempt_id()?, id, before).await
    }
}
