//! What an External Client App must look like: presets, merge, checklist.
//!
//! Pure. Presets and the table of scopes are data files, compiled in and checked when they are read.

pub mod checklist;
pub mod merge;
pub mod preset;
pub mod scope_table;
pub mod setting;
