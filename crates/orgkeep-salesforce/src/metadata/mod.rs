//! Changing what an org is made of: deployments, single components, consumer keys and secrets (salesforce.md, 2.2,
//! 5.2 and 5.3).
//!
//! A deployment is whole or nothing and is preferred; the SOAP interface reads, and writes where REST is not allowed.
//! Whoever asks decides what a refused component means: a call that was answered is a success here.

mod apps;
mod apps_wire;
mod component;
mod deploy;
mod element;
mod envelope;
#[cfg(feature = "fuzzing")]
pub(crate) mod fuzzing;
mod package;
mod problem;
mod tolerant;

pub use apps::{
    AppId, Consumer, ConsumerId, KeyPair, StagedId, StagedPair, StagedState, app_id, consumers,
    discard_staged, key_pair, rotate, stage, staged,
};
pub use component::{Component, Listed, Save, Saved, delete, list, read, save};
pub use deploy::{
    DeployId, DeployOptions, Deployed, Deployment, begin_deployment, cancel_deployment, deployment,
};
pub use package::{PackageError, pack};
pub use problem::Problem;
