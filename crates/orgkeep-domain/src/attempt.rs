//! An authorization as types: one struct for each state, one method for each way out.
//!
//! Every transition takes its state by value. A verifier cannot be used twice, a code cannot be
//! exchanged before it arrived, and nothing but [`Authorized`] reaches the vault: the wrong order does
//! not compile.

mod confirming;
mod means;

use orgkeep_secret::{AccessToken, AuthorizationCode, CodeVerifier, RefreshToken, StateToken};

use crate::authority::Authority;
use crate::callback::{CallbackError, CallbackOutcome, CallbackQuery};
use crate::client::{CallbackUrl, ClientApp};
use crate::id::{ConnectionId, OrgId, UserId};
use crate::organization::{OrgIdentity, UserIdentity};
use crate::scope::Scopes;

pub use confirming::{Authorized, Confirming, Doubt, Doubtful, Judgement, Refused};
pub use means::{
    AppSignIn, LoginDraft, Means, PasswordLogin, SignIn, UsernameError, parse_username,
};

/// What an authorization is for. Purposes differ only here and in what [`Confirming`] demands.
#[derive(Debug)]
pub enum Purpose {
    /// A new connection. If the org behind the address is known beforehand, it must be that one.
    Register {
        /// The org in which Orgkeep made the app; for any other app the one that the address's own discovery document
        /// names.
        expected_org: Option<OrgId>,
    },
    /// The same record again.
    Reauthenticate(ExistingRecord),
}

/// The record that an authorization must fit.
#[derive(Debug, Clone)]
pub struct ExistingRecord {
    /// Which record.
    pub connection: ConnectionId,
    /// Its org.
    pub org: OrgId,
    /// Its user.
    pub user: UserId,
    /// The My Domain that it had, if it is a sandbox. A refreshed sandbox keeps it and changes its org id.
    pub sandbox: Option<Authority>,
}

/// Everything known before anyone is asked.
#[derive(Debug)]
pub struct Draft {
    /// The login host.
    pub authority: Authority,
    /// The app to sign in with.
    pub client: ClientApp,
    /// The callback as registered.
    pub callback: CallbackUrl,
    /// The scopes to ask for; none means all that the app has.
    pub scopes: Option<Scopes>,
    /// Who will sign in, to fill Salesforce's page beforehand (`login_hint`).
    pub login_hint: Option<String>,
    /// What it is for.
    pub purpose: Purpose,
}

/// The browser is open; nothing has come back.
#[derive(Debug)]
pub struct AwaitingConsent {
    draft: Draft,
    state: StateToken,
    verifier: CodeVerifier,
    issuer: IssuerRule,
}

/// What the answer's `iss` must be (RFC 9207, 2.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IssuerRule {
    /// The server announces that it sends `iss`: it must be there and be equal, byte for byte.
    Required(String),
    /// The server announces nothing: absent is fine, present must be equal.
    IfPresent(String),
}

/// What a callback turned out to be.
#[derive(Debug)]
pub enum Arrival {
    /// Not the answer to this request. The flow goes on as if it had not come.
    Ignored(AwaitingConsent),
    /// The genuine answer is a refusal.
    Denied(Draft, CallbackError),
    /// The answer is genuine in `state`, but comes from another server.
    WrongIssuer(Draft),
    /// The genuine answer, with a code.
    Granted(Exchanging),
}

/// A code that is about to be spent.
#[derive(Debug)]
pub struct Exchanging {
    /// As before.
    pub draft: Draft,
    /// The code, for its one use.
    pub code: AuthorizationCode,
    /// Proves that the request was ours.
    pub verifier: CodeVerifier,
}

/// What a token answer or a login brought, checked for shape and host.
#[derive(Debug)]
pub struct Tokens {
    /// For API calls. A login with a password brings a session id, which serves as one.
    pub access: AccessToken,
    /// For new access tokens, where the app grants one.
    pub refresh: Option<RefreshToken>,
    /// What was granted. A session id has no scopes.
    pub scopes: Scopes,
    /// The server that takes these tokens.
    pub instance: Authority,
    /// The org in the `id` URL.
    pub org: OrgId,
    /// The user in the `id` URL.
    pub user: UserId,
    /// When Salesforce issued them, milliseconds since 1970, as it said.
    pub issued_at: Option<i64>,
    /// Whether the answer carried a signature. It is checked where there is a consumer secret.
    pub is_signed: bool,
}

/// Tokens whose org has not been asked yet. Here the ways to sign in meet: what came before was a browser, or a
/// password.
#[derive(Debug)]
pub struct Identifying {
    /// What was signed in to, and with what.
    pub sign_in: SignIn,
    /// The new tokens.
    pub tokens: Tokens,
    /// Who signed in, where the answer has told it already: that to a login does.
    pub user: Option<UserIdentity>,
}

impl Draft {
    /// Turns to the person, with the values that bind the answer to this request.
    #[must_use]
    pub fn ask_consent(
        self,
        state: StateToken,
        verifier: CodeVerifier,
        issuer: IssuerRule,
    ) -> AwaitingConsent {
        AwaitingConsent {
            draft: self,
            state,
            verifier,
            issuer,
        }
    }
}

impl AwaitingConsent {
    /// The request's values, for building its URL.
    #[must_use]
    pub fn request(&self) -> (&Draft, &StateToken, &CodeVerifier) {
        (&self.draft, &self.state, &self.verifier)
    }

    /// Judges what came in. `state` is compared first, in constant time, before `iss`, `error` or `code` are
    /// looked at; `iss` comes before `code`.
    #[must_use]
    pub fn receive(self, query: CallbackQuery) -> Arrival {
        if !self.state.matches(&query.state) {
            return Arrival::Ignored(self);
        }
        if !self.issuer.admits(query.issuer.as_deref()) {
            return Arrival::WrongIssuer(self.draft);
        }
        match query.outcome {
            CallbackOutcome::Error(error) => Arrival::Denied(self.draft, error),
            CallbackOutcome::Code(code) => Arrival::Granted(Exchanging {
                draft: self.draft,
                code,
                verifier: self.verifier,
            }),
        }
    }
}

impl IssuerRule {
    fn admits(&self, issuer: Option<&str>) -> bool {
        match (self, issuer) {
            (Self::Required(expected) | Self::IfPresent(expected), Some(issuer)) => {
                issuer == expected
            }
            (Self::Required(_), None) => false,
            (Self::IfPresent(_), None) => true,
        }
    }
}

impl Identifying {
    /// The org has answered.
    #[must_use]
    pub fn identified(self, identity: OrgIdentity) -> Confirming {
        Confirming::new(self.sign_in, self.tokens, identity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::AuthorityRule;
    use crate::client::{ClientKind, ConsumerKey};

    fn awaiting(issuer: IssuerRule) -> AwaitingConsent {
        let authority =
            Authority::parse("https://acme.my.salesforce.com", AuthorityRule::Salesforce).unwrap();
        let client = ClientApp {
            kind: ClientKind::ExternalClientApp,
            key: ConsumerKey::parse("3MVG9key").unwrap(),
            secret: None,
        };
        Draft {
            authority,
            client,
            callback: CallbackUrl::standard(),
            scopes: None,
            login_hint: None,
            purpose: Purpose::Register { expected_org: None },
        }
        .ask_consent(
            StateToken::new("right".into()),
            CodeVerifier::new("verifier".into()),
            issuer,
        )
    }

    fn anyone() -> IssuerRule {
        IssuerRule::IfPresent("https://acme.my.salesforce.com".into())
    }

    fn arrival(issuer: IssuerRule, raw: &str) -> Arrival {
        awaiting(issuer).receive(crate::callback::parse_callback_query(raw).unwrap())
    }

    #[test]
    fn a_wrong_state_changes_nothing_even_with_an_error() {
        for raw in [
            "state=wrong&code=c",
            "state=wrong&error=access_denied",
            "state=righ&code=c",
        ] {
            assert!(
                matches!(arrival(anyone(), raw), Arrival::Ignored(_)),
                "{raw}"
            );
        }
    }

    #[test]
    fn the_right_state_brings_the_code_or_the_refusal() {
        assert!(matches!(
            arrival(anyone(), "state=right&code=c"),
            Arrival::Granted(_)
        ));
        assert!(matches!(
            arrival(anyone(), "state=right&error=access_denied"),
            Arrival::Denied(..)
        ));
    }

    #[test]
    fn only_an_equal_issuer_proceeds() {
        let required = || IssuerRule::Required("https://acme.my.salesforce.com".into());
        for (rule, raw, proceeds) in [
            (
                required(),
                "state=right&code=c&iss=https%3A%2F%2Facme.my.salesforce.com",
                true,
            ),
            (
                required(),
                "state=right&code=c&iss=https%3A%2F%2Facme.my.salesforce.com%2F",
                false,
            ),
            (
                required(),
                "state=right&code=c&iss=https%3A%2F%2FACME.my.salesforce.com",
                false,
            ),
            (
                required(),
                "state=right&code=c&iss=https%3A%2F%2Fevil.com",
                false,
            ),
            (required(), "state=right&code=c", false),
            (
                anyone(),
                "state=right&code=c&iss=https%3A%2F%2Fevil.com",
                false,
            ),
            (anyone(), "state=right&code=c", true),
        ] {
            let granted = matches!(arrival(rule, raw), Arrival::Granted(_));
            assert_eq!(granted, proceeds, "{raw}");
        }
    }
}
