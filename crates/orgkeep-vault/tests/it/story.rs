//! What the activity tells, in a form to compare; and its hashes, made independently.

use orgkeep_domain::activity::Detail;
use orgkeep_vault::activity_record::{ActivityFilter, ActivityRecord};
use orgkeep_vault::vault::Vault;
use rusqlite::{Connection, Row, params};
use sha2::{Digest as _, Sha256};

/// Every entry, the oldest first.
pub async fn told(vault: &Vault) -> Vec<ActivityRecord> {
    let filter = ActivityFilter::default();
    let mut entries = vault
        .activity(filter, None, 1_000_000)
        .await
        .unwrap()
        .entries;
    entries.reverse();
    entries
}

/// The entries after the first `skipped`, each as a line.
pub async fn story(vault: &Vault, skipped: usize) -> Vec<String> {
    let entries = told(vault).await;
    entries.iter().skip(skipped).map(line).collect()
}

fn line(entry: &ActivityRecord) -> String {
    let kind = entry.kind.map_or("?", |kind| kind.name());
    let result = entry.result.map_or("?", |result| result.name());
    let name = entry.concerned.as_ref().map(|one| one.name.as_str());
    let detail = entry.detail.as_ref().map(Detail::value);
    let parts = [Some(kind), Some(result), name, detail.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" | ")
}

const OPTIONAL: [&str; 6] = ["connection", "name", "org", "person", "detail", "value"];

/// What the documentation says of an entry's hash, written a second time.
fn hash(row: &Row<'_>, before: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut field = |mark: Option<bool>, value: &[u8]| {
        bytes.extend(mark.map(u8::from));
        bytes.extend((value.len() as u64).to_be_bytes());
        bytes.extend(value);
    };
    field(None, b"orgkeep activity 1");
    field(None, before);
    for column in ["number", "at"] {
        field(None, &row.get::<_, i64>(column).unwrap().to_be_bytes());
    }
    for column in ["kind", "result", "program"] {
        field(None, row.get::<_, String>(column).unwrap().as_bytes());
    }
    for column in OPTIONAL {
        let text: Option<String> = row.get(column).unwrap();
        field(Some(text.is_some()), text.unwrap_or_default().as_bytes());
    }
    Sha256::digest(bytes).to_vec()
}

/// Makes all hashes anew, as somebody would who edits the file and knows how it is made. The triggers are in their way
/// as little as they are in ours.
pub fn rehash(raw: &Connection) {
    unlock_table(raw);
    let store: String = raw
        .query_row("SELECT store_id FROM meta", [], |row| row.get(0))
        .unwrap();
    let mut genesis = Vec::new();
    for part in [b"orgkeep activity 1".as_slice(), store.as_bytes()] {
        genesis.extend((part.len() as u64).to_be_bytes());
        genesis.extend(part);
    }
    let mut before = Sha256::digest(genesis).to_vec();
    let mut rows = Vec::new();
    let mut statement = raw
        .prepare("SELECT * FROM activity ORDER BY number")
        .unwrap();
    let mut found = statement.query([]).unwrap();
    while let Some(row) = found.next().unwrap() {
        before = hash(row, &before);
        rows.push((row.get::<_, i64>("number").unwrap(), before.clone()));
    }
    drop(found);
    raw.execute_batch("BEGIN").unwrap();
    for (number, hash) in rows {
        raw.prepare_cached("UPDATE activity SET hash = ?2 WHERE number = ?1")
            .unwrap()
            .execute(params![number, hash])
            .unwrap();
    }
    raw.execute_batch("COMMIT").unwrap();
}

/// Takes the triggers away: who edits the file can do that too.
pub fn unlock_table(raw: &Connection) {
    raw.execute_batch(
        "DROP TRIGGER IF EXISTS activity_is_not_changed; DROP TRIGGER IF EXISTS activity_is_not_removed",
    )
    .unwrap();
}
