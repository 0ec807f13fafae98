//! Hosts that show pages or files of an org but take no sign-in, and the My Domain behind them
//! (salesforce.md, 4).

use super::Repair;

/// What stands behind a host.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum PageHost {
    /// Pages of the org with this My Domain.
    MyDomain(String, Repair),
    /// Pages of an org that the name does not tell.
    Unknown,
    /// A site of Salesforce itself.
    NoLogin,
    /// No host of pages.
    None,
}

/// Families in which the name and the partition are those of the My Domain.
const TWINS: [(&str, &str, Repair); 6] = [
    (
        ".lightning.force.com",
        ".my.salesforce.com",
        Repair::LightningToMyDomain,
    ),
    (
        ".lightning.crmforce.mil",
        ".my.salesforce.mil",
        Repair::LightningToMyDomain,
    ),
    (
        ".lightning.sfcrmapps.cn",
        ".my.sfcrmproducts.cn",
        Repair::LightningToMyDomain,
    ),
    (
        ".my-lightning.com",
        ".my-salesforce.com",
        Repair::LightningToMyDomain,
    ),
    (
        ".my.salesforce-setup.com",
        ".my.salesforce.com",
        Repair::SetupToMyDomain,
    ),
    (
        ".file.force.com",
        ".my.salesforce.com",
        Repair::FileToMyDomain,
    ),
];

/// Here the name is followed by the namespace of a package: `acme--c`.
const VISUALFORCE: &str = ".vf.force.com";

/// The same before enhanced domains, with the instance after the name: `acme--c.na1`.
const NAMESPACED_WITH_INSTANCE: [(&str, Repair); 2] = [
    (".visual.force.com", Repair::VisualforceToMyDomain),
    (".content.force.com", Repair::FileToMyDomain),
];

/// Families of pages whose names are not known well enough to tell the My Domain.
const UNCERTAIN: [&str; 4] = [
    ".container.force.com",
    ".crmforce.mil",
    ".sfcrmapps.cn",
    ".salesforce-setup.com",
];

/// Sites of Salesforce at which nobody signs in to an org.
const NO_LOGIN: [&str; 10] = [
    "salesforce.com",
    "www.salesforce.com",
    "welcome.salesforce.com",
    "help.salesforce.com",
    "developer.salesforce.com",
    "admin.salesforce.com",
    "trailhead.salesforce.com",
    "appexchange.salesforce.com",
    "status.salesforce.com",
    "trust.salesforce.com",
];

/// Judges a host in lower case.
pub(super) fn of(host: &str) -> PageHost {
    if NO_LOGIN.contains(&host) {
        return PageHost::NoLogin;
    }
    let found = twin(host)
        .or_else(|| namespaced(host))
        .or_else(|| with_instance(host));
    match found {
        Some(Some((login_host, repair))) => PageHost::MyDomain(login_host, repair),
        Some(None) => PageHost::Unknown,
        None if UNCERTAIN.iter().any(|suffix| host.ends_with(suffix)) => PageHost::Unknown,
        None => PageHost::None,
    }
}

/// The login host, or nothing where the name does not tell it.
type Derived = Option<(String, Repair)>;

fn twin(host: &str) -> Option<Derived> {
    TWINS.iter().find_map(|(suffix, login_suffix, repair)| {
        let prefix = host.strip_suffix(suffix)?;
        let (name, partition) = name_and_partition(prefix);
        let certain = !name.is_empty() && !is_instance(name) && !partition.contains('.');
        Some(certain.then(|| (format!("{prefix}{login_suffix}"), *repair)))
    })
}

fn namespaced(host: &str) -> Option<Derived> {
    let (label, partition) = name_and_partition(host.strip_suffix(VISUALFORCE)?);
    Some(without_namespace(label).and_then(|name| {
        // Exactly the names of sandboxes have a part after `--`.
        let fits = name.contains("--") == (partition == "sandbox") && !partition.contains('.');
        fits.then(|| (my_domain(name, partition), Repair::VisualforceToMyDomain))
    }))
}

fn with_instance(host: &str) -> Option<Derived> {
    NAMESPACED_WITH_INSTANCE
        .iter()
        .find_map(|(suffix, repair)| {
            let (label, instance) = name_and_partition(host.strip_suffix(suffix)?);
            let name = without_namespace(label).filter(|_| is_instance(instance));
            Some(name.map(|name| {
                let partition = if name.contains("--") { "sandbox" } else { "" };
                (my_domain(name, partition), *repair)
            }))
        })
}

/// `acme.develop` is the name and the partition, `acme` just the name.
fn name_and_partition(prefix: &str) -> (&str, &str) {
    prefix.split_once('.').unwrap_or((prefix, ""))
}

fn without_namespace(label: &str) -> Option<&str> {
    let (name, namespace) = label.rsplit_once("--")?;
    (!name.is_empty() && !namespace.is_empty()).then_some(name)
}

fn my_domain(name: &str, partition: &str) -> String {
    let dot = if partition.is_empty() { "" } else { "." };
    format!("{name}{dot}{partition}.my.salesforce.com")
}

/// An instance of the years before My Domain: two letters that stand for a region, and a number.
pub(super) fn is_instance(label: &str) -> bool {
    ["na", "eu", "ap", "cs", "um", "gs"].iter().any(|region| {
        label
            .strip_prefix(region)
            .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
    })
}
