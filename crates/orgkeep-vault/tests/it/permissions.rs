//! S-19: everything in the vault's folder is for its user only, whatever the umask.

use std::path::Path;

use orgkeep_vault::draft_record::DraftFields;
use orgkeep_vault::sign_in_lock::{Holder, SignInLock};

use crate::child;
use crate::sample;

/// What there is besides the folder. Log, backup and export come with what makes them.
#[cfg(unix)]
const FILES: [&str; 9] = [
    "orgkeep.db",
    "orgkeep.db-wal",
    "orgkeep.db-shm",
    "open.lock",
    "key.lock",
    "vault.key",
    "sign-in.lock",
    "sign-in.json",
    "reserve",
];

/// A child's part: without any umask, it makes every file that a vault can have, and stays.
pub fn make_everything(folder: &Path) {
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::empty());
    child::runtime().block_on(async {
        let vault = sample::unlocked(folder).await;
        let record = sample::committed(&vault, 1, 1).await;
        vault.begin_draft(DraftFields::default()).await.unwrap();
        let who = Holder {
            program: "test".into(),
            process: 1,
            since: sample::noon(),
        };
        let _lock = SignInLock::acquire(vault.folder(), &who).unwrap();
        let patience = std::time::Duration::from_secs(5);
        let _tokens = vault.token_lock(&record.id, patience).await.unwrap();
        child::say(&format!("locks/{}.lock", record.id));
        child::wait_for_parent();
    });
}

#[cfg(unix)]
#[test]
fn s_19_the_folder_is_0700_and_every_file_0600_from_its_creation() {
    use std::os::unix::fs::PermissionsExt as _;

    use crate::row::{self, Row};

    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("new/vault");
    let mut command = child::command("permissive", &folder, 0);
    let mut talking = child::Talking::start(&mut command);
    let token_lock = talking.hear().unwrap();

    let mode =
        |path: &Path| std::fs::metadata(path).map(|found| found.permissions().mode() & 0o777);
    let mut row = Row::new("S-19");
    let found = mode(&folder);
    row.note(
        "folder",
        row::ensure(matches!(found, Ok(0o700)), || format!("{found:?}")),
    );
    let found = mode(&folder.join("locks"));
    row.note(
        "locks",
        row::ensure(matches!(found, Ok(0o700)), || format!("{found:?}")),
    );
    for file in FILES.into_iter().chain([token_lock.as_str()]) {
        let found = mode(&folder.join(file));
        row.note(
            file,
            row::ensure(matches!(found, Ok(0o600)), || format!("{found:?}")),
        );
    }
    let mut files: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    files.retain(|file| !FILES.contains(&file.as_str()) && file != "locks");
    assert!(
        files.is_empty(),
        "files that the row does not know: {files:?}"
    );
    assert!(talking.finish().0);
    row.finish(FILES.len() + 3);
}
