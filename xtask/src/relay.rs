//! Passes a test runner's output on, and holds its summary lines back for the end, where they are looked for.

use std::io::{BufRead as _, BufReader, PipeReader};
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use crate::{Outcome, row, step};

/// How long to listen on after a runner has ended. Something it left behind may hold its output open.
const AFTERWARDS: Duration = Duration::from_millis(500);

/// What was held back.
#[derive(Default)]
pub struct Summary {
    lines: Vec<String>,
    rows: Vec<String>,
    omissions: Vec<String>,
    binary: String,
    /// Inside the block in which passed tests repeat their output.
    repeating: bool,
}

impl Summary {
    /// Runs `command`, whose standard output and error become one stream.
    pub fn run(&mut self, name: &str, command: Command) -> Outcome {
        self.follow(Running::start(name, command)?)
    }

    /// Passes on what a command printed and prints, until its end.
    pub fn follow(&mut self, running: Running) -> Outcome {
        let Running {
            name,
            mut child,
            lines,
        } = running;
        step::announce(&name);
        loop {
            match lines.recv_timeout(AFTERWARDS) {
                Ok(line) => self.pass(&line),
                Err(RecvTimeoutError::Timeout) if child.try_wait()?.is_none() => {}
                Err(_) => break,
            }
        }
        let status = child.wait()?;
        self.repeating = false;
        if status.success() {
            Ok(())
        } else {
            Err(format!("{name} failed ({status})").into())
        }
    }

    /// The rows that tests reported, in the order of their names.
    pub fn rows(&self) -> Vec<String> {
        let mut rows = self.rows.clone();
        rows.sort();
        rows
    }

    /// What tests said instead of a figure, in the order of the rows' names.
    pub fn omissions(&self) -> Vec<String> {
        let mut omissions = self.omissions.clone();
        omissions.sort();
        omissions
    }

    /// Takes a row's report for the end.
    pub fn report(&mut self, row: String) {
        self.rows.push(row);
    }

    /// What was held back, for the end.
    pub fn closing(&self) -> String {
        let mut lines = self.rows();
        lines.extend(self.omissions());
        lines.extend(self.lines.iter().cloned());
        lines.join("\n")
    }

    fn pass(&mut self, line: &str) {
        if self.take(line) {
            println!("{line}");
        }
    }

    /// Whether `line` is to be shown now.
    fn take(&mut self, line: &str) -> bool {
        if let Some(report) = row::report(line) {
            self.rows.push(report);
            return false;
        }
        if let Some(omission) = row::omission(line) {
            self.omissions.push(omission);
            return false;
        }
        let text = line.trim_start();
        self.note_binary(text);
        if text.starts_with("test result:") {
            self.repeating = false;
            self.hold_result(text);
            return false;
        }
        if text.starts_with("Tests  ") || text.starts_with("Test Files  ") {
            self.lines.push(format!("page: {text}"));
            return false;
        }
        match line {
            "successes:" => self.repeating = true,
            "failures:" => self.repeating = false,
            _ => {}
        }
        !self.repeating
    }

    fn note_binary(&mut self, line: &str) {
        if let Some(package) = line.strip_prefix("package ") {
            self.binary = format!("{package} {}", self.binary);
        } else if let Some(binary) = binary(line) {
            self.binary = binary.to_owned();
            self.repeating = false;
        }
    }

    fn hold_result(&mut self, result: &str) {
        // Cargo asks every library for documentation tests and every program for unit tests; most have none.
        if !result.contains(" 0 passed; 0 failed; 0 ignored") {
            self.lines.push(format!("{}:", self.binary));
            self.lines.push(result.to_owned());
        }
    }
}

/// The name in one of cargo's `Running …(target/debug/deps/name-hash)` and `Doc-tests name` lines.
fn binary(line: &str) -> Option<&str> {
    if let Some(name) = line.strip_prefix("Doc-tests ") {
        return Some(name);
    }
    let path = line.strip_prefix("Running ")?.rsplit_once('(')?.1;
    let file = path.trim_end_matches(')').rsplit(['/', '\\']).next()?;
    Some(file.rsplit_once('-').map_or(file, |(name, _)| name))
}

/// A command whose output waits until somebody follows it.
pub struct Running {
    name: String,
    child: Child,
    lines: Receiver<String>,
}

impl Running {
    /// Starts `command`, whose standard output and error become one stream.
    pub fn start(name: &str, mut command: Command) -> Outcome<Self> {
        let (reader, writer) = std::io::pipe()?;
        command.stdout(writer.try_clone()?).stderr(writer);
        let child = command
            .spawn()
            .map_err(|error| format!("{name}: cannot start: {error}"))?;
        // The command holds the writing ends; the reader would never see the end while they are open here.
        drop(command);
        Ok(Self {
            name: name.to_owned(),
            child,
            lines: lines(reader),
        })
    }
}

fn lines(reader: PipeReader) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut reader = BufReader::new(reader);
        let mut line = Vec::new();
        while reader
            .read_until(b'\n', &mut line)
            .is_ok_and(|read| read > 0)
        {
            let text = String::from_utf8_lossy(&line);
            if sender
                .send(text.trim_end_matches(['\r', '\n']).to_owned())
                .is_err()
            {
                return;
            }
            line.clear();
        }
    });
    receiver
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(summary: &mut Summary, output: &str) -> Vec<String> {
        let lines = output.lines().filter(|line| summary.take(line));
        lines.map(str::to_owned).collect()
    }

    const OUTPUT: &str = "     Running tests/it/main.rs (target/debug/deps/it-1f00)\n\
        package orgkeep-vault\n\
        test one ... ok\n\
        successes:\n\
        ---- one stdout ----\n\
        O-02 short 2 of 2\n\
        L-04 not measured: no network of its own\n\
        successes:\n    one\n\
        test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured\n   \
        Doc-tests orgkeep_api\n\
        test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured";

    #[test]
    fn results_and_rows_are_held_back_and_repetitions_dropped() {
        let mut summary = Summary::default();
        let shown = shown(&mut summary, OUTPUT);
        assert_eq!(shown[2..], ["test one ... ok", "   Doc-tests orgkeep_api"]);
        assert_eq!(
            summary.closing(),
            "O-02 short 2 of 2\nL-04 not measured: no network of its own\norgkeep-vault it:\ntest result: ok. 1 passed; 0 failed; 0 ignored; 0 measured"
        );
    }

    #[test]
    fn a_failure_is_shown_even_after_the_block_of_successes() {
        let mut summary = Summary::default();
        let output = "successes:\nnoise\nfailures:\n---- two stdout ----\nassertion failed";
        assert_eq!(shown(&mut summary, output).len(), 3);
    }

    #[cfg(unix)]
    #[test]
    fn a_runner_that_leaves_someone_behind_still_ends() {
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 20 & echo test result: ok. 1 passed"]);
        let began = std::time::Instant::now();
        let mut summary = Summary::default();
        summary.run("leaving", command).unwrap();
        assert!(began.elapsed() < Duration::from_secs(10));
        assert!(summary.closing().ends_with("test result: ok. 1 passed"));
    }
}
