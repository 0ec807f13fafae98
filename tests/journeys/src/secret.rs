//! Every secret that a run had, and where it came from.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use anyhow::Context as _;
use orgkeep_simulator::{Endpoint, JournalEntry};
use serde_json::Value;

/// How long the part is that is searched for.
const MARKER: usize = 32;
/// The shortest secret that can be searched for.
const SHORTEST: usize = 16;

const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Random letters and digits: text that stands nowhere by chance.
///
/// # Errors
/// When the system gives no random bytes.
pub fn random_text(length: usize) -> anyhow::Result<String> {
    drawn(length, LETTERS)
}

/// Random digits: the same, without a piece that could be one of a secret.
///
/// # Errors
/// When the system gives no random bytes.
pub fn random_digits(length: usize) -> anyhow::Result<String> {
    drawn(length, b"0123456789")
}

fn drawn(length: usize, signs: &[u8]) -> anyhow::Result<String> {
    let mut bytes = vec![0; length];
    getrandom::fill(&mut bytes)?;
    let sign = |byte: &u8| char::from(signs[usize::from(*byte) % signs.len()]);
    Ok(bytes.iter().map(sign).collect())
}

/// Secrets and what they are.
#[derive(Debug, Default)]
pub struct SecretBook {
    known: Mutex<BTreeMap<String, String>>,
}

impl SecretBook {
    /// Keeps a secret under a name. Empty ones are none.
    pub fn keep(&self, name: &str, secret: &str) {
        if !secret.is_empty() {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.insert(secret.to_owned(), name.to_owned());
        }
    }

    /// Keeps what a request carried: states, codes, verifiers, tokens, consumer secrets.
    pub fn keep_request(&self, entry: &JournalEntry) {
        match entry.endpoint {
            Endpoint::Authorize => self.keep("state", entry.parameters().text("state")),
            Endpoint::Token => {
                let form = entry.form();
                self.keep("code", form.text("code"));
                self.keep("verifier", form.text("code_verifier"));
                self.keep("consumer secret", form.text("client_secret"));
            }
            Endpoint::Revoke => self.keep("revoked token", entry.form().text("token")),
            _ => {}
        }
        if let Some(token) = entry
            .header("authorization")
            .and_then(|text| text.strip_prefix("Bearer "))
        {
            self.keep("access token", token);
        }
    }

    /// Keeps the tokens that the practice org's state file names.
    ///
    /// # Errors
    /// When the file is not the practice org's.
    pub fn keep_grants(&self, state: &str) -> anyhow::Result<()> {
        let state: Value = serde_json::from_str(state)?;
        let grants = state["grants"]["list"].as_array().context("no grants")?;
        for grant in grants {
            self.keep(
                "refresh token",
                grant["refresh_token"].as_str().unwrap_or_default(),
            );
            for token in grant["access_tokens"].as_array().into_iter().flatten() {
                self.keep("access token", token["value"].as_str().unwrap_or_default());
            }
        }
        Ok(())
    }

    /// Each secret's marker: its last characters, because the first ones are often an org's id or a fixed
    /// prefix. Shorter secrets count whole; those of a few characters stand everywhere and prove nothing.
    #[must_use]
    pub fn markers(&self) -> Vec<(String, String)> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let marker = |secret: &String| {
            let skipped = secret.chars().count().saturating_sub(MARKER);
            secret.chars().skip(skipped).collect::<String>()
        };
        known
            .iter()
            .filter(|(secret, _)| secret.len() >= SHORTEST)
            .map(|(secret, name)| (name.clone(), marker(secret)))
            .collect()
    }
}
