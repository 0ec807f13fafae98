//! The hosts that the practice org answers for, each on its own port.

use serde::{Deserialize, Serialize};

use crate::org::OrgKey;

/// Which host a request was sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HostKey {
    /// The generic host for production, developer and Dev Hub orgs.
    Login,
    /// The generic host for sandboxes.
    Test,
    /// An org's own My Domain.
    MyDomain(OrgKey),
}

impl HostKey {
    /// Every host, in the order of their ports.
    pub const ALL: [Self; 7] = [
        Self::Login,
        Self::Test,
        Self::MyDomain(OrgKey::Production),
        Self::MyDomain(OrgKey::Uat),
        Self::MyDomain(OrgKey::Development),
        Self::MyDomain(OrgKey::Developer),
        Self::MyDomain(OrgKey::DevHub),
    ];

    /// The generic host at which users of this org sign in.
    #[must_use]
    pub fn generic_of(org: OrgKey) -> Self {
        if org.is_sandbox() {
            Self::Test
        } else {
            Self::Login
        }
    }

    /// Whether apps and users of this org are known here.
    ///
    /// A My Domain host knows every app of its side (production or sandbox), as Salesforce does: another org's local
    /// app is found there, and refused only once somebody has signed in.
    #[must_use]
    pub fn knows(self, org: OrgKey) -> bool {
        match self {
            Self::Login => !org.is_sandbox(),
            Self::Test => org.is_sandbox(),
            Self::MyDomain(own) => own.is_sandbox() == org.is_sandbox(),
        }
    }

    /// Whether users of this org can sign in, and its tokens be asked for, here.
    #[must_use]
    pub fn serves(self, org: OrgKey) -> bool {
        match self {
            Self::MyDomain(own) => own == org,
            generic => generic.knows(org),
        }
    }

    /// Its place in [`HostKey::ALL`].
    pub(crate) fn index(self) -> usize {
        match self {
            Self::Login => 0,
            Self::Test => 1,
            Self::MyDomain(org) => 2 + org.index(),
        }
    }
}

/// The ports of all hosts, in the order of [`HostKey::ALL`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Addresses {
    ports: [u16; HostKey::ALL.len()],
}

impl Addresses {
    pub(crate) fn new(ports: [u16; HostKey::ALL.len()]) -> Self {
        Self { ports }
    }

    /// The port of one host.
    pub(crate) fn port(&self, host: HostKey) -> u16 {
        self.ports[host.index()]
    }

    /// The public authority of one host, without a trailing slash.
    pub(crate) fn url(&self, host: HostKey) -> String {
        format!("http://localhost:{}", self.port(host))
    }

    /// An org's My Domain.
    pub(crate) fn my_domain(&self, org: OrgKey) -> String {
        self.url(HostKey::MyDomain(org))
    }

    /// The generic host that an org's identity URL names.
    pub(crate) fn generic(&self, org: OrgKey) -> String {
        self.url(HostKey::generic_of(org))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_host_stands_where_its_index_says() {
        for (place, host) in HostKey::ALL.into_iter().enumerate() {
            assert_eq!(host.index(), place);
        }
    }

    #[test]
    fn a_sandbox_is_unknown_at_the_login_host() {
        assert!(!HostKey::Login.knows(OrgKey::Uat));
        assert!(HostKey::Test.serves(OrgKey::Uat));
        assert!(HostKey::MyDomain(OrgKey::Uat).knows(OrgKey::Development));
        assert!(!HostKey::MyDomain(OrgKey::Uat).serves(OrgKey::Development));
    }
}
