//! Q-01 with what fuzzing has kept: every file, in every run of the tests.

use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use orgkeep_fuzz_targets::{TARGETS, Target};

/// A corpus is replayed in every run of the tests, so it stays small.
const MOST_FILES: usize = 400;
const MOST_BYTES: u64 = 1024 * 1024;

fn corpus(target: &Target) -> Vec<(PathBuf, Vec<u8>)> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = here.join("../../fuzz/corpus").join(target.name);
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let read = |path: PathBuf| (path.clone(), std::fs::read(path).unwrap());
    files.into_iter().map(read).collect()
}

#[test]
fn q_01_what_fuzzing_kept_is_parsed_again() {
    let (mut survived, mut failures, mut replayed) = (0, Vec::new(), 0);
    for target in &TARGETS {
        let files = corpus(target);
        let before = failures.len();
        let mut understood = 0;
        for (path, bytes) in &files {
            match catch_unwind(|| (target.parse)(bytes)) {
                Ok(is_understood) => understood += usize::from(is_understood),
                Err(_) => failures.push(path.display().to_string()),
            }
        }
        // A parser that refuses all of it, or nothing, would show nothing here.
        if understood == 0 || understood == files.len() {
            failures.push(format!("{}: {understood} understood", target.name));
        }
        let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
        println!("  {}: {} files, {bytes} bytes", target.name, files.len());
        if files.len() > MOST_FILES || bytes as u64 > MOST_BYTES {
            failures.push(format!("{}: too large to be kept", target.name));
        }
        replayed += files.len();
        survived += usize::from(failures.len() == before);
    }
    println!("  {replayed} inputs replayed");
    println!("Q-01 short {survived} of {}", TARGETS.len());
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// `fuzz/` is a workspace of its own, so nothing else would notice that a target is missing there.
#[test]
fn every_target_can_be_fuzzed() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
    let manifest = std::fs::read_to_string(fuzz.join("Cargo.toml")).unwrap();
    for target in &TARGETS {
        let name = target.name;
        let program =
            std::fs::read_to_string(fuzz.join(format!("fuzz_targets/{name}.rs"))).unwrap();
        assert!(
            program.contains(&format!("run(\"{name}\", bytes)")),
            "{name}"
        );
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name}");
    }
    assert_eq!(manifest.matches("[[bin]]").count(), TARGETS.len());
}
