//! House rules as tests: a rule that runs is obeyed by newcomers and machines alike.

mod arrows;
mod capability;
mod exposure;
mod freshness;
mod hygiene;
mod page;
mod shape;
mod style_sheet;
mod tree;
mod words;
