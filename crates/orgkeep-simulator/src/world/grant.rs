//! Grants: what a person has allowed an app, and the tokens that came of it.

use serde::{Deserialize, Serialize};

use super::Subject;

/// Grants that one person can have given one app; the next one silently ends the oldest.
const GRANTS_PER_PERSON_AND_APP: usize = 5;

/// Stands where an app's client id would, in sessions that a SOAP login opens. No app has it.
const SOAP_LOGIN: &str = "soap-login";

/// An access token and when it stops working.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AccessToken {
    pub value: String,
    pub issued_at: i64,
    pub expires_at: i64,
    pub is_jwt: bool,
}

/// One consent and its family of tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Grant {
    pub number: u64,
    pub client_id: String,
    pub subject: Subject,
    pub scopes: Vec<String>,
    pub granted_at: i64,
    pub refresh_token: Option<String>,
    /// Refresh tokens that rotation has replaced: showing one of these ends the family.
    pub retired: Vec<String>,
    pub access_tokens: Vec<AccessToken>,
}

/// What a presented refresh token turns out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RefreshLookup {
    /// The living token of this grant.
    Current(u64),
    /// A token that rotation has replaced.
    Retired(u64),
    /// Never seen, or its grant is over.
    Unknown,
}

/// All living grants.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Grants {
    last_number: u64,
    list: Vec<Grant>,
}

impl Grants {
    /// All living grants, oldest first.
    pub(crate) fn all(&self) -> &[Grant] {
        &self.list
    }

    /// Adds a grant and gives its number; the person's sixth for one app ends their first.
    pub(crate) fn add(&mut self, mut grant: Grant) -> u64 {
        self.last_number += 1;
        grant.number = self.last_number;
        self.evict_for(&grant);
        self.list.push(grant);
        self.last_number
    }

    /// Adds a session that a SOAP login opens: no app, no refresh token, and no limit on how many. Those that are
    /// over are forgotten.
    pub(crate) fn add_login(
        &mut self,
        subject: Subject,
        scopes: Vec<String>,
        session: AccessToken,
    ) {
        let now = session.issued_at;
        let is_over = |grant: &Grant| {
            grant.client_id == SOAP_LOGIN
                && grant
                    .access_tokens
                    .iter()
                    .all(|access| access.expires_at <= now)
        };
        self.list.retain(|grant| !is_over(grant));
        self.last_number += 1;
        self.list.push(Grant {
            number: self.last_number,
            client_id: SOAP_LOGIN.to_owned(),
            subject,
            scopes,
            granted_at: now,
            refresh_token: None,
            retired: Vec::new(),
            access_tokens: vec![session],
        });
    }

    fn evict_for(&mut self, new: &Grant) {
        let alike =
            |grant: &Grant| grant.client_id == new.client_id && grant.subject == new.subject;
        let count = self.list.iter().filter(|grant| alike(grant)).count();
        if count >= GRANTS_PER_PERSON_AND_APP {
            let oldest = self.list.iter().position(alike);
            oldest.map(|place| self.list.remove(place));
        }
    }

    pub(crate) fn get_mut(&mut self, number: u64) -> Option<&mut Grant> {
        self.list.iter_mut().find(|grant| grant.number == number)
    }

    /// Ends a grant with all its tokens.
    pub(crate) fn end(&mut self, number: u64) {
        self.list.retain(|grant| grant.number != number);
    }

    /// Ends every grant.
    pub(crate) fn end_all(&mut self) {
        self.list.clear();
    }

    /// Ends every access token; the grants live on.
    pub(crate) fn end_access_tokens(&mut self) {
        for grant in &mut self.list {
            grant.access_tokens.clear();
        }
    }

    pub(crate) fn find_refresh_token(&self, token: &str) -> RefreshLookup {
        for grant in &self.list {
            if grant.refresh_token.as_deref() == Some(token) {
                return RefreshLookup::Current(grant.number);
            }
            if grant.retired.iter().any(|retired| retired == token) {
                return RefreshLookup::Retired(grant.number);
            }
        }
        RefreshLookup::Unknown
    }

    /// The grant of a living access token.
    pub(crate) fn find_access_token(
        &self,
        token: &str,
        now: i64,
    ) -> Option<(&Grant, &AccessToken)> {
        let living = |access: &&AccessToken| access.value == token && now < access.expires_at;
        self.list.iter().find_map(|grant| {
            grant
                .access_tokens
                .iter()
                .find(living)
                .map(|access| (grant, access))
        })
    }

    /// The grant of a living access token, which lives `lifetime` milliseconds longer if it is an opaque one.
    pub(crate) fn use_access_token(
        &mut self,
        token: &str,
        now: i64,
        lifetime: i64,
    ) -> Option<&Grant> {
        let living = |access: &AccessToken| access.value == token && now < access.expires_at;
        let holds = |grant: &&mut Grant| grant.access_tokens.iter().any(living);
        let grant = self.list.iter_mut().find(holds)?;
        for access in &mut grant.access_tokens {
            if access.value == token && !access.is_jwt {
                access.expires_at = now.saturating_add(lifetime);
            }
        }
        Some(grant)
    }

    /// Ends what the token stands for: a refresh token its whole grant, an access token itself. `false` if it was dead.
    pub(crate) fn revoke(&mut self, token: &str, now: i64) -> bool {
        if let RefreshLookup::Current(number) = self.find_refresh_token(token) {
            self.end(number);
            return true;
        }
        let found = self
            .find_access_token(token, now)
            .map(|(grant, _)| grant.number);
        let Some(grant) = found.and_then(|number| self.get_mut(number)) else {
            return false;
        };
        grant.access_tokens.retain(|access| access.value != token);
        true
    }

    /// Whether the person has already allowed the app all of this.
    pub(crate) fn covers(&self, client_id: &str, subject: &Subject, scopes: &[String]) -> bool {
        let own = |grant: &&Grant| grant.client_id == client_id && grant.subject == *subject;
        let mut grants = self.list.iter().filter(own);
        grants.any(|grant| scopes.iter().all(|scope| grant.scopes.contains(scope)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::org::OrgKey;

    fn grant(token: &str) -> Grant {
        Grant {
            number: 0,
            client_id: "key".to_owned(),
            subject: Subject {
                org: OrgKey::Production,
                user_id: "005".to_owned(),
            },
            scopes: vec!["api".to_owned()],
            granted_at: 0,
            refresh_token: Some(token.to_owned()),
            retired: Vec::new(),
            access_tokens: vec![AccessToken {
                value: format!("access {token}"),
                issued_at: 0,
                expires_at: 100,
                is_jwt: false,
            }],
        }
    }

    #[test]
    fn the_sixth_grant_ends_the_first() {
        let mut grants = Grants::default();
        for token in ["1", "2", "3", "4", "5", "6"] {
            grants.add(grant(token));
        }
        assert_eq!(grants.find_refresh_token("1"), RefreshLookup::Unknown);
        assert_eq!(grants.find_refresh_token("2"), RefreshLookup::Current(2));
    }

    #[test]
    fn use_prolongs_an_opaque_access_token() {
        let mut grants = Grants::default();
        grants.add(grant("1"));
        assert!(grants.use_access_token("access 1", 99, 100).is_some());
        assert!(grants.find_access_token("access 1", 150).is_some());
        assert!(grants.find_access_token("access 1", 199).is_none());
    }

    #[test]
    fn revoking_the_refresh_token_ends_its_access_tokens() {
        let mut grants = Grants::default();
        grants.add(grant("1"));
        assert!(grants.revoke("1", 0));
        assert!(grants.find_access_token("access 1", 0).is_none());
        assert!(!grants.revoke("1", 0));
    }
}
