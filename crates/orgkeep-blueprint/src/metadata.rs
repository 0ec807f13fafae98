//! The metadata of External Client Apps: types, files, and what stands in them.

pub(crate) mod files;
mod kind;
mod read;
mod values;
pub(crate) mod writer;

pub use kind::Kind;
pub use read::{ReadBlueprint, ReadError, read_blueprint};
