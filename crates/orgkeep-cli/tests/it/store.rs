//! S-14 for the built program: what its store says of the settings that it was written with.

use std::fs;
use std::path::Path;

use orgkeep_journeys::row::Row;
use orgkeep_journeys::sqlite::copies_in;
use orgkeep_simulator::OrgKey;

use crate::machine::Machine;

/// Where SQLite says by which versions of its format a file is written and read (its file format, 1.3.3): 2 is the log
/// beside the file.
const FORMATS: std::ops::Range<usize> = 18..20;

#[tokio::test]
async fn s_14_the_built_program_has_the_right_sqlite_and_sets_it_up_right() {
    let machine = Machine::start().await;
    assert_eq!(machine.register("UAT", OrgKey::Uat).await.code, 0);
    let mut row = Row::new("S-14", 4);
    let folder = machine.data().join("practice");
    let store = fs::read(folder.join("orgkeep.db")).unwrap();
    assert_eq!(store[FORMATS], [2, 2], "no log beside the store");
    row.note("journal_mode", Ok(()));

    let sealed = sealed(&folder);
    assert!(sealed.len() >= 3, "{} ciphertexts", sealed.len());
    let left = || {
        let files: Vec<Vec<u8>> = fs::read_dir(&folder)
            .unwrap()
            .filter_map(|entry| fs::read(entry.unwrap().path()).ok())
            .collect();
        let stands = |text: &&Vec<u8>| {
            files
                .iter()
                .any(|file| file.windows(text.len()).any(|part| part == **text))
        };
        sealed.iter().filter(stands).count()
    };
    assert_eq!(left(), sealed.len(), "the search finds what is there");
    assert_eq!(machine.run(&["remove", "UAT", "--yes"]).await.code, 0);
    assert_eq!(left(), 0, "ciphertexts of what was removed");
    row.note("secure_delete", Ok(()));

    let said = machine.run(&["doctor"]).await.out;
    let version = said.lines().find_map(|line| line.split_once("SQLite "));
    let version = version
        .unwrap_or_else(|| panic!("{said}"))
        .1
        .trim_end_matches('.');
    let numbers: Vec<u32> = version
        .split('.')
        .map(|part| part.parse().unwrap())
        .collect();
    assert!(numbers >= vec![3, 51, 3], "{version}");
    row.note("version", Ok(()));

    let program = Path::new(env!("CARGO_BIN_EXE_orgkeep"));
    assert_eq!(copies_in(program).unwrap(), 1);
    row.note("copies", Ok(()));
    row.finish(Ok(())).unwrap();
}

/// Every ciphertext of the only connection.
fn sealed(folder: &Path) -> Vec<Vec<u8>> {
    let store = rusqlite::Connection::open(folder.join("orgkeep.db")).unwrap();
    let mut statement = store.prepare("SELECT * FROM connection").unwrap();
    let columns = statement.column_count();
    let blobs = statement.query_row([], |row| {
        let value = |column| row.get::<_, rusqlite::types::Value>(column);
        (0..columns).map(value).collect::<Result<Vec<_>, _>>()
    });
    let blobs = blobs.unwrap().into_iter();
    let blobs = blobs.filter_map(|value| match value {
        rusqlite::types::Value::Blob(bytes) if bytes.len() >= 32 => Some(bytes),
        _ => None,
    });
    blobs.collect()
}
