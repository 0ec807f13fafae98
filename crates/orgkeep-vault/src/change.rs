//! What a proven authorization changes in the store.

use jiff::Timestamp;
use orgkeep_domain::attempt::{Authorized, Doubt};
use orgkeep_domain::connection::ConnectionStatus;
use orgkeep_domain::id::ConnectionId;
use rusqlite::{OptionalExtension as _, Transaction, params};

use crate::commit::{CommitOutcome, Committed, NewConnection, SaveError};
use crate::connection_record::{ConnectionRecord, Upkeep};
use crate::envelope::SealError;
use crate::error::DamagedRow;
use crate::random;
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
    let replaced = match same_triple(transaction, authorized)? {
        Some(id) => inner.find(transaction, &id)?,
        None => None,
    };
    let now = inner.now();
    let (id, outcome) = match &replaced {
        Some(old) => {
            let earlier_name = old.name.clone();
            (old.id.clone(), CommitOutcome::Recognised { earlier_name })
        }
        None => (make_id()?, CommitOutcome::Created),
    };
    let record = ConnectionRecord {
        name: new.name.clone(),
        environment: new.environment,
        presets: new.presets.clone(),
        created_at: replaced.as_ref().map_or(now, |old| old.created_at),
        generation: replaced.as_ref().map_or(1, next_generation),
        ..proven(id, authorized, now, new)
    };
    Ok(Change {
        committed: Committed { record, outcome },
        replaced,
    })
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
    if let Some(other) = same_triple(transaction, authorized)?.filter(|other| other != id) {
        return Err(SaveError::Duplicate(other));
    }
    let kept = NewConnection {
        name: old.name.clone(),
        environment: old.environment,
        presets: old.presets.clone(),
        browser: old.browser.clone(),
        draft: None,
    };
    let record = ConnectionRecord {
        created_at: old.created_at,
        generation: next_generation(&old),
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

/// Another org or user is saved only where a person was asked about exactly that. A refreshed sandbox may
/// have another user too.
fn is_accepted(old: &ConnectionRecord, authorized: &Authorized) -> Result<(), SaveError> {
    let (identity, accepted) = (&authorized.identity, authorized.accepted);
    if accepted == Some(Doubt::RefreshedSandbox) {
        return Ok(());
    }
    if old.org_id != identity.org_id {
        return Err(SaveError::OtherOrg);
    }
    if old.user_id != identity.user.user_id && accepted != Some(Doubt::OtherUser) {
        return Err(SaveError::OtherUser);
    }
    Ok(())
}

/// The record that an authorization proves, as if it were new.
fn proven(
    id: ConnectionId,
    authorized: &Authorized,
    now: Timestamp,
    chosen: &NewConnection,
) -> ConnectionRecord {
    let (draft, tokens, identity) = (&authorized.draft, &authorized.tokens, &authorized.identity);
    ConnectionRecord {
        id,
        name: chosen.name.clone(),
        org_type: identity.org_type(),
        environment: chosen.environment,
        authentication: draft.client.kind.authentication(),
        login: draft.authority.clone(),
        instance: tokens.instance.clone(),
        consumer_key: draft.client.key.clone(),
        callback: draft.callback.clone(),
        org_id: identity.org_id.clone(),
        user_id: identity.user.user_id.clone(),
        username: identity.user.username.clone(),
        display_name: identity.user.display_name.clone(),
        org_name: identity.org_name.clone(),
        edition: identity.edition.clone(),
        instance_name: identity.instance_name.clone(),
        is_sandbox: identity.is_sandbox,
        requested_scopes: draft.scopes.clone(),
        granted_scopes: tokens.scopes.clone(),
        presets: chosen.presets.clone(),
        status: ConnectionStatus::Connected,
        status_at: now,
        authenticated_at: now,
        created_at: now,
        browser: chosen.browser.clone(),
        is_signed: tokens.is_signed,
        has_secret: draft.client.secret.is_some(),
        has_refresh_token: tokens.refresh.is_some(),
        is_apart: false,
        generation: 1,
        upkeep: Upkeep::default(),
    }
}

/// The record that has this org, user and app, if there is one.
fn same_triple(
    transaction: &Transaction<'_>,
    authorized: &Authorized,
) -> Result<Option<ConnectionId>, SaveError> {
    let found: Option<String> = transaction
        .query_row(
            "SELECT id FROM connection WHERE org_id = ?1 AND user_id = ?2 AND consumer_key = ?3",
            params![
                authorized.identity.org_id.as_str(),
                authorized.identity.user.user_id.as_str(),
                authorized.draft.client.key.as_str(),
            ],
            |row| row.get(0),
        )
        .optional()?;
    found
        .map(|id| {
            ConnectionId::parse(&id)
                .map_err(|_| SaveError::Damaged(DamagedRow { id, column: "id" }))
        })
        .transpose()
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
