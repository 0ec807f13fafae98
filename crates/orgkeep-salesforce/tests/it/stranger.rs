//! Login hosts that are not Salesforce's: where their names lead, whom they say they are, and where they send tokens
//! (security.md, H-09, H-10, R-18). They are reached by their names, on a computer with its own `/etc/hosts`.

use anyhow::{Context as _, Result, ensure};
use orgkeep_domain::attempt::{Arrival, Draft, Exchanging, IssuerRule, Purpose};
use orgkeep_domain::authority::{Authority as Server, AuthorityRule};
use orgkeep_domain::callback::parse_callback_query;
use orgkeep_domain::client::{CallbackUrl, ClientApp, ClientKind, ConsumerKey};
use orgkeep_salesforce::discovery::issuer_rule;
use orgkeep_salesforce::exchange::exchange;
use orgkeep_salesforce::http::HttpClient;
use orgkeep_secret::{CodeVerifier, StateToken};
use rcgen::SanType;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::apart::{Apart, TASK};
use crate::certificate::Authority;
use crate::child::{CONFIRMED, ask_again, reached, say};
use crate::site::{Site, answer, versions};

/// The names of that computer; each leads to an address that it has.
const HOSTS: &str =
    "plug; ip addr add 192.0.2.10/24 dev lan; ip addr add 169.254.169.254/32 dev lan
ip addr add fe80::1/64 dev lan nodad
for private in 10.1.2.3/32 172.16.0.9/32 192.168.7.7/32; do ip addr add $private dev lan; done
ip addr add fd00::9/128 dev lan nodad
hosts <<END
127.0.0.1 localhost v4.acme.example acme.my.salesforce.com
::1 v6.acme.example
::ffff:7f00:1 mapped.acme.example
169.254.169.254 cloud.acme.example
fe80::1 link.acme.example
10.1.2.3 ten.acme.example
172.16.0.9 sixteen.acme.example
192.168.7.7 home.acme.example
fd00::9 unique.acme.example
192.0.2.10 login.acme.example sso.acme.example
END";
/// What a row of that computer says that held.
const HELD: &str = "all held";
/// The sign-in that another process makes.
const SIGN_IN: &str = "ORGKEEP_TEST_STRANGER";

/// A server on all addresses of the computer, for all of its names, and the file that vouches for it.
struct Rig {
    authority: Authority,
    folder: TempDir,
}

impl Rig {
    fn make() -> Result<Self> {
        let (authority, folder) = (Authority::make()?, TempDir::new()?);
        std::fs::write(folder.path().join("authority.pem"), &authority.pem)?;
        Ok(Self { authority, folder })
    }

    fn trust(&self) -> (&'static str, String) {
        let file = self.folder.path().join("authority.pem");
        ("SSL_CERT_FILE", file.display().to_string())
    }

    async fn serve(&self, answer: Vec<u8>) -> Result<Site> {
        let every = SanType::DnsName("*.acme.example".try_into()?);
        let acceptor = self
            .authority
            .acceptor("acme.my.salesforce.com", |params| {
                params.subject_alt_names.push(every);
            })?;
        Site::secure_at("[::]:443", acceptor, answer).await
    }
}

/// Runs one of the tests below on that computer. `None` where this system makes none.
fn on_that_computer(test: &str) -> Option<String> {
    let said = Apart::find()?.run(test, HOSTS, "go");
    Some(said)
}

/// Five kinds lead nowhere; the sixth, into a private network, only where its address was confirmed.
#[test]
fn h_09_a_strangers_name_that_leads_to_this_machine_is_not_asked() {
    let Some(said) = on_that_computer("stranger::names_of_this_machine") else {
        return println!("H-09 not measured: this system gives no network of its own");
    };
    assert!(said.contains(HELD), "{said}");
    println!("H-09 survived 6 of 6");
}

#[tokio::test]
#[ignore = "a computer for other tests"]
async fn names_of_this_machine() -> Result<()> {
    if std::env::var(TASK).is_err() {
        return Ok(());
    }
    let rig = Rig::make()?;
    let site = rig.serve(versions()).await?;
    for name in ["v4", "v6", "mapped", "cloud", "link"] {
        let said = reached(&format!("https://{name}.acme.example"), &[rig.trust()]).await;
        ensure!(said == "Err(LocalAddress)", "{name}: {said}");
    }
    ensure!(site.asked().is_empty(), "something was sent");
    let private = [
        ("ten", "10.1.2.3"),
        ("sixteen", "172.16.0.9"),
        ("home", "192.168.7.7"),
        ("unique", "fd00::9"),
    ];
    for (asked_before, (name, address)) in private.into_iter().enumerate() {
        let url = format!("https://{name}.acme.example");
        let unconfirmed = reached(&url, &[rig.trust()]).await;
        let other = (CONFIRMED, "10.9.9.9".to_owned());
        let elsewhere = reached(&url, &[rig.trust(), other]).await;
        for said in [unconfirmed, elsewhere] {
            ensure!(said == "Err(PrivateAddress)", "{name}: {said}");
        }
        let asked = || site.asked().len();
        ensure!(asked() == asked_before, "{name}: something was sent");
        let confirmed = (CONFIRMED, address.to_owned());
        let said = reached(&url, &[rig.trust(), confirmed]).await;
        ensure!(said == "Ok(true)", "{name}, confirmed: {said}");
        ensure!(asked() == asked_before + 1, "{name}: it was not asked");
    }
    // Others are asked, and so is Salesforce's own name wherever it leads.
    for address in [
        "https://login.acme.example",
        "https://acme.my.salesforce.com",
    ] {
        let said = reached(address, &[rig.trust()]).await;
        ensure!(said == "Ok(true)", "{address}: {said}");
    }
    println!("{HELD}");
    Ok(())
}

/// The half of the row that is a custom login host's; `journeys` has the half of Salesforce's own.
#[test]
fn h_10_no_token_is_sent_where_a_stranger_points_to() {
    let Some(said) = on_that_computer("stranger::hostile_instances") else {
        return println!("H-10 not measured: this system gives no network of its own");
    };
    assert!(said.contains(HELD), "{said}");
    println!("H-10 survived 9 of 9");
}

#[tokio::test]
#[ignore = "a computer for other tests"]
async fn hostile_instances() -> Result<()> {
    if std::env::var(TASK).is_err() {
        return Ok(());
    }
    let rig = Rig::make()?;
    let long = format!("https://{}.my.salesforce.com", "a".repeat(64 << 10));
    let hostile = [
        json!("https://evil.example"),
        json!("https://login.acme.example.evil.example"),
        json!("http://login.acme.example"),
        json!("https://203.0.113.7"),
        json!("https://x@login.acme.example"),
        json!("https://login.acme.example:8443"),
        json!("https://login.acme.example/x"),
        json!(long),
        Value::Null,
    ];
    for instance in hostile {
        let said = signed_in(&rig, &instance).await?;
        ensure!(said == "Some(AnswerRefused)", "{instance}: {said}");
    }
    // Its own host and Salesforce's are not hostile.
    for own in [
        "https://login.acme.example",
        "https://acme.my.salesforce.com",
    ] {
        let said = signed_in(&rig, &json!(own)).await?;
        ensure!(said == "None", "{own}: {said}");
    }
    println!("{HELD}");
    Ok(())
}

/// What an exchange comes to that is answered with this `instance_url`. The server is asked once, without a token.
async fn signed_in(rig: &Rig, instance: &Value) -> Result<String> {
    let mut tokens = json!({
        "access_token": "00D000000000001!AQ4AQ",
        "refresh_token": "5Aep861",
        "token_type": "Bearer",
        "scope": "api refresh_token",
        "id": "https://login.acme.example/id/00D000000000001EAA/005000000000001AAA",
        "issued_at": "1790000000000",
    });
    if !instance.is_null() {
        tokens["instance_url"] = instance.clone();
    }
    let site = rig
        .serve(answer(
            "200 OK\r\nContent-Type: application/json",
            &tokens.to_string(),
        ))
        .await?;
    let environment = [rig.trust(), (SIGN_IN, "exchange".to_owned())];
    let said = ask_again("stranger::a_sign_in_elsewhere", &environment).await;
    let asked = site.asked();
    let once = asked.len() == 1 && asked[0].starts_with("POST /services/oauth2/token ");
    let bare = !asked[0].to_ascii_lowercase().contains("authorization:");
    ensure!(once && bare, "{asked:?}");
    site.end().await;
    Ok(said)
}

/// Two servers never share a name for themselves: the second of them does not bear it (RFC 9207, 4).
#[test]
fn two_strangers_do_not_share_an_issuer() {
    let Some(said) = on_that_computer("stranger::one_issuer_for_two") else {
        return println!("not tried: this system gives no network of its own");
    };
    assert!(said.contains(HELD), "{said}");
}

#[tokio::test]
#[ignore = "a computer for other tests"]
async fn one_issuer_for_two() -> Result<()> {
    if std::env::var(TASK).is_err() {
        return Ok(());
    }
    let rig = Rig::make()?;
    let document = json!({"issuer": "https://login.acme.example"}).to_string();
    let _site = rig
        .serve(answer(
            "200 OK\r\nContent-Type: application/json",
            &document,
        ))
        .await?;
    for (host, expected) in [
        ("login", "Ok(IfPresent(\"https://login.acme.example\"))"),
        ("sso", "Err(IssuerMismatch)"),
    ] {
        let environment = [rig.trust(), (SIGN_IN, host.to_owned())];
        let said = ask_again("stranger::a_sign_in_elsewhere", &environment).await;
        ensure!(said == expected, "{host}: {said}");
    }
    println!("{HELD}");
    Ok(())
}

#[tokio::test]
async fn a_sign_in_elsewhere() -> Result<()> {
    let Ok(task) = std::env::var(SIGN_IN) else {
        return Ok(());
    };
    let client = HttpClient::new(false)?;
    let rule = AuthorityRule::Salesforce;
    if task == "exchange" {
        let done = exchange(&client, exchanging()?, rule).await;
        say(&format!("{:?}", done.err().map(|failure| failure.reason)));
    } else {
        let server = Server::parse(&format!("https://{task}.acme.example"), rule)?;
        say(&format!("{:?}", issuer_rule(&client, &server, rule).await));
    }
    Ok(())
}

fn exchanging() -> Result<Exchanging> {
    let draft = Draft {
        authority: Server::parse("https://login.acme.example", AuthorityRule::Salesforce)?,
        client: ClientApp {
            kind: ClientKind::ExternalClientApp,
            key: ConsumerKey::parse("3MVG9key")?,
            secret: None,
        },
        callback: CallbackUrl::standard(),
        scopes: None,
        login_hint: None,
        purpose: Purpose::Register { expected_org: None },
    };
    let awaiting = draft.ask_consent(
        StateToken::new("state".to_owned()),
        CodeVerifier::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned()),
        IssuerRule::IfPresent("https://login.acme.example".to_owned()),
    );
    let granted = match awaiting.receive(parse_callback_query("code=aPrx&state=state")?) {
        Arrival::Granted(exchanging) => Some(exchanging),
        _ => None,
    };
    granted.context("not granted")
}
