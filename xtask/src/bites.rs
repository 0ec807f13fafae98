//! Do the tests bite? Takes safeguards out one by one and expects the tests named for each to fail.
//!
//! All of it happens in a copy of the workspace under the target folder: nobody's files are touched, however this ends.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::bite::{Bite, bites};
use crate::relay::Summary;
use crate::session::Lifeline;
use crate::{Outcome, step, workspace};

/// How long tests may take. Without their safeguard some never end, which is noticed as well.
const PATIENCE: Duration = Duration::from_secs(300);
/// What is not copied: no test that is named needs it.
const LEFT_OUT: [&str; 3] = ["ui/", "docs/screenshots/", "xtask/bites/"];
/// Those of the parts that are built quickly: what an answer must prove, and who may bring one.
const SHORT: [&str; 2] = ["domain-", "loopback-"];

/// What became of one safeguard.
enum Result {
    /// Tests failed without it.
    Noticed(String),
    /// They passed.
    Unnoticed,
    /// Nothing can be said: why.
    Unknown(String),
}

/// Why tests tell nothing, by their selection.
type Broken = BTreeMap<Vec<String>, String>;

/// What became of them all.
#[derive(Default)]
struct Tally {
    list: String,
    noticed: usize,
    unnoticed: usize,
    unknown: usize,
}

impl Tally {
    /// As a row is reported.
    fn row(&self, verb: &str) -> String {
        let all = self.noticed + self.unnoticed + self.unknown;
        format!("Q-05 {verb} {} of {all}", self.noticed)
    }

    fn judged(&self) -> Outcome {
        match (self.noticed, self.unnoticed, self.unknown) {
            (0, 0, 0) => Err("no safeguard is called so".into()),
            (_, 0, 0) => Ok(()),
            (_, 0, _) => {
                Err("not every safeguard could be taken out; logs are in target/bites".into())
            }
            _ => Err("a safeguard can be taken out unnoticed; logs are in target/bites".into()),
        }
    }
}

/// Takes out the safeguards whose names hold one of the words, or all.
pub fn run(words: &[&str]) -> Outcome {
    let tally = taken_out(words)?;
    println!("\n{}{}", tally.list, tally.row("survived"));
    tally.judged()
}

/// Takes out some, for every run of the tests. Where git does not know the files, as in a copy of the sources, none.
pub fn short(summary: &mut Summary) -> Outcome {
    if let Err(why) = files() {
        summary.report(format!("Q-05 not measured: {why}"));
        return Ok(());
    }
    let tally = taken_out(&SHORT)?;
    summary.report(tally.row("short"));
    tally.judged()
}

fn taken_out(words: &[&str]) -> Outcome<Tally> {
    let mut all = bites(&workspace::root().join("xtask/bites"))?;
    all.retain(|own| words.is_empty() || words.iter().any(|word| own.name.contains(word)));
    let place = workspace::target().join("bites");
    let tree = place.join("tree");
    copy(&tree)?;
    let broken = with_all_of_them(&all, &tree, &place)?;
    let mut tally = Tally::default();
    for bite in &all {
        step::announce(&format!("{}: {}", bite.name, bite.safeguard));
        let result = match broken.get(&bite.tests) {
            Some(why) => Result::Unknown(why.clone()),
            None => tried(bite, &tree, &place)?,
        };
        *match result {
            Result::Noticed(_) => &mut tally.noticed,
            Result::Unnoticed => &mut tally.unnoticed,
            Result::Unknown(_) => &mut tally.unknown,
        } += 1;
        let what = match result {
            Result::Noticed(how) => format!("noticed: {how}"),
            Result::Unnoticed => "NOT NOTICED".to_owned(),
            Result::Unknown(why) => format!("NOT TRIED: {why}"),
        };
        eprintln!("    {what}");
        writeln!(tally.list, "  {}: {what}", bite.safeguard)?;
    }
    Ok(tally)
}

/// The tests that do not pass as things are, and why: they would tell nothing. All run before anything is taken out, so
/// that little is built twice.
fn with_all_of_them(all: &[Bite], tree: &Path, place: &Path) -> Outcome<Broken> {
    let mut seen = BTreeSet::new();
    let mut broken = Broken::new();
    for bite in all.iter().filter(|own| seen.insert(own.tests.clone())) {
        step::announce(&format!("with every safeguard: {}", bite.tests.join(" ")));
        let log = place.join(format!("{}.with.log", bite.name));
        let why = match test(bite, tree, &log)? {
            None => "the tests do not end",
            Some(with) if !with.status.success() => "the tests do not pass with it",
            Some(with) if passed(&with) == 0 => "there is no such test",
            Some(_) => continue,
        };
        broken.insert(bite.tests.clone(), why.to_owned());
    }
    Ok(broken)
}

fn tried(bite: &Bite, tree: &Path, place: &Path) -> Outcome<Result> {
    let taken_out = bite.take_out(tree)?;
    let without = without(
        bite,
        tree,
        &place.join(format!("{}.without.log", bite.name)),
    );
    taken_out.put_back()?;
    without
}

/// Without the safeguard everything has to build, and the tests to fail.
fn without(bite: &Bite, tree: &Path, log: &Path) -> Outcome<Result> {
    let built = cargo(bite, tree, &["--no-run"]).output()?;
    if !built.status.success() {
        std::fs::write(log, &built.stderr)?;
        return Ok(Result::Unknown("it does not build without it".to_owned()));
    }
    Ok(match test(bite, tree, log)? {
        None => Result::Noticed("the tests do not end".to_owned()),
        Some(output) if output.status.success() => Result::Unnoticed,
        Some(output) => Result::Noticed(first_failure(&output)),
    })
}

/// The tests' output; `None` when they did not end.
fn test(bite: &Bite, tree: &Path, log: &Path) -> Outcome<Option<Output>> {
    let file = std::fs::File::create(log)?;
    let scratch = tree.with_extension("scratch");
    std::fs::create_dir_all(&scratch)?;
    // Whatever the tests leave behind ends with this, and all of it ends with this program.
    let lifeline = Lifeline::start(&scratch)?;
    let mut command = cargo(bite, tree, &[]);
    lifeline.adopt(&mut command);
    command.env("TMPDIR", &scratch);
    command.stdout(file.try_clone()?).stderr(file);
    let mut child = command.spawn()?;
    let began = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            let stdout = std::fs::read(log)?;
            let stderr = Vec::new();
            return Ok(Some(Output {
                status,
                stdout,
                stderr,
            }));
        }
        if began.elapsed() > PATIENCE {
            drop(lifeline);
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(200));
    }
}

fn cargo(bite: &Bite, tree: &Path, more: &[&str]) -> Command {
    let mut command = step::cargo(&["test", "--locked"]);
    command.args(more).args(&bite.tests);
    command
        .current_dir(tree)
        // Cargo would take what is built here for what is built in the workspace.
        .env("CARGO_TARGET_DIR", tree.with_extension("target"))
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null());
    command
}

fn passed(output: &Output) -> usize {
    let text = String::from_utf8_lossy(&output.stdout);
    let results = text
        .lines()
        .filter(|line| line.starts_with("test result: "));
    let counts = results.filter_map(|line| {
        let (before, _) = line.split_once(" passed;")?;
        before.rsplit(' ').next()?.parse::<usize>().ok()
    });
    counts.sum()
}

fn first_failure(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stdout);
    let failed = text.lines().find_map(|line| {
        let (test, end) = line.strip_prefix("test ")?.split_once(" ... ")?;
        end.contains("FAILED").then(|| test.to_owned())
    });
    failed.unwrap_or_else(|| "a test".to_owned())
}

/// Brings the copy to where the workspace is now. Files that are the same are left alone, so that little is built.
fn copy(tree: &Path) -> Outcome {
    std::fs::create_dir_all(tree)?;
    let files = files()?;
    let list = tree.with_extension("list");
    let before = std::fs::read_to_string(&list).unwrap_or_default();
    for gone in before.lines().map(PathBuf::from) {
        if !files.contains(&gone) {
            let _ = std::fs::remove_file(tree.join(gone));
        }
    }
    for file in &files {
        let (from, to) = (workspace::root().join(file), tree.join(file));
        let bytes = std::fs::read(from)?;
        if std::fs::read(&to).is_ok_and(|there| there == bytes) {
            continue;
        }
        if let Some(folder) = to.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(to, bytes)?;
    }
    let names: Vec<String> = files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    Ok(std::fs::write(list, names.join("\n"))?)
}

/// The files of the workspace that git knows or would take.
fn files() -> Outcome<Vec<PathBuf>> {
    let mut command = Command::new("git");
    // Whoever owns them: reading their names runs nothing of theirs.
    command.args(["-c", "safe.directory=*"]);
    command.args(["ls-files", "-z", "-co", "--exclude-standard"]);
    let output = command.current_dir(workspace::root()).output()?;
    if !output.status.success() {
        return Err("git does not list the files".into());
    }
    let names = String::from_utf8(output.stdout)?;
    let names = names.split('\0').filter(|name| !name.is_empty());
    let kept = names.filter(|name| !LEFT_OUT.iter().any(|start| name.starts_with(start)));
    let there = kept.filter(|name| workspace::root().join(name).is_file());
    Ok(there.map(PathBuf::from).collect())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn output(text: &str) -> Output {
        Output {
            status: std::process::ExitStatus::default(),
            stdout: text.into(),
            stderr: Vec::new(),
        }
    }

    #[test]
    fn tests_are_counted_over_all_programs_and_the_first_failure_is_named() {
        let text = "test a::one ... ok\ntest a::two ... FAILED\n\
            test result: FAILED. 1 passed; 1 failed\ntest result: ok. 2 passed; 0 failed";
        assert_eq!(passed(&output(text)), 3);
        assert_eq!(first_failure(&output(text)), "a::two");
    }
}
