//! Waiting for what the page would show. Nothing here sleeps.

use anyhow::{Context as _, bail};
use orgkeep_api::attempt::{AttemptView, ConnectedView, FailedView, StageView};
use orgkeep_api::checkup::VerificationView;
use orgkeep_api::command::Commands as _;
use orgkeep_api::failure::FailureView;
use orgkeep_api::identity::{AnswerIdentityRequest, DoubtView};
use orgkeep_api::move_check::MoveChecksView;
use orgkeep_api::moves::MovesView;
use orgkeep_api::vault::VaultView;
use orgkeep_app::facade::Orgkeep;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::outside::PATIENCE;
use crate::world::World;

/// The failure that a cause of the catalogue shows as.
#[must_use]
pub fn told(cause: &str) -> FailureView {
    FailureView::Told {
        cause: cause.to_owned(),
    }
}

/// Whether the page offers another way, because nothing came back for half a minute.
#[must_use]
pub fn offers_another_way(stage: &StageView) -> bool {
    matches!(
        stage,
        StageView::AwaitingConsent {
            nothing_came_back: true,
            ..
        }
    )
}

impl World {
    /// Waits until the vault is open.
    ///
    /// # Errors
    /// When it stays locked.
    pub async fn unlocked(&self) -> anyhow::Result<()> {
        let open = |view: &VaultView| matches!(view, VaultView::Open { .. });
        wait_for(self.orgkeep.watch_vault(), open).await.map(drop)
    }

    /// Waits until the running attempt is in a stage.
    ///
    /// # Errors
    /// When it ends before, or does not get there.
    pub async fn wait_stage(&self, wanted: impl Fn(&StageView) -> bool) -> anyhow::Result<()> {
        let view = self.wait_attempt(|view| match view {
            AttemptView::Running { attempt } => wanted(&attempt.stage),
            AttemptView::Idle => false,
            AttemptView::Failed { .. } | AttemptView::Connected { .. } => true,
        });
        match view.await? {
            AttemptView::Running { .. } => Ok(()),
            ended => bail!("the attempt ended: {ended:?}"),
        }
    }

    /// Waits for any view of the attempt.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn wait_attempt(
        &self,
        wanted: impl FnMut(&AttemptView) -> bool,
    ) -> anyhow::Result<AttemptView> {
        wait_for(self.orgkeep.watch_attempt(), wanted).await
    }

    /// Waits for a view of the queue of moves.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn wait_moves(
        &self,
        wanted: impl FnMut(&MovesView) -> bool,
    ) -> anyhow::Result<MovesView> {
        wait_for(self.orgkeep.watch_moves(), wanted).await
    }

    /// Waits for a view of the dry run of many moves.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn wait_move_checks(
        &self,
        wanted: impl FnMut(&MoveChecksView) -> bool,
    ) -> anyhow::Result<MoveChecksView> {
        wait_for(self.orgkeep.watch_move_checks(), wanted).await
    }

    /// Waits for a view of Verify.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn wait_verification(
        &self,
        wanted: impl FnMut(&VerificationView) -> bool,
    ) -> anyhow::Result<VerificationView> {
        wait_for(self.orgkeep.watch_verification(), wanted).await
    }

    /// Waits for the attempt's end, which must be a connection. One that is registered already is updated.
    ///
    /// # Errors
    /// When it ends otherwise.
    pub async fn connected(&self) -> anyhow::Result<ConnectedView> {
        match updated_or_over(&self.orgkeep).await? {
            AttemptView::Connected { connected } => Ok(*connected),
            other => bail!("it did not connect: {other:?}"),
        }
    }

    /// Waits for the attempt's end, which must be a failure.
    ///
    /// # Errors
    /// When it ends otherwise.
    pub async fn failed(&self) -> anyhow::Result<FailedView> {
        match self.wait_attempt(is_over).await? {
            AttemptView::Failed { failed } => Ok(failed),
            other => bail!("it did not fail: {other:?}"),
        }
    }

    /// Waits for the attempt's end, which must be a failure for this reason.
    ///
    /// # Errors
    /// When it ends otherwise.
    pub async fn failed_because(&self, reason: FailureView) -> anyhow::Result<FailedView> {
        let failed = self.failed().await?;
        anyhow::ensure!(
            failed.reason == reason,
            "{:?} instead of {reason:?}",
            failed.reason
        );
        Ok(failed)
    }
}

/// Waits for the end of the attempt, and says yes where what is registered already is to be updated.
///
/// # Errors
/// When it does not end.
pub async fn updated_or_over(orgkeep: &Orgkeep) -> anyhow::Result<AttemptView> {
    let asked_or_over = |view: &AttemptView| is_over(view) || asks_to_update(view);
    let view = wait_for(orgkeep.watch_attempt(), asked_or_over).await?;
    if let AttemptView::Running { attempt } = view {
        let id = attempt.id;
        let yes = AnswerIdentityRequest { id, accept: true };
        // Another answer may be on its way already.
        let _answered = orgkeep.answer_identity(yes).await;
    }
    wait_for(orgkeep.watch_attempt(), is_over).await
}

fn asks_to_update(view: &AttemptView) -> bool {
    let AttemptView::Running { attempt } = view else {
        return false;
    };
    matches!(&attempt.stage, StageView::ConfirmingIdentity { question }
        if question.doubt == DoubtView::AlreadyRegistered)
}

fn is_over(view: &AttemptView) -> bool {
    matches!(
        view,
        AttemptView::Failed { .. } | AttemptView::Connected { .. }
    )
}

pub(crate) async fn wait_for<View: Clone>(
    mut stream: watch::Receiver<View>,
    wanted: impl FnMut(&View) -> bool,
) -> anyhow::Result<View> {
    let found = timeout(PATIENCE, stream.wait_for(wanted)).await;
    Ok(found.context("it did not get there")??.clone())
}
