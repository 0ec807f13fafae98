//! Is it who was expected? The last question before anything is saved.

use super::{ExistingRecord, Means, Purpose, SignIn, Tokens};
use crate::id::{OrgId, UserId};
use crate::organization::OrgIdentity;

/// Tokens and identity; is it who was expected?
#[derive(Debug)]
pub struct Confirming {
    sign_in: SignIn,
    tokens: Tokens,
    identity: OrgIdentity,
}

/// What [`Confirming::judge`] finds.
#[derive(Debug)]
pub enum Judgement {
    /// It is who was expected, or nobody in particular was.
    Confirmed(Box<Authorized>),
    /// Another org. Nothing is saved; the tokens are to be revoked.
    OtherOrg(Box<Refused>),
    /// It may well be meant: the person decides.
    Doubtful(Box<Doubtful>),
}

/// What is not as the record has it, and may be meant all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// The right org, but another user.
    OtherUser,
    /// The sandbox at the same My Domain has another org id: it was refreshed.
    RefreshedSandbox,
    /// Both: the sandbox was refreshed, and it is another user of it.
    OtherUserOfRefreshedSandbox,
}

/// An authorization that waits for the person's answer.
#[derive(Debug)]
pub struct Doubtful {
    doubt: Doubt,
    authorized: Authorized,
}

/// Exactly what the vault gets.
#[derive(Debug)]
pub struct Authorized {
    /// Authority, means and purpose.
    pub sign_in: SignIn,
    /// The tokens that prove them.
    pub tokens: Tokens,
    /// Whose they are.
    pub identity: OrgIdentity,
    /// What a person was asked about and accepted.
    pub accepted: Option<Doubt>,
}

/// What is not saved, and not kept either.
#[derive(Debug)]
pub struct Refused {
    /// What was signed in with.
    pub means: Means,
    /// The tokens that it brought.
    pub tokens: Tokens,
}

/// How an identity compares with a record.
enum Likeness {
    Same,
    Doubtful(Doubt),
    OtherOrg,
}

impl Confirming {
    pub(super) fn new(sign_in: SignIn, tokens: Tokens, identity: OrgIdentity) -> Self {
        Self {
            sign_in,
            tokens,
            identity,
        }
    }

    /// Compares who came back with who was expected, by 18-character ids.
    #[must_use]
    pub fn judge(self) -> Judgement {
        match self.likeness() {
            Likeness::OtherOrg => Judgement::OtherOrg(Box::new(Refused {
                means: self.sign_in.means,
                tokens: self.tokens,
            })),
            Likeness::Same => Judgement::Confirmed(Box::new(self.authorized())),
            Likeness::Doubtful(doubt) => Judgement::Doubtful(Box::new(Doubtful {
                doubt,
                authorized: self.authorized(),
            })),
        }
    }

    fn likeness(&self) -> Likeness {
        let (tokens, identity) = (&self.tokens, &self.identity);
        if tokens.org != identity.org_id || tokens.user != identity.user.user_id {
            return Likeness::OtherOrg;
        }
        match &self.sign_in.purpose {
            Purpose::Register {
                expected_org: Some(org),
            } if *org != identity.org_id => Likeness::OtherOrg,
            Purpose::Register { .. } => Likeness::Same,
            Purpose::Reauthenticate(record) => record.compare(identity),
        }
    }

    fn authorized(self) -> Authorized {
        Authorized {
            sign_in: self.sign_in,
            tokens: self.tokens,
            identity: self.identity,
            accepted: None,
        }
    }
}

impl Doubt {
    /// What differs between whom a record belongs to and who came back, where another org is a refreshed one.
    #[must_use]
    pub fn between(record: (&OrgId, &UserId), found: (&OrgId, &UserId)) -> Option<Self> {
        match (record.0 == found.0, record.1 == found.1) {
            (true, true) => None,
            (true, false) => Some(Self::OtherUser),
            (false, true) => Some(Self::RefreshedSandbox),
            (false, false) => Some(Self::OtherUserOfRefreshedSandbox),
        }
    }

    /// Whether whoever accepts this has accepted the other one with it.
    #[must_use]
    pub fn includes(self, other: Self) -> bool {
        self == other || self == Self::OtherUserOfRefreshedSandbox
    }
}

impl ExistingRecord {
    fn compare(&self, found: &OrgIdentity) -> Likeness {
        let same_org = self.org == found.org_id;
        let same_place = self.sandbox.as_ref() == Some(&found.instance);
        let refreshed = same_place && found.is_sandbox && found.instance.is_my_domain();
        if !same_org && !refreshed {
            return Likeness::OtherOrg;
        }
        let doubt = Doubt::between(
            (&self.org, &self.user),
            (&found.org_id, &found.user.user_id),
        );
        doubt.map_or(Likeness::Same, Likeness::Doubtful)
    }
}

impl Doubtful {
    /// What the person is asked about.
    #[must_use]
    pub fn doubt(&self) -> Doubt {
        self.doubt
    }

    /// Who came back.
    #[must_use]
    pub fn identity(&self) -> &OrgIdentity {
        &self.authorized.identity
    }

    /// The person says that it is meant.
    #[must_use]
    pub fn accepted(self) -> Authorized {
        Authorized {
            accepted: Some(self.doubt),
            ..self.authorized
        }
    }

    /// The person says no. Nothing is saved; the tokens are to be revoked.
    #[must_use]
    pub fn refused(self) -> Refused {
        Refused {
            means: self.authorized.sign_in.means,
            tokens: self.authorized.tokens,
        }
    }
}

#[cfg(test)]
mod tests {
    use orgkeep_secret::AccessToken;

    use super::*;
    use crate::attempt::{Draft, Identifying};
    use crate::authority::{Authority, AuthorityRule};
    use crate::client::{CallbackUrl, ClientApp, ClientKind, ConsumerKey};
    use crate::id::ConnectionId;
    use crate::organization::UserIdentity;
    use crate::scope::Scopes;

    const SANDBOX: &str = "https://acme--uat.sandbox.my.salesforce.com";
    const PRODUCTION: &str = "https://acme.my.salesforce.com";
    const ORG: u32 = 1;
    const USER: u32 = 1;

    fn authority(text: &str) -> Authority {
        Authority::parse(text, AuthorityRule::Salesforce).unwrap()
    }

    fn org(number: u32) -> OrgId {
        OrgId::parse(&format!("00D{number:012}")).unwrap()
    }

    fn user(number: u32) -> UserId {
        UserId::parse(&format!("005{number:012}")).unwrap()
    }

    fn record(sandbox: Option<&str>) -> Purpose {
        Purpose::Reauthenticate(ExistingRecord {
            connection: ConnectionId::parse("one").unwrap(),
            org: org(ORG),
            user: user(USER),
            sandbox: sandbox.map(authority),
        })
    }

    fn expected(number: Option<u32>) -> Purpose {
        Purpose::Register {
            expected_org: number.map(org),
        }
    }

    /// Who comes back: an org, a user, and the address of the org.
    fn judged(purpose: Purpose, (org_of, user_of, host): (u32, u32, &str)) -> Judgement {
        let identity = OrgIdentity {
            org_id: org(org_of),
            user: UserIdentity {
                user_id: user(user_of),
                username: String::new(),
                display_name: String::new(),
            },
            org_name: String::new(),
            edition: String::new(),
            instance_name: String::new(),
            namespace: None,
            is_sandbox: host != PRODUCTION,
            end_date: None,
            instance: authority(host),
        };
        identifying(purpose, org_of, user_of)
            .identified(identity)
            .judge()
    }

    fn identifying(purpose: Purpose, org_of: u32, user_of: u32) -> Identifying {
        Identifying {
            sign_in: Draft {
                authority: authority(SANDBOX),
                client: ClientApp {
                    kind: ClientKind::ExternalClientApp,
                    key: ConsumerKey::parse("3MVG9key").unwrap(),
                    secret: None,
                },
                callback: CallbackUrl::standard(),
                scopes: None,
                login_hint: None,
                purpose,
            }
            .into(),
            tokens: Tokens {
                access: AccessToken::new("access".into()),
                refresh: None,
                scopes: Scopes::default(),
                instance: authority(SANDBOX),
                org: org(org_of),
                user: user(user_of),
                issued_at: None,
                is_signed: false,
            },
            user: None,
        }
    }

    fn found(judgement: &Judgement) -> Result<Option<Doubt>, ()> {
        match judgement {
            Judgement::Confirmed(_) => Ok(None),
            Judgement::Doubtful(doubtful) => Ok(Some(doubtful.doubt())),
            Judgement::OtherOrg(..) => Err(()),
        }
    }

    #[test]
    fn a_record_takes_its_own_org_and_asks_about_another_user_and_a_refreshed_sandbox() {
        let other_host = "https://acme--dev.sandbox.my.salesforce.com";
        let old_instance = "https://cs214.salesforce.com";
        for (sandbox, back, outcome) in [
            (Some(SANDBOX), (1, 1, SANDBOX), Ok(None)),
            (Some(SANDBOX), (1, 1, other_host), Ok(None)),
            (Some(SANDBOX), (1, 2, SANDBOX), Ok(Some(Doubt::OtherUser))),
            (
                Some(SANDBOX),
                (2, 1, SANDBOX),
                Ok(Some(Doubt::RefreshedSandbox)),
            ),
            (
                Some(SANDBOX),
                (2, 2, SANDBOX),
                Ok(Some(Doubt::OtherUserOfRefreshedSandbox)),
            ),
            (Some(SANDBOX), (2, 1, other_host), Err(())),
            (None, (1, 1, PRODUCTION), Ok(None)),
            (None, (1, 2, PRODUCTION), Ok(Some(Doubt::OtherUser))),
            (None, (2, 1, PRODUCTION), Err(())),
            (Some(PRODUCTION), (2, 1, PRODUCTION), Err(())),
            (Some(old_instance), (2, 1, old_instance), Err(())),
            (None, (2, 1, SANDBOX), Err(())),
        ] {
            let judgement = judged(record(sandbox), back);
            assert_eq!(found(&judgement), outcome, "{sandbox:?} {back:?}");
        }
    }

    #[test]
    fn a_registration_takes_any_user_and_the_org_behind_its_address() {
        for (expected_org, outcome) in [(None, Ok(None)), (Some(1), Ok(None)), (Some(2), Err(()))] {
            let judgement = judged(expected(expected_org), (1, 7, SANDBOX));
            assert_eq!(found(&judgement), outcome, "{expected_org:?}");
        }
    }

    #[test]
    fn tokens_and_identity_must_name_the_same_org_and_user() {
        for (org_of, user_of) in [(2, 1), (1, 2)] {
            let Judgement::Confirmed(authorized) = judged(expected(None), (1, 1, SANDBOX)) else {
                panic!("it is refused");
            };
            let mixed = identifying(expected(None), org_of, user_of);
            let judgement = mixed.identified(authorized.identity).judge();
            assert_eq!(found(&judgement), Err(()), "{org_of} {user_of}");
        }
    }

    #[test]
    fn what_was_accepted_is_told_to_the_vault_and_what_was_refused_gives_its_tokens_back() {
        let doubtful = || match judged(record(Some(SANDBOX)), (2, 1, SANDBOX)) {
            Judgement::Doubtful(doubtful) => *doubtful,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            doubtful().accepted().accepted,
            Some(Doubt::RefreshedSandbox)
        );
        assert_eq!(doubtful().refused().tokens.org, org(2));
    }

    #[test]
    fn whoever_accepts_both_has_accepted_each() {
        use Doubt::{OtherUser, OtherUserOfRefreshedSandbox as Both, RefreshedSandbox};
        for (accepted, other, includes) in [
            (OtherUser, OtherUser, true),
            (RefreshedSandbox, RefreshedSandbox, true),
            (Both, OtherUser, true),
            (Both, RefreshedSandbox, true),
            (OtherUser, RefreshedSandbox, false),
            (OtherUser, Both, false),
            (RefreshedSandbox, Both, false),
        ] {
            assert_eq!(accepted.includes(other), includes, "{accepted:?} {other:?}");
        }
    }
}
