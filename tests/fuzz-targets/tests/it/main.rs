//! The targets, with what fuzzing has kept.

#[cfg(test)]
mod replay;
