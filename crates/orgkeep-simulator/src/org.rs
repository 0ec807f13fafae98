//! Orgs and the people in them.

use serde::{Deserialize, Serialize};

/// Names one of the practice orgs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrgKey {
    /// Larkfield Energy, production.
    Production,
    /// Its user acceptance sandbox.
    Uat,
    /// Its development sandbox.
    Development,
    /// A Developer Edition org.
    Developer,
    /// A production org that is a Dev Hub.
    DevHub,
}

impl OrgKey {
    /// Every org, in the order of their ports.
    pub const ALL: [Self; 5] = [
        Self::Production,
        Self::Uat,
        Self::Development,
        Self::Developer,
        Self::DevHub,
    ];

    /// Whether the org is a sandbox, and so belongs to the `test` host.
    #[must_use]
    pub fn is_sandbox(self) -> bool {
        matches!(self, Self::Uat | Self::Development)
    }

    /// The key as it is written on the command line and in the control requests.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Uat => "uat",
            Self::Development => "development",
            Self::Developer => "developer",
            Self::DevHub => "dev-hub",
        }
    }

    /// Its place in [`OrgKey::ALL`].
    pub(crate) fn index(self) -> usize {
        match self {
            Self::Production => 0,
            Self::Uat => 1,
            Self::Development => 2,
            Self::Developer => 3,
            Self::DevHub => 4,
        }
    }
}

/// What a user is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UserRole {
    /// Registers the org.
    Admin,
    /// Works in it.
    Ordinary,
    /// Has left: signing in is refused.
    Inactive,
}

/// A person who can (or could) sign in to an org.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct User {
    /// 18 characters.
    pub id: String,
    /// What the user is there for.
    pub role: UserRole,
    /// Unique among all practice orgs.
    pub username: String,
    /// What `userinfo` claims as `preferred_username`, which an org may have customised.
    pub preferred_username: String,
    /// What the sign-in page wants.
    pub password: String,
    /// What the SOAP login wants after the password, unless the org trusts the address it comes from.
    pub security_token: String,
    /// Whether the password has to be changed: the SOAP login then gives a session that is fit for nothing else.
    pub password_expired: bool,
    /// First and last name.
    pub display_name: String,
    /// The address in identity answers.
    pub email: String,
    /// Whether sign-in and refresh succeed.
    pub is_active: bool,
    /// Whether `User` can be queried.
    pub may_see_users: bool,
    /// Modify Metadata and Customize Application.
    pub may_change_metadata: bool,
    /// View consumer secrets in metadata and REST.
    pub may_view_secrets: bool,
    /// Rotate consumer secrets.
    pub may_rotate_secrets: bool,
}

/// One org: the row that `SELECT … FROM Organization` gives, and its users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Org {
    /// Which of the practice orgs this is.
    pub key: OrgKey,
    /// 18 characters.
    pub id: String,
    /// `Organization.Name`.
    pub name: String,
    /// `Organization.OrganizationType`, as free text.
    pub edition: String,
    /// `Organization.InstanceName`.
    pub instance_name: String,
    /// `Organization.TrialExpirationDate`; a sandbox with one is a scratch org.
    pub trial_expiration_date: Option<String>,
    /// `Organization.NamespacePrefix`.
    pub namespace_prefix: Option<String>,
    /// Whether `ScratchOrgInfo` can be queried.
    pub is_dev_hub: bool,
    /// Where the org lives, without a trailing slash.
    pub my_domain_url: String,
    /// The generic host for its users, without a trailing slash.
    pub login_url: String,
    /// Whether the SOAP login needs no security token, as from an address that the org or the profile trusts.
    pub trusts_address: bool,
    /// Names of its Connected Apps.
    pub connected_apps: Vec<String>,
    /// Since when consumer secrets may be read through REST, in milliseconds since 1970; `None` is off.
    pub secrets_by_rest_since: Option<i64>,
    /// Its people.
    pub users: Vec<User>,
    /// Daily API requests allowed.
    pub api_requests_allowed: u32,
    /// Daily API requests spent so far.
    pub api_requests_spent: u32,
}

impl Org {
    /// Where the org lives, without a trailing slash.
    #[must_use]
    pub fn my_domain_url(&self) -> &str {
        &self.my_domain_url
    }

    /// The admin.
    #[must_use]
    pub fn admin(&self) -> &User {
        self.user(UserRole::Admin)
    }

    /// The user of this role; each practice org has one of each.
    #[must_use]
    pub fn user(&self, role: UserRole) -> &User {
        let found = self.users.iter().find(|user| user.role == role);
        found.unwrap_or(&self.users[0])
    }

    /// A user by id.
    pub(crate) fn user_by_id(&self, id: &str) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    /// A user by name; Salesforce compares without case.
    pub(crate) fn user_by_name(&self, username: &str) -> Option<&User> {
        let same = |user: &&User| user.username.eq_ignore_ascii_case(username);
        self.users.iter().find(same)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_org_stands_where_its_index_says() {
        for (place, org) in OrgKey::ALL.into_iter().enumerate() {
            assert_eq!(org.index(), place);
        }
    }
}
