//! What is asked of Salesforce, and what for: made of a draft, or of a connection.

use jiff::Timestamp;
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_domain::attempt::{Draft, ExistingRecord, Purpose};
use orgkeep_domain::authority::Authority;
use orgkeep_domain::client::{CallbackUrl, ClientApp, ClientKind, ConsumerKey};
use orgkeep_domain::connection::{AuthenticationType, ConnectionName};
use orgkeep_domain::id::{ConnectionId, OrgId};
use orgkeep_domain::scope::Scopes;
use orgkeep_vault::connection_record::{AppCredentials, ConnectionRecord, Credentials};
use orgkeep_vault::draft_record::{DraftError, DraftRecord};
use orgkeep_vault::pending_record::PendingRecord;

use super::{Orgkeep, not_found, store_error};
use crate::address::usable_authority;
use crate::attempt::{Errand, Route, Target};
use crate::design::merged;
use crate::evidence::{KeyEvidence, KeyHistory};
use crate::pending::pending_error;
use crate::scope_view::wanted_scopes;

/// Everything that an attempt begins with.
pub(super) struct Prepared {
    pub(super) errand: Errand,
    pub(super) route: Route,
}

/// How a connection is to be authenticated again.
pub(super) struct Again {
    pub(super) connection: ConnectionId,
    pub(super) with: With,
    pub(super) all_scopes: bool,
    /// Since when an earlier run of the program waited for the key.
    pub(super) waiting_since: Option<Timestamp>,
}

/// Which credentials a sign-in is to prove.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum With {
    /// Those in force.
    InForce,
    /// Those that were typed in their place.
    Pending,
    /// Those that were typed to move the connection to an app.
    Migration,
}

/// What a record signs in with, and where.
pub(super) struct InForce {
    pub(super) login: Authority,
    pub(super) instance: Authority,
    /// None are those of a password that cannot be read any more.
    pub(super) credentials: Option<Credentials>,
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
        let made_in = self.org_of_app(&client.key).await?;
        let mut draft = self.request(&record, authority, client, all_scopes);
        draft.purpose = Purpose::Register {
            expected_org: made_in,
        };
        let route = Route::Browser(draft, evidence);
        Ok(Prepared { errand, route })
    }

    /// The org of the connection that made the app with this key, if Orgkeep made it (salesforce.md, 2.3).
    async fn org_of_app(&self, key: &ConsumerKey) -> Result<Option<OrgId>, ApiError> {
        let known = self.vault()?.creations().await.map_err(store_error)?;
        let of_key = known
            .into_iter()
            .find(|own| own.consumer_key.as_ref() == Some(key));
        Ok(of_key.map(|own| own.asked.org))
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
        let record = vault.connection(&again.connection).await;
        let record = record.map_err(store_error)?.ok_or_else(not_found)?;
        self.must_be_open()?;
        let in_force = self.in_force(&record).await?;
        if record.app.is_none() && again.with != With::Migration {
            self.prepare_login_again(again, record, in_force).await
        } else {
            self.prepare_app_again(again, record, in_force).await
        }
    }

    async fn prepare_app_again(
        &self,
        again: Again,
        record: ConnectionRecord,
        in_force: InForce,
    ) -> Result<Prepared, ApiError> {
        let addresses = (in_force.login.clone(), in_force.instance.clone());
        let (pending, client) = self.app_for(&again, &record, in_force).await?;
        let moves = pending.as_ref().is_some_and(PendingRecord::moves);
        let history = history(&record, pending.as_ref());
        let evidence = self.key_evidence(history, &client.key).await;
        // An app that Orgkeep made has what is wanted of it, and can have been made for some of the products only.
        let takes_all = again.all_scopes || moves && self.is_own_app(&client.key).await;
        let errand = Errand {
            opens_when_active: pending.as_ref().is_none_or(|typed| typed.opens_when_active),
            waiting_since: again.waiting_since,
            ..Errand::again(&record, Target::again(&again.connection, pending))
        };
        let draft = Draft {
            authority: address_for(addresses, moves),
            client,
            callback: self.callback_for(&record, again.with),
            scopes: scopes_of(&record, moves).filter(|_| !takes_all),
            login_hint: Some(record.username.clone()),
            purpose: Purpose::Reauthenticate(existing(record)),
        };
        let route = Route::Browser(draft, evidence);
        Ok(Prepared { errand, route })
    }

    /// An app in force has the callback that it was registered with; a new one has today's.
    fn callback_for(&self, record: &ConnectionRecord, with: With) -> CallbackUrl {
        match &record.app {
            Some(app) if with == With::InForce => app.callback.clone(),
            _ => self.shared.around.callback.clone(),
        }
    }

    /// What the record signs in with, and where. Where its secrets cannot be read, nothing proves that its plain fields
    /// are as they were written: then only a host of Salesforce's own is believed. Another one has to be confirmed by
    /// its name once more, as for a new registration, which will recognise the record.
    async fn in_force(&self, record: &ConnectionRecord) -> Result<InForce, ApiError> {
        if record.upkeep.is_apart && !record.login.is_trusted() {
            let why = "the login host has to be confirmed again";
            return Err(ApiError::new(ErrorCode::HostUnproven, why));
        }
        if record.upkeep.is_apart {
            let app = record.app.as_ref().map(|app| AppCredentials {
                consumer_key: app.consumer_key.clone(),
                refresh: None,
                consumer_secret: None,
            });
            return Ok(InForce {
                login: record.login.clone(),
                instance: record.instance.clone(),
                credentials: app.map(Credentials::App),
            });
        }
        let secrets = self.vault()?.secrets(&record.id).await;
        let secrets = secrets.map_err(store_error)?;
        Ok(InForce {
            login: secrets.login,
            instance: secrets.instance,
            credentials: Some(secrets.credentials),
        })
    }

    /// The app in force, or the one that was typed.
    async fn app_for(
        &self,
        again: &Again,
        record: &ConnectionRecord,
        in_force: InForce,
    ) -> Result<(Option<PendingRecord>, ClientApp), ApiError> {
        if again.with == With::InForce {
            let kind = kind_behind(record.authentication)?;
            let Some(Credentials::App(app)) = in_force.credentials else {
                return Err(invalid("the app"));
            };
            let (key, secret) = (app.consumer_key, app.consumer_secret);
            return Ok((None, ClientApp { kind, key, secret }));
        }
        let opened = self
            .vault()?
            .open_pending(&again.connection, &in_force.login);
        let (pending, secret) = opened.await.map_err(pending_error)?;
        // A move is asked for as such: what may be moved, and what production needs besides, is asked there.
        if pending.moves() != (again.with == With::Migration) {
            return Err(invalid(
                "what waits for this connection was typed for another purpose",
            ));
        }
        let kind = kind_behind(pending.authentication.unwrap_or(record.authentication))?;
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

/// Only apps are signed in with through the browser.
pub(super) fn kind_behind(authentication: AuthenticationType) -> Result<ClientKind, ApiError> {
    ClientKind::behind(authentication).ok_or_else(|| invalid("the authentication type"))
}

/// An External Client App works in its own org only, whose My Domain is known by now.
fn address_for((login, instance): (Authority, Authority), moves: bool) -> Authority {
    if moves && login.is_generic() && instance.is_my_domain() {
        instance
    } else {
        login
    }
}

/// What to ask for; none means all that the app has. Another app is asked for what the connection's products want of it.
fn scopes_of(record: &ConnectionRecord, moves: bool) -> Option<Scopes> {
    if !moves {
        return record.requested_scopes.clone();
    }
    Some(wanted_scopes(record))
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
