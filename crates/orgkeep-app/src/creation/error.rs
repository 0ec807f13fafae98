//! Why no app was made, or not wholly.

use std::sync::Arc;

use orgkeep_blueprint::metadata::{Difference, Kind};
use orgkeep_salesforce::metadata::Problem;
use orgkeep_vault::creation_record::CreationRowError;
use orgkeep_vault::error::{ReadError, StoreError};
use orgkeep_vault::rotation_record::RotationError;

use crate::session::SessionError;

/// Why no app was made, or not wholly. The connection that was to make it is as it was.
#[derive(Debug, Clone, thiserror::Error)]
pub enum CreationError {
    /// The connection cannot be used, or Salesforce refuses the call.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The journal cannot be read or written.
    #[error(transparent)]
    Journal(Arc<CreationRowError>),
    /// The system gives no lock between programs.
    #[error("the lock of the creation cannot be used")]
    Lock,
    /// Another task or program works on apps of this org.
    #[error("an app of this org is being worked on already")]
    Busy,
    /// The connection's access tokens are JWTs, which the Metadata API does not take.
    #[error("the access token is not one that the Metadata API takes")]
    JwtToken,
    /// The org is in production, and that was not confirmed.
    #[error("the org is a production org and that was not confirmed")]
    NotConfirmed,
    /// A Connected App has the name.
    #[error("a Connected App has this name")]
    NameOfConnectedApp,
    /// There is an app of this name that is not what was asked for.
    #[error("there is another app of this name")]
    Differs(Vec<Difference>),
    /// What is there has elements that hold others, which Orgkeep does not write and so could lose.
    #[error("what is there holds lists that would be lost")]
    NotCarried(Vec<(Kind, String)>),
    /// Salesforce does not take the app. There is none.
    #[error("Salesforce refuses the app")]
    Refused(Vec<Problem>),
    /// It takes too long. It may still come: the journal says so.
    #[error("Salesforce takes too long")]
    TooSlow,
    /// What the org answers is not what was made.
    #[error("the org answers with something else than was made")]
    Unexpected,
    /// Nobody has said what the app should be.
    #[error("nobody has said what the app should be")]
    NothingKnown,
    /// The org has no External Client App with the connection's key.
    #[error("the org has no External Client App with this key")]
    NoApp,
    /// The connection signs in without a consumer secret.
    #[error("the connection has no consumer secret")]
    NoSecret,
    /// The org is of a release that cannot stage a pair.
    #[error("the org's release cannot replace a key and secret")]
    OrgTooOld,
    /// The app has a second pair already: staged by somebody, or rotated out in the last 30 days.
    #[error("the app has a second pair of key and secret already")]
    SpareThere,
    /// Credentials were typed for the connection.
    #[error("credentials are pending for the connection")]
    OthersPending,
    /// The journal of a new pair cannot be read or written.
    #[error(transparent)]
    Rotation(Arc<RotationError>),
    /// The app of this name is not the one that was made: nothing was removed.
    #[error("the app in the org is not the one that was made")]
    NotOurs,
}

impl From<RotationError> for CreationError {
    fn from(error: RotationError) -> Self {
        match error {
            RotationError::OthersPending => Self::OthersPending,
            RotationError::Unfinished => Self::Busy,
            other => Self::Rotation(Arc::new(other)),
        }
    }
}

impl From<CreationRowError> for CreationError {
    fn from(error: CreationRowError) -> Self {
        Self::Journal(Arc::new(error))
    }
}

impl From<ReadError> for CreationError {
    fn from(error: ReadError) -> Self {
        CreationRowError::from(error).into()
    }
}

impl From<StoreError> for CreationError {
    fn from(error: StoreError) -> Self {
        CreationRowError::from(error).into()
    }
}
