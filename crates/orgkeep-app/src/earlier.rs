//! Earlier sign-ins on their way to the page, and for how long they are kept.

use std::time::Duration;

use jiff::Timestamp;
use orgkeep_api::migration::{EarlierTokenView, EarlierView};
use orgkeep_domain::id::ConnectionId;
use orgkeep_vault::earlier_record::EarlierRecord;
use orgkeep_vault::error::StoreError;
use orgkeep_vault::vault::Vault;

use crate::attempt::rfc3339;
use crate::view::authentication_view;

/// For how many days an earlier sign-in is kept unless somebody chose otherwise.
const USUAL_DAYS: u32 = 14;
/// The shortest and the longest choice, in days.
pub(crate) const DAYS: std::ops::RangeInclusive<u32> = 1..=90;
/// The name of the choice in the store.
const SETTING: &str = "earlier_sign_in_days";

/// For how many days earlier sign-ins are kept.
///
/// # Errors
/// [`StoreError`] when the store cannot be read.
pub(crate) async fn days(vault: &Vault) -> Result<u32, StoreError> {
    let chosen = vault.setting(SETTING).await?;
    let chosen = chosen.and_then(|text| text.parse().ok());
    Ok(chosen
        .filter(|days| DAYS.contains(days))
        .unwrap_or(USUAL_DAYS))
}

/// Chooses for how many days.
///
/// # Errors
/// [`StoreError`] when that could not be written down.
pub(crate) async fn choose_days(vault: &Vault, days: u32) -> Result<(), StoreError> {
    vault.set_setting(SETTING, days.to_string()).await
}

/// Wipes those whose time is over.
///
/// # Errors
/// [`StoreError`] when the store cannot be read or written.
pub(crate) async fn wipe(vault: &Vault, now: Timestamp) -> Result<usize, StoreError> {
    match oldest_kept(vault, now).await? {
        Some(moment) => vault.wipe_earlier_than(moment).await,
        None => Ok(0),
    }
}

/// Whether the time of one is over, though it may not be wiped yet.
///
/// # Errors
/// [`StoreError`] when the store cannot be read.
pub(crate) async fn is_over(
    vault: &Vault,
    record: &EarlierRecord,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let oldest = oldest_kept(vault, now).await?;
    Ok(oldest.is_some_and(|moment| record.kept_at < moment))
}

/// What was kept before this moment is over. A clock that stands before the epoch is no reason to wipe anything.
async fn oldest_kept(vault: &Vault, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
    Ok(now.checked_sub(length(days(vault).await?)).ok())
}

/// What can be shown of a connection's earlier sign-in. If it cannot be read, the rest can still be shown.
pub(crate) async fn earlier_of(vault: &Vault, id: &ConnectionId) -> Option<EarlierView> {
    match vault.earlier(id).await {
        Ok(Some(record)) => Some(earlier_view(vault, &record).await),
        Ok(None) => None,
        Err(error) => {
            tracing::warn!(%error, "an earlier sign-in cannot be shown");
            None
        }
    }
}

async fn earlier_view(vault: &Vault, record: &EarlierRecord) -> EarlierView {
    let days = days(vault).await.unwrap_or(USUAL_DAYS);
    let wiped_at = record.kept_at.checked_add(length(days));
    EarlierView {
        authentication: authentication_view(record.authentication),
        username: record.username.clone(),
        consumer_key: record.app.as_ref().map(|app| app.consumer_key.shortened()),
        kept_since: rfc3339(record.kept_at),
        wiped_at: rfc3339(wiped_at.unwrap_or(record.kept_at)),
        token: token_of(vault, record).await,
    }
}

/// Only a confirmed token leaves the queue.
async fn token_of(vault: &Vault, record: &EarlierRecord) -> EarlierTokenView {
    let Some(id) = &record.revocation else {
        return EarlierTokenView::None;
    };
    match vault.pending_revocations().await {
        Ok(queue) if !queue.iter().any(|queued| queued.id == *id) => EarlierTokenView::Revoked,
        _ => EarlierTokenView::Unconfirmed,
    }
}

fn length(days: u32) -> Duration {
    Duration::from_secs(u64::from(days) * 24 * 60 * 60)
}
