//! External client apps, as the practice org knows them.

use serde::{Deserialize, Serialize};

use crate::{entropy::Entropy, org::OrgKey};

/// The callback that every seeded app registers.
pub const CALLBACK: &str = "http://localhost:33333";

/// Which of an org's seeded apps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AppKind {
    /// No secret, PKCE required.
    Public,
    /// Secret required, for the code and for refresh.
    Confidential,
    /// No secret, PKCE not required, scopes `api refresh_token sfap_api`.
    Rehearsal,
}

impl AppKind {
    /// Every seeded app.
    pub const ALL: [Self; 3] = [Self::Public, Self::Confidential, Self::Rehearsal];

    /// The kind as control requests write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Confidential => "confidential",
            Self::Rehearsal => "rehearsal",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Public => "Orgkeep",
            Self::Confidential => "Orgkeep Confidential",
            Self::Rehearsal => "Compliance and Rehearsal Tool",
        }
    }

    fn developer_name(self) -> &'static str {
        match self {
            Self::Public => "Practice_Public",
            Self::Confidential => "Practice_Confidential",
            Self::Rehearsal => "Practice_Rehearsal",
        }
    }

    fn scopes(self) -> &'static [&'static str] {
        match self {
            Self::Public => &["id", "api", "web", "refresh_token"],
            Self::Confidential => &[
                "id",
                "api",
                "web",
                "full",
                "chatter_api",
                "custom_permissions",
                "openid",
                "refresh_token",
            ],
            Self::Rehearsal => &["api", "refresh_token", "sfap_api"],
        }
    }
}

/// When a new key becomes known to the hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Propagation {
    /// Known already.
    #[default]
    Ready,
    /// Known from this moment of the practice org's clock, in milliseconds since 1970.
    KnownFrom(i64),
    /// Unknown to this many more authorize or token requests.
    AfterRequests(u32),
}

/// A local external client app: it belongs to one org.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientApp {
    /// The org it was created in.
    pub org: OrgKey,
    /// The seeded kind, if it is a seeded app.
    pub kind: Option<AppKind>,
    /// What the consent page calls it.
    pub name: String,
    /// What metadata calls it.
    pub developer_name: String,
    /// When it was made, in milliseconds since 1970; 0 for one that was always there.
    pub made_at: i64,
    /// The consumer key.
    pub client_id: String,
    /// The consumer secret, if it has been handed out. A request that sends any other one is refused.
    pub secret: Option<String>,
    /// The pair beside it: staged, or rotated out.
    pub spare: Option<SparePair>,
    /// Compared with `redirect_uri` byte for byte.
    pub callbacks: Vec<String>,
    /// Runtime scope names.
    pub scopes: Vec<String>,
    /// "Require PKCE".
    pub pkce_required: bool,
    /// "Require secret for web server flow".
    pub secret_required_for_code: bool,
    /// "Require secret for refresh token flow".
    pub secret_required_for_refresh: bool,
    /// Whether each refresh retires the presented token.
    pub rotates_refresh_tokens: bool,
    /// Whether access tokens are JWTs.
    pub issues_jwt: bool,
    /// Whether the refresh token policy hands out none ("immediately expire").
    pub withholds_refresh_token: bool,
    /// When the key becomes known.
    pub propagation: Propagation,
}

/// The pair of key and secret beside the one in force (salesforce.md, 2.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SparePair {
    /// Names it in requests.
    pub id: String,
    /// The consumer key.
    pub client_id: String,
    /// The consumer secret.
    pub secret: String,
    /// Whether it was in force before, and so goes on working for a while; else it was staged and is not yet.
    pub rotated: bool,
    /// When it stops working, in milliseconds since 1970. A staged one has no end.
    pub ends_at: Option<i64>,
}

impl ClientApp {
    /// A public app with a key of its own, with the scopes of the seeded public app.
    #[must_use]
    pub fn public(org: OrgKey, name: &str) -> Self {
        let mut app = Self::seeded(org, AppKind::Public);
        app.kind = None;
        name.clone_into(&mut app.name);
        app.developer_name = name.replace(' ', "_");
        app.client_id = derive_client_id(&format!("{} {name}", org.name()));
        app
    }

    /// An app with a secret of its own that both grants require.
    #[must_use]
    pub fn confidential(org: OrgKey, name: &str) -> Self {
        let mut app = Self::public(org, name);
        app.secret = Some(derive_secret(&app.client_id));
        app.secret_required_for_code = true;
        app.secret_required_for_refresh = true;
        app
    }

    /// One of the apps that every practice org has. The keys are the same on every machine.
    pub(crate) fn seeded(org: OrgKey, kind: AppKind) -> Self {
        let client_id = derive_client_id(&format!("{} {}", org.name(), kind.name()));
        let confidential = kind == AppKind::Confidential;
        Self {
            org,
            kind: Some(kind),
            name: kind.title().to_owned(),
            developer_name: kind.developer_name().to_owned(),
            made_at: 0,
            secret: confidential.then(|| derive_secret(&client_id)),
            client_id,
            spare: None,
            callbacks: vec![CALLBACK.to_owned()],
            scopes: kind
                .scopes()
                .iter()
                .map(|&scope| scope.to_owned())
                .collect(),
            pkce_required: kind != AppKind::Rehearsal,
            secret_required_for_code: confidential,
            secret_required_for_refresh: confidential,
            rotates_refresh_tokens: false,
            issues_jwt: false,
            withholds_refresh_token: false,
            propagation: Propagation::Ready,
        }
    }

    /// Whether the hosts have heard of the key; counts down if the delay is in requests.
    pub(crate) fn has_arrived(&mut self, now: i64) -> bool {
        match self.propagation {
            Propagation::Ready => true,
            Propagation::KnownFrom(moment) => now >= moment,
            Propagation::AfterRequests(0) => true,
            Propagation::AfterRequests(left) => {
                self.propagation = Propagation::AfterRequests(left - 1);
                false
            }
        }
    }

    /// Whether the app may be asked for this scope.
    pub(crate) fn allows(&self, scope: &str) -> bool {
        let has = |name: &str| self.scopes.iter().any(|own| own == name);
        match scope {
            "refresh_token" | "offline_access" => has("refresh_token") || has("offline_access"),
            "profile" | "email" | "address" | "phone" => has("id") || has("full") || has(scope),
            _ => has("full") || has(scope),
        }
    }

    /// Puts the staged pair in force; the one that was keeps working until then.
    pub(crate) fn rotate(&mut self, until: i64) {
        let Some(pair) = self.spare.take_if(|pair| !pair.rotated) else {
            return;
        };
        self.spare = Some(SparePair {
            id: pair.id,
            client_id: std::mem::replace(&mut self.client_id, pair.client_id),
            secret: self.secret.replace(pair.secret).unwrap_or_default(),
            rotated: true,
            ends_at: Some(until),
        });
    }

    /// The same app under the pair that was in force before, while that still works.
    pub(crate) fn under_rotated(&self, client_id: &str, now: i64) -> Option<Self> {
        let pair = self.spare.as_ref()?;
        let works = pair.rotated && pair.ends_at.is_none_or(|end| now < end);
        (works && pair.client_id == client_id).then(|| {
            let mut own = self.clone();
            own.client_id.clone_from(&pair.client_id);
            own.secret = Some(pair.secret.clone());
            own
        })
    }

    /// The key of the signature: the secret, or for a waived one something nobody outside knows.
    pub(crate) fn signing_key(&self) -> String {
        let internal = || derive_secret(&format!("{} internal", self.client_id));
        self.secret.clone().unwrap_or_else(internal)
    }
}

/// 85 characters beginning like Salesforce's.
fn derive_client_id(label: &str) -> String {
    let tail = Entropy::from_label(&format!("practice consumer key: {label}")).text(80);
    format!("3MVG9{tail}")
}

/// 64 upper-case hexadecimal digits.
fn derive_secret(label: &str) -> String {
    Entropy::from_label(&format!("practice consumer secret: {label}")).hex(64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seeded_key_looks_like_a_consumer_key() {
        let app = ClientApp::seeded(OrgKey::Production, AppKind::Confidential);
        assert_eq!(app.client_id.len(), 85);
        assert!(app.client_id.starts_with("3MVG9"));
        assert_eq!(app.secret.map(|secret| secret.len()), Some(64));
    }

    #[test]
    fn a_delay_in_requests_counts_down() {
        let mut app = ClientApp::public(OrgKey::Production, "Fresh");
        app.propagation = Propagation::AfterRequests(2);
        let known: Vec<bool> = (0..3).map(|_| app.has_arrived(0)).collect();
        assert_eq!(known, [false, false, true]);
    }

    #[test]
    fn full_does_not_include_the_refresh_token() {
        let mut app = ClientApp::public(OrgKey::Production, "Full");
        app.scopes = vec!["full".to_owned()];
        assert!(app.allows("web") && app.allows("email"));
        assert!(!app.allows("refresh_token"));
    }
}
