//! Auth files of every kind of org, and those that are of no use.

use orgkeep_domain::authority::AuthorityRule;
use orgkeep_domain::connection::OrgType;
use orgkeep_import::cli::alias::Aliases;
use orgkeep_import::cli::auth_file::{
    CliOrg, LONGEST_FILE, Reading, Unusable, is_auth_file, parse_auth_file,
};
use orgkeep_import::cli::auth_url::{AuthUrl, OtherSignIn};
use orgkeep_import::cli::key::CliKey;
use orgkeep_import::cli::tokens::{Grant, NoGrant, Session, TokensFrom};
use orgkeep_secret::{AccessToken, ConsumerSecret, RefreshToken};
use serde_json::{Value, json};

use crate::home::{CliHome, KEYS, web_sign_in};

const USER: &str = "ada@acme.example";

/// The usual fields, with some of them changed or, by null, taken out.
fn changed(changes: Value) -> Value {
    let mut fields = web_sign_in(1);
    for (name, value) in changes.as_object().unwrap() {
        fields[name] = value.clone();
    }
    fields
}

fn written(key: &str, fields: &Value) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let home = CliHome::with_key_file(folder.path(), key).unwrap();
    home.sign_in(USER, fields).unwrap();
    std::fs::read(folder.path().join(format!("{USER}.json"))).unwrap()
}

fn read_with(key: Option<&str>, bytes: &[u8], rule: AuthorityRule) -> Result<CliOrg, Unusable> {
    let aliases = Aliases::parse(br#"{"orgs":{"live":"ada@acme.example"}}"#);
    let key = key.map(|key| CliKey::parse(key).unwrap());
    let reading = Reading {
        rule,
        tokens: TokensFrom::Key(key.as_ref()),
        aliases: &aliases,
        today: "2026-11-21",
    };
    parse_auth_file(&format!("{USER}.json"), bytes, &reading)
}

fn read(fields: &Value) -> Result<CliOrg, Unusable> {
    let bytes = written(KEYS[0], fields);
    read_with(Some(KEYS[0]), &bytes, AuthorityRule::Salesforce)
}

fn opened(org: &CliOrg) -> &Session {
    match &org.grant {
        Ok(Grant::Opened(session)) => session,
        other => panic!("{other:?}"),
    }
}

fn no_grant(fields: &Value) -> Option<NoGrant> {
    read(fields).unwrap().grant.err()
}

#[test]
fn the_writer_agrees_with_the_vectors() {
    let folder = tempfile::tempdir().unwrap();
    let sealed = |key| {
        CliHome::with_keychain(folder.path(), key)
            .unwrap()
            .seal("5Aep861example.refresh")
    };
    assert_eq!(
        KEYS.map(sealed),
        [
            "a1b2c3d4e5f6127d8a64048e3141f8fdd80cdd81dfa272cfdaf5031d:8a17c86cf369098fe3925ab4e52a08ac",
            "a1b2c3d4e5f6a1b2c3d4e5f63f104731e2d4e3ea6497037bbf817ce8dc05becae7d3:3cb66836f2225e34cc057d3f56711db7",
        ]
    );
}

#[test]
fn a_sign_in_is_read_in_both_forms() {
    let fields = changed(json!({"clientSecret": "hush"}));
    for key in KEYS {
        let bytes = written(key, &fields);
        let org = read_with(Some(key), &bytes, AuthorityRule::Salesforce).unwrap();
        let session = opened(&org);
        assert!(
            session
                .access
                .as_ref()
                .unwrap()
                .matches(&AccessToken::new("00D000000000001!access".into()))
        );
        let refresh = RefreshToken::new("5Aep8611.refresh".into());
        assert!(session.refresh.as_ref().unwrap().matches(&refresh));
        let secret = ConsumerSecret::new("hush".into());
        assert!(session.consumer_secret.as_ref().unwrap().matches(&secret));
        assert_eq!(org.org.as_str(), "00D000000000001EAA");
        assert_eq!(org.login.origin(), "https://login.salesforce.com");
        assert_eq!(org.suggested_name().unwrap().as_str(), "live");
        assert!(org.is_of_the_cli());
    }
}

#[test]
fn every_kind_of_org_is_known_by_what_its_file_says() {
    let sandbox_host = "https://acme--uat.sandbox.my.salesforce.com";
    for (changes, kind) in [
        (json!({}), OrgType::Production),
        (json!({"isSandbox": true}), OrgType::Sandbox),
        (
            json!({"loginUrl": "https://test.salesforce.com"}),
            OrgType::Sandbox,
        ),
        (
            json!({"isSandbox": null, "instanceUrl": sandbox_host}),
            OrgType::Sandbox,
        ),
        (
            json!({"isScratch": true, "expirationDate": "2026-11-30", "devHubUsername": "hub@acme.example"}),
            OrgType::Scratch,
        ),
        (
            json!({"isScratch": "true", "isSandbox": true}),
            OrgType::Scratch,
        ),
        (
            json!({"orgEdition": "Developer Edition"}),
            OrgType::Developer,
        ),
        (
            json!({"trailExpirationDate": "2027-01-01T00:00:00.000Z"}),
            OrgType::Production,
        ),
        (json!({"isDevHub": true}), OrgType::Production),
        (
            json!({"privateKey": "server.key", "refreshToken": null}),
            OrgType::Production,
        ),
    ] {
        let org = read(&changed(changes.clone())).unwrap();
        assert_eq!(org.org_type, kind, "{changes}");
        assert!(org.grant.is_ok(), "{changes}");
        assert_eq!(org.is_dev_hub, changes.get("isDevHub").is_some());
    }
}

#[test]
fn the_end_of_an_org_and_its_namespace_are_taken_as_they_are_named() {
    for (changes, end) in [
        (json!({}), None),
        (json!({"expirationDate": "2026-11-21"}), Some("2026-11-21")),
        (
            json!({"trailExpirationDate": "2027-01-01T08:00:00.000Z"}),
            Some("2027-01-01T08:00:00.000Z"),
        ),
        (json!({"expirationDate": "some day"}), None),
        (json!({"expirationDate": "20261121T0"}), None),
        (json!({"expirationDate": 20_261_121}), None),
    ] {
        let org = read(&changed(changes.clone())).unwrap();
        assert_eq!(org.end_date.as_deref(), end, "{changes}");
        assert_eq!(org.namespace, None);
    }
    let org = read(&changed(json!({"namespacePrefix": "acme"}))).unwrap();
    assert_eq!(org.namespace.as_deref(), Some("acme"));
}

#[test]
fn a_file_that_is_of_no_use_says_why() {
    for (changes, why) in [
        (
            json!({"expirationDate": "2026-11-20"}),
            Unusable::Expired("2026-11-20".into()),
        ),
        (
            json!({"trailExpirationDate": "2026-01-01T00:00:00.000Z"}),
            Unusable::Expired("2026-01-01".into()),
        ),
        (json!({"orgId": null}), Unusable::NoOrg),
        (json!({"orgId": "00D"}), Unusable::NoOrg),
        (json!({"instanceUrl": null}), Unusable::NoAddress),
        (
            json!({"instanceUrl": "https://acme.my.salesforce.com.evil.example"}),
            Unusable::ForeignHost,
        ),
        (
            json!({"instanceUrl": "http://acme.my.salesforce.com"}),
            Unusable::ForeignHost,
        ),
        (
            json!({"instanceUrl": "http://localhost:29330"}),
            Unusable::ForeignHost,
        ),
        (
            json!({"loginUrl": "https://login.salesforce.com@evil.example"}),
            Unusable::ForeignHost,
        ),
        (json!({"username": "eve@acme.example"}), Unusable::OtherUser),
    ] {
        assert_eq!(
            read(&changed(changes.clone())).err(),
            Some(why),
            "{changes}"
        );
    }
    let deep = vec![b'['; 100_000];
    let long = vec![b' '; LONGEST_FILE + 1];
    for (bytes, why) in [
        (b"{".as_slice(), Unusable::Damaged),
        (b"[]", Unusable::Damaged),
        (b"\xff\xfe", Unusable::Damaged),
        (&deep, Unusable::Damaged),
        (&long, Unusable::TooLong),
    ] {
        let read = read_with(Some(KEYS[0]), bytes, AuthorityRule::Salesforce);
        assert_eq!(read.err(), Some(why));
    }
}

#[test]
fn an_org_without_usable_tokens_is_known_all_the_same() {
    for (changes, why) in [
        (json!({"accessToken": null}), NoGrant::Absent),
        (json!({"userId": null}), NoGrant::OwnerUnknown),
        (json!({"clientId": 7}), NoGrant::OwnerUnknown),
    ] {
        assert_eq!(no_grant(&changed(changes.clone())), Some(why), "{changes}");
    }
    let bytes = written(KEYS[0], &web_sign_in(1));
    for (key, why) in [
        (None, NoGrant::KeyMissing),
        (Some(KEYS[1]), NoGrant::OtherKey),
    ] {
        let org = read_with(key, &bytes, AuthorityRule::Salesforce).unwrap();
        assert_eq!(org.grant.err(), Some(why));
    }
    for (token, why) in [
        ("[REDACTED]", NoGrant::Redacted),
        ("00D!plain", NoGrant::Malformed),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let home = CliHome::with_key_file(folder.path(), KEYS[0]).unwrap();
        let mut file = home.auth_file(USER, &web_sign_in(1));
        file["accessToken"] = json!(token);
        let read = read_with(
            Some(KEYS[0]),
            file.to_string().as_bytes(),
            AuthorityRule::Salesforce,
        );
        assert_eq!(read.unwrap().grant.err(), Some(why));
    }
}

#[test]
fn loopback_is_for_practice_vaults() {
    let fields = changed(json!({"instanceUrl": "http://localhost:29330", "loginUrl": null}));
    let bytes = written(KEYS[0], &fields);
    let org = read_with(Some(KEYS[0]), &bytes, AuthorityRule::Practice).unwrap();
    assert_eq!(org.instance, org.login);
}

#[test]
fn auth_files_are_known_by_their_names() {
    for name in [
        "ada@acme.example.json",
        "a+b@acme.co.uk.uat.json",
        "a@b@c.example.json",
    ] {
        assert!(is_auth_file(name), "{name}");
    }
    for name in [
        "key.json",
        "alias.json",
        ".a@acme.example.json",
        "@acme.example.json",
        "a@acme.json",
        "a@.example.json",
        "a@acme..json",
        "a@acme.exa mple.json",
        "a@acme.example.txt",
    ] {
        assert!(!is_auth_file(name), "{name}");
    }
}

#[test]
fn debug_shows_no_token() {
    let org = read(&web_sign_in(1)).unwrap();
    assert!(!format!("{org:?}").contains("refresh\"") && !format!("{org:?}").contains("!access"));
}

/// What the CLI answers for an app, at a host.
fn answered(app: &str, host: &str) -> AuthUrl {
    let answer = json!({"result": {"sfdxAuthUrl": format!("force://{app}::5Aep861.given@{host}")}});
    AuthUrl::of_answer(answer.to_string().as_bytes()).unwrap()
}

fn with_the_cli(fields: &Value) -> CliOrg {
    let reading = Reading {
        rule: AuthorityRule::Salesforce,
        tokens: TokensFrom::Cli,
        aliases: &Aliases::default(),
        today: "2026-11-21",
    };
    parse_auth_file(&format!("{USER}.json"), &written(KEYS[0], fields), &reading).unwrap()
}

#[test]
fn tokens_that_the_cli_gives_belong_to_the_app_and_the_server_of_the_file() {
    let mut org = with_the_cli(&web_sign_in(1));
    assert!(matches!(org.grant, Ok(Grant::WithTheCli)));
    let (app, host) = (
        org.consumer_key.clone().unwrap(),
        org.instance.host().to_owned(),
    );
    for foreign in [
        answered("3MVG9other", &host),
        answered(app.as_str(), "evil.my.salesforce.com"),
    ] {
        assert_eq!(org.take(foreign), Err(OtherSignIn));
        assert!(matches!(org.grant, Ok(Grant::WithTheCli)));
    }
    let login = org.login.host().to_owned();
    for own in [host, login] {
        assert_eq!(org.take(answered(app.as_str(), &own)), Ok(()));
        let refresh = RefreshToken::new("5Aep861.given".into());
        assert!(opened(&org).refresh.as_ref().unwrap().matches(&refresh));
        assert!(opened(&org).access.is_none());
    }
    let without = with_the_cli(&changed(json!({"refreshToken": null})));
    assert_eq!(without.grant.err(), Some(NoGrant::Absent));
    let nobodys = with_the_cli(&changed(json!({"userId": null})));
    assert_eq!(nobodys.grant.err(), Some(NoGrant::OwnerUnknown));
}

#[test]
fn other_apps_of_the_same_user_are_named() {
    let app = json!({"clientId": "3MVG9x", "accessToken": "a", "refreshToken": "r"});
    let apps = json!({"clientApps": {"data cloud": app, "evil\u{202e}": app}});
    let org = read(&changed(apps)).unwrap();
    assert_eq!(org.other_apps.len(), 2);
    assert_eq!(org.other_apps[0], "data cloud");
    assert!(!org.other_apps[1].contains('\u{202e}'));
    for none in [json!({}), json!({"clientApps": "x"})] {
        assert_eq!(read(&changed(none)).unwrap().other_apps, [""; 0]);
    }
}
