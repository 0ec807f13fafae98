//! The orgs, people and apps that every practice org starts with.

use crate::{
    app::{AppKind, ClientApp},
    entropy::Entropy,
    host::Addresses,
    metadata::{Shelf, components_of},
    org::{Org, OrgKey, User, UserRole},
    salesforce_id::with_checksum,
};

/// What differs from org to org.
struct OrgSeed {
    id: &'static str,
    user_ids: [&'static str; 3],
    name: &'static str,
    edition: &'static str,
    instance_name: &'static str,
    /// What stands after the `@` of its user names.
    domain: &'static str,
}

/// A person's names and role; the same people work in every org.
const PEOPLE: [(UserRole, &str, &str, &str); 3] = [
    (
        UserRole::Admin,
        "Nora Whitfield",
        "nora.whitfield",
        "Practice-Admin-1",
    ),
    (
        UserRole::Ordinary,
        "Tomas Ibarra",
        "tomas.ibarra",
        "Practice-User-1",
    ),
    (
        UserRole::Inactive,
        "Greta Olsen",
        "greta.olsen",
        "Practice-Gone-1",
    ),
];

static PRODUCTION: OrgSeed = OrgSeed {
    id: "00D5g000004Lark",
    user_ids: ["0055g00000AdmNW", "0055g00000UsrTI", "0055g00000OldGO"],
    name: "Larkfield Energy",
    edition: "Enterprise Edition",
    instance_name: "NA226",
    domain: "larkfield.example",
};

static UAT: OrgSeed = OrgSeed {
    id: "00DO300000Uat7k",
    user_ids: ["005O300000AdmNW", "005O300000UsrTI", "005O300000OldGO"],
    name: "Larkfield Energy",
    edition: "Enterprise Edition",
    instance_name: "USA794S",
    domain: "larkfield.example.uat",
};

static DEVELOPMENT: OrgSeed = OrgSeed {
    id: "00DO900000Dev2p",
    user_ids: ["005O900000AdmNW", "005O900000UsrTI", "005O900000OldGO"],
    name: "Larkfield Energy",
    edition: "Enterprise Edition",
    instance_name: "USA806S",
    domain: "larkfield.example.dev",
};

static DEVELOPER: OrgSeed = OrgSeed {
    id: "00DgK000009Labs",
    user_ids: ["005gK00000AdmNW", "005gK00000UsrTI", "005gK00000OldGO"],
    name: "Larkfield Labs",
    edition: "Developer Edition",
    instance_name: "USA1034",
    domain: "labs.larkfield.example",
};

static DEV_HUB: OrgSeed = OrgSeed {
    id: "00D5f000006HubQ",
    user_ids: ["0055f00000AdmNW", "0055f00000UsrTI", "0055f00000OldGO"],
    name: "Larkfield Dev Hub",
    edition: "Enterprise Edition",
    instance_name: "NA231",
    domain: "hub.larkfield.example",
};

/// The five orgs.
pub(crate) fn orgs(addresses: &Addresses) -> [Org; OrgKey::ALL.len()] {
    OrgKey::ALL.map(|key| org(key, addresses))
}

/// Three apps for each org.
pub(crate) fn apps() -> Vec<ClientApp> {
    let of_org = |org| AppKind::ALL.map(|kind| ClientApp::seeded(org, kind));
    OrgKey::ALL.into_iter().flat_map(of_org).collect()
}

/// The metadata of an org's apps.
pub(crate) fn shelf(apps: &[ClientApp], key: OrgKey) -> Shelf {
    let own = apps.iter().filter(|app| app.org == key);
    let components = own.flat_map(|app| components_of(app).components);
    Shelf {
        components: components.collect(),
        deployments: Vec::new(),
    }
}

fn org(key: OrgKey, addresses: &Addresses) -> Org {
    let seed = seed(key);
    Org {
        key,
        id: with_checksum(seed.id),
        name: seed.name.to_owned(),
        edition: seed.edition.to_owned(),
        instance_name: seed.instance_name.to_owned(),
        trial_expiration_date: None,
        namespace_prefix: None,
        is_dev_hub: key == OrgKey::DevHub,
        my_domain_url: addresses.my_domain(key),
        login_url: addresses.generic(key),
        trusts_address: false,
        connected_apps: vec!["Legacy_Integration".to_owned()],
        secrets_by_rest_since: None,
        users: users(seed),
        api_requests_allowed: 15_000,
        api_requests_spent: 12,
    }
}

fn users(seed: &OrgSeed) -> Vec<User> {
    let pairs = PEOPLE.iter().zip(seed.user_ids);
    let user =
        |((role, display_name, name, password), id): (&(UserRole, &str, &str, &str), &str)| User {
            id: with_checksum(id),
            role: *role,
            username: format!("{name}@{}", seed.domain),
            preferred_username: format!("{name}@{}", seed.domain),
            password: (*password).to_owned(),
            security_token: security_token(id),
            password_expired: false,
            display_name: (*display_name).to_owned(),
            email: format!("{name}@larkfield.example"),
            is_active: *role != UserRole::Inactive,
            may_see_users: true,
            may_change_metadata: *role == UserRole::Admin,
            may_view_secrets: *role == UserRole::Admin,
            may_rotate_secrets: *role == UserRole::Admin,
        };
    pairs.map(user).collect()
}

/// 24 characters that are the same in every run.
fn security_token(user_id: &str) -> String {
    Entropy::from_label(&format!("{user_id} security token")).hex(24)
}

fn seed(key: OrgKey) -> &'static OrgSeed {
    match key {
        OrgKey::Production => &PRODUCTION,
        OrgKey::Uat => &UAT,
        OrgKey::Development => &DEVELOPMENT,
        OrgKey::Developer => &DEVELOPER,
        OrgKey::DevHub => &DEV_HUB,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_id_has_eighteen_characters() {
        for org in orgs(&Addresses::new([1; 7])) {
            assert_eq!(org.id.len(), 18, "{}", org.id);
            assert!(org.users.iter().all(|user| user.id.len() == 18));
        }
    }

    #[test]
    fn every_org_has_one_user_of_each_role() {
        for org in orgs(&Addresses::new([1; 7])) {
            let roles: Vec<UserRole> = org.users.iter().map(|user| user.role).collect();
            assert_eq!(
                roles,
                [UserRole::Admin, UserRole::Ordinary, UserRole::Inactive]
            );
        }
    }

    #[test]
    fn no_two_apps_share_a_key() {
        let keys: HashSet<String> = apps().into_iter().map(|app| app.client_id).collect();
        assert_eq!(keys.len(), 15);
    }
}
