//! The crate from outside.

mod bootstrapping;
mod generated;
mod golden;
mod merging;
mod samples;
mod there_and_back;
mod trees;
mod writing_down;
