//! The file of a backup (docs/BACKUP.md): a header with the cost of the passphrase, a check that tells a wrong
//! passphrase from a changed file, and the sealed content.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use orgkeep_secret::Passphrase;
use zeroize::Zeroizing;

use crate::envelope::{self, Binding, EnvelopeError};
use crate::key::SecretKey;
use crate::passphrase::{PassphraseError, PassphraseRecord};

/// The longest file that is read, in bytes.
pub const LONGEST: usize = 16 * 1024 * 1024;

const MAGIC: &[u8; 15] = b"orgkeep backup\n";
const FORMAT: u8 = 1;
const SALT_LENGTH: usize = 16;
/// Magic, format, three numbers of four bytes, salt.
const HEADER_LENGTH: usize = 15 + 1 + 12 + SALT_LENGTH;
const CHECK: &[u8; 18] = b"orgkeep backup key";
/// What an envelope adds: format, nonce and tag.
const ENVELOPE_LENGTH: usize = 1 + 24 + 16;
/// What shows whether a passphrase is the file's own, sealed.
const CHECK_LENGTH: usize = CHECK.len() + ENVELOPE_LENGTH;
/// The longest content whose file is read.
pub(crate) const LONGEST_CONTENT: usize = LONGEST - HEADER_LENGTH - CHECK_LENGTH - ENVELOPE_LENGTH;

/// Whoever sends a file decides what reading it costs, up to this: memory in KiB, passes, lanes.
const DEAREST: (u32, u32, u32) = (256 * 1024, 8, 16);

/// Why a file was not read. No text of it is repeated.
#[derive(Debug, thiserror::Error)]
pub enum BackupFileError {
    /// It is something else.
    #[error("this is not a backup of Orgkeep")]
    NotABackup,
    /// It was made by a newer version.
    #[error("the backup has format {0}; a newer version of Orgkeep is needed")]
    NewerFormat(u8),
    /// It has more than [`LONGEST`] bytes.
    #[error("the file is too long for a backup")]
    TooLong,
    /// Its passphrase is another one; or somebody changed the beginning of the file, which looks the same.
    #[error("this is not the passphrase of the backup")]
    WrongPassphrase,
    /// It is cut off or was changed.
    #[error("the backup is cut off, or was changed")]
    Damaged,
    /// It was sealed rightly, and what is in it makes no sense to this version.
    #[error("the content of the backup cannot be understood")]
    Malformed,
    /// It was made of a practice vault and this one is real, or the other way round.
    #[error("the backup is of another kind of vault")]
    OtherRule,
}

/// Seals a content under a passphrase.
pub(crate) fn seal(passphrase: &Passphrase, content: &[u8]) -> Result<Vec<u8>, PassphraseError> {
    let record = PassphraseRecord::make()?;
    let header = header_of(&record);
    let key = record.derive_key(passphrase)?;
    let steering = [STANDARD.encode(&header)];
    let check = envelope::seal(&key, CHECK, &binding("check", &steering))?;
    let sealed = envelope::seal(&key, content, &binding("content", &steering))?;
    Ok([header, check, sealed].concat())
}

/// Opens a file. Takes as long as its header says, within bounds.
pub(crate) fn open(
    passphrase: &Passphrase,
    file: &[u8],
) -> Result<Zeroizing<Vec<u8>>, BackupFileError> {
    let Parts {
        header,
        check,
        sealed,
    } = split(file)?;
    let key = derive(passphrase, header)?;
    let steering = [STANDARD.encode(header)];
    match envelope::open(&key, check, &binding("check", &steering)) {
        Ok(text) if text.as_slice() == CHECK => {}
        _ => return Err(BackupFileError::WrongPassphrase),
    }
    envelope::open(&key, sealed, &binding("content", &steering)).map_err(|error| match error {
        EnvelopeError::UnknownFormat(format) => BackupFileError::NewerFormat(format),
        EnvelopeError::Short | EnvelopeError::Refused => BackupFileError::Damaged,
    })
}

/// The parts of a file that is one of ours, as far as can be seen.
struct Parts<'a> {
    header: &'a [u8],
    check: &'a [u8],
    sealed: &'a [u8],
}

fn split(file: &[u8]) -> Result<Parts<'_>, BackupFileError> {
    if file.len() > LONGEST {
        return Err(BackupFileError::TooLong);
    }
    let after = file
        .strip_prefix(MAGIC)
        .ok_or(BackupFileError::NotABackup)?;
    match after.first() {
        Some(&FORMAT) => {}
        Some(&0) | None => return Err(BackupFileError::Damaged),
        Some(&newer) => return Err(BackupFileError::NewerFormat(newer)),
    }
    let (header, rest) = file
        .split_at_checked(HEADER_LENGTH)
        .ok_or(BackupFileError::Damaged)?;
    let (check, sealed) = rest
        .split_at_checked(CHECK_LENGTH)
        .ok_or(BackupFileError::Damaged)?;
    Ok(Parts {
        header,
        check,
        sealed,
    })
}

fn derive(passphrase: &Passphrase, header: &[u8]) -> Result<SecretKey, BackupFileError> {
    let number = |place: usize| -> Option<u32> {
        let start = MAGIC.len() + 1 + place * 4;
        let bytes = header.get(start..start + 4)?.try_into().ok()?;
        Some(u32::from_be_bytes(bytes))
    };
    let read = || {
        let salt = header.get(HEADER_LENGTH - SALT_LENGTH..)?;
        Some(PassphraseRecord {
            salt: salt.to_vec(),
            memory_kib: number(0).filter(|memory| *memory <= DEAREST.0)?,
            passes: number(1).filter(|passes| *passes <= DEAREST.1)?,
            lanes: number(2).filter(|lanes| *lanes <= DEAREST.2)?,
        })
    };
    let record = read().ok_or(BackupFileError::Damaged)?;
    let key = record.derive_key(passphrase);
    key.map_err(|_| BackupFileError::Damaged)
}

fn header_of(record: &PassphraseRecord) -> Vec<u8> {
    let mut header = MAGIC.to_vec();
    header.push(FORMAT);
    for number in [record.memory_kib, record.passes, record.lanes] {
        header.extend_from_slice(&number.to_be_bytes());
    }
    header.extend_from_slice(&record.salt);
    header
}

fn binding<'a>(part: &'a str, steering: &'a [String]) -> Binding<'a> {
    Binding {
        store: "",
        table: "backup",
        row: "",
        column: part,
        key: "",
        generation: 0,
        steering,
    }
}
