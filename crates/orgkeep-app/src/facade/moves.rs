//! The queue of moves, as the page commands and sees it. What it does by itself is in `move_run.rs`.

use orgkeep_api::attempt::AttemptRequest;
use orgkeep_api::command::{Done, NoRequest};
use orgkeep_api::connection::ConnectionRequest;
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::moves::{
    MoveStateView, MoveView, MovesStateView, MovesView, PauseView, QueueMovesRequest,
};
use orgkeep_domain::id::ConnectionId;
use orgkeep_vault::move_queue::{QueueError, QueuedMoveRecord, QueuedMoveState};
use orgkeep_vault::pending_record::PendingRecord;
use tokio::sync::{Mutex, watch};
use tokio::task::JoinHandle;

use super::contract::Reply;
use super::preparation::invalid;
use super::{Orgkeep, connection_id, not_found, store_error};
use crate::app_wait::waiting_for_apps;
use crate::attempt::rfc3339;
use crate::view::authentication_view;

/// The queue of moves of this program.
pub(super) struct Moves {
    view: watch::Sender<MovesView>,
    /// Held while the queue in the store and what is done about it are read or changed together.
    pub(super) run: Mutex<Run>,
}

/// Whether sign-ins follow each other.
pub(super) struct Run {
    pub(super) task: Option<JoinHandle<()>>,
    /// Why nothing follows the sign-in that runs, or nothing runs at all.
    pub(super) pause: Option<PauseView>,
    pub(super) current: Option<Current>,
}

/// The connection whose turn it is.
pub(super) struct Current {
    pub(super) connection: ConnectionId,
    /// Its sign-in, once that is begun.
    pub(super) attempt: Option<String>,
    /// Whether the person goes on without it.
    pub(super) skipped: bool,
}

impl Default for Moves {
    fn default() -> Self {
        let nothing = MovesView {
            state: MovesStateView::Over,
            moves: Vec::new(),
            ready: Vec::new(),
            waiting: Vec::new(),
        };
        Self {
            view: watch::Sender::new(nothing),
            run: Mutex::new(Run {
                task: None,
                pause: Some(PauseView::Started),
                current: None,
            }),
        }
    }
}

impl Orgkeep {
    pub(super) fn watch_moves(&self) -> watch::Receiver<MovesView> {
        self.shared.moves.view.subscribe()
    }

    pub(super) async fn queue_moves(&self, request: QueueMovesRequest) -> Reply<Done> {
        self.must_be_open()?;
        let ids = request.connections.iter().map(|id| connection_id(id));
        let ids = ids.collect::<Result<Vec<_>, _>>()?;
        {
            let mut run = self.shared.moves.run.lock().await;
            let queued = self.vault()?.queue_moves(ids).await;
            queued.map_err(|error| match error {
                QueueError::NotReady => ApiError::new(ErrorCode::NotFound, error),
                other => store_error(other),
            })?;
            self.run_moves(&mut run);
        }
        self.refresh_moves().await;
        Ok(Done {})
    }

    pub(super) async fn resume_moves(&self, _: NoRequest) -> Reply<Done> {
        self.must_be_open()?;
        self.run_moves(&mut *self.shared.moves.run.lock().await);
        self.refresh_moves().await;
        Ok(Done {})
    }

    pub(super) async fn pause_moves(&self, _: NoRequest) -> Reply<Done> {
        self.ask_for_pause().await;
        self.refresh_moves().await;
        Ok(Done {})
    }

    pub(super) async fn skip_move(&self, request: ConnectionRequest) -> Reply<Done> {
        let id = connection_id(&request.id)?;
        let is_current = self.shared.moves.run.lock().await.is_at(&id);
        if is_current {
            self.skip_current().await?;
            return Ok(Done {});
        }
        let vault = self.vault()?;
        let queued = vault.queued_moves().await.map_err(store_error)?;
        let found = queued.into_iter().find(|queued| queued.connection == id);
        if !found.ok_or_else(not_found)?.is_to_come() {
            return Err(invalid("it does not wait any more"));
        }
        let skipped = vault.mark_queued_move(&id, QueuedMoveState::Skipped);
        skipped.await.map_err(store_error)?;
        self.refresh_moves().await;
        Ok(Done {})
    }

    pub(super) async fn stop_moves(&self, _: NoRequest) -> Reply<Done> {
        self.ask_for_pause().await;
        // One that is being saved is past that, and is moved.
        let _past_it = self.skip_current().await;
        {
            let run = self.shared.moves.run.lock().await;
            let current = run.current.as_ref();
            let current = current.map(|current| current.connection.clone());
            let dropped = self.vault()?.drop_waiting_moves(current).await;
            dropped.map_err(store_error)?;
        }
        self.refresh_moves().await;
        Ok(Done {})
    }

    pub(super) async fn close_moves(&self, _: NoRequest) -> Reply<Done> {
        let vault = self.vault()?;
        let queued = vault.queued_moves().await.map_err(store_error)?;
        if queued.iter().any(QueuedMoveRecord::is_to_come) {
            return Err(invalid("the queue is not over"));
        }
        vault.forget_moves().await.map_err(store_error)?;
        self.refresh_moves().await;
        Ok(Done {})
    }

    /// Ends what this program does about the queue. The queue stays as it is.
    pub(super) async fn end_moves(&self) {
        let task = self.shared.moves.run.lock().await.task.take();
        if let Some(task) = task {
            task.abort();
            let _ended: Result<(), tokio::task::JoinError> = task.await;
        }
    }

    /// Reads the queue from the store and shows it.
    pub(super) async fn refresh_moves(&self) {
        let Ok(vault) = &self.shared.vault else {
            return;
        };
        let run = self.shared.moves.run.lock().await;
        let queued = match vault.queued_moves().await {
            Ok(queued) => queued,
            Err(error) => {
                tracing::warn!(%error, "the queue of moves could not be read");
                return;
            }
        };
        let pending = vault.all_pending().await.unwrap_or_default();
        let creations = vault.creations().await.unwrap_or_default();
        let now = self.shared.around.clock.now();
        let mut waiting: Vec<String> = waiting_for_apps(&pending, &creations, now)
            .into_iter()
            .map(|id| id.to_string())
            .collect();
        waiting.sort_unstable();
        let ready = pending.into_iter().filter(PendingRecord::moves);
        let view = MovesView {
            state: run.state(&queued),
            moves: queued
                .iter()
                .map(|queued| move_view(queued, &run))
                .collect(),
            ready: ready.map(|typed| typed.id.connection.to_string()).collect(),
            waiting,
        };
        self.shared.moves.view.send_if_modified(|shown| {
            let is_new = *shown != view;
            if is_new {
                *shown = view;
            }
            is_new
        });
    }

    /// No other sign-in follows. One that runs goes on; where nothing is begun, nothing begins.
    async fn ask_for_pause(&self) {
        let mut run = self.shared.moves.run.lock().await;
        if run.task.is_none() {
            return;
        }
        run.pause = Some(PauseView::Asked);
        if run.current.is_none()
            && let Some(waiting) = run.task.take()
        {
            waiting.abort();
        }
    }

    /// Goes on without the connection whose turn it is.
    async fn skip_current(&self) -> Result<(), ApiError> {
        let attempt = {
            let mut run = self.shared.moves.run.lock().await;
            let current = run.current.as_mut().ok_or_else(not_found)?;
            current.skipped = true;
            current.attempt.clone()
        };
        let Some(id) = attempt else {
            return Ok(());
        };
        let cancelled = self.cancel_attempt(AttemptRequest { id }).await;
        if cancelled.is_err()
            && let Some(current) = &mut self.shared.moves.run.lock().await.current
        {
            current.skipped = false;
        }
        cancelled.map(|_| ())
    }
}

impl Run {
    fn is_at(&self, id: &ConnectionId) -> bool {
        let at = self.current.as_ref().map(|current| &current.connection);
        at == Some(id)
    }

    fn state(&self, queued: &[QueuedMoveRecord]) -> MovesStateView {
        if !queued.iter().any(QueuedMoveRecord::is_to_come) {
            return MovesStateView::Over;
        }
        match (&self.task, &self.pause) {
            (Some(_), None) => MovesStateView::Running,
            (Some(_), Some(_)) => MovesStateView::Pausing,
            (None, why) => MovesStateView::Paused {
                why: why.clone().unwrap_or(PauseView::Asked),
            },
        }
    }
}

fn move_view(queued: &QueuedMoveRecord, run: &Run) -> MoveView {
    let state = match &queued.state {
        QueuedMoveState::Waiting => MoveStateView::Waiting,
        QueuedMoveState::Begun if run.is_at(&queued.connection) => MoveStateView::SigningIn,
        QueuedMoveState::Begun => MoveStateView::CutOff,
        QueuedMoveState::Moved => MoveStateView::Moved,
        QueuedMoveState::Skipped => MoveStateView::Skipped,
        QueuedMoveState::Failed(why) => MoveStateView::Failed {
            // What a later version wrote there is not shown.
            reason: why
                .as_ref()
                .and_then(|text| serde_json::from_str(text).ok()),
        },
    };
    MoveView {
        connection: queued.connection.to_string(),
        came_from: authentication_view(queued.came_from),
        state,
        changed_at: rfc3339(queued.changed_at),
    }
}
