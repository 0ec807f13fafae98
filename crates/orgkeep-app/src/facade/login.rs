//! Signing in with a password: what is typed for it, and what such a sign-in begins with.

use orgkeep_api::connection::{ConnectionRequest, ConnectionView};
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::login::{DraftLoginRequest, LoginField, PendingLoginRequest};
use orgkeep_api::practice::PracticeLoginRequest;
use orgkeep_api::register::DraftView;
use orgkeep_domain::attempt::{LoginDraft, PasswordLogin, Purpose, parse_username};
use orgkeep_domain::connection::ConnectionName;
use orgkeep_secret::{Password, SecurityToken};
use orgkeep_vault::connection_record::{ConnectionRecord, Credentials};
use orgkeep_vault::draft_record::{DraftError, DraftRecord};

use super::preparation::{Again, InForce, Prepared, With, existing, invalid};
use super::{Orgkeep, connection_id, store_error};
use crate::address::usable_authority;
use crate::attempt::{Errand, Route, Target};
use crate::pending::{pending_error, was_refused};
use crate::view::org_type;

impl Orgkeep {
    /// Seals a field of a login into a draft, or takes it out.
    pub(super) async fn set_draft_login(
        &self,
        request: DraftLoginRequest,
    ) -> Result<DraftView, ApiError> {
        let id = self.draft_record(&request.id).await?.id;
        let typed = request.secret.map(|secret| secret.into_text());
        let typed = typed.filter(|text| !text.is_empty());
        if typed.is_some() {
            self.must_be_open()?;
        }
        let vault = self.vault()?;
        let sealed = match request.field {
            // A space may belong to a password. A security token has none, and is pasted from a mail.
            LoginField::Password => {
                let password = typed.map(Password::new);
                vault.seal_draft_password(&id, password).await
            }
            LoginField::SecurityToken => {
                let token = typed.and_then(|text| security_token(&text));
                vault.seal_draft_security_token(&id, token).await
            }
        };
        sealed.map_err(store_error)?;
        self.one_draft(&request.id).await
    }

    /// Keeps a new login for a connection. The one in force stays in force until Salesforce took the new one.
    pub(super) async fn set_pending_login(
        &self,
        request: PendingLoginRequest,
    ) -> Result<ConnectionView, ApiError> {
        let id = connection_id(&request.id)?;
        self.may_be_authenticated_again(&id).await?;
        let username = parse_username(&request.username);
        let username = username.map_err(|error| ApiError::new(ErrorCode::Invalid, error))?;
        let password = request.password.into_text();
        if password.is_empty() {
            return Err(invalid("the password"));
        }
        let token = request.security_token.map(|token| token.into_text());
        let login = PasswordLogin {
            username,
            password: Password::new(password),
            security_token: token.and_then(|text| security_token(&text)),
        };
        self.must_be_open()?;
        let kept = self.vault()?.set_pending_login(&id, login).await;
        kept.map_err(pending_error)?;
        self.details(ConnectionRequest { id: request.id }).await
    }

    pub(super) async fn use_practice_login(
        &self,
        request: PracticeLoginRequest,
    ) -> Result<DraftView, ApiError> {
        let missing = || ApiError::new(ErrorCode::Practice, "there is no such practice org");
        let practice = self.shared.around.practice.as_ref().ok_or_else(missing)?;
        let login = practice.login(&request.org).ok_or_else(missing)?;
        let DraftRecord { id, mut fields, .. } = self.draft_record(&request.draft).await?;
        if fields.name.trim().is_empty() {
            fields.name = login.name;
        }
        fields.org_type = Some(org_type(login.org_type));
        fields.login_address = login.login_url;
        fields.username = login.username;
        let vault = self.vault()?;
        vault.save_draft(&id, fields).await.map_err(store_error)?;
        let password = Some(Password::new(login.password));
        let sealed = vault.seal_draft_password(&id, password).await;
        sealed.map_err(store_error)?;
        let token = security_token(&login.security_token);
        let sealed = vault.seal_draft_security_token(&id, token).await;
        sealed.map_err(store_error)?;
        self.one_draft(&request.draft).await
    }

    pub(super) async fn prepare_login(&self, record: DraftRecord) -> Result<Prepared, ApiError> {
        let fields = &record.fields;
        let name = ConnectionName::parse(&fields.name).map_err(|_| invalid("the name"))?;
        let username = parse_username(&fields.username).map_err(|_| invalid("the user name"))?;
        let authority = usable_authority(&record, self.shared.rule);
        let authority = authority.ok_or_else(|| invalid("the address"))?;
        if !fields.retirement_accepted {
            return Err(invalid("its end was not accepted"));
        }
        self.must_be_open()?;
        let typed = self.vault()?.open_draft_login(&record.id).await;
        let typed = typed.map_err(|error| match error {
            DraftError::TypedForAnother => invalid("the password was typed for another user"),
            other => store_error(other),
        })?;
        let errand = Errand {
            target: Target::Draft(record.id.clone()),
            name,
            presets: Vec::new(),
            browser: fields.browser.clone(),
            opens_when_active: false,
            waiting_since: None,
            is_dev_hub: false,
        };
        let route = Route::Password(LoginDraft {
            authority,
            login: PasswordLogin {
                username,
                password: typed.password.ok_or_else(|| invalid("the password"))?,
                security_token: typed.security_token,
            },
            purpose: Purpose::Register { expected_org: None },
        });
        Ok(Prepared { errand, route })
    }

    pub(super) async fn prepare_login_again(
        &self,
        again: Again,
        record: ConnectionRecord,
        in_force: InForce,
    ) -> Result<Prepared, ApiError> {
        let InForce {
            login: authority,
            credentials,
            ..
        } = in_force;
        let (target, login) = if again.with == With::Pending {
            let opened = self
                .vault()?
                .open_pending_login(&again.connection, &authority);
            let (pending, login) = opened.await.map_err(pending_error)?;
            (Target::Pending(pending.id), login)
        } else if was_refused(&record) {
            return Err(invalid("Salesforce refused this password already"));
        } else if let Some(Credentials::Password(login)) = credentials {
            (Target::Connection(again.connection), login)
        } else {
            return Err(invalid("the password, which cannot be read any more"));
        };
        let errand = Errand::again(&record, target);
        let route = Route::Password(LoginDraft {
            authority,
            login,
            purpose: Purpose::Reauthenticate(existing(record)),
        });
        Ok(Prepared { errand, route })
    }
}

fn security_token(text: &str) -> Option<SecurityToken> {
    let text = text.trim();
    (!text.is_empty()).then(|| SecurityToken::new(text.to_owned()))
}
