//! Saving a proven authorization: one transaction, on the disk before it is acknowledged. Who hands it over keeps it, if
//! only to let go of tokens that were not saved.

use std::sync::Arc;

use orgkeep_domain::activity::{ActivityKind, Deed, Detail};
use orgkeep_domain::attempt::{Authorized, Means, Purpose};
use orgkeep_domain::authority::Authority;
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_domain::connection::{ConnectionName, Environment};
use orgkeep_domain::id::{ConnectionId, DraftId};
use rusqlite::Transaction;

use crate::activity::concerned;
use crate::change::{self, Change};
use crate::connection_record::ConnectionRecord;
use crate::connection_seal::{self, NewCredentials, NewSecrets};
use crate::envelope::SealError;
use crate::error::{DamagedRow, StoreError, from_shared_errors};
use crate::key::MasterKey;
use crate::lock_state::LockReason;
use crate::meta;
use crate::pending_login_row;
use crate::pending_record::PendingId;
use crate::pending_row;
use crate::removal;
use crate::spent_token;
use crate::vault::{Inner, Vault};

/// What the person chose for a new connection.
#[derive(Debug, Clone)]
pub struct NewConnection {
    /// What it is called.
    pub name: ConnectionName,
    /// Their own label.
    pub environment: Environment,
    /// The presets that its app serves.
    pub presets: Vec<String>,
    /// What its sign-ins open.
    pub browser: BrowserChoice,
    /// Whether it is registered as a Dev Hub.
    pub is_dev_hub: bool,
    /// The draft it came from, which is deleted in the same transaction.
    pub draft: Option<DraftId>,
}

/// What was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The connection as it now stands in the store.
    pub record: ConnectionRecord,
    /// How it got there.
    pub outcome: CommitOutcome,
}

/// How a connection got into the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommitOutcome {
    /// It is new.
    Created,
    /// Org, user and app (or org and user, with a password) were registered already: that record was updated and keeps its id.
    Recognised {
        /// What it was called.
        earlier_name: ConnectionName,
    },
    /// The record that was to be authenticated again.
    Renewed,
}

/// Why an authorization was not saved. The store is as it was.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The vault is locked.
    #[error("the vault is locked: {0}")]
    Locked(LockReason),
    /// The method is for the other purpose: see [`Vault::commit`] and [`Vault::commit_again`].
    #[error("the authorization has another purpose")]
    OtherPurpose,
    /// The vault does not take addresses of this kind: practice and real orgs never mix.
    #[error("the vault does not accept this address")]
    Authority,
    /// The record to authenticate again is gone.
    #[error("the connection is gone")]
    NotFound,
    /// The record belongs to another org, and nobody accepted this one.
    #[error("the connection belongs to another org")]
    OtherOrg,
    /// The record belongs to another user, and nobody accepted this one.
    #[error("the connection belongs to another user")]
    OtherUser,
    /// Another record already has this org, user and app.
    #[error("org, user and app are those of another connection")]
    Duplicate(ConnectionId),
    /// The row that would be updated makes no sense.
    #[error(transparent)]
    Damaged(#[from] DamagedRow),
    /// A secret could not be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

from_shared_errors!(SaveError);

impl Vault {
    /// Saves a registration: the row, its sealed secrets, and the end of its draft, in one transaction. If
    /// org, user and app are registered already, that record is updated; its old refresh token is put
    /// into the queue for revocation.
    ///
    /// # Errors
    /// [`SaveError`]; then nothing was changed.
    pub async fn commit(
        &self,
        authorized: impl Into<Arc<Authorized>>,
        new: NewConnection,
    ) -> Result<Committed, SaveError> {
        let authorized = authorized.into();
        self.blocking(move |inner| {
            if !matches!(authorized.sign_in.purpose, Purpose::Register { .. }) {
                return Err(SaveError::OtherPurpose);
            }
            inner.save(&authorized, ActivityKind::Register, |transaction| {
                change::register(inner, transaction, &authorized, &new)
            })
        })
        .await
    }

    /// Saves a re-authentication: the same record with new tokens. What the person chose about the record
    /// stays.
    ///
    /// # Errors
    /// [`SaveError`]; then nothing was changed.
    pub async fn commit_again(
        &self,
        authorized: impl Into<Arc<Authorized>>,
    ) -> Result<Committed, SaveError> {
        self.replace(authorized.into(), None).await
    }

    /// Saves a re-authentication that proved pending credentials: in the one transaction they are in force and
    /// pending no more.
    ///
    /// # Errors
    /// [`SaveError`]; then nothing was changed, and they are still pending.
    pub async fn commit_pending(
        &self,
        authorized: impl Into<Arc<Authorized>>,
        proven: PendingId,
    ) -> Result<Committed, SaveError> {
        self.replace(authorized.into(), Some(proven)).await
    }

    async fn replace(
        &self,
        authorized: Arc<Authorized>,
        proven: Option<PendingId>,
    ) -> Result<Committed, SaveError> {
        self.blocking(move |inner| {
            let Purpose::Reauthenticate(existing) = &authorized.sign_in.purpose else {
                return Err(SaveError::OtherPurpose);
            };
            let kind = match &proven {
                Some(_) => ActivityKind::Authorize,
                None => ActivityKind::Reauthenticate,
            };
            inner.save(&authorized, kind, |transaction| {
                if let Some(proven) = &proven {
                    pending_row::forget(transaction, proven)?;
                    pending_login_row::forget(transaction, proven)?;
                }
                change::renew(inner, transaction, &authorized, &existing.connection)
            })
        })
        .await
    }
}

impl Inner {
    pub(crate) fn save(
        &self,
        authorized: &Authorized,
        kind: ActivityKind,
        plan: impl FnOnce(&Transaction<'_>) -> Result<Change, SaveError>,
    ) -> Result<Committed, SaveError> {
        let master = self.master().map_err(SaveError::Locked)?;
        for authority in [&authorized.sign_in.authority, &authorized.tokens.instance] {
            Authority::parse(authority.origin(), self.rule).map_err(|_| SaveError::Authority)?;
        }
        self.database.write(|transaction| {
            if !meta::knows_key(transaction, &master.id)? {
                return Err(SaveError::Locked(LockReason::KeyWrong));
            }
            let change = plan(transaction)?;
            let committed = self.store(transaction, &master, authorized, change)?;
            self.tell(transaction, &deed(kind, &committed))?;
            Ok(committed)
        })
    }

    fn store(
        &self,
        transaction: &Transaction<'_>,
        master: &MasterKey,
        authorized: &Authorized,
        change: Change,
    ) -> Result<Committed, SaveError> {
        if let Some(replaced) = &change.replaced {
            removal::queue_replaced(self, transaction, master, replaced, authorized)?;
        }
        let secrets = NewSecrets {
            access: &authorized.tokens.access,
            credentials: match &authorized.sign_in.means {
                Means::App(app) => NewCredentials::App {
                    refresh: authorized.tokens.refresh.as_ref(),
                    consumer_secret: app.client.secret.as_ref(),
                },
                Means::Password(login) => NewCredentials::Password(login),
            },
        };
        let record = &change.committed.record;
        let sealed = connection_seal::seal(master, &self.store_id, record, &secrets)?;
        sealed.write(transaction, record)?;
        spent_token::clear(transaction, &record.id)?;
        Ok(change.committed)
    }
}

/// What was saved, as the activity tells it.
fn deed(kind: ActivityKind, committed: &Committed) -> Deed {
    let deed = match &committed.outcome {
        CommitOutcome::Created | CommitOutcome::Renewed => Deed::done(kind),
        CommitOutcome::Recognised { earlier_name } => Deed {
            detail: (*earlier_name != committed.record.name)
                .then(|| Detail::EarlierName(earlier_name.to_string())),
            ..Deed::done(ActivityKind::Recognise)
        },
    };
    deed.about(concerned(&committed.record))
}
