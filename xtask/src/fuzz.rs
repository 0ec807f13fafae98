//! the parsers of foreign bytes under libFuzzer, in shards. Each goes on with what the ones before it found.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{Outcome, dependencies, step, workspace};

/// How long a target runs when nobody says otherwise, and how long it must have run in all to count, in seconds.
const SHARD: u64 = 180;
/// The bar: no input takes longer, or needs more memory (security.md, Q-01).
const LIMITS: [&str; 2] = ["-timeout=1", "-rss_limit_mb=256"];
/// Longer inputs only take longer: every parser has a limit of its own, which other tests reach.
const LONGEST: &str = "-max_len=16384";
/// What the sanitizer holds back to find uses after a free would count as memory of the parser.
const SANITIZER: &str = "quarantine_size_mb=8:malloc_context_size=5:detect_leaks=0";
/// Files that are kept of one target.
const MOST_KEPT: usize = 380;
/// Longer ones are not kept, in bytes.
const LONGEST_KEPT: u64 = 4096;

/// What a target ran in all shards so far.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Tally {
    seconds: u64,
    runs: u64,
}

/// `[SECONDS] [TARGET...]` runs a shard of each; `keep [TARGET...]` keeps what was found, for the tests.
pub fn fuzz(words: &[&str]) -> Outcome {
    let (keeps, words) = match words {
        ["keep", rest @ ..] => (true, rest),
        all => (false, all),
    };
    let (seconds, names) = match words.split_first() {
        Some((first, rest)) if !keeps => match first.parse() {
            Ok(seconds) => (seconds, rest),
            Err(_) => (SHARD, words),
        },
        _ => (SHARD, words),
    };
    let targets = chosen(names)?;
    let programs = build()?;
    for target in &targets {
        if keeps {
            keep(&programs, target)?;
        } else {
            shard(&programs, target, seconds)?;
        }
    }
    if keeps { Ok(()) } else { report() }
}

/// The targets named, or all; whoever ran least comes first.
fn chosen(names: &[&str]) -> Outcome<Vec<String>> {
    let mut all = targets()?;
    if let Some(other) = names
        .iter()
        .find(|name| !all.iter().any(|own| own == *name))
    {
        return Err(format!("there is no target {other}; there are {}", all.join(" ")).into());
    }
    all.retain(|own| names.is_empty() || names.contains(&own.as_str()));
    all.sort_by_key(|own| tally(own).seconds);
    Ok(all)
}

/// Every target, by its program.
fn targets() -> Outcome<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder().join("fuzz_targets"))? {
        let path = entry?.path();
        found.extend(path.file_stem().map(|name| name.display().to_string()));
    }
    found.sort();
    Ok(found)
}

/// Builds all programs with the nightly toolchain, and says where they lie.
fn build() -> Outcome<PathBuf> {
    let toolchain = nightly()?;
    let mut version = on(&toolchain, &["cargo", "fuzz", "--version"]);
    let has_tool = version.output().is_ok_and(|output| output.status.success());
    if !has_tool {
        return Err("cargo-fuzz is missing: cargo install cargo-fuzz --locked".into());
    }
    let (fuzz, out) = (folder(), state().join("build"));
    // It builds with whatever is newest where its list of versions does not fit.
    dependencies::check_lock("fuzz")?;
    let mut command = on(&toolchain, &["cargo", "fuzz", "build", "--fuzz-dir"]);
    command.arg(fuzz).arg("--target-dir").arg(&out);
    step::run("cargo fuzz build", &mut command)?;
    let described = on(&toolchain, &["rustc", "-vV"]).output()?.stdout;
    let described = String::from_utf8(described)?;
    let host = described
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .ok_or("rustc does not say what it builds for")?;
    Ok(out.join(host).join("release"))
}

/// libFuzzer's coverage is an unstable option of the compiler.
fn nightly() -> Outcome<String> {
    let missing =
        "a nightly toolchain is missing: rustup toolchain install nightly --profile minimal";
    let listed = Command::new("rustup").args(["toolchain", "list"]).output();
    let listed = listed.map_err(|_| missing)?.stdout;
    let listed = String::from_utf8(listed)?;
    let found = listed.lines().filter_map(|line| line.split(' ').next());
    let found = found.filter(|name| name.starts_with("nightly")).max();
    Ok(found.ok_or(missing)?.to_owned())
}

fn on(toolchain: &str, words: &[&str]) -> Command {
    let mut command = Command::new("rustup");
    command.args(["run", toolchain]).args(words);
    command.current_dir(workspace::root());
    // Set by the cargo that runs this program, and meant for its own toolchain.
    command.env_remove("CARGO").env_remove("RUSTUP_TOOLCHAIN");
    command
}

/// One target for so many seconds. What stops it is kept, and told at the end.
fn shard(programs: &Path, target: &str, seconds: u64) -> Outcome {
    let (found, failures) = (found(target), failures(target));
    fs::create_dir_all(&found)?;
    fs::create_dir_all(&failures)?;
    step::announce(&format!("{target} for {seconds} s"));
    let log = state().join(format!("{target}.log"));
    let mut command = Command::new(programs.join(target));
    command.arg(&found).arg(kept(target)).args(LIMITS);
    command.args([LONGEST, "-print_final_stats=1"]);
    command.arg(format!("-max_total_time={seconds}"));
    command.arg(format!("-artifact_prefix={}/", failures.display()));
    command.env("ASAN_OPTIONS", SANITIZER).stdin(Stdio::null());
    command
        .stdout(Stdio::null())
        .stderr(fs::File::create(&log)?);
    let began = std::time::Instant::now();
    // What stopped it lies in the folder of failures.
    let _how = command.status()?;
    let before = tally(target);
    let now = Tally {
        seconds: before.seconds + began.elapsed().as_secs(),
        runs: before.runs + runs(&String::from_utf8_lossy(&fs::read(&log)?)),
    };
    let line = format!("{} {}\n", now.seconds, now.runs);
    Ok(fs::write(tally_file(target), line)?)
}

/// How many inputs a run tried, by its last words.
fn runs(log: &str) -> u64 {
    let number = |line: &str| line.trim().parse().ok();
    let stated = "stat::number_of_executed_units:";
    let mut found = log.lines().filter_map(|line| line.strip_prefix(stated));
    found.next_back().and_then(number).unwrap_or_default()
}

/// Adds to the kept corpus what reaches code that nothing kept reaches.
fn keep(programs: &Path, target: &str) -> Outcome {
    let short = state().join(format!("{target}.short"));
    let _none_yet = fs::remove_dir_all(&short);
    fs::create_dir_all(&short)?;
    for path in files(&found(target)) {
        let name = path.file_name().unwrap_or_default();
        if path.metadata()?.len() <= LONGEST_KEPT {
            fs::copy(&path, short.join(name))?;
        }
    }
    let mut command = Command::new(programs.join(target));
    command.arg("-merge=1").arg(kept(target)).arg(&short);
    command.env("ASAN_OPTIONS", SANITIZER).stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    step::run(&format!("keep {target}"), &mut command)?;
    // Seeds have names; what was found is called by its hash.
    let mut added: Vec<PathBuf> = files(&kept(target));
    added.retain(|path| path.file_name().is_some_and(|name| name.len() == 40));
    added.sort_by_key(|path| path.metadata().map_or(0, |found| found.len()));
    let seeds = files(&kept(target)).len() - added.len();
    for path in added.iter().skip(MOST_KEPT.saturating_sub(seeds)) {
        fs::remove_file(path)?;
    }
    Ok(())
}

/// What every target ran so far, and how many broke no rule.
fn report() -> Outcome {
    let all = targets()?;
    let (mut survived, mut broken) = (0, Vec::new());
    println!();
    for target in &all {
        let Tally { seconds, runs } = tally(target);
        let corpus = files(&found(target)).len() + files(&kept(target)).len();
        println!("  {target:<16} {seconds:>6} s {runs:>12} runs {corpus:>6} inputs");
        let stopped = files(&failures(target));
        survived += usize::from(stopped.is_empty() && seconds >= SHARD);
        broken.extend(stopped.iter().map(|path| path.display().to_string()));
    }
    println!("Q-01 survived {survived} of {}", all.len());
    if broken.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "these inputs broke a rule or a limit:\n{}",
            broken.join("\n")
        )
        .into())
    }
}

fn tally(target: &str) -> Tally {
    let text = fs::read_to_string(tally_file(target)).unwrap_or_default();
    let mut numbers = text.split_whitespace().map_while(|word| word.parse().ok());
    Tally {
        seconds: numbers.next().unwrap_or_default(),
        runs: numbers.next().unwrap_or_default(),
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

fn folder() -> PathBuf {
    workspace::root().join("fuzz")
}

fn kept(target: &str) -> PathBuf {
    folder().join("corpus").join(target)
}

fn failures(target: &str) -> PathBuf {
    folder().join("artifacts").join(target)
}

fn state() -> PathBuf {
    workspace::target().join("fuzz")
}

fn found(target: &str) -> PathBuf {
    state().join("found").join(target)
}

fn tally_file(target: &str) -> PathBuf {
    state().join(format!("{target}.tally"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_on_runs_counts() {
        let log = "#1 NEW\nstat::number_of_executed_units: 1234\nstat::peak_rss_mb: 90\n";
        assert_eq!(runs(log), 1234);
        assert_eq!(runs("==1== ERROR: libFuzzer: timeout"), 0);
    }

    #[test]
    fn a_target_that_does_not_exist_is_named() {
        let error = chosen(&["nothing"]).unwrap_err().to_string();
        assert!(error.starts_with("there is no target nothing; there are backup callback"));
        assert_eq!(chosen(&["query"]).unwrap(), ["query"]);
    }
}
