//! Whose a name is.

use super::*;

#[derive(Debug, PartialEq, Eq)]
enum Class {
    Trusted,
    Custom,
    Refused,
}

/// Row H-08 of security.md: forty names, each in its class, before and after repair.
#[test]
fn h_08_forty_names_are_in_the_right_class() {
    use Class::{Custom, Refused, Trusted};
    let names = [
        ("login.salesforce.com", Trusted),
        ("test.salesforce.com", Trusted),
        ("LOGIN.SALESFORCE.COM", Trusted),
        ("acme.my.salesforce.com", Trusted),
        ("Acme.My.SalesForce.Com", Trusted),
        ("acme--uat.sandbox.my.salesforce.com", Trusted),
        ("acme-dev-ed.develop.my.salesforce.com", Trusted),
        ("agency.my.salesforce.mil", Trusted),
        ("acme.my.sfcrmproducts.cn", Trusted),
        ("evilsalesforce.com", Custom),
        ("salesforce.com.evil.com", Custom),
        ("my.salesforce.com.evil.com", Custom),
        ("login.salesforce.com.evil.com", Custom),
        ("evilmy.salesforce.com", Custom),
        ("my.salesforce.com", Custom),
        ("x.my-salesforce.com", Custom),
        ("acme.my.site.com", Custom),
        ("acme.force.com", Custom),
        ("na1.salesforce.com", Custom),
        ("loginsalesforce.com", Custom),
        ("login-salesforce.com", Custom),
        ("login.salesforce.co", Custom),
        ("login.salesforce.com-evil.net", Custom),
        ("acme.my.salesforce.com.ru", Custom),
        ("acme.my.salesforce.mil.com", Custom),
        ("evilcrmforce.mil", Custom),
        ("lоgin.salesforce.com", Custom),
        ("acme.my.sаlesforce.com", Custom),
        ("xn--lgin-0ra.salesforce.com", Custom),
        ("login.salesforce.com@evil.com", Refused),
        ("login.salesforce.com.", Refused),
        ("acme.my.salesforce.com.", Refused),
        ("127.0.0.1", Refused),
        ("2130706433", Refused),
        ("0x7f.0.0.1", Refused),
        ("0177.0.0.1", Refused),
        ("[::1]", Refused),
        ("localhost", Refused),
        ("salesforce", Refused),
        ("-acme.my.salesforce.com", Refused),
    ];
    assert_eq!(names.len(), 40);
    for (name, class) in names {
        let found = match salesforce(&format!("https://{name}")) {
            Ok(repaired) if repaired.authority.is_trusted() => Trusted,
            Ok(_) => Custom,
            Err(_) => Refused,
        };
        assert_eq!(found, class, "{name}");
    }
}
