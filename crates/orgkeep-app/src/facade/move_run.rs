//! What the queue of moves does by itself: one sign-in after the other, each by the one driver, each begun in the store
//! before anything is asked of Salesforce for it.

use orgkeep_api::attempt::AttemptView;
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::failure::FailureView;
use orgkeep_api::moves::PauseView;
use orgkeep_domain::id::ConnectionId;
use orgkeep_vault::error::StoreError;
use orgkeep_vault::move_queue::QueuedMoveState;

use super::Orgkeep;
use super::moves::{Current, Run};
use super::preparation::{Again, With};
use super::sign_in::Begun;

/// How the turn of a connection ended, other than by its move, which its transaction wrote down.
enum Ended {
    Moved,
    Failed(Option<FailureView>),
    /// It waits again, and so do the others.
    Paused(PauseView),
}

impl Orgkeep {
    /// Lets sign-ins follow each other, unless they do.
    pub(super) fn run_moves(&self, run: &mut Run) {
        run.pause = None;
        if run.task.is_none() {
            let this = self.clone();
            run.task = Some(tokio::spawn(async move { this.follow_queue().await }));
        }
    }

    async fn follow_queue(&self) {
        while let Some(id) = self.next_move().await {
            self.refresh_moves().await;
            let ended = self.turn_of(&id).await;
            self.end_turn(&id, ended).await;
            self.refresh_moves().await;
        }
        self.refresh_moves().await;
    }

    /// The next connection, begun in the store; or nothing, and then nobody follows the queue any more.
    async fn next_move(&self) -> Option<ConnectionId> {
        self.other_sign_in_over().await;
        let mut run = self.shared.moves.run.lock().await;
        let next = match (&run.pause, self.vault()) {
            (None, Ok(vault)) => vault.begin_next_move().await.unwrap_or_else(|error| {
                tracing::warn!(%error, "the queue of moves could not be read");
                run.pause = Some(PauseView::NotKept);
                None
            }),
            _ => None,
        };
        match &next {
            Some(id) => {
                run.current = Some(Current {
                    connection: id.clone(),
                    attempt: None,
                    skipped: false,
                });
            }
            None => run.task = None,
        }
        next
    }

    /// Only one sign-in can run: there is one port.
    async fn other_sign_in_over(&self) {
        let mut attempts = self.shared.attempt.subscribe();
        let is_over = |view: &AttemptView| !matches!(view, AttemptView::Running { .. });
        // The sender lives as long as the program.
        let _over = attempts.wait_for(is_over).await;
    }

    async fn turn_of(&self, id: &ConnectionId) -> Ended {
        loop {
            let again = Again {
                connection: id.clone(),
                with: With::Migration,
                all_scopes: false,
                waiting_since: None,
            };
            match self.begin_followed(self.prepare_again(again)).await {
                Ok(begun) => return self.followed(begun).await,
                // Somebody was faster.
                Err(busy) if busy.code == ErrorCode::SignInRunning => {
                    self.other_sign_in_over().await;
                }
                Err(error) => return not_begun(&error),
            }
        }
    }

    async fn followed(&self, begun: Begun) -> Ended {
        let skipped = {
            let mut run = self.shared.moves.run.lock().await;
            let current = run.current.as_mut();
            current.is_some_and(|current| {
                current.attempt = Some(begun.id.clone());
                current.skipped
            })
        };
        if skipped {
            let request = orgkeep_api::attempt::AttemptRequest { id: begun.id };
            let _past_it = self.cancel_attempt(request).await;
        }
        match begun.end.await {
            Ok(Ok(())) => Ended::Moved,
            Ok(Err(reason)) => ended_by(reason),
            // The program ends: what was begun is found at the next start.
            Err(_) => std::future::pending().await,
        }
    }

    async fn end_turn(&self, id: &ConnectionId, ended: Ended) {
        let mut run = self.shared.moves.run.lock().await;
        let skipped = run.current.take().is_some_and(|current| current.skipped);
        let kept = match ended {
            Ended::Moved => return,
            _ if skipped => self.mark_turn(id, QueuedMoveState::Skipped).await,
            Ended::Failed(reason) => {
                let reason = reason.and_then(|reason| serde_json::to_string(&reason).ok());
                self.mark_turn(id, QueuedMoveState::Failed(reason)).await
            }
            Ended::Paused(why) => {
                if self.is_there(id).await {
                    run.pause.get_or_insert(why);
                }
                self.mark_turn(id, QueuedMoveState::Waiting).await
            }
        };
        if let Err(error) = kept {
            tracing::warn!(%error, "what became of a move could not be written down");
            run.pause = Some(PauseView::NotKept);
        }
    }

    async fn mark_turn(&self, id: &ConnectionId, state: QueuedMoveState) -> Result<(), StoreError> {
        match &self.shared.vault {
            Ok(vault) => vault.mark_queued_move(id, state).await,
            Err(_) => Ok(()),
        }
    }

    /// What was removed while it was signed in is nobody's reason to pause.
    async fn is_there(&self, id: &ConnectionId) -> bool {
        let Ok(vault) = &self.shared.vault else {
            return false;
        };
        !matches!(vault.connection(id).await, Ok(None))
    }
}

/// What happens on this computer, and that nobody is there to sign in, would be the same for the next one. What this
/// org or user is refused is not.
fn ended_by(reason: FailureView) -> Ended {
    match reason {
        FailureView::Cancelled
        | FailureView::NothingCameBack
        | FailureView::PortOccupied { .. }
        | FailureView::PortReserved
        | FailureView::PortUnavailable
        | FailureView::AnotherSignIn { .. }
        | FailureView::BrowserFailed
        | FailureView::NotSaved
        | FailureView::VaultLocked => Ended::Paused(PauseView::Hindered { reason }),
        _ => Ended::Failed(Some(reason)),
    }
}

fn not_begun(error: &ApiError) -> Ended {
    match error.code {
        ErrorCode::VaultLocked => Ended::Paused(PauseView::Hindered {
            reason: FailureView::VaultLocked,
        }),
        ErrorCode::Store | ErrorCode::Internal => Ended::Paused(PauseView::NotKept),
        _ => Ended::Failed(None),
    }
}
