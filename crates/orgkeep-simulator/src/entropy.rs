//! Random text for codes, tokens and cookies, drawn from one seed.

use sha2::{Digest, Sha256};

use crate::SimulatorError;

/// Characters of opaque tokens and consumer keys.
const TOKEN_ALPHABET: &[u8; 64] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";

/// An endless stream of bytes: SHA-256 over a seed and a counter.
///
/// The seed comes from the operating system unless a test gives one. Nothing here protects anything real; the point is
/// that a draw cannot fail once the practice org has started.
#[derive(Debug)]
pub(crate) struct Entropy {
    seed: [u8; 32],
    counter: u64,
}

impl Entropy {
    /// Seeds from the operating system.
    pub(crate) fn from_system() -> Result<Self, SimulatorError> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|_| SimulatorError::NoRandomness)?;
        Ok(Self { seed, counter: 0 })
    }

    /// Seeds from a label: the same label draws the same text, on every machine.
    pub(crate) fn from_label(label: &str) -> Self {
        let seed = Sha256::digest(label.as_bytes()).into();
        Self { seed, counter: 0 }
    }

    /// The next 32 bytes.
    fn block(&mut self) -> [u8; 32] {
        self.counter += 1;
        let mut hash = Sha256::new();
        hash.update(self.seed);
        hash.update(self.counter.to_be_bytes());
        hash.finalize().into()
    }

    /// `count` bytes.
    pub(crate) fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut drawn = Vec::with_capacity(count + 32);
        while drawn.len() < count {
            drawn.extend_from_slice(&self.block());
        }
        drawn.truncate(count);
        drawn
    }

    /// `count` characters of letters, digits, dot and underscore.
    pub(crate) fn text(&mut self, count: usize) -> String {
        let bytes = self.bytes(count);
        let letter = |byte: &u8| char::from(TOKEN_ALPHABET[usize::from(byte % 64)]);
        bytes.iter().map(letter).collect()
    }

    /// `count` upper-case hexadecimal digits, as consumer secrets are written.
    pub(crate) fn hex(&mut self, count: usize) -> String {
        let bytes = self.bytes(count);
        let digit = |byte: &u8| char::from(b"0123456789ABCDEF"[usize::from(byte % 16)]);
        bytes.iter().map(digit).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_label_always_draws_the_same_text() {
        let draw = |label| Entropy::from_label(label).text(80);
        assert_eq!(draw("production public"), draw("production public"));
        assert_ne!(draw("production public"), draw("uat public"));
    }

    #[test]
    fn consecutive_draws_differ() {
        let mut entropy = Entropy::from_label("any");
        assert_ne!(entropy.text(20), entropy.text(20));
    }
}
