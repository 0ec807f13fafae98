//! A run of several stages, each with its time.

use std::time::{Duration, Instant};

use crate::relay::Summary;
use crate::setup::{self, Need};
use crate::traces::Traces;
use crate::{Outcome, step};

/// Runs stages of tests, the first of which are always the same, and shows what became of them. Fails if one failed, or
/// if they wrote to the person's own folders.
pub fn run_all(need: Need, rest: impl FnOnce(&mut Stages, &mut Summary) -> Outcome) -> Outcome {
    let mut stages = Stages::begin();
    let mut summary = Summary::default();
    let traces = Traces::note();
    let result = begin(&mut stages, need)
        .and_then(|()| rest(&mut stages, &mut summary))
        .and_then(|()| traces.compare());
    println!("\n{}\n\n{}", stages.table(), summary.closing());
    result
}

fn begin(stages: &mut Stages, need: Need) -> Outcome {
    stages.stage("set-up", || setup::prepare(need))?;
    stages.stage("formatting", || {
        step::run("cargo fmt", &mut step::cargo(&["fmt", "--all", "--check"]))
    })
}

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
