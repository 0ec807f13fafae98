//! Authorization codes: once, briefly, for one app and one callback.

use std::collections::VecDeque;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use super::Subject;

/// Codes kept, spent ones included, so that a second use is told from an invention.
const KEPT: usize = 1_000;

/// How the verifier was turned into the challenge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChallengeMethod {
    S256,
    Plain,
}

/// What the verifier has to match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Challenge {
    pub method: ChallengeMethod,
    pub value: String,
}

impl Challenge {
    /// Whether this is the verifier that the challenge was made from.
    pub(crate) fn is_met_by(&self, verifier: &str) -> bool {
        match self.method {
            ChallengeMethod::Plain => verifier == self.value,
            ChallengeMethod::S256 => {
                URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())) == self.value
            }
        }
    }
}

/// A code and everything it is tied to.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    pub value: String,
    pub client_id: String,
    pub redirect_uri: String,
    pub subject: Subject,
    pub scopes: Vec<String>,
    pub challenge: Option<Challenge>,
    pub nonce: Option<String>,
    pub expires_at: i64,
    pub spent: bool,
}

/// Why a code is not honoured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CodeProblem {
    Unknown,
    Expired,
    OtherCallback,
    WrongVerifier,
}

/// The codes given out lately.
#[derive(Debug, Default)]
pub(crate) struct Codes(VecDeque<Code>);

impl Codes {
    pub(crate) fn keep(&mut self, code: Code) {
        self.0.push_back(code);
        if self.0.len() > KEPT {
            self.0.pop_front();
        }
    }

    /// Spends a code. Every presentation by its own app spends it, whether the rest of the request is right or not.
    pub(crate) fn spend(
        &mut self,
        value: &str,
        client_id: &str,
        redirect_uri: &str,
        verifier: Option<&str>,
        now: i64,
    ) -> Result<Code, CodeProblem> {
        let own = |code: &&mut Code| code.value == value && code.client_id == client_id;
        let code = self.0.iter_mut().find(own).ok_or(CodeProblem::Unknown)?;
        if code.spent || now >= code.expires_at {
            return Err(CodeProblem::Expired);
        }
        code.spent = true;
        if code.redirect_uri != redirect_uri {
            return Err(CodeProblem::OtherCallback);
        }
        if !verifier_fits(code.challenge.as_ref(), verifier) {
            return Err(CodeProblem::WrongVerifier);
        }
        Ok(code.clone())
    }
}

/// A verifier without a challenge is refused as well: it would mean that somebody removed the challenge on the way.
fn verifier_fits(challenge: Option<&Challenge>, verifier: Option<&str>) -> bool {
    match (challenge, verifier) {
        (None, None) => true,
        (Some(challenge), Some(verifier)) => challenge.is_met_by(verifier),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::org::OrgKey;

    fn code() -> Code {
        Code {
            value: "aPrx==".to_owned(),
            client_id: "key".to_owned(),
            redirect_uri: "http://localhost:33333".to_owned(),
            subject: Subject {
                org: OrgKey::Production,
                user_id: "005".to_owned(),
            },
            scopes: Vec::new(),
            challenge: None,
            nonce: None,
            expires_at: 100,
            spent: false,
        }
    }

    fn spend(codes: &mut Codes, now: i64) -> Result<Code, CodeProblem> {
        codes.spend("aPrx==", "key", "http://localhost:33333", None, now)
    }

    #[test]
    fn the_challenge_of_the_standard_is_met_by_its_verifier() {
        let challenge = Challenge {
            method: ChallengeMethod::S256,
            value: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM".to_owned(),
        };
        assert!(challenge.is_met_by("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
        assert!(!challenge.is_met_by("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl"));
    }

    #[test]
    fn a_code_is_good_for_one_use() {
        let mut codes = Codes::default();
        codes.keep(code());
        assert!(spend(&mut codes, 1).is_ok());
        assert_eq!(spend(&mut codes, 1).err(), Some(CodeProblem::Expired));
    }

    #[test]
    fn a_code_dies_on_time() {
        let mut codes = Codes::default();
        codes.keep(code());
        assert_eq!(spend(&mut codes, 100).err(), Some(CodeProblem::Expired));
    }

    #[test]
    fn a_verifier_nobody_announced_is_refused() {
        let mut codes = Codes::default();
        codes.keep(code());
        let outcome = codes.spend("aPrx==", "key", "http://localhost:33333", Some("v"), 1);
        assert_eq!(outcome.err(), Some(CodeProblem::WrongVerifier));
    }
}
