//! The queue of moves: connections whose sign-ins follow each other. It holds no secret; the app of each stands among its
//! pending credentials. What became of a move is written in the transaction that made it so, or before it began: a
//! program that was killed finds each connection either not begun, begun and as it was, or moved.

use jiff::Timestamp;
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_domain::id::ConnectionId;
use rusqlite::{OptionalExtension as _, Row, Transaction, params};

use crate::columns::Columns;
use crate::error::{DamagedRow, ReadError, StoreError, from_through_store};
use crate::vault::Vault;

/// A connection in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueuedMoveRecord {
    /// Which.
    pub connection: ConnectionId,
    /// Where it stands.
    pub state: QueuedMoveState,
    /// How it signed in when it was put there.
    pub came_from: AuthenticationType,
    /// Since when it stands there.
    pub changed_at: Timestamp,
}

/// Where a connection of the queue stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueuedMoveState {
    /// Its turn has not come.
    Waiting,
    /// Its sign-in was begun. Found at the next start, it means "cut off": nothing was saved.
    Begun,
    /// It is moved.
    Moved,
    /// Its sign-in failed: why, in the words of whoever wrote it.
    Failed(Option<String>),
    /// The person went on without it.
    Skipped,
}

/// Why connections were not put into the queue. It is as it was.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    /// A connection is gone, or no app was typed for it.
    #[error("no External Client App was typed for the connection")]
    NotReady,
    /// Its row makes no sense.
    #[error(transparent)]
    Damaged(#[from] DamagedRow),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

from_through_store!(QueueError);

const WAITING: &str = "waiting";
const BEGUN: &str = "begun";
const MOVED: &str = "moved";
const FAILED: &str = "failed";
const SKIPPED: &str = "skipped";

impl QueuedMoveRecord {
    /// Whether its turn is still to come, or was cut off.
    #[must_use]
    pub fn is_to_come(&self) -> bool {
        matches!(
            self.state,
            QueuedMoveState::Waiting | QueuedMoveState::Begun
        )
    }
}

impl QueuedMoveState {
    fn key(&self) -> &'static str {
        match self {
            Self::Waiting => WAITING,
            Self::Begun => BEGUN,
            Self::Moved => MOVED,
            Self::Failed(_) => FAILED,
            Self::Skipped => SKIPPED,
        }
    }
}

impl Vault {
    /// Puts connections at the end of the queue, all of them or none. Those that wait there keep their place.
    ///
    /// # Errors
    /// [`QueueError::NotReady`] when one has no pending credentials of another way to sign in.
    pub async fn queue_moves(&self, ids: Vec<ConnectionId>) -> Result<(), QueueError> {
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                let mut place: i64 = transaction.query_row(
                    "SELECT coalesce(max(place), 0) FROM queued_move",
                    [],
                    |row| row.get(0),
                )?;
                for id in &ids {
                    place += 1;
                    put(transaction, id, place, inner.now())?;
                }
                Ok(())
            })
        })
        .await
    }

    /// The queue, in its order. Rows that make no sense are left out. Needs no key.
    ///
    /// # Errors
    /// [`ReadError`] when the store cannot be read.
    pub async fn queued_moves(&self) -> Result<Vec<QueuedMoveRecord>, ReadError> {
        self.reading(|_, connection| {
            connection
                .prepare_cached("SELECT * FROM queued_move ORDER BY place, id")?
                .query_map([], |row| Ok(read(row)))?
                .filter_map(|row| row.map(Result::ok).transpose())
                .map(|row| Ok(row?))
                .collect()
        })
        .await
    }

    /// Takes the next connection whose turn it is, durably before anything is begun for it: the first that was cut off or
    /// waits.
    ///
    /// # Errors
    /// [`StoreError`] when that could not be written down.
    pub async fn begin_next_move(&self) -> Result<Option<ConnectionId>, QueueError> {
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                let next = transaction
                    .query_row(
                        "SELECT * FROM queued_move WHERE state IN ('begun', 'waiting')
                         ORDER BY place, id LIMIT 1",
                        [],
                        |row| Ok(Columns::of(row).id(ConnectionId::parse)),
                    )
                    .optional()?
                    .transpose()?;
                if let Some(id) = &next {
                    set(transaction, id, &QueuedMoveState::Begun, inner.now())?;
                    tracing::trace!(
                        step = "queuedMoveBegun",
                        "the next move of the queue begins"
                    );
                }
                Ok(next)
            })
        })
        .await
    }

    /// Writes down where a connection of the queue stands now. One that is moved, or gone, stays that.
    ///
    /// # Errors
    /// [`StoreError`] when that could not be written down.
    pub async fn mark_queued_move(
        &self,
        id: &ConnectionId,
        state: QueuedMoveState,
    ) -> Result<(), StoreError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner
                .database
                .write(|transaction| Ok(set(transaction, &id, &state, inner.now())?))
        })
        .await
    }

    /// Takes those off whose turn has not come, also one that was cut off, but not the one that is signed in now. What
    /// became of the others stays.
    ///
    /// # Errors
    /// [`StoreError`] when they could not be taken off.
    pub async fn drop_waiting_moves(&self, but: Option<ConnectionId>) -> Result<(), StoreError> {
        self.blocking(move |inner| {
            inner.database.write(|transaction| {
                transaction.execute(
                    "DELETE FROM queued_move WHERE state IN ('begun', 'waiting') AND id IS NOT ?1",
                    [but.as_ref().map(ConnectionId::as_str)],
                )?;
                Ok(())
            })
        })
        .await
    }

    /// Forgets the queue.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be forgotten.
    pub async fn forget_moves(&self) -> Result<(), StoreError> {
        self.blocking(|inner| {
            inner.database.write(|transaction| {
                transaction.execute("DELETE FROM queued_move", [])?;
                Ok(())
            })
        })
        .await
    }
}

/// A move that was saved is one of the queue's too, whoever began it.
pub(crate) fn mark_moved(
    transaction: &Transaction<'_>,
    id: &ConnectionId,
    now: Timestamp,
) -> rusqlite::Result<()> {
    set(transaction, id, &QueuedMoveState::Moved, now)
}

fn put(
    transaction: &Transaction<'_>,
    id: &ConnectionId,
    place: i64,
    now: Timestamp,
) -> Result<(), QueueError> {
    let put = transaction.execute(
        "INSERT INTO queued_move (id, place, state, came_from, changed_at)
         SELECT connection.id, ?2, 'waiting', connection.authentication, ?3 FROM connection
         JOIN pending ON pending.id = connection.id AND pending.authentication IS NOT NULL
         WHERE connection.id = ?1
         ON CONFLICT (id) DO UPDATE SET
             place = iif(state IN ('begun', 'waiting'), place, ?2),
             changed_at = iif(state IN ('begun', 'waiting'), changed_at, ?3),
             state = iif(state = 'begun', state, 'waiting'),
             came_from = excluded.came_from, failure = NULL",
        params![id.as_str(), place, now.as_millisecond()],
    )?;
    if put == 0 {
        return Err(QueueError::NotReady);
    }
    Ok(())
}

fn set(
    transaction: &Transaction<'_>,
    id: &ConnectionId,
    state: &QueuedMoveState,
    now: Timestamp,
) -> rusqlite::Result<()> {
    let failure = match state {
        QueuedMoveState::Failed(why) => why.as_deref(),
        _ => None,
    };
    transaction.execute(
        "UPDATE queued_move SET state = ?2, failure = ?3, changed_at = ?4
         WHERE id = ?1 AND state <> 'moved'",
        params![id.as_str(), state.key(), failure, now.as_millisecond()],
    )?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<QueuedMoveRecord, DamagedRow> {
    let columns = Columns::of(row);
    let failure: Option<String> = columns.get("failure")?;
    Ok(QueuedMoveRecord {
        connection: columns.id(ConnectionId::parse)?,
        state: columns.parsed("state", |key| match key {
            WAITING => Some(QueuedMoveState::Waiting),
            BEGUN => Some(QueuedMoveState::Begun),
            MOVED => Some(QueuedMoveState::Moved),
            FAILED => Some(QueuedMoveState::Failed(failure)),
            SKIPPED => Some(QueuedMoveState::Skipped),
            _ => None,
        })?,
        came_from: columns.parsed("came_from", AuthenticationType::from_key)?,
        changed_at: columns.moment("changed_at")?,
    })
}
