//! What a person does without a browser: types user name, password and security token.

use orgkeep_api::browser::BrowserFields;
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::connection::{AuthenticationView, ConnectionView};
use orgkeep_api::design::AppFields;
use orgkeep_api::login::{DraftLoginRequest, LoginField, PendingLoginRequest};
use orgkeep_api::register::{DraftFields, DraftView, SaveDraftRequest, WizardStepView};
use orgkeep_simulator::{OrgKey, User};

use crate::practice::org_type;
use crate::secret::random_text;
use crate::world::World;

/// Who logs in.
#[derive(Debug, Clone)]
pub struct Login {
    /// Where.
    pub org: OrgKey,
    /// The login address.
    pub login_url: String,
    /// The user name.
    pub username: String,
    /// The password.
    pub password: String,
    /// The security token, where one is typed.
    pub security_token: Option<String>,
}

impl World {
    /// The admin of an org, at its own My Domain, with a password that stands nowhere else.
    ///
    /// # Errors
    /// Never: the admin is there.
    pub fn login(&self, org: OrgKey) -> anyhow::Result<Login> {
        let password = random_text(48)?;
        let (username, text) = (self.admin(org).username, password.clone());
        self.simulator
            .change_user(&username, |user| user.password = text)?;
        Ok(self.login_as(&self.admin(org), org))
    }

    /// A user of an org, at its own My Domain.
    #[must_use]
    pub fn login_as(&self, admin: &User, org: OrgKey) -> Login {
        let admin = admin.clone();
        Login {
            org,
            login_url: self.simulator.org(org).my_domain_url,
            username: admin.username,
            password: admin.password,
            security_token: Some(admin.security_token),
        }
    }

    /// A new draft with everything typed, and the end of logins accepted.
    ///
    /// # Errors
    /// What the program answers.
    pub async fn fill_login(&self, typed: &Login) -> anyhow::Result<DraftView> {
        self.unlocked().await?;
        let draft = self.ask(self.orgkeep.new_draft(NoRequest {})).await?;
        self.type_login(&draft.id, typed).await
    }

    /// Types everything into a draft that is there already.
    ///
    /// # Errors
    /// What the program answers.
    pub async fn type_login(&self, draft: &str, typed: &Login) -> anyhow::Result<DraftView> {
        let request = SaveDraftRequest {
            id: draft.to_owned(),
            step: WizardStepView::Credentials,
            fields: login_fields(typed),
        };
        self.ask(self.orgkeep.save_draft(request)).await?;
        self.type_login_field(draft, LoginField::Password, Some(&typed.password))
            .await?;
        let token = typed.security_token.as_deref();
        self.type_login_field(draft, LoginField::SecurityToken, token)
            .await
    }

    /// Types one of the sealed fields, or takes it out.
    ///
    /// # Errors
    /// What the program answers.
    pub async fn type_login_field(
        &self,
        draft: &str,
        field: LoginField,
        secret: Option<&str>,
    ) -> anyhow::Result<DraftView> {
        if let Some(secret) = secret {
            self.secrets.keep("login", secret);
        }
        let request = DraftLoginRequest {
            id: draft.to_owned(),
            field,
            secret: secret.map(|secret| secret.to_owned().into()),
        };
        Ok(self.ask(self.orgkeep.set_draft_login(request)).await?)
    }

    /// Types a new login for a connection.
    ///
    /// # Errors
    /// What the program answers.
    pub async fn type_pending_login(
        &self,
        connection: &str,
        typed: &Login,
    ) -> anyhow::Result<ConnectionView> {
        self.secrets.keep("pending password", &typed.password);
        let request = PendingLoginRequest {
            id: connection.to_owned(),
            username: typed.username.clone(),
            password: typed.password.clone().into(),
            security_token: typed.security_token.clone().map(Into::into),
        };
        Ok(self.ask(self.orgkeep.set_pending_login(request)).await?)
    }

    /// Registers an org with a password, from the empty form to the result.
    ///
    /// # Errors
    /// When it does not end with a connection.
    pub async fn log_in(&self, typed: &Login) -> anyhow::Result<ConnectionView> {
        let draft = self.fill_login(typed).await?;
        self.connect(&draft.id).await?;
        self.accept_what_is_asked().await?;
        let connected = self.connected().await?;
        self.leave(&connected.id).await?;
        Ok(connected.connection)
    }
}

/// Everything of a login that is not secret.
#[must_use]
pub fn login_fields(typed: &Login) -> DraftFields {
    DraftFields {
        name: format!("{} with a password", typed.org.name()),
        org_type: org_type(typed.org),
        authentication: AuthenticationView::Standard,
        retirement_accepted: true,
        login_url: typed.login_url.clone(),
        consumer_key: String::new(),
        username: typed.username.clone(),
        browser: BrowserFields {
            id: None,
            private: false,
        },
        opens_when_active: true,
        app: AppFields::default(),
        ticked: Vec::new(),
    }
}
