//! The format of one ciphertext, and what it is bound to.
//!
//! `version (1) ‖ nonce (24) ‖ ciphertext ‖ tag (16)`, XChaCha20-Poly1305. The nonce is drawn anew for
//! every write; with 192 bits, chance never repeats one. The [`Binding`] is authenticated and not stored: a
//! ciphertext opens only in the place, and beside the plain fields, for which it was made.

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305};
use zeroize::Zeroizing;

use crate::key::SecretKey;
use crate::random;

/// The only format there is so far.
pub(crate) const FORMAT: u8 = 1;
const NONCE_LENGTH: usize = 24;
const TAG_LENGTH: usize = 16;

/// Where a ciphertext belongs, and the plain fields that decide where its secret is sent.
pub(crate) struct Binding<'a> {
    pub(crate) store: &'a str,
    pub(crate) table: &'a str,
    pub(crate) row: &'a str,
    pub(crate) column: &'a str,
    pub(crate) key: &'a str,
    pub(crate) generation: u32,
    pub(crate) steering: &'a [String],
}

/// A ciphertext that could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The system gave no random bytes.
    #[error("the system gave no random bytes")]
    Random(#[from] getrandom::Error),
    /// The text is longer than the cipher takes.
    #[error("the text is too long to be sealed")]
    TooLong,
}

/// A ciphertext that does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum EnvelopeError {
    #[error("the ciphertext is cut off")]
    Short,
    #[error("the ciphertext has format {0}, which this version does not know")]
    UnknownFormat(u8),
    #[error("the ciphertext was changed, or is not for this place or key")]
    Refused,
}

/// Encrypts under a new nonce.
pub(crate) fn seal(
    key: &SecretKey,
    plaintext: &[u8],
    binding: &Binding<'_>,
) -> Result<Vec<u8>, SealError> {
    let nonce: [u8; NONCE_LENGTH] = random::make_bytes()?;
    let aad = binding.to_bytes();
    let payload = Payload {
        msg: plaintext,
        aad: &aad,
    };
    let cipher = || XChaCha20Poly1305::new(key.bytes().into()).encrypt(&nonce.into(), payload);
    let ciphertext = leaving_no_trace(cipher).map_err(|_| SealError::TooLong)?;
    Ok([[FORMAT].as_slice(), &nonce, &ciphertext].concat())
}

/// Decrypts what [`seal`] made under an equal binding.
pub(crate) fn open(
    key: &SecretKey,
    sealed: &[u8],
    binding: &Binding<'_>,
) -> Result<Zeroizing<Vec<u8>>, EnvelopeError> {
    let (&format, rest) = sealed.split_first().ok_or(EnvelopeError::Short)?;
    if format != FORMAT {
        return Err(EnvelopeError::UnknownFormat(format));
    }
    let (nonce, ciphertext) = rest
        .split_first_chunk::<NONCE_LENGTH>()
        .ok_or(EnvelopeError::Short)?;
    if ciphertext.len() < TAG_LENGTH {
        return Err(EnvelopeError::Short);
    }
    let aad = binding.to_bytes();
    let payload = Payload {
        msg: ciphertext,
        aad: &aad,
    };
    let cipher = || XChaCha20Poly1305::new(key.bytes().into()).decrypt(&(*nonce).into(), payload);
    leaving_no_trace(cipher)
        .map(Zeroizing::new)
        .map_err(|_| EnvelopeError::Refused)
}

/// The cipher works through a text block by block, and leaves the last blocks, readable, on the stack of a thread that may
/// not be used again for long.
fn leaving_no_trace<T>(cipher: impl FnOnce() -> T) -> T {
    /// More than the cipher uses without optimization.
    const STACK: usize = 32 * 1024;

    let done = apart(cipher);
    zeroize::zeroize_stack::<STACK>();
    done
}

/// In a frame of its own, so that all of it lies where the stack is overwritten afterwards.
#[inline(never)]
fn apart<T>(work: impl FnOnce() -> T) -> T {
    work()
}

impl Binding<'_> {
    /// Every field with its length before it, so that no two bindings share their bytes.
    fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![FORMAT];
        let mut field = |text: &[u8]| {
            bytes.extend_from_slice(&(text.len() as u64).to_be_bytes());
            bytes.extend_from_slice(text);
        };
        for text in [self.store, self.table, self.row, self.column, self.key] {
            field(text.as_bytes());
        }
        field(&self.generation.to_be_bytes());
        for text in self.steering {
            field(text.as_bytes());
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binding<'a>(steering: &'a [String]) -> Binding<'a> {
        Binding {
            store: "store",
            table: "connection",
            row: "row",
            column: "refresh_token",
            key: "key",
            generation: 3,
            steering,
        }
    }

    fn steering() -> Vec<String> {
        vec!["https://acme.my.salesforce.com".into(), "3MVG9".into()]
    }

    #[test]
    fn what_was_sealed_opens_in_its_place() {
        let (key, steering) = (SecretKey::make().unwrap(), steering());
        let sealed = seal(&key, b"secret", &binding(&steering)).unwrap();
        assert_eq!(
            open(&key, &sealed, &binding(&steering)).unwrap().as_slice(),
            b"secret"
        );
    }

    #[test]
    fn two_writes_of_one_text_differ_in_nonce_and_ciphertext() {
        let (key, steering) = (SecretKey::make().unwrap(), steering());
        let [first, second] = [0; 2].map(|_| seal(&key, b"secret", &binding(&steering)).unwrap());
        assert_ne!(first[1..25], second[1..25]);
        assert_ne!(first[25..], second[25..]);
    }

    #[test]
    fn another_key_opens_nothing() {
        let (key, steering) = (SecretKey::make().unwrap(), steering());
        let sealed = seal(&key, b"secret", &binding(&steering)).unwrap();
        let other = SecretKey::make().unwrap();
        assert_eq!(
            open(&other, &sealed, &binding(&steering)).err(),
            Some(EnvelopeError::Refused)
        );
    }

    #[test]
    fn each_field_of_the_binding_counts() {
        let (key, steering) = (SecretKey::make().unwrap(), steering());
        let sealed = seal(&key, b"secret", &binding(&steering)).unwrap();
        let elsewhere = vec!["https://evil.example.com".into(), "3MVG9".into()];
        let joined = vec!["https://acme.my.salesforce.com3MVG9".into()];
        for wrong in [
            Binding {
                store: "other",
                ..binding(&steering)
            },
            Binding {
                table: "draft",
                ..binding(&steering)
            },
            Binding {
                row: "other",
                ..binding(&steering)
            },
            Binding {
                column: "access_token",
                ..binding(&steering)
            },
            Binding {
                key: "other",
                ..binding(&steering)
            },
            Binding {
                generation: 4,
                ..binding(&steering)
            },
            Binding {
                store: "storec",
                table: "onnection",
                ..binding(&steering)
            },
            binding(&elsewhere),
            binding(&joined),
            binding(&steering[..1]),
        ] {
            assert_eq!(
                open(&key, &sealed, &wrong).err(),
                Some(EnvelopeError::Refused)
            );
        }
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let (key, steering) = (SecretKey::make().unwrap(), steering());
        let sealed = seal(&key, b"secret", &binding(&steering)).unwrap();
        for bit in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(
                open(&key, &flipped, &binding(&steering)).is_err(),
                "bit {bit}"
            );
        }
    }

    #[test]
    fn every_truncation_is_noticed() {
        let (key, steering) = (SecretKey::make().unwrap(), steering());
        let sealed = seal(&key, b"secret", &binding(&steering)).unwrap();
        for length in 0..sealed.len() {
            let error = open(&key, &sealed[..length], &binding(&steering)).err();
            let expected = if length < 41 {
                EnvelopeError::Short
            } else {
                EnvelopeError::Refused
            };
            assert_eq!(error, Some(expected), "length {length}");
        }
    }

    #[test]
    fn another_format_is_named() {
        let (key, steering) = (SecretKey::make().unwrap(), steering());
        let mut sealed = seal(&key, b"secret", &binding(&steering)).unwrap();
        sealed[0] = 9;
        assert_eq!(
            open(&key, &sealed, &binding(&steering)).err(),
            Some(EnvelopeError::UnknownFormat(9))
        );
    }

    /// S-03: a hundred processes that begin as copies of one another, in the middle of its work, seal a thousand texts each.
    /// They are copies of a process of its own: copies of this one would hold the locks that other tests have taken.
    #[cfg(target_os = "linux")]
    #[test]
    fn s_03_no_nonce_repeats_in_processes_that_are_clones() {
        const CLONED: &str = "ORGKEEP_TEST_CLONED";
        if std::env::var_os(CLONED).is_some() {
            return seal_in_clones();
        }
        let mut alone = std::process::Command::new(std::env::current_exe().unwrap());
        let test = "envelope::tests::s_03_no_nonce_repeats_in_processes_that_are_clones";
        alone.args([test, "--exact", "--nocapture", "--test-threads=1"]);
        let ended = alone.env(CLONED, "1").output().unwrap();
        let said = String::from_utf8_lossy(&ended.stdout);
        let figure = said
            .lines()
            .find_map(|line| line.find("S-03 ").map(|at| &line[at..]));
        println!("{}", figure.unwrap_or_default());
        assert!(ended.status.success() && figure.is_some(), "{said}");
    }

    #[cfg(target_os = "linux")]
    fn seal_in_clones() {
        let is_full = std::env::var("ORGKEEP_CAMPAIGN").is_ok_and(|value| value == "full");
        let (word, each) = if is_full {
            ("survived", 1000)
        } else {
            ("short", 50)
        };
        let (key, steering) = (SecretKey::make().unwrap(), steering());
        let nonce = || {
            let sealed = seal(&key, b"secret", &binding(&steering)).unwrap();
            <[u8; NONCE_LENGTH]>::try_from(&sealed[1..=NONCE_LENGTH]).unwrap()
        };
        let mut seen: std::collections::HashSet<_> = (0..10).map(|_| nonce()).collect();
        assert_eq!(seen.len(), 10, "before there are clones");
        let clones: Vec<_> = (0..100).map(|_| in_clone(each, nonce)).collect();
        let nonces = clones
            .iter()
            .flat_map(|nonces| nonces.as_chunks::<NONCE_LENGTH>().0);
        let unique = nonces.filter(|nonce| seen.insert(**nonce)).count();
        println!("S-03 {word} {unique} of {}", 100 * each);
        assert_eq!(unique, 100 * each);
    }

    /// What a copy of this process makes.
    #[cfg(target_os = "linux")]
    #[expect(
        unsafe_code,
        reason = "only fork(2) copies a process with all it has in memory"
    )]
    fn in_clone(times: usize, make: impl Fn() -> [u8; NONCE_LENGTH]) -> Vec<u8> {
        use std::io::{Read as _, Write as _};

        unsafe extern "C" {
            fn fork() -> i32;
            fn _exit(status: i32) -> !;
        }
        let (mut reader, mut writer) = std::io::pipe().unwrap();
        // SAFETY: the copy allocates, which glibc allows after a fork, writes, and ends without running anything else.
        let id = unsafe { fork() };
        if id == 0 {
            let made: Vec<u8> = (0..times).flat_map(|_| make()).collect();
            let status = i32::from(writer.write_all(&made).is_err());
            // SAFETY: it ends here.
            unsafe { _exit(status) }
        }
        drop(writer);
        let mut made = Vec::new();
        reader.read_to_end(&mut made).unwrap();
        let id = rustix::process::Pid::from_raw(id).unwrap();
        rustix::process::waitpid(Some(id), rustix::process::WaitOptions::empty()).unwrap();
        made
    }
}
