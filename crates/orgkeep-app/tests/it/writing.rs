//! Looking at a folder, and writing into it.

use std::fs;
use std::path::Path;

use orgkeep_app::source::difference::LineChange;
use orgkeep_app::source::folder::Folder;
use orgkeep_app::source::survey::{Before, Survey, SurveyError, survey};
use orgkeep_app::source::token::Token;
use orgkeep_app::source::write::{WriteError, write};
use orgkeep_blueprint::plan::Pattern;
use tempfile::TempDir;

use crate::wishes::tree;

struct Place {
    _base: TempDir,
    folder: Folder,
}

fn place() -> Place {
    let base = tempfile::tempdir().unwrap();
    let folder = Folder::at(&base.path().join("new/eca")).unwrap();
    Place {
        _base: base,
        folder,
    }
}

fn look(place: &Place) -> Survey {
    survey(&place.folder, &tree(Pattern::Bootstrap)).unwrap()
}

fn write_it(place: &Place, token: &Token) -> Result<usize, WriteError> {
    write(&place.folder, &tree(Pattern::Bootstrap), token).map(|written| written.written)
}

fn at(place: &Place, path: &str) -> std::path::PathBuf {
    place.folder.path().join(path)
}

fn count(folder: &Path) -> usize {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter(|entry| entry.as_ref().unwrap().file_type().is_file())
        .count()
}

#[test]
fn a_tree_is_written_into_a_folder_that_was_not_there() {
    let place = place();
    let before = look(&place);
    assert!(!before.occupied);
    assert!(
        before
            .files
            .iter()
            .all(|file| file.before == Before::Nothing)
    );
    let tree = tree(Pattern::Bootstrap);
    let written = write(&place.folder, &tree, &before.token).unwrap();
    assert_eq!((written.written, written.replaced), (tree.files.len(), 0));
    assert_eq!(count(place.folder.path()), tree.files.len());
    assert!(
        written.commands[0].starts_with("sfp build"),
        "{:?}",
        written.commands
    );
    for (path, text) in &tree.files {
        assert_eq!(
            &fs::read_to_string(at(&place, path.as_str())).unwrap(),
            text
        );
    }
}

#[cfg(unix)]
#[test]
fn a_script_can_be_run() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = place();
    write_it(&place, &look(&place).token).unwrap();
    let mode = |path: &str| fs::metadata(at(&place, path)).unwrap().permissions().mode();
    assert_eq!(mode("scripts/bootstrap.sh") & 0o111, 0o111);
    assert_eq!(mode("README.md") & 0o111, 0);
}

#[test]
fn what_would_be_lost_is_shown_line_by_line() {
    let place = place();
    write_it(&place, &look(&place).token).unwrap();
    let ignore = at(&place, ".gitignore");
    let text = fs::read_to_string(&ignore).unwrap();
    fs::write(&ignore, text.replace(".sfdx/", "mine/")).unwrap();
    let survey = look(&place);
    assert!(survey.occupied);
    let replaced: Vec<_> = survey.replaced().collect();
    assert_eq!(replaced.len(), 1);
    let changed: Vec<(LineChange, String)> = replaced[0]
        .difference()
        .into_iter()
        .filter(|line| line.change != LineChange::Same)
        .map(|line| (line.change, line.text))
        .collect();
    assert_eq!(
        changed,
        [
            (LineChange::Removed, "mine/".to_owned()),
            (LineChange::Added, ".sfdx/".to_owned())
        ]
    );
    assert_eq!(write_it(&place, &survey.token).unwrap(), 1);
    assert_eq!(fs::read_to_string(&ignore).unwrap(), text);
}

#[test]
fn a_folder_that_has_changed_since_is_refused() {
    let place = place();
    let token = look(&place).token;
    fs::create_dir_all(place.folder.path()).unwrap();
    fs::write(at(&place, "README.md"), "mine").unwrap();
    assert!(matches!(write_it(&place, &token), Err(WriteError::Changed)));
    let other = Token::from_text("x");
    assert!(matches!(write_it(&place, &other), Err(WriteError::Changed)));
    assert_eq!(fs::read_to_string(at(&place, "README.md")).unwrap(), "mine");
    assert_eq!(count(place.folder.path()), 1);
    // What is not part of the tree is nobody's business.
    let token = look(&place).token;
    fs::write(at(&place, "notes.txt"), "mine").unwrap();
    assert!(write_it(&place, &token).is_ok());
}

#[cfg(unix)]
#[test]
fn nothing_goes_through_a_link() {
    let outside = tempfile::tempdir().unwrap();
    for (link, target) in [("scripts", ""), ("README.md", "theirs")] {
        let place = place();
        fs::write(outside.path().join("theirs"), "theirs").unwrap();
        fs::create_dir_all(place.folder.path()).unwrap();
        std::os::unix::fs::symlink(outside.path().join(target), at(&place, link)).unwrap();
        let refused = survey(&place.folder, &tree(Pattern::Bootstrap));
        let Err(SurveyError::Standing(error)) = refused else {
            panic!("{link} was followed")
        };
        assert!(error.to_string().contains("is a link"), "{error}");
        assert_eq!(count(outside.path()), 1);
    }
}

#[test]
fn what_stands_in_the_way_is_named() {
    for (file, says) in [
        ("app", "app/externalClientApps"),
        ("README.md/x", "README.md"),
    ] {
        let place = place();
        let path = at(&place, file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
        let refused = survey(&place.folder, &tree(Pattern::Bootstrap)).unwrap_err();
        assert!(refused.to_string().starts_with(says), "{refused}");
    }
    let place = place();
    fs::create_dir_all(place.folder.path()).unwrap();
    fs::write(at(&place, "README.md"), vec![b'x'; 2_000_000]).unwrap();
    let refused = survey(&place.folder, &tree(Pattern::Bootstrap)).unwrap_err();
    assert!(refused.to_string().contains("longer"), "{refused}");
}

#[test]
fn a_secret_in_an_old_file_is_not_shown() {
    let place = place();
    fs::create_dir_all(place.folder.path()).unwrap();
    let secret = "0F".repeat(32);
    fs::write(at(&place, "README.md"), format!("client_secret={secret}\n")).unwrap();
    let survey = look(&place);
    let file = survey.replaced().next().unwrap();
    let lines = file.difference();
    assert!(!lines.is_empty() && lines.iter().all(|line| !line.text.contains(&secret)));
}
