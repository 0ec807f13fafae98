//! What admins paste, and what attackers hope they paste.

mod class;
mod strange;

use super::*;

use AddressError as E;
use Repair as R;

fn salesforce(text: &str) -> Result<Repaired, AddressError> {
    repair(text, AuthorityRule::Salesforce)
}

fn practice(text: &str) -> Result<Repaired, AddressError> {
    repair(text, AuthorityRule::Practice)
}

/// The host and the repairs.
fn outcome(text: &str) -> (String, Vec<Repair>) {
    let repaired = salesforce(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    (repaired.authority.host().to_owned(), repaired.repairs)
}

fn custom(text: &str) -> CustomKind {
    let repaired = salesforce(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert!(!repaired.authority.is_trusted(), "{text}");
    repaired.custom.unwrap()
}

#[test]
fn a_login_address_needs_no_repair() {
    for text in [
        "https://login.salesforce.com",
        "https://test.salesforce.com/",
        " https://ACME.My.Salesforce.com ",
        "https://acme--uat.sandbox.my.salesforce.com:443",
        "https://acme-dev-ed.develop.my.salesforce.com",
        "https://agency.my.salesforce.mil",
        "https://acme.my.sfcrmproducts.cn",
        "\u{feff}https://acme.my.salesforce.com\u{200b}\n",
    ] {
        let repaired = salesforce(text).unwrap();
        assert_eq!(repaired.repairs, [], "{text}");
        assert_eq!(repaired.custom, None, "{text}");
        assert!(repaired.authority.is_trusted());
    }
}

#[test]
fn what_does_not_belong_to_a_login_address_is_taken_away() {
    for (text, host, repairs) in [
        (
            "login.salesforce.com",
            "login.salesforce.com",
            &[R::SchemeAdded][..],
        ),
        (
            "acme.my.salesforce.com:443/",
            "acme.my.salesforce.com",
            &[R::SchemeAdded],
        ),
        (
            "http://test.salesforce.com",
            "test.salesforce.com",
            &[R::SchemeUpgraded],
        ),
        (
            "HTTP://acme.my.salesforce.com:80",
            "acme.my.salesforce.com",
            &[R::SchemeUpgraded],
        ),
        (
            "acme.my.salesforce.com:8443/home/home.jsp?x=a@b.com#y",
            "acme.my.salesforce.com",
            &[R::SchemeAdded, R::PortDropped, R::PathDropped],
        ),
        (
            "https://acme.my.salesforce.com?un=a%40b.com",
            "acme.my.salesforce.com",
            &[R::PathDropped],
        ),
        (
            "https://acme.my.salesforce.com#x",
            "acme.my.salesforce.com",
            &[R::PathDropped],
        ),
        (
            "https://login.salesforce.com/?startURL=https://evil.com/x",
            "login.salesforce.com",
            &[R::PathDropped],
        ),
        (
            "https://acme.my.salesforce.com/secur/frontdoor.jsp?sid=00D!x",
            "acme.my.salesforce.com",
            &[R::PathDropped],
        ),
    ] {
        assert_eq!(outcome(text), (host.to_owned(), repairs.to_vec()), "{text}");
    }
}

#[test]
fn pages_of_an_org_lead_to_its_my_domain() {
    use R::{
        FileToMyDomain as F, LightningToMyDomain as L, SetupToMyDomain as S,
        VisualforceToMyDomain as V,
    };
    for (page, host, repair) in [
        ("acme.lightning.force.com", "acme.my.salesforce.com", L),
        ("ACME.Lightning.Force.com", "acme.my.salesforce.com", L),
        ("abc1.lightning.force.com", "abc1.my.salesforce.com", L),
        (
            "acme--uat.sandbox.lightning.force.com",
            "acme--uat.sandbox.my.salesforce.com",
            L,
        ),
        (
            "acme-dev-ed.develop.lightning.force.com",
            "acme-dev-ed.develop.my.salesforce.com",
            L,
        ),
        (
            "agency.lightning.crmforce.mil",
            "agency.my.salesforce.mil",
            L,
        ),
        (
            "agency--x.sandbox.lightning.crmforce.mil",
            "agency--x.sandbox.my.salesforce.mil",
            L,
        ),
        ("acme.lightning.sfcrmapps.cn", "acme.my.sfcrmproducts.cn", L),
        ("acme.my.salesforce-setup.com", "acme.my.salesforce.com", S),
        (
            "acme--uat.sandbox.my.salesforce-setup.com",
            "acme--uat.sandbox.my.salesforce.com",
            S,
        ),
        ("acme--c.vf.force.com", "acme.my.salesforce.com", V),
        ("acme--abc.vf.force.com", "acme.my.salesforce.com", V),
        (
            "acme--uat--c.sandbox.vf.force.com",
            "acme--uat.sandbox.my.salesforce.com",
            V,
        ),
        (
            "acme-dev-ed--c.develop.vf.force.com",
            "acme-dev-ed.develop.my.salesforce.com",
            V,
        ),
        ("acme--c.na1.visual.force.com", "acme.my.salesforce.com", V),
        (
            "acme--uat--c.cs42.visual.force.com",
            "acme--uat.sandbox.my.salesforce.com",
            V,
        ),
        (
            "acme--c.eu29.content.force.com",
            "acme.my.salesforce.com",
            F,
        ),
        ("acme.file.force.com", "acme.my.salesforce.com", F),
        (
            "acme--uat.sandbox.file.force.com",
            "acme--uat.sandbox.my.salesforce.com",
            F,
        ),
    ] {
        for tail in ["", "/apex/Page?id=001#x"] {
            let (found, repairs) = outcome(&format!("https://{page}{tail}"));
            assert_eq!(found, host, "{page}");
            assert_eq!(repairs[0], repair, "{page}");
            assert_eq!(repairs.len(), 1 + usize::from(!tail.is_empty()), "{page}");
        }
    }
}

#[test]
fn a_page_that_does_not_tell_its_my_domain_is_refused() {
    for text in [
        "https://c.na1.visual.force.com/apex/Page",
        "https://c.vf.force.com",
        "https://acme--c.x.visual.force.com",
        "https://acme--c.a.b.vf.force.com",
        "https://acme--uat--c.vf.force.com",
        "https://acme--c.sandbox.vf.force.com",
        "https://c.eu29.content.force.com",
        "https://acme.content.force.com",
        "https://na1.lightning.force.com",
        "https://a.b.c.lightning.force.com",
        "https://--c.vf.force.com",
        "https://--c.na1.visual.force.com",
        "https://acme--.na1.visual.force.com",
        "https://acme--c.na.visual.force.com",
        "https://acme--c.nax.visual.force.com",
        "https://acme--c.container.force.com",
        "https://agency--c.vf.crmforce.mil",
        "https://acme.vf.sfcrmapps.cn",
        "https://acme.salesforce-setup.com",
    ] {
        let error = salesforce(text).unwrap_err();
        assert!(
            matches!(error, E::MyDomainUnknown | E::Host),
            "{text}: {error}"
        );
    }
}

#[test]
fn sites_of_salesforce_itself_are_refused() {
    for host in ["welcome", "www", "help", "developer", "trailhead"] {
        let text = format!("https://{host}.salesforce.com/discovery?x=1");
        assert_eq!(salesforce(&text), Err(E::NotALoginHost), "{text}");
    }
    assert_eq!(salesforce("salesforce.com"), Err(E::NotALoginHost));
}

#[test]
fn what_can_never_be_a_login_address_is_refused() {
    for (text, error) in [
        ("", E::Empty),
        (" \u{200b}\t", E::Empty),
        ("acme .my.salesforce.com", E::Malformed),
        ("https://acme.my.sales\nforce.com", E::Malformed),
        ("https://acme.my.sales\u{ad}force.com", E::Malformed),
        ("https://acme.my.salesforce.com/\u{202e}x", E::Malformed),
        ("https:\\\\acme.my.salesforce.com", E::Malformed),
        ("https://evil.com\\@acme.my.salesforce.com", E::Malformed),
        ("//acme.my.salesforce.com", E::Malformed),
        ("https:///acme.my.salesforce.com", E::Malformed),
        ("https:acme.my.salesforce.com", E::Scheme),
        ("https:/acme.my.salesforce.com", E::Scheme),
        ("https://", E::Malformed),
        ("https://?x", E::Malformed),
        ("https://acme%2emy.salesforce.com", E::Malformed),
        ("https://ａcme.my.salesforce.com", E::Malformed),
        ("https://acme。my.salesforce.com", E::Malformed),
        ("https://acme.my.salesforce.com:99999", E::Malformed),
        ("ftp://acme.my.salesforce.com", E::Scheme),
        ("file:///etc/passwd", E::Scheme),
        ("data:text/html,x", E::Scheme),
        ("javascript:alert(1)", E::Scheme),
        ("javascript://acme.my.salesforce.com", E::Scheme),
        ("mailto:a@acme.com", E::Scheme),
        ("force://a:b:c@acme.my.salesforce.com", E::Scheme),
        ("1://acme.my.salesforce.com", E::Host),
        ("a_b://acme.my.salesforce.com", E::Host),
        ("https://login.salesforce.com@evil.com", E::UserInfo),
        ("https://@acme.my.salesforce.com", E::UserInfo),
        ("https://a:b@acme.my.salesforce.com/x", E::UserInfo),
        ("admin@acme.my.salesforce.com", E::UserInfo),
        ("localhost", E::Host),
        ("localhost:29330", E::Host),
        ("acme", E::Host),
        ("printer.local", E::Host),
        ("https://acme.my.salesforce.com.", E::Host),
        ("https://acme_x.my.salesforce.com", E::Host),
    ] {
        assert_eq!(salesforce(text), Err(error), "{text:?}");
    }
    let padded = |length: usize| {
        let start = "https://acme.my.salesforce.com/";
        salesforce(&format!("{start}{}", "x".repeat(length - start.len())))
    };
    assert!(padded(16 * 1024).is_ok());
    assert_eq!(padded(16 * 1024 + 1), Err(E::Malformed));
}

#[test]
fn addresses_made_of_numbers_are_refused_in_every_form() {
    for host in [
        "127.0.0.1",
        "10.0.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "127.1",
        "0177.0.0.1",
        "017700000001",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "１２７.0.0.1",
    ] {
        for text in [
            host.to_owned(),
            format!("https://{host}/x"),
            format!("http://{host}:80"),
        ] {
            assert!(
                matches!(salesforce(&text), Err(E::Host | E::Malformed)),
                "{text}"
            );
        }
    }
}

#[test]
fn a_custom_host_has_a_kind() {
    for (text, kind) in [
        ("acme.my-salesforce.com", CustomKind::AlternativeName),
        ("acme.my-lightning.com/x", CustomKind::AlternativeName),
        ("na1.salesforce.com", CustomKind::OldInstance),
        ("https://cs42.salesforce.com/home", CustomKind::OldInstance),
        ("acme.force.com", CustomKind::Site { my_domain: None }),
        (
            "https://login.salesforce.com.evil.com",
            CustomKind::Lookalike,
        ),
        ("evilsalesforce.com", CustomKind::Lookalike),
        ("acme.my.salesf0rce.com", CustomKind::Other),
        ("acme.mysalesforce.co", CustomKind::Lookalike),
        ("login.example.com", CustomKind::Other),
        ("something.salesforce.com", CustomKind::Other),
    ] {
        assert_eq!(custom(text), kind, "{text}");
    }
}

#[test]
fn a_site_suggests_the_my_domain_of_its_org() {
    for (site, my_domain) in [
        (
            "https://acme.my.site.com/portal/login?x=1",
            "acme.my.salesforce.com",
        ),
        (
            "acme--uat.sandbox.my.site.com",
            "acme--uat.sandbox.my.salesforce.com",
        ),
    ] {
        let CustomKind::Site {
            my_domain: Some(suggested),
        } = custom(site)
        else {
            panic!("{site}")
        };
        assert!(suggested.is_trusted());
        assert_eq!(suggested.host(), my_domain);
    }
}

#[test]
fn a_homograph_is_shown_encoded() {
    for text in [
        "https://lоgin.salesforce.com",
        "https://acme.my.sаlesforce.com/x",
        "münchen.example",
    ] {
        assert_eq!(custom(text), CustomKind::Homograph, "{text}");
        let host = outcome(text).0;
        assert!(host.is_ascii() && host.contains("xn--"), "{host}");
    }
}

#[test]
fn a_practice_vault_takes_addresses_of_this_machine_only() {
    for (text, repairs) in [
        ("http://localhost:29330", &[][..]),
        ("localhost:29330", &[R::SchemeAdded]),
        (" http://LOCALHOST:29330/setup?x=1 ", &[R::PathDropped]),
        ("127.0.0.1:29330/#x", &[R::SchemeAdded, R::PathDropped]),
    ] {
        let repaired = practice(text).unwrap();
        assert_eq!(repaired.repairs, repairs, "{text}");
        assert!(repaired.authority.is_trusted() && repaired.custom.is_none());
    }
    for text in [
        "http://localhost",
        "https://localhost:29330",
        "https://login.salesforce.com",
        "login.salesforce.com:29330",
        "http://evil.com:29330",
        "http://[::1]:29330",
        "http://localhost.evil.com:29330",
    ] {
        assert_eq!(practice(text), Err(E::NotPractice), "{text}");
    }
    assert_eq!(practice("http://a@localhost:29330"), Err(E::UserInfo));
    assert_eq!(practice("ftp://localhost:29330"), Err(E::Scheme));
}
