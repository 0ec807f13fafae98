//! The crate from outside.

mod golden;
mod merging;
mod writing_down;
