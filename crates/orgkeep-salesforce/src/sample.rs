//! What tests of several modules begin with.

use orgkeep_domain::attempt::{Draft, Purpose};
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::client::{CallbackUrl, ClientApp, ClientKind, ConsumerKey};

/// A registration at one of Salesforce's own or a custom login host, without a secret.
pub(crate) fn draft(login: &str) -> Draft {
    Draft {
        authority: Authority::parse(login, AuthorityRule::Salesforce).unwrap(),
        client: ClientApp {
            kind: ClientKind::ExternalClientApp,
            key: ConsumerKey::parse("3MVG9.key_&=+%").unwrap(),
            secret: None,
        },
        callback: CallbackUrl::standard(),
        scopes: None,
        login_hint: None,
        purpose: Purpose::Register { expected_org: None },
    }
}
