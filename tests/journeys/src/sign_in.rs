//! What a person does: fills in the form, presses Connect, signs in, allows or denies.

use std::future::Future;

use anyhow::bail;
use orgkeep_api::attempt::{AttemptRequest, AttemptView, ConnectRequest, StageView, TargetView};
use orgkeep_api::browser::BrowserFields;
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::connection::AuthenticationView;
use orgkeep_api::design::AppFields;
use orgkeep_api::error::ApiError;
use orgkeep_api::paste::{PasteRequest, PasteVerdictView};
use orgkeep_api::register::{
    DraftFields, DraftSecretRequest, DraftView, SaveDraftRequest, WizardStepView,
};
use orgkeep_simulator::{AppKind, ClientApp, OrgKey, User};
use serde::Serialize;
use url::Url;

use crate::practice::org_type;
use crate::world::World;

/// What a person types.
#[derive(Debug, Clone)]
pub struct Registration {
    /// Where the app lives.
    pub org: OrgKey,
    /// The connection's name.
    pub name: String,
    /// How the connection signs in.
    pub authentication: AuthenticationView,
    /// The login address.
    pub login_url: String,
    /// The Consumer ID.
    pub key: String,
    /// The consumer secret, where there is one.
    pub secret: Option<String>,
    /// Products besides Orgkeep.
    pub presets: Vec<String>,
}

/// A sign-in that waits for the person at Salesforce.
#[derive(Debug, Clone)]
pub struct Consent {
    /// The attempt.
    pub id: String,
    /// The draft or connection that it is for.
    pub draft: String,
    /// The address in the browser.
    pub address: String,
}

impl Consent {
    /// A parameter of the address.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<String> {
        parameter(&self.address, name)
    }

    /// The state that binds the answer to this sign-in.
    #[must_use]
    pub fn state(&self) -> String {
        self.parameter("state").unwrap_or_default()
    }
}

/// The id of the draft or connection that an attempt is for.
#[must_use]
pub fn id_of(target: &TargetView) -> String {
    match target {
        TargetView::Draft { id } | TargetView::Connection { id, .. } => id.clone(),
    }
}

/// A parameter of any address.
#[must_use]
pub fn parameter(address: &str, name: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let found = url.query_pairs().find(|(own, _)| own == name);
    found.map(|(_, value)| value.into_owned())
}

impl World {
    /// One of the seeded apps, at its own My Domain.
    #[must_use]
    pub fn registration(&self, org: OrgKey, kind: AppKind) -> Registration {
        self.registration_of(&self.simulator.app(org, kind))
    }

    /// Any app, at its own My Domain.
    #[must_use]
    pub fn registration_of(&self, app: &ClientApp) -> Registration {
        Registration {
            org: app.org,
            name: format!("{} {}", app.org.name(), app.name),
            authentication: AuthenticationView::ExternalClientApp,
            login_url: self.simulator.org(app.org).my_domain_url,
            key: app.client_id.clone(),
            secret: app.secret.clone().filter(|_| app.secret_required_for_code),
            presets: Vec::new(),
        }
    }

    /// The admin of an org.
    #[must_use]
    pub fn admin(&self, org: OrgKey) -> User {
        self.simulator.org(org).admin().clone()
    }

    /// Asks the program something as the page does, and keeps what it answers.
    ///
    /// # Errors
    /// What the program answers.
    pub async fn ask<View: Serialize>(
        &self,
        reply: impl Future<Output = Result<View, ApiError>>,
    ) -> Result<View, ApiError> {
        let reply = reply.await;
        self.transcript.keep_reply(&reply);
        reply
    }

    /// A new draft with everything typed.
    ///
    /// # Errors
    /// What the program answers.
    pub async fn fill_draft(&self, typed: &Registration) -> anyhow::Result<DraftView> {
        self.unlocked().await?;
        let draft = self.ask(self.orgkeep.new_draft(NoRequest {})).await?;
        self.type_into(&draft.id, typed).await
    }

    /// Types everything into a draft that is there already.
    ///
    /// # Errors
    /// What the program answers.
    pub async fn type_into(&self, draft: &str, typed: &Registration) -> anyhow::Result<DraftView> {
        let request = SaveDraftRequest {
            id: draft.to_owned(),
            step: WizardStepView::Credentials,
            fields: DraftFields {
                name: typed.name.clone(),
                org_type: org_type(typed.org),
                authentication: typed.authentication,
                retirement_accepted: false,
                login_url: typed.login_url.clone(),
                consumer_key: typed.key.clone(),
                username: String::new(),
                browser: BrowserFields {
                    id: None,
                    private: false,
                },
                opens_when_active: true,
                app: AppFields {
                    presets: typed.presets.clone(),
                    ..AppFields::default()
                },
                ticked: Vec::new(),
            },
        };
        self.ask(self.orgkeep.save_draft(request)).await?;
        self.type_secret(draft, typed.secret.as_deref()).await
    }

    /// Types a secret into a draft, or takes it out.
    ///
    /// # Errors
    /// What the program answers.
    pub async fn type_secret(
        &self,
        draft: &str,
        secret: Option<&str>,
    ) -> anyhow::Result<DraftView> {
        self.secrets
            .keep("consumer secret", secret.unwrap_or_default());
        let request = DraftSecretRequest {
            id: draft.to_owned(),
            secret: secret.map(|secret| secret.to_owned().into()),
        };
        Ok(self.ask(self.orgkeep.set_draft_secret(request)).await?)
    }

    /// Presses Connect and gives the attempt's id.
    ///
    /// # Errors
    /// What the program answers.
    pub async fn connect(&self, draft: &str) -> anyhow::Result<String> {
        let request = ConnectRequest {
            draft: draft.to_owned(),
            all_scopes: false,
        };
        self.ask(self.orgkeep.connect(request)).await?;
        self.attempt_id()
    }

    /// The attempt that is running, or is just over.
    ///
    /// # Errors
    /// When there is none.
    pub fn attempt_id(&self) -> anyhow::Result<String> {
        match &*self.orgkeep.watch_attempt().borrow() {
            AttemptView::Idle => bail!("no attempt began"),
            AttemptView::Running { attempt } => Ok(attempt.id.clone()),
            AttemptView::Failed { failed } => Ok(failed.id.clone()),
            AttemptView::Connected { connected } => Ok(connected.id.clone()),
        }
    }

    /// Fills a draft, connects, and waits until the browser is open.
    ///
    /// # Errors
    /// When it does not get there.
    pub async fn at_consent(&self, typed: &Registration) -> anyhow::Result<Consent> {
        let draft = self.fill_draft(typed).await?;
        self.consent_for(&draft.id).await
    }

    /// The sign-in whose address the browser has, whoever began it.
    ///
    /// # Errors
    /// When none runs.
    pub async fn consent_at(&self, address: String) -> anyhow::Result<Consent> {
        self.secrets
            .keep("state", &parameter(&address, "state").unwrap_or_default());
        self.wait_stage(|stage| matches!(stage, StageView::AwaitingConsent { .. }))
            .await?;
        match &*self.orgkeep.watch_attempt().borrow() {
            AttemptView::Running { attempt } => Ok(Consent {
                id: attempt.id.clone(),
                draft: id_of(&attempt.target),
                address,
            }),
            other => bail!("no sign-in runs: {other:?}"),
        }
    }

    /// Connects a draft and waits until the browser is open.
    ///
    /// # Errors
    /// When it does not get there.
    pub async fn consent_for(&self, draft: &str) -> anyhow::Result<Consent> {
        let before = self.browser.count();
        let id = self.connect(draft).await?;
        self.at_browser(id, draft, before).await
    }

    /// Waits until the browser is open for an attempt; it was opened so many times before.
    pub(crate) async fn at_browser(
        &self,
        id: String,
        target: &str,
        before: usize,
    ) -> anyhow::Result<Consent> {
        let waiting = self.wait_stage(|stage| matches!(stage, StageView::AwaitingConsent { .. }));
        waiting.await?;
        let address = self.browser.opened(before + 1).await?;
        self.secrets
            .keep("state", &parameter(&address, "state").unwrap_or_default());
        let draft = target.to_owned();
        Ok(Consent { id, draft, address })
    }

    /// Cancels an attempt.
    ///
    /// # Errors
    /// What the program answers.
    pub async fn cancel(&self, id: &str) -> anyhow::Result<()> {
        let request = AttemptRequest { id: id.to_owned() };
        self.ask(self.orgkeep.cancel_attempt(request)).await?;
        Ok(())
    }

    /// Leaves the result of an attempt behind.
    ///
    /// # Errors
    /// What the program answers.
    pub async fn leave(&self, id: &str) -> anyhow::Result<()> {
        let request = AttemptRequest { id: id.to_owned() };
        self.ask(self.orgkeep.close_attempt(request)).await?;
        Ok(())
    }

    /// Pastes an address.
    ///
    /// # Errors
    /// What the program answers.
    pub async fn paste(&self, id: &str, address: String) -> anyhow::Result<PasteVerdictView> {
        let request = PasteRequest {
            id: id.to_owned(),
            address: address.into(),
        };
        Ok(self
            .ask(self.orgkeep.paste_callback(request))
            .await?
            .verdict)
    }
}
