//! What an org says about itself and about who signed in.

use crate::authority::Authority;
use crate::connection::{ConnectionName, Environment, OrgType};
use crate::id::{OrgId, UserId};

/// The answers to `userinfo` and to the Organization query, checked against each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrgIdentity {
    /// The org, by its 18-character id.
    pub org_id: OrgId,
    /// Who signed in.
    pub user: UserIdentity,
    /// The org's own name, made fit to show.
    pub org_name: String,
    /// "Enterprise Edition" and the like: free text from Salesforce.
    pub edition: String,
    /// The instance, such as `CS214`.
    pub instance_name: String,
    /// The namespace of its packages, where it has registered one.
    pub namespace: Option<String>,
    /// Whether the org is a sandbox.
    pub is_sandbox: bool,
    /// The date of its end as Salesforce writes it, made fit to show: scratch orgs and trials have one.
    pub end_date: Option<String>,
    /// The server that the tokens are for.
    pub instance: Authority,
}

/// The release of Salesforce that an org is on, as its own list of API versions ends. The version that calls name is a
/// constant all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// `Winter '27`, made fit to show.
    pub label: String,
    /// The newest version of the API there, such as `68.0`.
    pub api_version: String,
}

impl Release {
    /// The number of the version before the dot.
    #[must_use]
    pub fn api_number(&self) -> Option<u32> {
        self.api_version.split('.').next()?.parse().ok()
    }
}

/// The user behind the tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserIdentity {
    /// The user, by its 18-character id.
    pub user_id: UserId,
    /// `User.Username`, what the user signs in with, made fit to show.
    pub username: String,
    /// The person's or integration's name, made fit to show.
    pub display_name: String,
}

impl OrgIdentity {
    /// What kind of org it is, by the rule Salesforce's own tools use (salesforce.md, 6.1).
    #[must_use]
    pub fn org_type(&self) -> OrgType {
        match (self.is_sandbox, self.end_date.is_some()) {
            (true, true) => OrgType::Scratch,
            (true, false) => OrgType::Sandbox,
            (false, _) if self.edition.starts_with("Developer") => OrgType::Developer,
            (false, _) => OrgType::Production,
        }
    }

    /// A first guess at what it is for, from its own host and the name that it gets. The host that people sign in at may be
    /// one for all sandboxes, test.salesforce.com, which says nothing of this one.
    #[must_use]
    pub fn environment(&self, name: &ConnectionName) -> Environment {
        Environment::guess(self.org_type(), self.instance.host(), name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use crate::authority::AuthorityRule;

    use super::*;

    fn org(host: &str) -> OrgIdentity {
        OrgIdentity {
            org_id: OrgId::parse("00D000000000001").unwrap(),
            user: UserIdentity {
                user_id: UserId::parse("005000000000001").unwrap(),
                username: "admin@acme.example".to_owned(),
                display_name: "Admin".to_owned(),
            },
            org_name: "ACME".to_owned(),
            edition: "Enterprise Edition".to_owned(),
            instance_name: "DEU1S".to_owned(),
            namespace: None,
            is_sandbox: true,
            end_date: None,
            instance: Authority::parse(host, AuthorityRule::Salesforce).unwrap(),
        }
    }

    #[test]
    fn the_environment_is_guessed_from_the_orgs_own_host() {
        let name = ConnectionName::parse("ACME").unwrap();
        for (host, environment) in [
            (
                "https://acme--uat.sandbox.my.salesforce.com",
                Environment::Uat,
            ),
            (
                "https://acme--dev1.sandbox.my.salesforce.com",
                Environment::Other,
            ),
            (
                "https://acme--dev.sandbox.my.salesforce.com",
                Environment::Development,
            ),
        ] {
            assert_eq!(org(host).environment(&name), environment, "{host}");
        }
    }

    #[test]
    fn the_type_follows_the_sandbox_mark_the_end_and_the_edition() {
        for (is_sandbox, has_end, edition, org_type) in [
            (true, true, "Developer Edition", OrgType::Scratch),
            (true, false, "Developer Edition", OrgType::Sandbox),
            (false, false, "Developer Edition", OrgType::Developer),
            (false, true, "Enterprise Edition", OrgType::Production),
        ] {
            let org = OrgIdentity {
                is_sandbox,
                end_date: has_end.then(|| "2027-01-31".to_owned()),
                edition: edition.to_owned(),
                ..org("https://acme.my.salesforce.com")
            };
            assert_eq!(org.org_type(), org_type, "{edition}");
        }
    }

    #[test]
    fn a_version_of_the_api_has_a_number() {
        let release = |version: &str| Release {
            label: "Winter '27".to_owned(),
            api_version: version.to_owned(),
        };
        assert_eq!(release("68.0").api_number(), Some(68));
        assert_eq!(release("next").api_number(), None);
    }
}
