//! What an External Client App must look like: blueprints, presets, merge, checklist.
//!
//! Pure. Presets, texts and the table of scopes are data files, compiled in and checked when they are read.

pub mod answers;
pub mod assemble;
pub mod blueprint;
pub mod callback;
pub mod checklist;
pub mod input;
mod markdown;
pub mod merge;
pub mod name;
pub mod policy;
pub mod preset;
pub mod scope_table;
pub mod setting;
mod token;

#[cfg(test)]
mod sample;
