//! Source trees on disk: planning, comparing, writing, checking, mending.
//!
//! What a tree holds and which rules it follows is `orgkeep-blueprint`'s. Here are the folders. The window and the
//! command line share this; it knows neither.

mod change;
pub mod check;
pub mod difference;
pub mod excerpt;
pub mod folder;
mod line;
pub mod mend;
pub mod plan;
mod replace;
pub mod stop;
pub mod survey;
pub mod token;
pub mod walk;
pub mod wish;
pub mod write;
