//! Which hosts Orgkeep believes to be Salesforce.
//!
//! Compared on parsed, lower-cased labels with the dot included, so that `evilsalesforce.com` and
//! `login.salesforce.com.evil.com` are never mistaken for the real thing.

/// How far a host name is trusted as a login host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostTrust {
    /// Salesforce's own: nobody else can get a certificate for it.
    Trusted,
    /// A name that may be right, but that only the admin can vouch for, by typing it.
    Custom,
    /// Never: an address, a single label, or a name no public server can have.
    Refused,
}

const TRUSTED_EXACT: [&str; 2] = ["login.salesforce.com", "test.salesforce.com"];
const TRUSTED_SUFFIXES: [&str; 3] = [
    ".my.salesforce.com",
    ".my.salesforce.mil",
    ".my.sfcrmproducts.cn",
];

/// Classifies a host name as parsed by [`url::Url`]: lower case, punycode, without a port.
#[must_use]
pub fn trust_of(host: &str) -> HostTrust {
    if !is_public_name(host) {
        HostTrust::Refused
    } else if TRUSTED_EXACT.contains(&host) || has_trusted_suffix(host) {
        HostTrust::Trusted
    } else {
        HostTrust::Custom
    }
}

/// Whether Salesforce serves pages of orgs under this name: sign-in, Setup, Lightning, sites, error pages
/// (salesforce.md, 4). It says where a page came from, and nothing about trust: under several of these
/// names customers publish pages of their own.
#[must_use]
pub fn is_page_of_salesforce(host: &str) -> bool {
    const FAMILIES: [&str; 11] = [
        ".salesforce.com",
        ".force.com",
        ".my.salesforce-setup.com",
        ".my.site.com",
        ".my-salesforce.com",
        ".my-lightning.com",
        ".salesforce.mil",
        ".crmforce.mil",
        ".sfcrmproducts.cn",
        ".sfcrmapps.cn",
        ".cloudforce.com",
    ];
    trust_of(host) != HostTrust::Refused && FAMILIES.iter().any(|suffix| host.ends_with(suffix))
}

/// Whether the host is this machine, as it may stand in an address.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

fn has_trusted_suffix(host: &str) -> bool {
    TRUSTED_SUFFIXES.iter().any(|suffix| {
        host.strip_suffix(suffix)
            .is_some_and(|rest| !rest.is_empty())
    })
}

/// At least two labels of letters, digits and hyphens, not ending in digits only (an address), not a
/// name that by definition stays on this machine or this network.
fn is_public_name(host: &str) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    let Some(last) = labels.last() else {
        return false;
    };
    labels.len() >= 2
        && host.len() <= 253
        && labels.iter().all(|label| is_label(label))
        && !last.bytes().all(|byte| byte.is_ascii_digit())
        && !["localhost", "local", "internal", "invalid", "onion"].contains(last)
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn salesforce_names_are_trusted() {
        for host in [
            "login.salesforce.com",
            "test.salesforce.com",
            "acme.my.salesforce.com",
            "acme--uat.sandbox.my.salesforce.com",
            "agency.my.salesforce.mil",
            "acme.my.sfcrmproducts.cn",
        ] {
            assert_eq!(trust_of(host), HostTrust::Trusted, "{host}");
        }
    }

    #[test]
    fn lookalikes_are_custom_at_most() {
        for host in [
            "evilsalesforce.com",
            "salesforce.com.evil.com",
            "my.salesforce.com.evil.com",
            "evilmy.salesforce.com",
            "x.my-salesforce.com",
            "acme.my.site.com",
            "acme.force.com",
            "my.salesforce.com",
            "salesforce.com",
            "xn--lgin-0ra.salesforce.com",
        ] {
            assert_eq!(trust_of(host), HostTrust::Custom, "{host}");
        }
    }

    #[test]
    fn pages_of_salesforce_are_told_from_lookalikes() {
        for host in [
            "login.salesforce.com",
            "acme.lightning.force.com",
            "acme--c.vf.force.com",
            "acme.my.salesforce-setup.com",
            "na1.salesforce.com",
            "acme.my.site.com",
        ] {
            assert!(is_page_of_salesforce(host), "{host}");
        }
        for host in [
            "evilsalesforce.com",
            "salesforce.com.evil.com",
            "acme.my.salesforce.com.",
            "localhost",
            "acme.site.com",
        ] {
            assert!(!is_page_of_salesforce(host), "{host}");
        }
    }

    #[test]
    fn addresses_and_local_names_are_refused() {
        for host in [
            "localhost",
            "127.0.0.1",
            "[::1]",
            "10.0.0.1",
            "intranet",
            "printer.local",
            "",
            "acme.my.salesforce.com.",
            "-a.my.salesforce.com",
            "a b.my.salesforce.com",
        ] {
            assert_eq!(trust_of(host), HostTrust::Refused, "{host}");
        }
    }
}
