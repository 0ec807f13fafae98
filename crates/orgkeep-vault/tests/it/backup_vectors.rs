//! S-12: the format of backups, checked against files that a second writer made (tests/vectors/backup.txt). The
//! writer below follows docs/BACKUP.md and shares no code with the vault.

use std::collections::BTreeMap;
use std::path::PathBuf;

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use orgkeep_domain::connection::ConnectionStatus;
use orgkeep_vault::backup::Backup;
use orgkeep_vault::backup_file::BackupFileError;
use orgkeep_vault::connection_record::ConnectionRecord;
use serde_json::{Value, json};

use crate::care::{fill, passphrase};
use crate::row::{self, Row};
use crate::sample;

const WORDS: &str = "correct horse battery";
const MAGIC: &[u8] = b"orgkeep backup\n";
/// Cheap, so that forty files are read in no time. The cost stands in the file.
const COST: [u32; 3] = [64, 1, 1];
const HEADER: usize = 44;
const CHECK: usize = 59;

fn vectors() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/backup.txt")
}

/// How reading a file ends, as the vectors name it.
fn class(outcome: &Result<Backup, BackupFileError>) -> &'static str {
    match outcome {
        Ok(_) => "opens",
        Err(BackupFileError::NotABackup) => "not a backup",
        Err(BackupFileError::NewerFormat(_)) => "newer",
        Err(BackupFileError::TooLong) => "too long",
        Err(BackupFileError::WrongPassphrase) => "wrong passphrase",
        Err(BackupFileError::Damaged) => "damaged",
        Err(BackupFileError::Malformed) => "malformed",
        Err(BackupFileError::OtherRule) => "other kind",
    }
}

#[tokio::test]
async fn s_12_valid_backups_are_restored_and_malformed_ones_refused_by_class() {
    if std::env::var_os("ORGKEEP_WRITE_VECTORS").is_some() {
        std::fs::write(vectors(), written()).unwrap();
    }
    let text = std::fs::read_to_string(vectors()).unwrap();
    let mut row = Row::new("S-12");
    let mut opened = 0;
    for block in text.split("\n\n").filter(|block| !block.starts_with('#')) {
        let fields: BTreeMap<&str, &str> = block
            .lines()
            .filter_map(|line| line.split_once(": "))
            .collect();
        let file = STANDARD.decode(fields["file"]).unwrap();
        let outcome = Backup::open(&passphrase(fields["passphrase"]), &file);
        let (found, expected) = (class(&outcome), fields["expect"]);
        let mut right = row::ensure(found == expected, || format!("{found}, not {expected}"));
        if let Ok(backup) = &outcome {
            opened += 1;
            right = right.and(is_restored(fields["about"], backup).await);
        }
        row.note(fields["about"], right);
    }
    assert_eq!(opened, 10);
    row.finish(40);
}

/// How many connections are in the valid ones.
const RESTORED: [(&str, usize); 10] = [
    ("nothing in it", 0),
    ("one of everything", 1),
    ("with white space", 1),
    ("fifty connections", 50),
    ("one connection twice", 1),
    ("two passes and lanes", 1),
    ("a setting", 1),
    ("a setting of the computer", 1),
    ("a name in other letters", 1),
    ("a custom login host", 1),
];

/// Every connection in it comes back into a new vault, and no secret with it.
async fn is_restored(about: &str, backup: &Backup) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let restored = vault.restore(backup).await;
    let restored = restored.map_err(|error| error.to_string())?;
    let records = vault.connections().await.unwrap().records;
    let expected = RESTORED.iter().find(|(name, _)| *name == about);
    let expected = expected.map(|(_, count)| *count);
    let (came, listed) = (restored.connections.len(), records.len());
    row::ensure(expected == Some(came) && came == listed, || {
        format!("{came} came, {listed} are there, not {expected:?}")
    })?;
    let is_bare = |record: &ConnectionRecord| {
        record.status == ConnectionStatus::SignInAgain
            && !record.has_secret
            && !record.has_refresh_token
    };
    row::ensure(records.iter().all(is_bare), || "a secret came".into())?;
    let integrity = vault.integrity().await.unwrap();
    row::ensure(integrity.is_sound(), || format!("{integrity:?}"))
}

#[tokio::test]
async fn what_the_vault_writes_is_the_documented_format_and_holds_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    fill(&vault, 3).await;
    let file = vault.back_up(passphrase(WORDS)).await.unwrap();
    let cost: [u32; 3] = [64 * 1024, 3, 4];
    assert_eq!(&file[..16], &[MAGIC, &[1]].concat()[..]);
    for (number, bytes) in cost.iter().zip(file[16..28].chunks(4)) {
        assert_eq!(&number.to_be_bytes()[..], bytes);
    }
    let (header, sealed) = (&file[..HEADER], &file[HEADER + CHECK..]);
    let key = key_of(WORDS, cost, &header[28..]);
    let payload = Payload {
        msg: &sealed[25..],
        aad: &bound("content", header),
    };
    let nonce: [u8; 24] = sealed[1..25].try_into().unwrap();
    let content = XChaCha20Poly1305::new(&key.into())
        .decrypt(&XNonce::from(nonce), payload)
        .unwrap();
    let text = String::from_utf8(content).unwrap();
    assert!(text.contains("ACME 002") && text.contains(&sample::consumer_key(2)));
    // Every canary begins alike.
    assert!(!text.contains("cNr"), "a secret is in the backup");
}

#[test]
fn what_reading_costs_is_bounded_whatever_a_file_asks_for() {
    for cost in [[u32::MAX, 1, 1], [64, u32::MAX, 1], [64, 1, u32::MAX]] {
        let mut file = sealed(COST, &content(json!([]), json!([]), json!([])).to_string());
        for (place, number) in (16..).step_by(4).zip(cost) {
            file[place..place + 4].copy_from_slice(&number.to_be_bytes());
        }
        let outcome = Backup::open(&passphrase(WORDS), &file);
        assert_eq!(class(&outcome), "damaged");
    }
    let long = [MAGIC, &[1], &vec![0; 16 * 1024 * 1024][..]].concat();
    assert_eq!(class(&Backup::open(&passphrase(WORDS), &long)), "too long");
}

fn key_of(words: &str, [memory, passes, lanes]: [u32; 3], salt: &[u8]) -> [u8; 32] {
    let mut key = [0; 32];
    let parameters = Params::new(memory, passes, lanes, Some(32)).unwrap();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters)
        .hash_password_into(words.as_bytes(), salt, &mut key)
        .unwrap();
    key
}

/// The associated data of a part.
fn bound(part: &str, header: &[u8]) -> Vec<u8> {
    let mut bytes = vec![1];
    let header = STANDARD.encode(header);
    let fields: [&[u8]; 7] = [
        b"",
        b"backup",
        b"",
        part.as_bytes(),
        b"",
        &[0; 4],
        header.as_bytes(),
    ];
    for field in fields {
        bytes.extend((field.len() as u64).to_be_bytes());
        bytes.extend(field);
    }
    bytes
}

fn part(key: [u8; 32], name: &str, header: &[u8], text: &[u8]) -> Vec<u8> {
    let nonce = [name.len() as u8; 24];
    let payload = Payload {
        msg: text,
        aad: &bound(name, header),
    };
    let ciphertext = XChaCha20Poly1305::new(&key.into())
        .encrypt(&XNonce::from(nonce), payload)
        .unwrap();
    [&[1], &nonce[..], &ciphertext].concat()
}

fn sealed(cost: [u32; 3], content: &str) -> Vec<u8> {
    let mut header = [MAGIC, &[1]].concat();
    header.extend(cost.iter().flat_map(|number| number.to_be_bytes()));
    header.extend([7; 16]);
    let key = key_of(WORDS, cost, &[7; 16]);
    let check = part(key, "check", &header, b"orgkeep backup key");
    let content = part(key, "content", &header, content.as_bytes());
    [header, check, content].concat()
}

fn connection(number: u32) -> Value {
    json!({
        "id": format!("{number:032x}"), "name": format!("ACME {number}"), "orgType": "sandbox",
        "environment": "uat", "authentication": "external_client_app",
        "login": "https://acme.my.salesforce.com", "instance": "https://acme.my.salesforce.com",
        "consumerKey": format!("3MVG9{number}"), "callback": "http://localhost:33333",
        "orgId": "00D000000000001EAA", "userId": format!("005{number:012}AAA"),
        "username": "admin@acme.example", "displayName": "Ada Admin", "orgName": "ACME",
        "edition": "Enterprise Edition", "instanceName": "CS214", "isSandbox": true,
        "requestedScopes": null, "grantedScopes": "api refresh_token", "presets": ["orgkeep"],
        "authenticatedAt": 1_763_640_000_000_i64, "createdAt": 1_763_640_000_000_i64,
        "browser": null, "privateWindow": false,
    })
}

fn app() -> Value {
    json!({
        "label": "Tools", "apiName": "Tools", "contactEmail": "", "description": "", "presets": [],
        "inputs": {}, "choices": {},
    })
}

fn blueprint(number: u32) -> Value {
    json!({
        "id": format!("{number:032x}"), "name": "For all", "app": app(), "createdAt": 1, "updatedAt": 2,
    })
}

fn draft(number: u32) -> Value {
    json!({
        "id": format!("{number:032x}"), "step": "credentials", "name": "Half", "orgType": null,
        "authentication": "external_client_app", "loginAddress": "", "consumerKey": "", "app": app(),
        "tickedSteps": [], "extraScopes": [], "username": "", "browser": null, "privateWindow": false,
        "opensWhenActive": true, "createdAt": 1, "updatedAt": 2,
    })
}

fn content(connections: Value, blueprints: Value, drafts: Value) -> Value {
    json!({
        "madeBy": "0.1.0", "madeAt": 1_763_640_000_000_i64, "rule": "salesforce",
        "connections": connections, "blueprints": blueprints, "drafts": drafts, "settings": {},
    })
}

/// A content with one thing changed.
fn with(change: impl FnOnce(&mut Value)) -> String {
    let mut content = content(
        json!([connection(1)]),
        json!([blueprint(1)]),
        json!([draft(1)]),
    );
    change(&mut content);
    content.to_string()
}

fn valid() -> Vec<(&'static str, Vec<u8>)> {
    let full = || {
        content(
            json!([connection(1)]),
            json!([blueprint(1)]),
            json!([draft(1)]),
        )
    };
    let empty = content(json!([]), json!([]), json!([]));
    let many: Vec<Value> = (0..50).map(connection).collect();
    let twice = json!([connection(1), connection(1)]);
    vec![
        ("nothing in it", sealed(COST, &empty.to_string())),
        ("one of everything", sealed(COST, &full().to_string())),
        (
            "with white space",
            sealed(COST, &format!("{full:#}", full = full())),
        ),
        (
            "fifty connections",
            sealed(
                COST,
                &content(json!(many), json!([]), json!([])).to_string(),
            ),
        ),
        (
            "one connection twice",
            sealed(COST, &content(twice, json!([]), json!([])).to_string()),
        ),
        (
            "two passes and lanes",
            sealed([64, 2, 2], &full().to_string()),
        ),
        (
            "a setting",
            sealed(COST, &with(|c| c["settings"]["theme"] = json!("dark"))),
        ),
        (
            "a setting of the computer",
            sealed(COST, &with(|c| c["settings"]["window"] = json!("1"))),
        ),
        (
            "a name in other letters",
            sealed(
                COST,
                &with(|c| c["connections"][0]["name"] = json!("Größe 東京")),
            ),
        ),
        (
            "a custom login host",
            sealed(
                COST,
                &with(|c| {
                    c["connections"][0]["login"] = json!("https://login.acme.example");
                }),
            ),
        ),
    ]
}

type Malformed = (&'static str, &'static str, &'static str, Vec<u8>);

fn malformed() -> Vec<Malformed> {
    let good = || sealed(COST, &with(|_| {}));
    let cut = |length: usize| good()[..length].to_vec();
    let flipped = |place: usize| {
        let mut file = good();
        file[place] ^= 1;
        file
    };
    let of = |change: fn(&mut Value)| sealed(COST, &with(change));
    let end = good().len();
    vec![
        ("empty", "not a backup", WORDS, vec![]),
        (
            "another file",
            "not a backup",
            WORDS,
            b"SQLite format 3\0".to_vec(),
        ),
        (
            "magic with another case",
            "not a backup",
            WORDS,
            [b"Orgkeep backup\n", &good()[15..]].concat(),
        ),
        (
            "a byte before the magic",
            "not a backup",
            WORDS,
            [b" ", &good()[..]].concat(),
        ),
        ("magic alone", "damaged", WORDS, cut(15)),
        (
            "format 0",
            "damaged",
            WORDS,
            [MAGIC, &[0], &good()[16..]].concat(),
        ),
        (
            "format 2",
            "newer",
            WORDS,
            [MAGIC, &[2], &good()[16..]].concat(),
        ),
        (
            "format 255",
            "newer",
            WORDS,
            [MAGIC, &[255], &good()[16..]].concat(),
        ),
        ("cut in the numbers", "damaged", WORDS, cut(20)),
        ("cut in the salt", "damaged", WORDS, cut(40)),
        ("cut in the check", "damaged", WORDS, cut(HEADER + 10)),
        ("cut after the check", "damaged", WORDS, cut(HEADER + CHECK)),
        ("cut in the content", "damaged", WORDS, cut(end - 30)),
        ("one byte short", "damaged", WORDS, cut(end - 1)),
        (
            "one byte more",
            "damaged",
            WORDS,
            [&good()[..], &[0]].concat(),
        ),
        ("a bit of the content", "damaged", WORDS, flipped(end - 40)),
        (
            "a bit of the content's nonce",
            "damaged",
            WORDS,
            flipped(HEADER + CHECK + 3),
        ),
        ("a bit of the salt", "wrong passphrase", WORDS, flipped(30)),
        (
            "a bit of the check",
            "wrong passphrase",
            WORDS,
            flipped(HEADER + 40),
        ),
        (
            "another passphrase",
            "wrong passphrase",
            "correct horse cavalry",
            good(),
        ),
        (
            "a passphrase in other letters",
            "wrong passphrase",
            "CORRECT HORSE BATTERY",
            good(),
        ),
        (
            "no lanes",
            "damaged",
            WORDS,
            [&good()[..24], &[0; 4], &good()[28..]].concat(),
        ),
        (
            "endless memory",
            "damaged",
            WORDS,
            [&good()[..16], &[255; 4], &good()[20..]].concat(),
        ),
        ("no JSON", "malformed", WORDS, sealed(COST, "{")),
        ("a list", "malformed", WORDS, sealed(COST, "[]")),
        (
            "a field that nobody knows",
            "malformed",
            WORDS,
            of(|c| c["connections"][0]["refreshToken"] = json!("x")),
        ),
        (
            "a login over http",
            "malformed",
            WORDS,
            of(|c| c["connections"][0]["login"] = json!("http://acme.my.salesforce.com")),
        ),
        (
            "an org id of another kind",
            "malformed",
            WORDS,
            of(|c| c["connections"][0]["orgId"] = json!("005000000000001")),
        ),
        (
            "a path for an id",
            "malformed",
            WORDS,
            of(|c| c["connections"][0]["id"] = json!("../../x")),
        ),
        (
            "nested too deep",
            "malformed",
            WORDS,
            sealed(COST, &"[".repeat(10_000)),
        ),
    ]
}

fn written() -> String {
    let mut text = String::from(
        "# Backups of Orgkeep, valid and malformed, as docs/BACKUP.md describes them.\n",
    );
    let mut push = |about: &str, expect: &str, words: &str, file: &[u8]| {
        text.push_str(&format!(
            "\nabout: {about}\nexpect: {expect}\npassphrase: {words}\nfile: {}\n",
            STANDARD.encode(file)
        ));
    };
    for (about, file) in valid() {
        push(about, "opens", WORDS, &file);
    }
    for (about, expect, words, file) in malformed() {
        push(about, expect, words, &file);
    }
    text
}
