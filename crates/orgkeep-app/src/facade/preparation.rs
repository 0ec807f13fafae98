//! What is asked of Salesforce, and what for: made of a draft, or of a connection.

use jiff::Timestamp;
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_domain::attempt::{Draft, ExistingRecord, Purpose};
use orgkeep_domain::authority::Authority;
use orgkeep_domain::client::{ClientApp, ClientKind, ConsumerKey};
use orgkeep_domain::connection::ConnectionName;
use orgkeep_domain::id::ConnectionId;
use orgkeep_vault::connection_record::{AppCredentials, ConnectionRecord, Credentials};
use orgkeep_vault::draft_record::{DraftError, DraftRecord};
use orgkeep_vault::pending_record::PendingRecord;

use super::{Orgkeep, not_found, store_error};
use crate::address::usable_authority;
use crate::attempt::{Errand, Route, Target};
use crate::design::merged;
use crate::evidence::{KeyEvidence, KeyHistory};
use crate::pending::pending_error;

/// Everything that an attempt begins with.
pub(super) struct Prepared {
    pub(super) errand: Errand,
    pub(super) route: Route,
}

/// How a connection is to be authenticated again.
pub(super) struct Again {
    pub(super) connection: ConnectionId,
    pub(super) with_pending: bool,
    pub(super) all_scopes: bool,
    /// Since when an earlier run of the program waited for the key.
    pub(super) waiting_since: Option<Timestamp>,
}

pub(super) fn invalid(what: &str) -> ApiError {
    ApiError::new(ErrorCode::Invalid, what)
}

impl Orgkeep {
    pub(super) async fn prepare(
        &self,
        record: DraftRecord,
        all_scopes: bool,
        waiting_since: Option<Timestamp>,
    ) -> Result<Prepared, ApiError> {
        let Some(kind) = ClientKind::behind(record.fields.authentication) else {
            return self.prepare_login(record).await;
        };
        let name = ConnectionName::parse(&record.fields.name).map_err(|_| invalid("the name"))?;
        let key =
            ConsumerKey::parse(&record.fields.consumer_key).map_err(|_| invalid("the key"))?;
        let authority = usable_authority(&record, self.shared.rule);
        let authority = authority.ok_or_else(|| invalid("the address"))?;
        self.must_be_open()?;
        let secret = self.vault()?.open_draft_secret(&record.id).await;
        let secret = secret.map_err(|error| match error {
            DraftError::TypedForAnother => invalid("the secret was typed for another key"),
            other => store_error(other),
        })?;
        let evidence = self.key_evidence(KeyHistory::from(&record), &key).await;
        let errand = Errand {
            name,
            presets: record.fields.app.presets.clone(),
            browser: record.fields.browser.clone(),
            opens_when_active: record.fields.opens_when_active,
            waiting_since,
            is_dev_hub: record.fields.is_dev_hub,
            target: Target::Draft(record.id.clone()),
        };
        let client = ClientApp { kind, key, secret };
        let draft = self.request(&record, authority, client, all_scopes);
        let route = Route::Browser(draft, evidence);
        Ok(Prepared { errand, route })
    }

    /// What is asked of Salesforce for a draft.
    pub(super) fn request(
        &self,
        record: &DraftRecord,
        authority: Authority,
        client: ClientApp,
        all_scopes: bool,
    ) -> Draft {
        let products = orgkeep_blueprint::preset::presets().unwrap_or_default();
        let scopes = merged(&products, &record.fields.app).scopes;
        let username = record.fields.username.trim();
        Draft {
            authority,
            client,
            callback: self.shared.around.callback.clone(),
            scopes: (!all_scopes).then_some(scopes),
            login_hint: (!username.is_empty()).then(|| username.to_owned()),
            purpose: Purpose::Register { expected_org: None },
        }
    }

    /// The same record once more. Where it may send its secrets was authenticated with them.
    pub(super) async fn prepare_again(&self, again: Again) -> Result<Prepared, ApiError> {
        let vault = self.vault()?;
        let id = &again.connection;
        let record = vault.connection(id).await.map_err(store_error)?;
        let record = record.ok_or_else(not_found)?;
        self.must_be_open()?;
        let in_force = vault.secrets(id).await.map_err(store_error)?;
        let authority = in_force.login.clone();
        match in_force.credentials {
            Credentials::Password(login) => {
                self.prepare_login_again(again, record, authority, login)
                    .await
            }
            Credentials::App(app) => self.prepare_app_again(again, record, authority, app).await,
        }
    }

    async fn prepare_app_again(
        &self,
        again: Again,
        record: ConnectionRecord,
        authority: Authority,
        in_force: AppCredentials,
    ) -> Result<Prepared, ApiError> {
        let kind = ClientKind::behind(record.authentication);
        let kind = kind.ok_or_else(|| invalid("the authentication type"))?;
        let (pending, client) = self.app_for(&again, kind, &authority, in_force).await?;
        let history = history(&record, pending.as_ref());
        let evidence = self.key_evidence(history, &client.key).await;
        let target = pending.as_ref().map_or_else(
            || Target::Connection(again.connection.clone()),
            |typed| Target::Pending(typed.id.clone()),
        );
        let errand = Errand {
            opens_when_active: pending.is_none_or(|typed| typed.opens_when_active),
            waiting_since: again.waiting_since,
            ..Errand::again(&record, target)
        };
        let draft = Draft {
            authority,
            client,
            callback: self.shared.around.callback.clone(),
            scopes: record
                .requested_scopes
                .clone()
                .filter(|_| !again.all_scopes),
            login_hint: Some(record.username.clone()),
            purpose: Purpose::Reauthenticate(existing(record)),
        };
        let route = Route::Browser(draft, evidence);
        Ok(Prepared { errand, route })
    }

    /// The app in force, or the one that was typed.
    async fn app_for(
        &self,
        again: &Again,
        kind: ClientKind,
        authority: &Authority,
        in_force: AppCredentials,
    ) -> Result<(Option<PendingRecord>, ClientApp), ApiError> {
        if !again.with_pending {
            let (key, secret) = (in_force.consumer_key, in_force.consumer_secret);
            return Ok((None, ClientApp { kind, key, secret }));
        }
        let opened = self.vault()?.open_pending(&again.connection, authority);
        let (pending, secret) = opened.await.map_err(pending_error)?;
        let key = pending.consumer_key.clone();
        Ok((Some(pending), ClientApp { kind, key, secret }))
    }

    pub(super) async fn key_evidence(&self, history: KeyHistory, key: &ConsumerKey) -> KeyEvidence {
        let known = match self.vault() {
            Ok(vault) => vault.connections().await.unwrap_or_default().records,
            Err(_) => Vec::new(),
        };
        KeyEvidence::of(history, key, &known, self.shared.around.clock.now())
    }

    pub(super) fn must_be_open(&self) -> Result<(), ApiError> {
        if self.is_open() {
            Ok(())
        } else {
            Err(ApiError::new(ErrorCode::VaultLocked, "the vault is locked"))
        }
    }
}

fn history(record: &ConnectionRecord, pending: Option<&PendingRecord>) -> KeyHistory {
    pending.map_or_else(|| KeyHistory::from(record), KeyHistory::from)
}

pub(super) fn existing(record: ConnectionRecord) -> ExistingRecord {
    ExistingRecord {
        connection: record.id,
        org: record.org_id,
        user: record.user_id,
        sandbox: record.is_sandbox.then_some(record.instance),
    }
}
