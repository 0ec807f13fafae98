//! Addresses that somebody typed, pasted or sent.

use orgkeep_domain::address::repair;
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::decode::{Decoded, decode};
use url::{Host, Url};

use crate::assert_fit;

const RULES: [AuthorityRule; 2] = [AuthorityRule::Salesforce, AuthorityRule::Practice];
/// The value of a code that stands in an address.
const CODE: &str = "aPrxcNrCanary0123456789ABCDEFGHIJKLMNOPQRSTUV%3D%3D";

/// A login address.
pub fn host_rule(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let mut understood = false;
    for rule in RULES {
        if let Ok(authority) = Authority::parse(&text, rule) {
            assert_authority(&authority, rule);
            understood = true;
        }
        if let Ok(repaired) = repair(&text, rule) {
            assert_authority(&repaired.authority, rule);
            let again = repair(repaired.authority.origin(), rule);
            assert!(
                again.is_ok_and(
                    |again| again.authority == repaired.authority && again.repairs.is_empty()
                ),
                "repairing it again changes it"
            );
            understood = true;
        }
    }
    understood
}

fn assert_authority(authority: &Authority, rule: AuthorityRule) {
    let origin = authority.origin();
    let again = Authority::parse(origin, rule);
    assert_eq!(
        again.as_ref(),
        Ok(authority),
        "it means something else when it is written again"
    );
    let url = Url::parse(&authority.url("/services/oauth2/token"));
    let host = url.as_ref().ok().and_then(Url::host);
    match rule {
        AuthorityRule::Salesforce => {
            assert!(origin.starts_with("https://"));
            // The address that is called has the host that was judged, and it is a name.
            assert_eq!(host, Some(Host::Domain(authority.host())));
            assert_eq!(authority.is_trusted(), is_salesforces(authority.host()));
        }
        AuthorityRule::Practice => {
            let here = ["http://localhost:", "http://127.0.0.1:"];
            assert!(here.iter().any(|here| origin.starts_with(here)));
        }
    }
}

/// The hosts that are trusted, said once more in other words (security.md, D11).
fn is_salesforces(host: &str) -> bool {
    let labels: Vec<&str> = host.rsplit('.').collect();
    match labels.as_slice() {
        ["com", "salesforce", "login" | "test"] => true,
        ["com", "salesforce", "my", name, ..]
        | ["mil", "salesforce", "my", name, ..]
        | ["cn", "sfcrmproducts", "my", name, ..] => !name.is_empty(),
        _ => false,
    }
}

/// Tokens are for Salesforce, or for exactly the host that was asked.
pub fn assert_accepted(instance: &Authority, asked: &Authority) {
    assert_authority(instance, AuthorityRule::Salesforce);
    assert!(
        is_salesforces(instance.host()) || instance == asked,
        "tokens for {instance}"
    );
}

/// What somebody pastes of an error.
pub fn error_address(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let decoded = decode(&text);
    assert_shown(&decoded);
    // A code behind all of it is not shown, whatever stands before.
    let with_code = decode(&format!("{text}&code={CODE}"));
    assert_shown(&with_code);
    let shows = |decoded: &Decoded| format!("{decoded:?}").contains("cNrCanary");
    assert!(!shows(&with_code) || shows(&decoded), "a code is shown");
    decoded != Decoded::Nothing
}

fn assert_shown(decoded: &Decoded) {
    match decoded {
        Decoded::Told(told) => {
            let code = told.words.code.iter();
            code.for_each(|code| assert_fit(code, 60));
            let description = told.words.description.iter();
            description.for_each(|text| assert_fit(text, 300));
            told.host.iter().for_each(|host| assert_fit(host, 300));
        }
        Decoded::Callback { host, .. }
        | Decoded::SignInPage { host }
        | Decoded::ErrorPage { host }
        | Decoded::NotSalesforce { host } => assert_fit(host, 300),
        Decoded::Nothing => {}
    }
}
