//! The metadata of External Client Apps: types, files, and what stands in them.

mod component;
mod difference;
pub(crate) mod files;
mod kind;
mod read;
mod values;
pub(crate) mod writer;

pub use component::{
    Component, app_components, deployment_package, policy_components, removal_package,
};
pub use difference::{Difference, Risk, differences, risks};
pub use kind::Kind;
pub use read::{ReadBlueprint, ReadError, read_blueprint};
