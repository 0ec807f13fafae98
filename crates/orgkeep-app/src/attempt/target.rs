//! What an attempt is for: a draft that becomes a connection, or a connection that is there.

use jiff::Timestamp;
use orgkeep_api::attempt::{PurposeView, TargetView};
use orgkeep_domain::activity::ActivityKind;
use orgkeep_domain::id::{ConnectionId, DraftId};
use orgkeep_vault::earlier_record::EarlierId;
use orgkeep_vault::error::StoreError;
use orgkeep_vault::pending_record::{PendingId, PendingMark, PendingRecord};
use orgkeep_vault::vault::Vault;

/// Where the errand comes from, and where its result goes.
pub(crate) enum Target {
    /// A registration.
    Draft(DraftId),
    /// A connection, with the credentials in force.
    Connection(ConnectionId),
    /// A connection, with its pending credentials.
    Pending(PendingId),
    /// A connection, with the pending credentials of another way to sign in.
    Migration(PendingId),
    /// A connection, with the app that it had before it was moved.
    Return(EarlierId),
}

impl Target {
    /// A connection that is authenticated again, with what was typed for it, if something was.
    pub(crate) fn again(id: &ConnectionId, pending: Option<PendingRecord>) -> Self {
        match pending {
            None => Self::Connection(id.clone()),
            Some(typed) if typed.moves() => Self::Migration(typed.id),
            Some(typed) => Self::Pending(typed.id),
        }
    }

    /// As the page sees it.
    pub(crate) fn view(&self) -> TargetView {
        let (id, purpose) = match self {
            Self::Draft(id) => return TargetView::Draft { id: id.to_string() },
            Self::Connection(id) | Self::Pending(PendingId { connection: id, .. }) => {
                (id, PurposeView::Reauthenticate)
            }
            Self::Migration(PendingId { connection: id, .. }) => (id, PurposeView::Migrate),
            Self::Return(EarlierId { connection: id, .. }) => (id, PurposeView::GoBack),
        };
        TargetView::Connection {
            id: id.to_string(),
            purpose,
        }
    }

    /// The connection that is there already.
    pub(crate) fn connection(&self) -> Option<&ConnectionId> {
        match self {
            Self::Draft(_) => None,
            Self::Connection(id)
            | Self::Pending(PendingId { connection: id, .. })
            | Self::Migration(PendingId { connection: id, .. })
            | Self::Return(EarlierId { connection: id, .. }) => Some(id),
        }
    }

    /// What it is called when it has ended.
    pub(crate) fn activity(&self) -> ActivityKind {
        match self {
            Self::Draft(_) => ActivityKind::Register,
            Self::Connection(_) => ActivityKind::Reauthenticate,
            Self::Pending(_) => ActivityKind::Authorize,
            Self::Migration(_) => ActivityKind::Migrate,
            Self::Return(_) => ActivityKind::GoBack,
        }
    }

    /// Writes down since when the browser is open; or that it is not any more.
    pub(crate) async fn mark_authorizing(
        &self,
        vault: &Vault,
        since: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        match self {
            Self::Draft(id) => vault.mark_authorizing(id, since).await,
            Self::Connection(_) | Self::Return(_) => Ok(()),
            Self::Pending(id) | Self::Migration(id) => {
                let mark = PendingMark::Authorizing(since);
                vault.mark_pending(id, mark).await
            }
        }
    }

    /// Writes down since when the key is waited for; or that nobody waits any more.
    pub(crate) async fn mark_key_waiting(
        &self,
        vault: &Vault,
        since: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        match self {
            Self::Draft(id) => vault.mark_key_waiting(id, since).await,
            Self::Connection(_) | Self::Return(_) => Ok(()),
            Self::Pending(id) | Self::Migration(id) => {
                let mark = PendingMark::KeyWaiting(since);
                vault.mark_pending(id, mark).await
            }
        }
    }

    /// Writes down that Salesforce knows the key.
    pub(crate) async fn mark_key_known(
        &self,
        vault: &Vault,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        match self {
            Self::Draft(id) => vault.mark_key_known(id, at).await,
            Self::Connection(_) | Self::Return(_) => Ok(()),
            Self::Pending(id) | Self::Migration(id) => {
                vault.mark_pending(id, PendingMark::KeyKnown(at)).await
            }
        }
    }
}
