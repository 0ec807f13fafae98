//! Connections and drafts that come from another tool, all in one transaction.

use jiff::Timestamp;
use orgkeep_domain::activity::{ActivityKind, Deed};
use orgkeep_domain::authority::Authority;
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_domain::client::{CallbackUrl, ConsumerKey};
use orgkeep_domain::connection::{
    AuthenticationType, ConnectionName, ConnectionStatus, Environment, OrgType,
};
use orgkeep_domain::id::{ConnectionId, DraftId, OrgId, UserId};
use orgkeep_domain::label::Labels;
use orgkeep_domain::scope::Scopes;
use orgkeep_secret::{AccessToken, ConsumerSecret, RefreshToken};
use rusqlite::Transaction;

use crate::activity::concerned;
use crate::commit::SaveError;
use crate::connection_record::{ConnectionRecord, RegisteredApp, Upkeep};
use crate::connection_seal::{self, NewCredentials, NewSecrets};
use crate::draft_record::DraftFields;
use crate::draft_row;
use crate::envelope::SealError;
use crate::error::DamagedRow;
use crate::key::MasterKey;
use crate::org_end::moment;
use crate::random;
use crate::triple::Triple;
use crate::vault::{Inner, Vault};

/// A connection as another tool had it, with its tokens.
#[derive(Debug)]
pub struct ImportedConnection {
    /// What it is called.
    pub name: ConnectionName,
    /// What kind of org it is.
    pub org_type: OrgType,
    /// How it signs in.
    pub authentication: AuthenticationType,
    /// Where tokens are renewed.
    pub login: Authority,
    /// Where the tokens are valid.
    pub instance: Authority,
    /// The app.
    pub consumer_key: ConsumerKey,
    /// The callback that is registered with it.
    pub callback: CallbackUrl,
    /// The org.
    pub org_id: OrgId,
    /// Who signed in.
    pub user_id: UserId,
    /// Their user name.
    pub username: String,
    /// The org's own name.
    pub org_name: String,
    /// "Enterprise Edition" and the like.
    pub edition: String,
    /// The instance, such as `CS214`.
    pub instance_name: String,
    /// The namespace of its packages, where the other tool knows one.
    pub namespace: Option<String>,
    /// The date of its end as the other tool has it: scratch orgs and trials have one.
    pub end_date: Option<String>,
    /// When they signed in; now, where the other tool does not say.
    pub authenticated_at: Option<Timestamp>,
    /// For API calls. Without one, the first use gets one with the refresh token.
    pub access: Option<AccessToken>,
    /// For new access tokens.
    pub refresh: Option<RefreshToken>,
    /// The app's secret.
    pub consumer_secret: Option<ConsumerSecret>,
}

/// What an import added.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// The new connections. One whose org, user and app are registered already is left out.
    pub connections: Vec<ConnectionId>,
    /// The new drafts.
    pub drafts: Vec<DraftId>,
}

impl Vault {
    /// Adds connections and drafts, all of them or none. Needs the key only for connections.
    ///
    /// # Errors
    /// [`SaveError`]; then nothing was added.
    pub async fn import(
        &self,
        connections: Vec<ImportedConnection>,
        drafts: Vec<DraftFields>,
    ) -> Result<Imported, SaveError> {
        self.blocking(move |inner| {
            inner.keep_up();
            inner.database.write(|transaction| {
                let mut imported = Imported::default();
                if !connections.is_empty() {
                    let master = inner.key_at_hand(transaction)?.map_err(SaveError::Locked)?;
                    for connection in &connections {
                        let added = add(inner, transaction, &master, connection)?;
                        imported.connections.extend(added);
                    }
                }
                for fields in &drafts {
                    let id = identifier(DraftId::parse)?;
                    draft_row::insert(transaction, &id, fields, inner.now())?;
                    imported.drafts.push(id);
                }
                Ok(imported)
            })
        })
        .await
    }
}

fn add(
    inner: &Inner,
    transaction: &Transaction<'_>,
    master: &MasterKey,
    from: &ImportedConnection,
) -> Result<Option<ConnectionId>, SaveError> {
    for authority in [&from.login, &from.instance] {
        Authority::parse(authority.origin(), inner.rule).map_err(|_| SaveError::Authority)?;
    }
    let triple = Triple {
        org: from.org_id.clone(),
        user: from.user_id.clone(),
        app: Some(from.consumer_key.clone()),
    };
    if triple.holder(transaction)?.is_some() {
        return Ok(None);
    }
    let record = record(from, identifier(ConnectionId::parse)?, inner.now());
    let none = AccessToken::new(String::new());
    let secrets = NewSecrets {
        access: from.access.as_ref().unwrap_or(&none),
        credentials: NewCredentials::App {
            refresh: from.refresh.as_ref(),
            consumer_secret: from.consumer_secret.as_ref(),
        },
    };
    let sealed = connection_seal::seal(master, &inner.store_id, &record, &secrets)?;
    sealed.write(transaction, &record)?;
    let deed = Deed::done(ActivityKind::Import).about(concerned(&record));
    inner.tell(transaction, &deed)?;
    Ok(Some(record.id))
}

fn app(from: &ImportedConnection) -> RegisteredApp {
    RegisteredApp {
        consumer_key: from.consumer_key.clone(),
        callback: from.callback.clone(),
    }
}

fn upkeep(from: &ImportedConnection) -> Upkeep {
    Upkeep {
        org_ends_at: from.end_date.as_deref().and_then(moment),
        ..Upkeep::default()
    }
}

/// Nobody has asked the org, so what only the org can say is empty.
fn record(from: &ImportedConnection, id: ConnectionId, now: Timestamp) -> ConnectionRecord {
    let signed_in = from.authenticated_at.filter(|at| *at <= now);
    ConnectionRecord {
        id,
        name: from.name.clone(),
        org_type: from.org_type,
        environment: Environment::guess(from.org_type, from.instance.host(), from.name.as_str()),
        authentication: from.authentication,
        login: from.login.clone(),
        instance: from.instance.clone(),
        app: Some(app(from)),
        org_id: from.org_id.clone(),
        user_id: from.user_id.clone(),
        username: from.username.clone(),
        display_name: String::new(),
        org_name: from.org_name.clone(),
        edition: from.edition.clone(),
        instance_name: from.instance_name.clone(),
        namespace: from.namespace.clone(),
        release: None,
        is_sandbox: from.org_type == OrgType::Sandbox,
        requested_scopes: None,
        granted_scopes: Scopes::default(),
        presets: Vec::new(),
        status: ConnectionStatus::Untested,
        status_at: now,
        authenticated_at: signed_in.unwrap_or(now),
        created_at: now,
        browser: BrowserChoice::default(),
        // Whoever received the answer is to know whether it was signed.
        is_signed: true,
        is_dev_hub_registration: false,
        has_secret: from.consumer_secret.is_some(),
        has_refresh_token: from.refresh.is_some(),
        generation: 1,
        upkeep: upkeep(from),
        labels: Labels::default(),
    }
}

fn identifier<T, E>(parse: impl FnOnce(&str) -> Result<T, E>) -> Result<T, SaveError> {
    let text = random::make_identifier().map_err(SealError::from)?;
    let parsed = parse(&text);
    parsed.map_err(|_| {
        SaveError::Damaged(DamagedRow {
            id: text,
            column: "id",
        })
    })
}
