//! A run of several stages, each with its time.

use std::time::{Duration, Instant};

use crate::{Outcome, step};

/// The stages so far.
pub struct Stages {
    began: Instant,
    done: Vec<(String, Duration)>,
}

impl Stages {
    /// Starts the clock.
    pub fn begin() -> Self {
        Self {
            began: Instant::now(),
            done: Vec::new(),
        }
    }

    /// Runs one stage and keeps its time, whether it succeeds or not.
    pub fn stage<T>(&mut self, name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        step::announce(&format!("stage {}: {name}", self.done.len() + 1));
        let began = Instant::now();
        let result = work();
        let name = match result {
            Ok(_) => name.to_owned(),
            Err(_) => format!("{name} (failed)"),
        };
        self.done.push((name, began.elapsed()));
        result
    }

    /// One line for each stage, and their sum.
    pub fn table(&self) -> String {
        let total = ("total".to_owned(), self.began.elapsed());
        let lines = self.done.iter().chain([&total]);
        let lines = lines.map(|(name, time)| format!("{name:<40} {:>7.1} s", time.as_secs_f32()));
        lines.collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_stage_is_in_the_table_and_says_so() {
        let mut stages = Stages::begin();
        stages.stage("first", || Ok(())).unwrap();
        assert!(
            stages
                .stage("second", || Outcome::<()>::Err("no".into()))
                .is_err()
        );
        let table = stages.table();
        assert!(table.contains("first  ") && table.contains("second (failed)"));
        assert!(table.lines().last().unwrap().starts_with("total"));
    }
}
