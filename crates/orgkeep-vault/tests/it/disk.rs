//! S-01, the library's part: no secret in any file, in any of six encodings.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use orgkeep_secret::ConsumerSecret;
use orgkeep_vault::draft_record::DraftFields;

use crate::row::{self, Row};
use crate::sample;

const ORGS: u32 = 20;
const ENCODINGS: [&str; 6] = [
    "raw",
    "hexadecimal",
    "base64",
    "url",
    "utf-16le",
    "utf-16be",
];

#[tokio::test]
async fn s_01_no_secret_can_be_read_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    for org in 0..ORGS {
        let draft = vault.begin_draft(DraftFields::default()).await.unwrap();
        let secret = ConsumerSecret::new(sample::canary("D", org, 1));
        vault
            .seal_draft_secret(&draft.id, Some(secret))
            .await
            .unwrap();
        let record = sample::committed(&vault, org, 1).await;
        sample::committed(&vault, org, 2).await;
        if org % 3 == 0 {
            vault.remove(&record.id).await.unwrap();
        }
    }
    let mut files = everything(folder.path());
    assert!(
        folder.path().join("orgkeep.db-wal").exists(),
        "the log is searched too"
    );
    drop(vault);
    files.extend(everything(folder.path()));

    let found = search(&files, 0..ORGS);
    let mut row = Row::new("S-01");
    for org in 0..ORGS {
        for encoding in ENCODINGS {
            let is_there = found.contains(&(org, encoding));
            row.note(
                format!("org {org} {encoding}"),
                row::ensure(!is_there, || "is there".into()),
            );
        }
    }
    row.finish((ORGS as usize) * ENCODINGS.len());
}

/// The search itself, on a file in which everything is written down.
#[test]
fn the_search_finds_a_planted_secret_in_every_encoding_and_alignment() {
    for encoding in ENCODINGS {
        for shift in 0..3 {
            let text = format!("{}{}tail", "x".repeat(shift), sample::canary("R", 1, 1));
            let planted = [encode(&text, encoding)];
            let found = search(&planted, 0..3);
            assert!(found.contains(&(1, encoding)), "{encoding} {shift}");
            assert!(
                found.iter().all(|(org, _)| *org == 1),
                "{encoding} {shift}: {found:?}"
            );
        }
    }
}

/// Every secret of an org, in both versions. The end of a canary is filling that all of them share; what
/// tells them apart is the beginning.
fn canaries(org: u32) -> Vec<String> {
    [
        ("A", 1),
        ("A", 2),
        ("R", 1),
        ("R", 2),
        ("S", 1),
        ("S", 2),
        ("D", 1),
    ]
    .map(|(kind, version)| sample::canary(kind, org, version)[..18].to_owned())
    .to_vec()
}

fn everything(folder: &Path) -> Vec<Vec<u8>> {
    fs::read_dir(folder)
        .unwrap()
        .map(|file| fs::read(file.unwrap().path()).unwrap())
        .collect()
}

/// Which org's canaries are found, and how they are written.
fn search(files: &[Vec<u8>], orgs: std::ops::Range<u32>) -> BTreeSet<(u32, &'static str)> {
    type Sought = Vec<(Vec<u8>, (u32, &'static str))>;
    let mut by_beginning: HashMap<[u8; 8], Sought> = HashMap::new();
    for org in orgs {
        for encoding in ENCODINGS {
            for piece in canaries(org)
                .iter()
                .flat_map(|canary| pieces(canary, encoding))
            {
                let beginning = *piece.first_chunk().unwrap();
                by_beginning
                    .entry(beginning)
                    .or_default()
                    .push((piece, (org, encoding)));
            }
        }
    }
    let mut found = BTreeSet::new();
    for file in files {
        for (place, window) in file.windows(8).enumerate() {
            let candidates = by_beginning.get(window).into_iter().flatten();
            let right = candidates.filter(|(piece, _)| file[place..].starts_with(piece));
            found.extend(right.map(|(_, what)| *what));
        }
    }
    found
}

/// What is sure to stand in any text with the canary in it. In base64 that depends on the alignment.
fn pieces(canary: &str, encoding: &str) -> Vec<Vec<u8>> {
    if encoding != "base64" {
        return vec![encode(canary, encoding)];
    }
    (0..3)
        .map(|shift| {
            let end = shift + (canary.len() - shift) / 3 * 3;
            encode(&canary[shift..end], encoding)
        })
        .collect()
}

fn encode(text: &str, encoding: &str) -> Vec<u8> {
    match encoding {
        "raw" => text.into(),
        "hexadecimal" => text
            .bytes()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
            .into(),
        "base64" => STANDARD_NO_PAD.encode(text).into(),
        "url" => text
            .bytes()
            .map(|byte| format!("%{byte:02X}"))
            .collect::<String>()
            .into(),
        "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "utf-16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        other => panic!("{other}"),
    }
}

#[test]
fn the_room_for_a_token_is_given_away_until_the_store_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let room = folder.path().join("reserve");
    for _ in 0..2 {
        let vault = sample::open(folder.path()).unwrap();
        assert_eq!(std::fs::metadata(&room).unwrap().len(), 64 * 1024);
        vault.free_reserve();
        vault.free_reserve();
        assert!(!room.exists());
    }
}
