//! The file itself: SQLite's version and settings, newer stores, other stores.

use std::fs;

use orgkeep_domain::authority::AuthorityRule;
use orgkeep_vault::app_fields::AppFields;
use orgkeep_vault::change_key::NewKey;
use orgkeep_vault::draft_record::DraftFields;
use orgkeep_vault::error::SecretError;
use orgkeep_vault::folder::FolderError;
use orgkeep_vault::integrity;
use orgkeep_vault::vault::{OpenError, Vault, VaultSettings};

use crate::row::{self, Row};
use crate::{older, sample};

const PRAGMAS: [(&str, &str); 8] = [
    ("journal_mode", "wal"),
    ("synchronous", "2"),
    ("fullfsync", "1"),
    ("checkpoint_fullfsync", "1"),
    ("busy_timeout", "10000"),
    ("trusted_schema", "0"),
    ("secure_delete", "1"),
    ("foreign_keys", "1"),
];

/// S-14: both connections of a vault, the library's version, and that there is one copy of it.
#[tokio::test]
async fn s_14_every_connection_is_set_up_right_on_the_right_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    sample::committed(&vault, 1, 1).await;
    let mut row = Row::new("S-14");
    for connection in vault.connection_pragmas().await.unwrap() {
        let wrong: Vec<_> = PRAGMAS
            .iter()
            .filter(|(name, value)| {
                !connection
                    .pragmas
                    .iter()
                    .any(|(n, v)| n == name && v == value)
            })
            .collect();
        row.note(
            connection.connection,
            row::ensure(wrong.is_empty(), || format!("not {wrong:?}")),
        );
    }
    let version: Vec<u32> = integrity::sqlite_version()
        .split('.')
        .map(|part| part.parse().unwrap())
        .collect();
    row.note(
        "version",
        row::ensure(version >= vec![3, 51, 3], || format!("{version:?}")),
    );
    row.note(
        "copies",
        row::ensure(copies_of_sqlite() == 1, || "not one copy of SQLite".into()),
    );
    row.finish(4);
}

/// The name of SQLite's sources stands once in each copy, and once more as that of its full-text search.
fn copies_of_sqlite() -> usize {
    let source: String = rusqlite::Connection::open_in_memory()
        .unwrap()
        .query_row("SELECT sqlite_source_id()", [], |row| row.get(0))
        .unwrap();
    let binary = fs::read(std::env::current_exe().unwrap()).unwrap();
    let text = String::from_utf8_lossy(&binary);
    text.matches(&source).count() - text.matches(&format!("fts5: {source}")).count()
}

/// S-22: a store from the future is refused, or read in part, and not changed by a byte.
#[tokio::test]
async fn s_22_a_newer_store_is_left_as_it_is() {
    let mut row = Row::new("S-22");
    for (name, change) in [
        ("user_version", "UPDATE meta SET written_by = '9.9.9'"),
        ("table", "CREATE TABLE tag (id TEXT) STRICT"),
        (
            "format byte",
            "UPDATE connection SET data_key = CAST(x'02' || substr(data_key, 2) AS BLOB)",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let vault = sample::unlocked(folder.path()).await;
        sample::committed(&vault, 1, 1).await;
        drop(vault);
        let store = sample::raw(folder.path());
        store.execute_batch(change).unwrap();
        if name == "user_version" {
            let known: u32 = store
                .pragma_query_value(None, name, |row| row.get(0))
                .unwrap();
            store.pragma_update(None, name, known + 1).unwrap();
        }
        drop(store);
        let before = fs::read(sample::store_path(folder.path())).unwrap();
        let outcome = says_what_it_needs(name, folder.path()).await;
        let after = fs::read(sample::store_path(folder.path())).unwrap();
        row.note(
            name,
            outcome.and_then(|()| row::ensure(before == after, || "changed".into())),
        );
    }
    row.finish(3);
}

async fn says_what_it_needs(name: &str, folder: &std::path::Path) -> Result<(), String> {
    let opened = sample::open(folder);
    let right = match (name, &opened) {
        (
            "user_version",
            Err(
                error @ OpenError::NewerSchema {
                    found, supported, ..
                },
            ),
        ) => *found == supported + 1 && error.to_string().contains("Orgkeep 9.9.9"),
        ("table", Err(OpenError::UnknownTable { table })) => table == "tag",
        ("format byte", Ok(vault)) => {
            vault.unlock().await.map_err(|reason| reason.to_string())?;
            let list = vault
                .connections()
                .await
                .map_err(|error| error.to_string())?;
            let secrets = vault.secrets(&list.records[0].id).await;
            let told = secrets.as_ref().err().map(ToString::to_string);
            matches!(secrets, Err(SecretError::NewerFormat(2)))
                && told.is_some_and(|told| told.contains("a newer version of Orgkeep"))
        }
        _ => false,
    };
    row::ensure(right, || format!("{opened:?}"))
}

/// What no version looks like is not shown.
#[tokio::test]
async fn only_a_version_is_named_as_the_one_that_is_needed() {
    for (written_by, is_named) in [("2.0.0-rc.1", true), ("9\u{1b}[2J", false), ("a b", false)] {
        let folder = tempfile::tempdir().unwrap();
        drop(sample::unlocked(folder.path()).await);
        let store = sample::raw(folder.path());
        store
            .execute("UPDATE meta SET written_by = ?1", [written_by])
            .unwrap();
        store.pragma_update(None, "user_version", 999).unwrap();
        drop(store);
        let told = sample::open(folder.path()).unwrap_err().to_string();
        assert_eq!(told.contains("is needed"), is_named, "{told:?}");
        assert!(!told.contains('\u{1b}'), "{told:?}");
    }
}

/// The version stands in the WAL alone, as after a crash of the newer program.
#[tokio::test]
async fn a_newer_version_that_is_still_in_the_log_is_seen_too() {
    let folder = tempfile::tempdir().unwrap();
    drop(sample::open(folder.path()).unwrap());
    let copy = tempfile::tempdir().unwrap();
    let raw = sample::raw(folder.path());
    raw.execute_batch("PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = 99")
        .unwrap();
    for file in ["orgkeep.db", "orgkeep.db-wal"] {
        fs::copy(folder.path().join(file), copy.path().join(file)).unwrap();
    }
    let read =
        || ["orgkeep.db", "orgkeep.db-wal"].map(|file| fs::read(copy.path().join(file)).unwrap());
    let before = read();
    let refused = sample::open(copy.path());
    assert!(
        matches!(refused, Err(OpenError::NewerSchema { found: 99, .. })),
        "{refused:?}"
    );
    assert!(read() == before);
}

#[tokio::test]
async fn practice_and_real_vaults_never_share_a_store() {
    let folder = tempfile::tempdir().unwrap();
    drop(sample::open(folder.path()).unwrap());
    let practice = VaultSettings {
        rule: AuthorityRule::Practice,
        ..sample::settings(folder.path(), sample::key_file(folder.path()))
    };
    assert!(matches!(Vault::open(practice), Err(OpenError::OtherRule)));
}

#[tokio::test]
async fn a_file_that_is_no_store_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let precious = "these are my notes. ".repeat(500);
    fs::write(sample::store_path(folder.path()), &precious).unwrap();
    let refused = sample::open(folder.path());
    assert!(matches!(refused, Err(OpenError::Store(_))), "{refused:?}");
    assert_eq!(
        fs::read_to_string(sample::store_path(folder.path())).unwrap(),
        precious
    );
}

#[cfg(unix)]
#[tokio::test]
async fn a_store_that_is_a_link_is_refused_and_its_target_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let target = elsewhere.path().join("store");
    fs::write(&target, b"").unwrap();
    std::os::unix::fs::symlink(&target, sample::store_path(folder.path())).unwrap();
    let refused = sample::open(folder.path());
    assert!(
        matches!(refused, Err(OpenError::Folder(FolderError::NotAPlainFile))),
        "{refused:?}"
    );
    assert_eq!(fs::read(&target).unwrap(), b"");
}

#[tokio::test]
async fn a_row_that_makes_no_sense_does_not_hide_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let [broken, sound] = [
        sample::committed(&vault, 1, 1).await,
        sample::committed(&vault, 2, 1).await,
    ];
    sample::raw(folder.path())
        .execute(
            "UPDATE connection SET status = 'dancing' WHERE id = ?1",
            [broken.id.as_str()],
        )
        .unwrap();
    let list = vault.connections().await.unwrap();
    assert_eq!(list.records, [sound]);
    assert_eq!(list.damaged.len(), 1);
    assert_eq!(
        (list.damaged[0].id.as_str(), list.damaged[0].column),
        (broken.id.as_str(), "status")
    );
}

/// A store of the second version: what was chosen of an app is there, and what was typed of it is not.
#[tokio::test]
async fn a_store_of_the_second_version_keeps_what_was_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::open(folder.path()).unwrap();
    let typed = DraftFields {
        app: sample::app(),
        ..DraftFields::default()
    };
    let draft = vault.begin_draft(typed).await.unwrap();
    drop(vault);
    let raw = sample::raw(folder.path());
    older::version_2(&raw);
    drop(raw);
    let vault = sample::open(folder.path()).unwrap();
    let found = vault.draft(&draft.id).await.unwrap().unwrap();
    let chosen = AppFields {
        presets: sample::app().presets,
        choices: sample::app().choices,
        ..AppFields::default()
    };
    assert_eq!(found.fields.app, chosen);
    assert_eq!(vault.blueprints().await.unwrap(), []);
    let made = vault.add_blueprint("ACME".into(), sample::app()).await;
    assert_eq!(made.unwrap().app, sample::app());
}

/// A store that knows no passwords: what it has stays as it is, and passwords can come in.
#[tokio::test]
async fn a_store_without_passwords_keeps_everything_and_takes_a_password() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let before = sample::committed(&vault, 1, 1).await;
    let draft = vault.begin_draft(Default::default()).await.unwrap();
    drop(vault);
    let raw = sample::raw(folder.path());
    older::without_passwords(&raw);
    drop(raw);
    let vault = sample::unlocked(folder.path()).await;
    let found = vault.connections().await.unwrap().records;
    assert_eq!(found, std::slice::from_ref(&before));
    assert_eq!(vault.drafts().await.unwrap(), [draft]);
    let secrets = vault.secrets(&before.id).await.unwrap();
    assert!(sample::are_of(&secrets, 1, 1));
    let login = vault.commit(sample::logged_in(2, 1), sample::new_connection(2));
    let login = login.await.unwrap().record;
    let secrets = vault.secrets(&login.id).await.unwrap();
    assert!(sample::are_of_login(&secrets, 2, 1));
    assert!(vault.integrity().await.unwrap().is_sound());
}

/// A store of the first version: the columns that came later are not there.
#[tokio::test]
async fn a_store_of_the_first_version_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let id = sample::committed(&vault, 1, 1).await.id;
    vault.begin_draft(Default::default()).await.unwrap();
    drop(vault);
    let raw = sample::raw(folder.path());
    older::version_1(&raw);
    drop(raw);
    let vault = sample::unlocked(folder.path()).await;
    let list = vault.connections().await.unwrap();
    assert!(list.damaged.is_empty() && list.records[0].is_signed);
    assert_eq!(vault.drafts().await.unwrap().len(), 1);
    vault.change_key(None, NewKey::Keyring).await.unwrap();
    let secrets = vault.secrets(&id).await.unwrap();
    assert!(sample::are_of(&secrets, 1, 1));
}
