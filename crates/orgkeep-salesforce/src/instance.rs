//! Where an org lives, as an answer says.

use orgkeep_domain::authority::{Authority, AuthorityRule};

/// Such an address is data from outside: Salesforce's own host, or exactly the host that was asked (D12).
pub(crate) fn accepted(text: &str, asked: &Authority, rule: AuthorityRule) -> Option<Authority> {
    let instance = Authority::parse(text, rule).ok()?;
    (instance.is_trusted() || instance == *asked).then_some(instance)
}
