//! Hosts and texts that nobody thought of.

use proptest::prelude::*;

use super::*;

/// The names under which only Salesforce can publish, written down apart from the code under test.
fn is_of_salesforce(host: &str) -> bool {
    [
        ".salesforce.com",
        ".salesforce.mil",
        ".sfcrmproducts.cn",
        ".force.com",
        ".crmforce.mil",
        ".sfcrmapps.cn",
        ".salesforce-setup.com",
    ]
    .iter()
    .any(|suffix| host.ends_with(suffix))
}

fn label() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "my",
            "salesforce",
            "com",
            "force",
            "lightning",
            "login",
            "test",
            "vf",
            "visual",
            "content",
            "file",
            "sandbox",
            "na1",
            "cs42",
            "acme",
            "acme--c",
            "acme--uat--c",
            "salesforce-setup",
            "crmforce",
            "mil",
            "cn",
            "sfcrmapps",
            "my-lightning",
            "my-salesforce",
            "site",
            "evil",
            "develop",
            "xn--lgin-0ra",
            "а",
        ])
        .prop_map(str::to_owned),
        "[a-zA-Z0-9-]{1,12}",
    ]
}

fn host() -> impl Strategy<Value = String> {
    let ends = vec![
        "",
        ".com",
        ".my.salesforce.com",
        ".lightning.force.com",
        ".vf.force.com",
        ".visual.force.com",
        ".my.site.com",
        ".my-lightning.com",
        ".evil.com",
        "force.com",
        "salesforce.com",
    ];
    (
        prop::collection::vec(label(), 1..5),
        prop::sample::select(ends),
    )
        .prop_map(|(labels, end)| format!("{}{end}", labels.join(".")))
}

proptest! {
    #[test]
    fn no_other_host_becomes_a_trusted_one(host in host(), tail in "(/[a-z.]{0,20})?(\\?[a-z=.@:/]{0,20})?") {
        if let Ok(repaired) = salesforce(&format!("https://{host}{tail}")) {
            let of_salesforce = is_of_salesforce(&host.to_ascii_lowercase());
            prop_assert!(!repaired.authority.is_trusted() || of_salesforce, "{host}");
            prop_assert_eq!(repaired.custom.is_none(), repaired.authority.is_trusted());
        }
    }

    #[test]
    fn a_repaired_address_is_strict_and_stays_as_it_is(
        scheme in prop::sample::select(vec!["", "http://", "https://"]), host in host(), tail in "(:[0-9]{2,4})?(/[a-z]{0,9})?",
    ) {
        if let Ok(repaired) = salesforce(&format!("{scheme}{host}{tail}")) {
            let origin = repaired.authority.origin();
            let strict = Authority::parse(origin, AuthorityRule::Salesforce);
            prop_assert_eq!(strict.as_ref(), Ok(&repaired.authority));
            let again = salesforce(origin);
            let same = again.is_ok_and(|again| again.authority == repaired.authority && again.repairs.is_empty());
            prop_assert!(same, "{origin}");
        }
    }

    #[test]
    fn what_is_strictly_right_is_repaired_to_itself(host in host()) {
        let text = format!("https://{host}");
        if let (Ok(strict), Ok(repaired)) = (Authority::parse(&text, AuthorityRule::Salesforce), salesforce(&text))
            && !matches!(page_host::of(strict.host()), PageHost::MyDomain(..))
        {
            prop_assert_eq!(strict, repaired.authority);
            prop_assert_eq!(repaired.repairs, vec![]);
        }
    }

    #[test]
    fn no_text_is_too_strange(text in any::<String>()) {
        for rule in [AuthorityRule::Salesforce, AuthorityRule::Practice] {
            if let Ok(repaired) = repair(&text, rule) {
                prop_assert!(repaired.authority.origin().is_ascii());
            }
        }
    }
}
