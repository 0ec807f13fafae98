//! Lists that people keep: of connections, and of what depends on them. CSV or JSON.

pub mod connection;
pub mod dependent;
pub mod record;
