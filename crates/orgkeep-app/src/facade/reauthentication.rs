//! Authenticating a connection again, and the credentials that wait for that.

use jiff::Timestamp;
use orgkeep_api::command::Done;
use orgkeep_api::connection::{ConnectionRequest, ConnectionView};
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::pending::{PendingCredentialsRequest, ReauthenticateRequest};
use orgkeep_domain::client::ConsumerKey;
use orgkeep_vault::draft_record::DraftRecord;
use orgkeep_vault::pending_record::{PendingMark, PendingRecord};

use super::preparation::{Again, Prepared, With};
use super::{Orgkeep, connection_id, store_error};
use crate::attempt::Target;
use crate::pending::{new_secret, pending_error};

/// A wait for a key that an earlier run of the program began.
struct LeftWaiting {
    since: Timestamp,
    subject: Subject,
}

enum Subject {
    Draft(Box<DraftRecord>),
    Pending(Box<PendingRecord>),
}

impl Orgkeep {
    pub(super) async fn keep_pending(
        &self,
        request: PendingCredentialsRequest,
    ) -> Result<ConnectionView, ApiError> {
        let id = connection_id(&request.id)?;
        self.may_be_authenticated_again(&id).await?;
        let key = ConsumerKey::parse(&request.consumer_key);
        let key = key.map_err(|error| ApiError::new(ErrorCode::Invalid, error))?;
        let kept = self
            .vault()?
            .set_pending(&id, key, new_secret(request.secret));
        kept.await.map_err(pending_error)?;
        self.details(ConnectionRequest { id: request.id }).await
    }

    pub(super) async fn drop_pending(
        &self,
        request: ConnectionRequest,
    ) -> Result<ConnectionView, ApiError> {
        let id = connection_id(&request.id)?;
        let dropped = self.vault()?.discard_pending(&id).await;
        dropped.map_err(store_error)?;
        self.refresh_moves().await;
        // They may have been those of an app.
        self.refresh_left_apps().await;
        self.details(request).await
    }

    pub(super) async fn begin_again(
        &self,
        request: ReauthenticateRequest,
    ) -> Result<Done, ApiError> {
        let connection = connection_id(&request.id)?;
        self.may_be_authenticated_again(&connection).await?;
        self.begin(self.prepare_again(Again {
            connection,
            with: if request.with_pending {
                With::Pending
            } else {
                With::InForce
            },
            all_scopes: request.all_scopes,
            waiting_since: None,
        }))
        .await
    }

    /// Goes on waiting for a key, where an earlier run of the program left off: the last wait that was begun.
    pub(super) async fn resume_waiting(&self) {
        let mut sign_in = self.shared.sign_in.lock().await;
        if sign_in.is_some() {
            return;
        }
        let Some(LeftWaiting { since, subject }) = self.left_waiting().await else {
            return;
        };
        let target = subject.target();
        let resumed = match self.prepare_to_wait(subject, since).await {
            Ok(prepared) => self.start(prepared).map(|(started, _)| started),
            Err(error) => Err(error),
        };
        match resumed {
            Ok(started) => *sign_in = Some(started),
            Err(error) => {
                tracing::warn!(%error, "a wait for a key could not go on");
                if let Ok(vault) = self.vault() {
                    let _kept = target.mark_key_waiting(vault, None).await;
                }
            }
        }
    }

    /// Whether the browser opens by itself once the pending key is active.
    pub(super) async fn keep_opening(&self, id: &str, opens: bool) -> Result<Done, ApiError> {
        let (id, vault) = (connection_id(id)?, self.vault()?);
        if let Some(pending) = vault.pending(&id).await.map_err(pending_error)? {
            let mark = PendingMark::OpensWhenActive(opens);
            let marked = vault.mark_pending(&pending.id, mark).await;
            marked.map_err(store_error)?;
        }
        Ok(Done {})
    }

    async fn left_waiting(&self) -> Option<LeftWaiting> {
        let vault = self.vault().ok()?;
        let drafts = vault.drafts().await.unwrap_or_default();
        let drafts = drafts.into_iter().filter_map(|record| {
            let since = record.key_waiting_since?;
            let subject = Subject::Draft(Box::new(record));
            Some(LeftWaiting { since, subject })
        });
        let pending = vault.all_pending().await.unwrap_or_default();
        let pending = pending.into_iter().filter_map(|record| {
            let since = record.key_waiting_since?;
            let subject = Subject::Pending(Box::new(record));
            Some(LeftWaiting { since, subject })
        });
        drafts.chain(pending).max_by_key(|left| left.since)
    }

    async fn prepare_to_wait(
        &self,
        subject: Subject,
        since: Timestamp,
    ) -> Result<Prepared, ApiError> {
        match subject {
            Subject::Draft(record) => self.prepare(*record, false, Some(since)).await,
            Subject::Pending(record) => {
                let moves = record.moves();
                let again = Again {
                    connection: record.id.connection,
                    with: if moves {
                        With::Migration
                    } else {
                        With::Pending
                    },
                    all_scopes: false,
                    waiting_since: Some(since),
                };
                self.prepare_again(again).await
            }
        }
    }
}

impl Subject {
    fn target(&self) -> Target {
        match self {
            Self::Draft(record) => Target::Draft(record.id.clone()),
            Self::Pending(record) if record.moves() => Target::Migration(record.id.clone()),
            Self::Pending(record) => Target::Pending(record.id.clone()),
        }
    }
}
