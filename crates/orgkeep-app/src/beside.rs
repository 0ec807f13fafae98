//! What the store knows of a connection beside its row.

use jiff::Timestamp;
use orgkeep_api::migration::EarlierView;
use orgkeep_api::rotation::RotationView;
use orgkeep_domain::outcome::TestOutcome;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::pending_login::PendingLoginRecord;
use orgkeep_vault::pending_record::PendingRecord;
use orgkeep_vault::vault::Vault;

use crate::earlier::earlier_of;
use crate::pending::{pending_login_of, pending_of};
use crate::rotation::{rotation_of, rotation_view};

/// Everything that the details show and the row does not hold. What cannot be read is left out, so that the rest can
/// still be shown.
pub(crate) struct Beside {
    pub(crate) pending: Option<PendingRecord>,
    /// The sign-in that it had before it was moved.
    pub(crate) earlier: Option<EarlierView>,
    /// A new key and secret of its app.
    pub(crate) rotation: Option<RotationView>,
    pub(crate) pending_login: Option<PendingLoginRecord>,
    pub(crate) last_test: Option<TestOutcome>,
    /// Sign-ins of the same user through the same app that may still count at Salesforce.
    pub(crate) unconfirmed_sign_ins: u32,
}

impl Beside {
    /// Reads it.
    pub(crate) async fn of(vault: &Vault, record: &ConnectionRecord, now: Timestamp) -> Self {
        let tests = vault.tests(&record.id).await.unwrap_or_default();
        let unconfirmed = vault.unconfirmed_sign_ins(record).await;
        Self {
            pending: pending_of(vault, &record.id).await,
            earlier: earlier_of(vault, &record.id).await,
            rotation: rotation_of(vault, record)
                .await
                .and_then(|found| rotation_view(&found, record, now)),
            pending_login: pending_login_of(vault, &record.id).await,
            last_test: tests.into_iter().next(),
            unconfirmed_sign_ins: unconfirmed.unwrap_or_default(),
        }
    }
}
