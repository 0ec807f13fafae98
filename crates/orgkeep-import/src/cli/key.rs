//! The key of a home, and the two forms of what it encrypts (salesforce.md, 7.3).
//!
//! Both are AES-256-GCM and written as `<iv><ciphertext>:<tag>`. In the first form the 32 characters of the key and the 12
//! of the IV are used as they are written; in the second the key has 64 and the IV 24 hexadecimal digits, which are decoded.

use core::fmt;

use aes_gcm::aead::{AeadInPlace as _, KeyInit as _};
use aes_gcm::{Aes256Gcm, Key, Nonce, Tag};
use orgkeep_secret::{HomeKey, Secret, SecretKind};
use serde::Deserialize;
use zeroize::{Zeroize as _, Zeroizing};

/// The tag of AES-GCM, in hexadecimal digits.
const TAG_DIGITS: usize = 32;
/// The IV of AES-GCM, in bytes.
const IV_BYTES: usize = 12;

/// Which of the two forms a home uses. The key's length decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// Key and IV as they are written.
    First,
    /// Key and IV decoded from hexadecimal digits (`SF_CRYPTO_V2`).
    Second,
}

/// The key of one home.
pub struct CliKey {
    cipher: Box<Aes256Gcm>,
    encryption: Encryption,
}

/// Text that is no key of a home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a key of the Salesforce CLI")]
pub struct CliKeyError;

/// Why a value of a file is not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CipherError {
    /// Something stands there in place of it: stars, or a word that says so.
    #[error("the value was taken out")]
    Redacted,
    /// It has neither of the two forms.
    #[error("the value is not encrypted as the Salesforce CLI does")]
    Malformed,
    /// It was encrypted with another key, or changed.
    #[error("the key does not open the value")]
    Refused,
}

#[derive(Deserialize)]
struct KeyFileWire<'a> {
    key: &'a str,
}

impl CliKey {
    /// A key as the keychain has it.
    ///
    /// # Errors
    /// [`CliKeyError`] when it is none.
    pub fn from_keychain(key: &HomeKey) -> Result<Self, CliKeyError> {
        // EXPOSE: read into a cipher here, which opens the files of its own home.
        Self::parse(key.expose())
    }

    /// 32 or 64 hexadecimal digits.
    ///
    /// # Errors
    /// [`CliKeyError`] for anything else.
    pub fn parse(text: &str) -> Result<Self, CliKeyError> {
        let text = text.trim();
        if !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(CliKeyError);
        }
        let mut bytes = Zeroizing::new([0_u8; 32]);
        let encryption = match text.len() {
            32 => {
                bytes.copy_from_slice(text.as_bytes());
                Encryption::First
            }
            64 => {
                hex::decode_to_slice(text, bytes.as_mut_slice()).map_err(|_| CliKeyError)?;
                Encryption::Second
            }
            _ => return Err(CliKeyError),
        };
        let key = Key::<Aes256Gcm>::from_slice(bytes.as_slice());
        Ok(Self {
            cipher: Box::new(Aes256Gcm::new(key)),
            encryption,
        })
    }

    /// A key as `key.json` has it.
    ///
    /// # Errors
    /// [`CliKeyError`] when it is not there.
    pub fn parse_file(bytes: &[u8]) -> Result<Self, CliKeyError> {
        let wire: KeyFileWire<'_> = serde_json::from_slice(bytes).map_err(|_| CliKeyError)?;
        Self::parse(wire.key)
    }

    /// Which form it is for.
    #[must_use]
    pub fn encryption(&self) -> Encryption {
        self.encryption
    }

    /// Opens a value of a file.
    ///
    /// # Errors
    /// [`CipherError`]. No error repeats anything of the value.
    pub fn open<K: SecretKind>(&self, text: &str) -> Result<Secret<K>, CipherError> {
        let (sealed, tag) = split(text)?;
        let iv_digits = match self.encryption {
            Encryption::First => IV_BYTES,
            Encryption::Second => 2 * IV_BYTES,
        };
        let (iv, sealed) = sealed
            .split_at_checked(iv_digits)
            .ok_or(CipherError::Malformed)?;
        let mut nonce = [0_u8; IV_BYTES];
        match self.encryption {
            Encryption::First => nonce.copy_from_slice(iv.as_bytes()),
            Encryption::Second => decode(iv, &mut nonce)?,
        }
        let mut tag_bytes = [0_u8; TAG_DIGITS / 2];
        decode(tag, &mut tag_bytes)?;
        let mut bytes = Zeroizing::new(hex::decode(sealed).map_err(|_| CipherError::Malformed)?);
        self.cipher
            .decrypt_in_place_detached(
                Nonce::from_slice(&nonce),
                &[],
                bytes.as_mut_slice(),
                Tag::from_slice(&tag_bytes),
            )
            .map_err(|_| CipherError::Refused)?;
        into_text(bytes).map(Secret::new)
    }
}

impl fmt::Debug for CliKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CliKey")
            .field("encryption", &self.encryption)
            .finish_non_exhaustive()
    }
}

/// The two halves of an encrypted value.
fn split(text: &str) -> Result<(&str, &str), CipherError> {
    let text = text.trim();
    let halves = text
        .split_once(':')
        .filter(|(sealed, tag)| is_hex(sealed) && is_hex(tag) && tag.len() == TAG_DIGITS);
    halves.ok_or_else(|| {
        if is_redacted(text) {
            CipherError::Redacted
        } else {
            CipherError::Malformed
        }
    })
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether something stands in place of a value: stars, or a word that says so.
pub(super) fn is_redacted(text: &str) -> bool {
    let words = text.to_ascii_lowercase();
    let masked = |c: char| matches!(c, '*' | '•' | '…' | '.' | '#' | '-');
    ["redacted", "hidden", "removed", "masked"]
        .iter()
        .any(|word| words.contains(word))
        || text.chars().all(masked)
}

fn decode(digits: &str, into: &mut [u8]) -> Result<(), CipherError> {
    hex::decode_to_slice(digits, into).map_err(|_| CipherError::Malformed)
}

/// The same bytes as text, without a copy.
fn into_text(mut bytes: Zeroizing<Vec<u8>>) -> Result<String, CipherError> {
    String::from_utf8(core::mem::take(&mut *bytes)).map_err(|error| {
        error.into_bytes().zeroize();
        CipherError::Malformed
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use orgkeep_secret::RefreshToken;

    const PLAIN: &str = "5Aep861example.refresh";
    const FIRST_KEY: &str = "0123456789abcdef0123456789abcdef";
    const FIRST: &str =
        "a1b2c3d4e5f6127d8a64048e3141f8fdd80cdd81dfa272cfdaf5031d:8a17c86cf369098fe3925ab4e52a08ac";
    const SECOND_KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    const SECOND: &str = "a1b2c3d4e5f6a1b2c3d4e5f63f104731e2d4e3ea6497037bbf817ce8dc05becae7d3:3cb66836f2225e34cc057d3f56711db7";

    fn opened(key: &str, text: &str) -> Result<bool, CipherError> {
        let key = CliKey::parse(key).unwrap();
        let token: RefreshToken = key.open(text)?;
        Ok(token.matches(&RefreshToken::new(PLAIN.into())))
    }

    #[test]
    fn both_forms_open_as_the_vectors_say() {
        assert_eq!(opened(FIRST_KEY, FIRST), Ok(true));
        assert_eq!(opened(SECOND_KEY, SECOND), Ok(true));
    }

    #[test]
    fn another_key_or_a_changed_character_opens_nothing() {
        assert_eq!(opened(SECOND_KEY, FIRST), Err(CipherError::Refused));
        assert_eq!(opened(FIRST_KEY, SECOND), Err(CipherError::Refused));
        let changed = FIRST.replace("127d", "127e");
        assert_eq!(opened(FIRST_KEY, &changed), Err(CipherError::Refused));
        assert_eq!(
            opened(FIRST_KEY, ":8a17c86cf369098fe3925ab4e52a08ac"),
            Err(CipherError::Malformed)
        );
    }

    #[test]
    fn what_was_taken_out_is_told_from_what_was_never_encrypted() {
        for text in [
            "[REDACTED] Use 'sf org auth show-access-token'",
            "********",
            "…",
            "",
        ] {
            assert_eq!(
                opened(FIRST_KEY, text),
                Err(CipherError::Redacted),
                "{text}"
            );
        }
        for text in ["00D000!plain", "5Aep861", "12:34"] {
            assert_eq!(
                opened(FIRST_KEY, text),
                Err(CipherError::Malformed),
                "{text}"
            );
        }
    }

    #[test]
    fn a_key_file_has_the_key_in_it_and_other_texts_are_none() {
        let file = format!(r#"{{"account":"local","key":"{SECOND_KEY}","service":"sfdx"}}"#);
        let key = CliKey::parse_file(file.as_bytes()).unwrap();
        assert_eq!(key.encryption(), Encryption::Second);
        assert_eq!(format!("{key:?}"), "CliKey { encryption: Second, .. }");
        for text in ["", "0123", "zz23456789abcdef0123456789abcdef"] {
            assert_eq!(CliKey::parse(text).map(drop), Err(CliKeyError), "{text}");
        }
        assert!(CliKey::parse_file(b"[]").is_err());
    }
}
