//! The activity, between the store and the page or a file.

pub mod export;
mod view;

pub(crate) use view::{chain_view, connection_view, entry_view, filter_of};
