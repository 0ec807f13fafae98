//! What a proven authorization changes in the store.

use jiff::Timestamp;
use orgkeep_domain::attempt::{AppSignIn, Authorized, Doubt, Means, SignIn};
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::connection::{AuthenticationType, ConnectionStatus};
use orgkeep_domain::id::ConnectionId;
use orgkeep_domain::label::Labels;
use orgkeep_domain::organization::OrgIdentity;
use rusqlite::Transaction;

use crate::commit::{CommitOutcome, Committed, NewConnection, SaveError};
use crate::connection_record::{ConnectionRecord, RegisteredApp, Upkeep};
use crate::envelope::SealError;
use crate::error::DamagedRow;
use crate::org_end::moment;
use crate::posture;
use crate::random;
use crate::release;
use crate::triple::Triple;
use crate::vault::Inner;

/// What is to be written, and what was there.
pub(crate) struct Change {
    pub(crate) committed: Committed,
    pub(crate) replaced: Option<ConnectionRecord>,
}

/// Plans a registration: a new record, or the one that is recognised.
pub(crate) fn register(
    inner: &Inner,
    transaction: &Transaction<'_>,
    authorized: &Authorized,
    new: &NewConnection,
) -> Result<Change, SaveError> {
    if let Some(draft) = &new.draft {
        transaction.execute("DELETE FROM draft WHERE id = ?1", [draft.as_str()])?;
    }
    let replaced = match Triple::of(authorized).holder(transaction)? {
        Some(id) => inner.find(transaction, &id)?,
        None => None,
    };
    let now = inner.now();
    let known = replaced.as_ref();
    let (id, outcome) = recognised(known)?;
    let mut record = ConnectionRecord {
        environment: known.map_or(new.environment, |old| old.environment),
        presets: chosen(&new.presets, known.map(|old| &old.presets)),
        browser: chosen(&new.browser, known.map(|old| &old.browser)),
        created_at: known.map_or(now, |old| old.created_at),
        is_dev_hub_registration: new.is_dev_hub
            || known.is_some_and(|old| old.is_dev_hub_registration),
        generation: known.map_or(1, next_generation),
        release: release::kept(known, &authorized.identity.org_id),
        upkeep: upkeep_of(known, authorized, now),
        labels: labels_of(known),
        ..proven(id, authorized, now, new)
    };
    if record.is_dev_hub_registration {
        // A Dev Hub is one through a Connected App alone, whatever its key was called this time.
        record.authentication = AuthenticationType::ConnectedApp;
    }
    Ok(Change {
        committed: Committed { record, outcome },
        replaced,
    })
}

/// The id of the record, and how it gets into the store.
fn recognised(
    known: Option<&ConnectionRecord>,
) -> Result<(ConnectionId, CommitOutcome), SaveError> {
    Ok(match known {
        Some(old) => {
            let earlier_name = old.name.clone();
            (old.id.clone(), CommitOutcome::Recognised { earlier_name })
        }
        None => (make_id()?, CommitOutcome::Created),
    })
}

/// What was chosen now, or before, if nothing was chosen now.
fn chosen<T: Clone + Default + PartialEq>(now: &T, before: Option<&T>) -> T {
    let unchosen = *now == T::default();
    before.filter(|_| unchosen).unwrap_or(now).clone()
}

/// Plans a re-authentication of one record.
pub(crate) fn renew(
    inner: &Inner,
    transaction: &Transaction<'_>,
    authorized: &Authorized,
    id: &ConnectionId,
) -> Result<Change, SaveError> {
    let old = inner.find(transaction, id)?.ok_or(SaveError::NotFound)?;
    is_accepted(&old, authorized)?;
    let holder = Triple::of(authorized).holder(transaction)?;
    if let Some(other) = holder.filter(|other| other != id) {
        return Err(SaveError::Duplicate(other));
    }
    let kept = NewConnection {
        name: old.name.clone(),
        environment: old.environment,
        presets: old.presets.clone(),
        browser: old.browser.clone(),
        is_dev_hub: old.is_dev_hub_registration,
        draft: None,
    };
    let record = ConnectionRecord {
        created_at: old.created_at,
        generation: next_generation(&old),
        release: release::kept(Some(&old), &authorized.identity.org_id),
        upkeep: upkeep_of(Some(&old), authorized, inner.now()),
        labels: labels_of(Some(&old)),
        ..proven(id.clone(), authorized, inner.now(), &kept)
    };
    let committed = Committed {
        record,
        outcome: CommitOutcome::Renewed,
    };
    Ok(Change {
        committed,
        replaced: Some(old),
    })
}

/// Another org or user is saved only where a person was asked about exactly that.
fn is_accepted(old: &ConnectionRecord, authorized: &Authorized) -> Result<(), SaveError> {
    let (org, user) = (
        &authorized.identity.org_id,
        &authorized.identity.user.user_id,
    );
    let accepts = |doubt| {
        let accepted = authorized.accepted;
        accepted.is_some_and(|accepted| accepted.includes(doubt))
    };
    if old.org_id != *org && !accepts(Doubt::RefreshedSandbox) {
        return Err(SaveError::OtherOrg);
    }
    if old.user_id != *user && !accepts(Doubt::OtherUser) {
        return Err(SaveError::OtherUser);
    }
    Ok(())
}

/// The record that an authorization proves.
type Proven = ConnectionRecord;

/// Makes it, as if it were new.
fn proven(id: ConnectionId, by: &Authorized, at: Timestamp, new: &NewConnection) -> Proven {
    let (sign_in, tokens, identity) = (&by.sign_in, &by.tokens, &by.identity);
    let (app, username) = app_and_username(sign_in, identity);
    Proven {
        id,
        name: new.name.clone(),
        org_type: identity.org_type(),
        environment: new.environment,
        authentication: sign_in.means.authentication(),
        login: sign_in.authority.clone(),
        instance: tokens.instance.clone(),
        app: app.map(registered_app),
        org_id: identity.org_id.clone(),
        user_id: identity.user.user_id.clone(),
        username: username.to_owned(),
        display_name: identity.user.display_name.clone(),
        org_name: identity.org_name.clone(),
        edition: identity.edition.clone(),
        instance_name: identity.instance_name.clone(),
        namespace: identity.namespace.clone(),
        release: None,
        is_sandbox: identity.is_sandbox,
        requested_scopes: app.and_then(|app| app.scopes.clone()),
        granted_scopes: tokens.scopes.clone(),
        presets: new.presets.clone(),
        status: ConnectionStatus::Connected,
        status_at: at,
        authenticated_at: at,
        created_at: at,
        browser: new.browser.clone(),
        is_signed: tokens.is_signed,
        is_dev_hub_registration: new.is_dev_hub,
        has_secret: app.is_some_and(|app| app.client.secret.is_some()),
        has_refresh_token: tokens.refresh.is_some(),
        generation: 1,
        upkeep: Upkeep::default(),
        labels: Labels::default(),
    }
}

fn app_of(authorized: &Authorized) -> Option<&ConsumerKey> {
    match &authorized.sign_in.means {
        Means::App(app) => Some(&app.client.key),
        Means::Password(_) => None,
    }
}

fn registered_app(app: &AppSignIn) -> RegisteredApp {
    RegisteredApp {
        consumer_key: app.client.key.clone(),
        callback: app.callback.clone(),
    }
}

/// A password belongs to a name of its own, which is not always the one that a user goes by.
fn app_and_username<'a>(
    sign_in: &'a SignIn,
    identity: &'a OrgIdentity,
) -> (Option<&'a AppSignIn>, &'a str) {
    match &sign_in.means {
        Means::App(app) => (Some(app), &identity.user.username),
        Means::Password(login) => (None, &login.username),
    }
}

/// What is known of the app stays, if it is the same; the org has just said when it ends.
fn upkeep_of(old: Option<&ConnectionRecord>, authorized: &Authorized, now: Timestamp) -> Upkeep {
    let end_date = authorized.identity.end_date.as_deref();
    Upkeep {
        org_ends_at: end_date.and_then(moment),
        posture: posture::kept(old, app_of(authorized)),
        key_since: key_since(old, authorized, now),
        ..Upkeep::default()
    }
}

/// A key stays the same until a sign-in through another one has proven that.
fn key_since(
    old: Option<&ConnectionRecord>,
    authorized: &Authorized,
    now: Timestamp,
) -> Option<Timestamp> {
    let app = app_of(authorized)?;
    let same = old.filter(|old| old.consumer_key() == Some(app));
    same.and_then(|old| old.upkeep.key_since).or(Some(now))
}

/// A sign-in never changes what the person wrote on a connection.
fn labels_of(old: Option<&ConnectionRecord>) -> Labels {
    old.map_or_else(Labels::default, |old| old.labels.clone())
}

fn next_generation(old: &ConnectionRecord) -> u32 {
    old.generation.saturating_add(1)
}

fn make_id() -> Result<ConnectionId, SaveError> {
    let text = random::make_identifier().map_err(SealError::from)?;
    ConnectionId::parse(&text).map_err(|_| {
        SaveError::Damaged(DamagedRow {
            id: text,
            column: "id",
        })
    })
}
