//! One of the person's own blueprints.

use jiff::Timestamp;
use orgkeep_domain::id::BlueprintId;

use crate::app_fields::AppFields;
use crate::error::{DamagedRow, ReadError, StoreError, from_through_store};

/// A blueprint as the store has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlueprintRecord {
    /// For its whole life.
    pub id: BlueprintId,
    /// What the person calls it. Two may have the same name.
    pub name: String,
    /// What was typed and chosen.
    pub app: AppFields,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Why a blueprint was not kept.
#[derive(Debug, thiserror::Error)]
pub enum BlueprintError {
    /// There is no such blueprint: it was removed.
    #[error("there is no such blueprint")]
    NotFound,
    /// The row makes no sense.
    #[error(transparent)]
    Damaged(#[from] DamagedRow),
    /// No random bytes for an id.
    #[error("the system gave no random bytes")]
    Random(#[from] getrandom::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

from_through_store!(BlueprintError);

impl From<ReadError> for BlueprintError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Damaged(damage) => Self::Damaged(damage),
            ReadError::Store(error) => Self::Store(error),
        }
    }
}
