//! S-02: every changed bit is noticed, and only its own org is concerned.

use orgkeep_domain::id::ConnectionId;
use orgkeep_vault::error::SecretError;
use orgkeep_vault::vault::Vault;
use rusqlite::types::Value;

use crate::row::{self, Row};
use crate::sample;

const ORGS: u32 = 4;

/// Ciphertexts, and the plain fields to which they are bound.
const OF_ALL: [&str; 9] = [
    "data_key",
    "access_token",
    "login",
    "instance",
    "org_id",
    "user_id",
    "generation",
    "key_id",
    "data_key_id",
];
const OF_AN_APP: [&str; 3] = ["refresh_token", "consumer_secret", "consumer_key"];
const OF_A_PASSWORD: [&str; 3] = ["password", "security_token", "username"];

#[tokio::test]
async fn s_02_every_flipped_bit_is_noticed_in_its_own_org_only() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let mut ids = Vec::new();
    for org in 0..ORGS {
        ids.push(sample::committed(&vault, org, 1).await.id);
    }
    let login = vault.commit(sample::logged_in(ORGS, 1), sample::new_connection(ORGS));
    ids.push(login.await.unwrap().record.id);
    let raw = sample::raw(folder.path());
    let mut random = 0x9E37_79B9_u64;
    let variants = row::size(500, 60);
    let mut row = Row::new("S-02");
    for variant in 0..variants {
        let victim = variant % ids.len();
        let own = match victim == ORGS as usize {
            true => OF_A_PASSWORD,
            false => OF_AN_APP,
        };
        let columns = [&OF_ALL[..], &own].concat();
        let column = columns[variant / ids.len() % columns.len()];
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let original = flip(&raw, &ids[victim], column, (random >> 33) as usize);
        row.note(
            format!("{variant} {column}"),
            only_the_victim_suffers(&vault, &ids, victim).await,
        );
        restore(&raw, &ids[victim], column, &original);
    }
    assert!(
        vault.integrity().await.unwrap().is_sound(),
        "everything was put back"
    );
    row.finish(variants);
}

async fn only_the_victim_suffers(
    vault: &Vault,
    ids: &[ConnectionId],
    victim: usize,
) -> Result<(), String> {
    for (org, id) in ids.iter().enumerate() {
        let secrets = vault.secrets(id).await;
        let noticed = matches!(
            secrets,
            Err(SecretError::Tampered | SecretError::WrongKey | SecretError::NewerFormat(_))
        );
        row::ensure(noticed == (org == victim), || {
            format!("org {org}: {secrets:?}")
        })?;
    }
    let list = vault
        .connections()
        .await
        .map_err(|error| error.to_string())?;
    let listed = list.records.len() + list.damaged.len();
    row::ensure(listed == ids.len() && list.damaged.len() <= 1, || {
        format!("{list:?}")
    })
}

/// Flips one bit of one value and gives the value as it was.
fn flip(raw: &rusqlite::Connection, id: &ConnectionId, column: &str, bit: usize) -> Value {
    let original: Value = raw
        .query_row(
            &format!("SELECT {column} FROM connection WHERE id = ?1"),
            [id.as_str()],
            |row| row.get(0),
        )
        .unwrap();
    match &original {
        Value::Integer(number) => {
            put(raw, id, column, &Value::Integer(number ^ (1 << (bit % 32))));
        }
        Value::Text(text) => {
            let flipped = flipped(text.as_bytes(), bit);
            let statement =
                format!("UPDATE connection SET {column} = CAST(?2 AS TEXT) WHERE id = ?1");
            raw.execute(&statement, rusqlite::params![id.as_str(), flipped])
                .unwrap();
        }
        Value::Blob(bytes) => put(raw, id, column, &Value::Blob(flipped(bytes, bit))),
        other => panic!("{column} is {other:?}"),
    }
    original
}

fn restore(raw: &rusqlite::Connection, id: &ConnectionId, column: &str, original: &Value) {
    put(raw, id, column, original);
}

fn put(raw: &rusqlite::Connection, id: &ConnectionId, column: &str, value: &Value) {
    let statement = format!("UPDATE connection SET {column} = ?2 WHERE id = ?1");
    raw.execute(&statement, rusqlite::params![id.as_str(), value])
        .unwrap();
}

fn flipped(bytes: &[u8], bit: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let bit = bit % (bytes.len() * 8);
    bytes[bit / 8] ^= 1 << (bit % 8);
    bytes
}

#[tokio::test]
async fn a_secret_that_was_cut_out_or_moved_is_noticed_and_healed_by_a_new_sign_in() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = sample::committed(&vault, 1, 1).await;
    let other = sample::committed(&vault, 2, 1).await;
    let raw = sample::raw(folder.path());
    for change in [
        "refresh_token = NULL",
        "consumer_secret = NULL",
        "refresh_token = access_token",
        "refresh_token = (SELECT refresh_token FROM connection WHERE id = ?2)",
        "data_key = (SELECT data_key FROM connection WHERE id = ?2)",
        // These parse to the same address.
        "login = upper(login)",
        "instance = instance || '/'",
    ] {
        let statement = format!("UPDATE connection SET {change} WHERE id = ?1 AND ?2 = ?2");
        raw.execute(&statement, [record.id.as_str(), other.id.as_str()])
            .unwrap();
        let refused = vault.secrets(&record.id).await;
        assert!(
            matches!(refused, Err(SecretError::Tampered)),
            "{change}: {refused:?}"
        );
        assert!(
            sample::are_of(&vault.secrets(&other.id).await.unwrap(), 2, 1),
            "{change}"
        );
        let healed = sample::committed(&vault, 1, 1).await;
        assert_eq!(healed.id, record.id, "{change}");
        assert!(
            sample::are_of(&vault.secrets(&record.id).await.unwrap(), 1, 1),
            "{change}"
        );
    }
}
