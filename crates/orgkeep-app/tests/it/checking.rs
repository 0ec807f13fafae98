//! Checking folders, and mending what can be mended.

use std::fs;

use orgkeep_app::source::check::{CheckError, Checked, CheckedFinding, check};
use orgkeep_app::source::folder::Folder;
use orgkeep_app::source::mend::{MendError, mend};
use orgkeep_app::source::stop::Stop;
use orgkeep_app::source::survey::survey;
use orgkeep_app::source::token::Token;
use orgkeep_app::source::walk::{Unread, WhyUnread};
use orgkeep_app::source::write::write;
use orgkeep_blueprint::check::{Expectation, Rule};
use orgkeep_blueprint::plan::Pattern;
use tempfile::TempDir;

use crate::wishes::tree;

struct Project {
    base: TempDir,
    folder: Folder,
}

impl Project {
    fn new(pattern: Pattern) -> Self {
        let base = tempfile::tempdir().unwrap();
        let folder = Folder::at(base.path()).unwrap();
        let tree = tree(pattern);
        let token = survey(&folder, &tree).unwrap().token;
        write(&folder, &tree, &token).unwrap();
        Self { base, folder }
    }

    fn check(&self) -> Checked {
        check(&self.folder, Expectation::default(), &Stop::default()).unwrap()
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.base.path().join(path)).unwrap()
    }

    fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.base.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path}");
        self.put(path, text.replace(from, to));
    }
}

fn only(checked: &Checked) -> CheckedFinding {
    let findings: Vec<_> = checked
        .files
        .iter()
        .flat_map(|file| &file.findings)
        .collect();
    assert_eq!(findings.len(), 1, "{:?}", checked.report.findings);
    findings[0].clone()
}

const APP: &str = "app/externalClientApps/Orgkeep_Connection.eca-meta.xml";

#[test]
fn every_tree_that_is_written_is_clean() {
    for pattern in Pattern::ALL {
        let checked = Project::new(pattern).check();
        assert_eq!(checked.report.findings, []);
        assert_eq!((checked.files.len(), checked.unread.len()), (0, 0));
        assert_eq!(checked.report.patterns, [(String::new(), Some(pattern))]);
    }
}

#[test]
fn a_finding_comes_with_its_lines_and_what_mends_it() {
    let project = Project::new(Pattern::Packaged);
    let right = project.read(APP);
    project.edit(APP, "Packaged", "Local");
    let finding = only(&project.check());
    assert_eq!(finding.finding.rule, Rule::WrongDistributionState);
    let marked: Vec<&str> = finding
        .excerpt
        .iter()
        .filter(|line| line.marked)
        .map(|line| line.text.as_str())
        .collect();
    assert_eq!(marked, ["    <distributionState>Local</distributionState>"]);
    let change = finding.mend.unwrap();
    let after = mend(&project.folder, &Expectation::default(), &change.token).unwrap();
    assert_eq!(after.report.findings, []);
    assert_eq!(project.read(APP), right);
}

#[test]
fn a_file_that_has_changed_since_is_not_mended() {
    let project = Project::new(Pattern::Packaged);
    project.edit(APP, "Packaged", "Local");
    let token = only(&project.check()).mend.unwrap().token;
    project.edit(APP, "Orgkeep Connection", "Another name");
    let text = project.read(APP);
    for token in [token, Token::from_text("")] {
        let refused = mend(&project.folder, &Expectation::default(), &token);
        assert!(matches!(refused, Err(MendError::Changed)), "{refused:?}");
    }
    assert_eq!(project.read(APP), text);
}

#[test]
fn global_settings_are_mended_in_another_file() {
    let project = Project::new(Pattern::Plain);
    fs::remove_file(project.base.path().join(".gitignore")).unwrap();
    let change = only(&project.check()).mend.unwrap();
    assert_eq!(change.path.as_str(), ".gitignore");
    let after = mend(&project.folder, &Expectation::default(), &change.token).unwrap();
    assert_eq!(after.report.findings, []);
    assert_eq!(project.read(".gitignore"), "*.ecaGlblOauth-meta.xml\n");
}

#[test]
fn no_line_of_a_file_with_a_secret_is_shown() {
    let project = Project::new(Pattern::Plain);
    let secret = "0F".repeat(32);
    project.put(".env", format!("# ci\nCLIENT_SECRET={secret}\n"));
    project.edit(APP, "Local", "Packaged");
    project.edit(
        APP,
        "</External",
        &format!("<!-- client_secret={secret} --></External"),
    );
    let checked = project.check();
    assert!(checked.report.findings.len() > 2);
    for finding in checked.files.iter().flat_map(|file| &file.findings) {
        assert!(
            finding.excerpt.is_empty() && finding.mend.is_none(),
            "{finding:?}"
        );
        assert!(!format!("{finding:?}").contains(&secret));
    }
}

#[test]
fn what_cannot_be_read_is_told_and_what_is_skipped_is_not() {
    let project = Project::new(Pattern::Plain);
    let secret = format!("CLIENT_SECRET={}\n", "0F".repeat(32));
    project.put("node_modules/a/index.js", &secret);
    project.put(".git/config", &secret);
    project.put("logo.png", &secret);
    project.put("data/long.csv", vec![b'x'; 2_000_000]);
    // Other systems have no names that are no text.
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::ffi::OsStrExt as _;
        let name = std::ffi::OsStr::from_bytes(b"a\xff.txt");
        fs::write(project.base.path().join(name), "").unwrap();
        std::os::unix::fs::symlink("/", project.base.path().join("root")).unwrap();
    }
    let checked = project.check();
    assert_eq!(checked.report.findings, []);
    let unread = |path: &str, why| Unread {
        path: path.to_owned(),
        why,
    };
    let mut expected = vec![unread("data/long.csv", WhyUnread::TooLong)];
    if cfg!(target_os = "linux") {
        expected.insert(0, unread("a\u{fffd}.txt", WhyUnread::Name));
    }
    assert_eq!(checked.unread, expected);
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    let base = tempfile::tempdir().unwrap();
    let folder = Folder::at(&base.path().join("no")).unwrap();
    let checked = check(&folder, Expectation::default(), &Stop::default());
    assert!(matches!(checked, Err(CheckError::Missing)));
}

#[test]
fn a_check_that_was_stopped_has_no_result() {
    let project = Project::new(Pattern::Plain);
    let stop = Stop::default();
    stop.clone().stop();
    let checked = check(&project.folder, Expectation::default(), &stop);
    assert!(matches!(checked, Err(CheckError::Stopped)));
}

#[test]
fn a_pattern_that_is_named_counts_more_than_what_the_files_tell() {
    let project = Project::new(Pattern::Plain);
    let expectation = Expectation {
        pattern: Some(Pattern::Packaged),
        ..Expectation::default()
    };
    let checked = check(&project.folder, expectation, &Stop::default()).unwrap();
    assert!(!checked.report.findings.is_empty());
}
