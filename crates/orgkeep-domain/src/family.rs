//! Which orgs belong together, as far as their addresses say it.
//!
//! A sandbox has the My Domain name of its production org in its own (salesforce.md, 4). A scratch org or a Developer
//! Edition has a name of its own, and nothing in it tells where it came from: those belong to no family.

/// The endings of My Domain hosts, for each part of Salesforce's cloud.
const CLOUDS: [&str; 3] = [
    ".my.salesforce.com",
    ".my.salesforce.mil",
    ".my.sfcrmproducts.cn",
];

/// The partition that sandboxes have.
const SANDBOX: &str = ".sandbox";

/// The host of the production org to which an org's host belongs: its own, or the one that a sandbox is named
/// after. `None` where the host does not tell.
#[must_use]
pub fn family_of(host: &str) -> Option<String> {
    let (name, cloud) = CLOUDS
        .iter()
        .find_map(|cloud| Some((host.strip_suffix(cloud)?, cloud)))?;
    let production = match name.strip_suffix(SANDBOX) {
        Some(sandbox) => sandbox.rsplit_once("--")?.0,
        None => name,
    };
    let is_name = !production.is_empty() && !production.contains('.');
    is_name.then(|| format!("{production}{cloud}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sandbox_belongs_to_the_org_that_it_is_named_after() {
        for (host, family) in [
            ("acme.my.salesforce.com", "acme.my.salesforce.com"),
            (
                "acme--uat.sandbox.my.salesforce.com",
                "acme.my.salesforce.com",
            ),
            (
                "acme-eu--uat.sandbox.my.salesforce.com",
                "acme-eu.my.salesforce.com",
            ),
            (
                "agency--uat.sandbox.my.salesforce.mil",
                "agency.my.salesforce.mil",
            ),
        ] {
            assert_eq!(family_of(host).as_deref(), Some(family), "{host}");
        }
    }

    #[test]
    fn what_a_host_does_not_tell_is_not_guessed() {
        for host in [
            "acme-dev-ed.develop.my.salesforce.com",
            "clever-fox-1234.scratch.my.salesforce.com",
            "acme--uat.develop.my.salesforce.com",
            "uat.sandbox.my.salesforce.com",
            "--uat.sandbox.my.salesforce.com",
            "na226.salesforce.com",
            "login.salesforce.com",
            "my.salesforce.com",
            "acme.my.salesforce.com.evil.com",
            "localhost",
        ] {
            assert_eq!(family_of(host), None, "{host}");
        }
    }
}
