//! Everything the practice org knows: orgs, apps, codes, grants, browser sessions.

mod browser;
mod code;
mod grant;

use std::time::Duration;

pub(crate) use browser::{Browsers, Continuation, Session};
pub(crate) use code::{Challenge, ChallengeMethod, Code, CodeProblem, Codes};
pub(crate) use grant::{AccessToken, Grant, Grants, RefreshLookup};
use serde::{Deserialize, Serialize};

use crate::{
    app::ClientApp,
    clock::millis,
    entropy::Entropy,
    host::{Addresses, HostKey},
    metadata::Shelf,
    org::{Org, OrgKey, User},
    seed,
};

/// What a deployment of a few files takes.
const DEPLOYMENT: Duration = Duration::from_millis(300);
/// Minutes at Salesforce; here long enough to be seen.
const PROPAGATION: Duration = Duration::from_secs(20);

/// How long things last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetimes {
    /// An authorization code. Salesforce: 15 minutes.
    pub code: Duration,
    /// An opaque access token since its last use. Salesforce's usual session: 2 hours.
    pub access_token: Duration,
    /// A JWT access token, which use does not prolong.
    pub jwt: Duration,
    /// A grant since the person's consent; `None` is for ever.
    pub grant: Option<Duration>,
}

impl Default for Lifetimes {
    fn default() -> Self {
        Self {
            code: Duration::from_secs(15 * 60),
            access_token: Duration::from_secs(2 * 60 * 60),
            jwt: Duration::from_secs(30 * 60),
            grant: None,
        }
    }
}

/// Who a token or a session stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Subject {
    pub org: OrgKey,
    pub user_id: String,
}

/// The practice org's memory.
#[derive(Debug)]
pub(crate) struct World {
    orgs: [Org; OrgKey::ALL.len()],
    pub apps: Vec<ClientApp>,
    shelves: [Shelf; OrgKey::ALL.len()],
    /// How long a deployment takes.
    pub deployment: Duration,
    /// How long it takes until the hosts have heard of a new key.
    pub propagation: Duration,
    /// Whether new apps require PKCE whatever they ask for (salesforce.md, 8.3).
    pub keeps_pkce: bool,
    /// Whether a component that is written loses the elements that are not named. No document says; usually they stay.
    pub replaces_components: bool,
    pub codes: Codes,
    pub grants: Grants,
    pub browsers: Browsers,
    pub lifetimes: Lifetimes,
    /// Keys of links into an org that nobody has used yet.
    pub open_doors: Vec<String>,
    pub entropy: Entropy,
    /// What the state file holds, so that it is written only when something changed.
    pub last_written: String,
}

impl World {
    pub(crate) fn new(addresses: &Addresses, entropy: Entropy) -> Self {
        let apps = seed::apps();
        Self {
            orgs: seed::orgs(addresses),
            shelves: OrgKey::ALL.map(|key| seed::shelf(&apps, key)),
            apps,
            deployment: DEPLOYMENT,
            propagation: PROPAGATION,
            keeps_pkce: false,
            replaces_components: false,
            codes: Codes::default(),
            grants: Grants::default(),
            browsers: Browsers::default(),
            lifetimes: Lifetimes::default(),
            open_doors: Vec::new(),
            entropy,
            last_written: String::new(),
        }
    }

    pub(crate) fn org(&self, key: OrgKey) -> &Org {
        &self.orgs[key.index()]
    }

    pub(crate) fn org_mut(&mut self, key: OrgKey) -> &mut Org {
        &mut self.orgs[key.index()]
    }

    pub(crate) fn shelf(&self, key: OrgKey) -> &Shelf {
        &self.shelves[key.index()]
    }

    pub(crate) fn shelf_mut(&mut self, key: OrgKey) -> &mut Shelf {
        &mut self.shelves[key.index()]
    }

    /// The app of an org that metadata calls so.
    pub(crate) fn app_named(&self, org: OrgKey, name: &str) -> Option<&ClientApp> {
        let mut apps = self.apps.iter();
        apps.find(|app| app.org == org && app.developer_name == name)
    }

    /// The org and the user of a subject, unless the user is gone.
    pub(crate) fn person(&self, subject: &Subject) -> Option<(&Org, &User)> {
        let org = self.org(subject.org);
        org.user_by_id(&subject.user_id).map(|user| (org, user))
    }

    /// A user by name, among those who can sign in at this host.
    pub(crate) fn user_at(&self, host: HostKey, username: &str) -> Option<(&Org, &User)> {
        let mut here = self.orgs.iter().filter(|org| host.serves(org.key));
        here.find_map(|org| org.user_by_name(username).map(|user| (org, user)))
    }

    /// A user by name, wherever.
    pub(crate) fn user_mut(&mut self, username: &str) -> Option<&mut User> {
        let mut users = self.orgs.iter_mut().flat_map(|org| &mut org.users);
        users.find(|user| user.username.eq_ignore_ascii_case(username))
    }

    pub(crate) fn app(&self, client_id: &str) -> Option<&ClientApp> {
        self.apps.iter().find(|app| app.client_id == client_id)
    }

    pub(crate) fn app_mut(&mut self, client_id: &str) -> Option<&mut ClientApp> {
        self.apps.iter_mut().find(|app| app.client_id == client_id)
    }

    /// The app of this key, if this host has heard of it by now.
    pub(crate) fn arrived_app(
        &mut self,
        host: HostKey,
        client_id: &str,
        now: i64,
    ) -> Option<ClientApp> {
        let mut rotated = self.apps.iter();
        if let Some(own) = rotated.find_map(|app| app.under_rotated(client_id, now)) {
            return host.knows(own.org).then_some(own);
        }
        let app = self.app_mut(client_id)?;
        (host.knows(app.org) && app.has_arrived(now)).then(|| app.clone())
    }

    /// Who a live access token speaks for. Use prolongs an opaque token.
    pub(crate) fn use_access_token(
        &mut self,
        token: &str,
        now: i64,
    ) -> Option<(Subject, Vec<String>)> {
        let lifetime = millis(self.lifetimes.access_token);
        let grant = self.grants.use_access_token(token, now, lifetime)?;
        let found = (grant.subject.clone(), grant.scopes.clone());
        let (_, user) = self.person(&found.0)?;
        user.is_active.then_some(found)
    }
}
