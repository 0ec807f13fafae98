//! What an External Client App must look like: blueprints, presets, merge, checklist, source trees, checker.
//!
//! Pure. Presets, texts and the table of scopes are data files, compiled in and checked when they are read.

pub mod answers;
pub mod assemble;
pub mod blueprint;
pub mod callback;
pub mod check;
pub mod checklist;
pub mod chooser;
pub mod comparison;
pub mod environment;
pub mod input;
pub mod link;
pub mod markdown;
pub mod merge;
pub mod metadata;
pub mod name;
pub mod plan;
pub mod policy;
pub mod position;
pub mod preset;
pub mod recipe;
pub mod scope_table;
pub mod setting;
pub mod source;
mod token;
pub mod tree;
mod xml;

#[cfg(test)]
mod sample;
