//! What stands in a store, a keyring or a backup.

use orgkeep_secret::{Passphrase, RecoveryKey};
use orgkeep_vault::backup::Backup;
use orgkeep_vault::fuzzing::{
    backup_content, backup_rewritten, key_text as rewritten, open, recovery_key, seal,
};

/// What a ciphertext has besides its text: format, nonce, tag.
const AROUND: usize = 1 + 24 + 16;
/// How a backup begins, and where the cost of reading it stands: memory in KiB, passes, lanes.
const MAGIC: &[u8] = b"orgkeep backup\n";
const COST: usize = MAGIC.len() + 1;

/// Bytes in the place of a ciphertext, and as the text of one.
pub fn ciphertext(bytes: &[u8]) -> bool {
    let opened = open(bytes);
    if let Some(text) = &opened {
        assert_eq!(text.len() + AROUND, bytes.len());
        refuses_changes(bytes, text.len());
    }
    if let Some(sealed) = seal(bytes) {
        assert_eq!(sealed.len(), bytes.len() + AROUND);
        let text = open(&sealed);
        assert!(text.is_some_and(|text| text.as_slice() == bytes));
        let sum = bytes.iter().map(|byte| usize::from(*byte)).sum();
        refuses_changes(&sealed, sum);
    }
    opened.is_some()
}

/// One bit, wherever it is, and the last byte.
fn refuses_changes(sealed: &[u8], place: usize) {
    let mut changed = sealed.to_vec();
    let place = place % changed.len().max(1);
    if let Some(byte) = changed.get_mut(place) {
        *byte ^= 1 << (place % 8);
    }
    assert!(open(&changed).is_none(), "a change went unnoticed");
    let shorter = sealed.split_last().map(|(_, rest)| rest);
    assert!(shorter.and_then(open).is_none(), "it is cut off");
}

/// A key from a keyring, and one from a printed sheet.
pub fn key_text(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let key = rewritten(text);
    if let Some(again) = &key {
        assert_eq!(again.as_str(), text, "two texts are one key");
    }
    let sheet = recovery_key(&RecoveryKey::new(text.to_owned()));
    if let Some(printed) = &sheet {
        let again = recovery_key(printed);
        assert!(again.is_some_and(|again| again.matches(printed)));
    }
    key.is_some() || sheet.is_some()
}

/// A backup, or its content, which nobody else can have sealed.
pub fn backup(bytes: &[u8]) -> bool {
    if !bytes.starts_with(MAGIC) {
        let Some(content) = backup_rewritten(bytes) else {
            return false;
        };
        assert_eq!(
            backup_content(bytes).is_some(),
            backup_content(&content).is_some()
        );
        return backup_content(bytes).is_some();
    }
    let passphrase = Passphrase::new("correct horse battery".to_owned());
    Backup::open(&passphrase, &cheap(bytes)).is_ok()
}

/// Reading a backup may cost up to 256 MiB and some seconds, if its header asks for it. What is dear and allowed is made
/// cheap; what is not allowed stays.
fn cheap(bytes: &[u8]) -> Vec<u8> {
    let mut file = bytes.to_vec();
    let dear = [(256 * 1024, 1024), (8, 2), (16, 2)];
    for ((most, enough), place) in dear.into_iter().zip((COST..).step_by(4)) {
        let Some(Ok(number)) = file.get_mut(place..place + 4).map(<&mut [u8; 4]>::try_from) else {
            break;
        };
        let cost = u32::from_be_bytes(*number);
        if (enough..=most).contains(&cost) {
            *number = u32::to_be_bytes(enough);
        }
    }
    file
}
