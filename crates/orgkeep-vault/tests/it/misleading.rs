//! S-18: the vault's path leads somewhere else, or to something that is no store.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use orgkeep_vault::folder::FolderError;
use orgkeep_vault::vault::OpenError;
use rustix::fs::{CWD, FileType, Mode};

use crate::child::{self, Talking};
use crate::row::{self, Row};
use crate::sample;
use crate::workday;

/// What is somewhere else, and nobody's business here.
const PRECIOUS: &[u8] = b"precious";
const STORE: &str = "orgkeep.db";

/// What stands in the way, and under which name.
const TRICKS: [(&str, &str); 9] = [
    ("symbolic link", STORE),
    ("dangling link", STORE),
    ("hard link", STORE),
    ("folder", STORE),
    ("pipe", STORE),
    ("symbolic link", "orgkeep.db-wal"),
    ("hard link", "orgkeep.db-shm"),
    ("pipe", "orgkeep.db-journal"),
    ("symbolic link", "open.lock"),
];

#[tokio::test]
async fn s_18_a_path_that_misleads_is_refused_and_its_end_left_alone() {
    let mut row = Row::new("S-18");
    for (trick, name) in TRICKS {
        row.note(format!("{trick} {name}"), refuses(trick, name));
    }
    row.note("missing folder", makes_a_missing_folder());
    let (begun, _) = workday::begun(1).await;
    let mount = "mount --bind \"$ORGKEEP_TEST_FOLDER\" \"$ORGKEEP_TEST_FOLDER\" \
         && mount -o remount,ro,bind \"$ORGKEEP_TEST_FOLDER\"";
    let mut talking = Talking::start_mounted(mount, "misled", begun.path(), 0);
    let said = talking.hear().unwrap_or_default();
    assert!(talking.finish().0);
    if said == child::NO_MOUNT {
        return row.leave_out(child::NO_MOUNT);
    }
    row.note(
        "read-only folder",
        row::ensure(said == "refused", || said.clone()),
    );
    row.finish(TRICKS.len() + 2);
}

fn refuses(trick: &str, name: &str) -> Result<(), String> {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (target, path) = (elsewhere.path().join("target"), folder.path().join(name));
    fs::write(&target, PRECIOUS).unwrap();
    match trick {
        "symbolic link" => symlink(&target, &path).unwrap(),
        "dangling link" => symlink(elsewhere.path().join("nothing"), &path).unwrap(),
        "hard link" => fs::hard_link(&target, &path).unwrap(),
        "folder" => fs::create_dir(&path).unwrap(),
        _ => rustix::fs::mknodat(CWD, &path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap(),
    }
    let opened = sample::open(folder.path());
    let right = match name {
        "open.lock" => matches!(opened, Err(OpenError::Folder(FolderError::Refused(_)))),
        _ => matches!(opened, Err(OpenError::Folder(FolderError::NotAPlainFile))),
    };
    row::ensure(right, || format!("{opened:?}"))?;
    let is_alone = fs::read_dir(elsewhere.path()).unwrap().count() == 1;
    row::ensure(is_alone && fs::read(&target).unwrap() == PRECIOUS, || {
        "something was done elsewhere".into()
    })
}

/// The first start: the folder is made. Where it cannot be, because a file is in its way, that is said.
fn makes_a_missing_folder() -> Result<(), String> {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("not/there");
    sample::open(&folder).map_err(|error| error.to_string())?;
    let mode = fs::metadata(&folder).unwrap().permissions().mode() & 0o777;
    row::ensure(mode == 0o700, || format!("{mode:o}"))?;
    fs::write(root.path().join("file"), PRECIOUS).unwrap();
    let opened = sample::open(&root.path().join("file/vault"));
    let right = matches!(opened, Err(OpenError::Folder(FolderError::Refused(_))));
    row::ensure(right, || format!("{opened:?}"))
}

/// The child's part, in a folder that may not be written.
pub fn open_read_only(folder: &Path) {
    let opened = sample::open(folder);
    let right = matches!(opened, Err(OpenError::Folder(FolderError::ReadOnly(_))));
    child::say(&if right {
        "refused".into()
    } else {
        format!("{opened:?}")
    });
}
