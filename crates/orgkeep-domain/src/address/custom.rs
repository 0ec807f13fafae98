//! What kind of name a host is that is not one of Salesforce's own login hosts.

use crate::authority::{Authority, AuthorityRule};
use crate::host::is_page_of_salesforce;

use super::CustomKind;
use super::page_host::is_instance;

/// Names a custom host. The kinds are told apart so that the page can say what to look at; none of them
/// is trusted.
pub(super) fn kind_of(host: &str) -> CustomKind {
    let labels = || host.split('.');
    if labels().any(|label| label.starts_with("xn--")) {
        CustomKind::Homograph
    } else if let Some(name) = host.strip_suffix(".my.site.com") {
        CustomKind::Site {
            my_domain: my_domain(name),
        }
    } else if host.ends_with(".force.com") {
        CustomKind::Site { my_domain: None }
    } else if host.ends_with(".my-salesforce.com") {
        CustomKind::AlternativeName
    } else if host
        .strip_suffix(".salesforce.com")
        .is_some_and(is_instance)
    {
        CustomKind::OldInstance
    } else if !is_page_of_salesforce(host) && labels().any(|label| label.contains("force")) {
        CustomKind::Lookalike
    } else {
        CustomKind::Other
    }
}

fn my_domain(name: &str) -> Option<Authority> {
    let text = format!("https://{name}.my.salesforce.com");
    Authority::parse(&text, AuthorityRule::Salesforce).ok()
}
