//! `orgkeep blueprint check`.

use std::fs;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::program::{blueprint, write};

fn project(pattern: &str) -> TempDir {
    let base = tempfile::tempdir().unwrap();
    assert_eq!(write(base.path(), pattern, &[]).code, 0);
    base
}

fn break_it(base: &TempDir) {
    let app = base
        .path()
        .join("tree/app/externalClientApps/My_App.eca-meta.xml");
    let text = fs::read_to_string(&app).unwrap();
    fs::write(&app, text.replace("Packaged", "Local")).unwrap();
}

#[test]
fn every_tree_that_is_written_is_clean() {
    for pattern in ["packaged", "bootstrap", "dual", "plain"] {
        let base = project(pattern);
        let ended = blueprint(base.path(), &["check", "tree"]);
        assert_eq!((ended.code, ended.out.as_str()), (0, ""), "{}", ended.err);
        assert!(
            ended.err.starts_with("0 errors, 0 warnings; "),
            "{}",
            ended.err
        );
    }
}

#[test]
fn a_finding_says_where_what_why_and_what_to_do() {
    let base = project("packaged");
    break_it(&base);
    let ended = blueprint(base.path(), &["check", "tree"]);
    assert_eq!(ended.code, 1);
    let lines: Vec<&str> = ended.out.lines().collect();
    assert_eq!(
        lines[0],
        "app/externalClientApps/My_App.eca-meta.xml:4:5: error: Wrong distribution state. It is Local, and the \
         pattern packaged needs Packaged."
    );
    assert!(lines[1].starts_with("    why: ") && lines[2].starts_with("    fix: "));
    assert!(
        ended.err.starts_with("1 error, 0 warnings; "),
        "{}",
        ended.err
    );
}

#[test]
fn the_result_has_a_stable_form_as_json() {
    let base = project("packaged");
    break_it(&base);
    let ended = blueprint(base.path(), &["check", "tree", "--json"]);
    assert_eq!(ended.code, 1);
    let result = ended.json();
    let mut keys: Vec<&String> = result.as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(
        keys,
        [
            "components",
            "errors",
            "files",
            "findings",
            "folder",
            "kept",
            "milliseconds",
            "projects",
            "unread",
            "version",
            "warnings"
        ]
    );
    let finding = &result["findings"][0];
    assert_eq!(finding["rule"], "wrong_distribution_state");
    assert_eq!(finding["severity"], "error");
    assert_eq!(
        (&finding["line"], &finding["column"]),
        (&4.into(), &5.into())
    );
    assert_eq!(result["projects"][0]["pattern"], "packaged");
    assert_eq!(result["kept"].as_array().unwrap().len(), 16);
}

#[test]
fn the_pattern_may_be_named() {
    let base = project("plain");
    let ended = blueprint(base.path(), &["check", "tree", "--pattern", "packaged"]);
    assert_eq!(ended.code, 1);
    assert_eq!(
        blueprint(base.path(), &["check", "tree", "--pattern", "x"]).code,
        2
    );
}

#[test]
fn the_dev_hub_may_be_named() {
    let base = project("packaged");
    let checked = |org| blueprint(base.path(), &["check", "tree", "--dev-hub", org]);
    assert_eq!(checked("00D000000000001").code, 0);
    let other = checked("00D000000000009");
    assert_eq!(other.code, 1);
    assert!(
        other.out.contains("00D000000000001, not 00D000000000009"),
        "{}",
        other.out
    );
    assert_eq!(checked("none").code, 2);
}

#[test]
fn a_secret_is_named_by_its_place_only() {
    let base = project("plain");
    let secret = "0F".repeat(32);
    fs::write(
        base.path().join("tree/.env"),
        format!("CLIENT_SECRET={secret}"),
    )
    .unwrap();
    for more in [&["--json"][..], &[]] {
        let ended = blueprint(base.path(), &[&["check", "tree"], more].concat());
        assert_eq!(ended.code, 1);
        assert!(ended.out.contains(".env") && !ended.out.contains(&secret));
    }
}

#[test]
fn a_folder_that_is_not_there_ends_with_three() {
    let base = tempfile::tempdir().unwrap();
    let ended = blueprint(base.path(), &["check", "no"]);
    assert_eq!((ended.code, ended.out.as_str()), (3, ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_of_which_a_part_was_not_read_is_not_clean() {
    use std::os::unix::ffi::OsStrExt as _;
    let base = project("plain");
    let name = std::ffi::OsStr::from_bytes(b"a\xff.txt");
    fs::write(base.path().join("tree").join(name), "").unwrap();
    let ended = blueprint(base.path(), &["check", "tree"]);
    assert_eq!(ended.code, 3, "{}", ended.err);
    assert!(ended.err.starts_with("not looked into: "), "{}", ended.err);
}

#[test]
fn a_reader_who_has_seen_enough_changes_nothing() {
    let base = project("packaged");
    break_it(&base);
    let mut child = Command::new(env!("CARGO_BIN_EXE_orgkeep"))
        .args(["blueprint", "check", "tree"])
        .current_dir(base.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_ends_with_three() {
    let base = project("packaged");
    break_it(&base);
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_orgkeep"))
        .args(["blueprint", "check", "tree"])
        .current_dir(base.path())
        .stdout(full)
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(3));
}
