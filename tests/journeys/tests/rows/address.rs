//! Addresses that people type, and those that servers send: H-07, H-08, H-10.

use anyhow::{Context as _, ensure};
use orgkeep_api::address::LoginUrlCheckView;
use orgkeep_api::attempt::ConnectRequest;
use orgkeep_api::command::Commands as _;
use orgkeep_api::error::ErrorCode;
use orgkeep_api::failure::FailureView;
use orgkeep_domain::attempt::{Arrival, Draft, Exchanging, IssuerRule, Purpose};
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::callback::parse_callback_query;
use orgkeep_domain::client::{ClientApp, ClientKind, ConsumerKey};
use orgkeep_domain::failure::FailureReason;
use orgkeep_journeys::plan::Plan;
use orgkeep_journeys::row::{Row, is_full};
use orgkeep_journeys::sign_in::Consent;
use orgkeep_journeys::world::World;
use orgkeep_salesforce::exchange::exchange;
use orgkeep_salesforce::http::HttpClient;
use orgkeep_salesforce::request::{authorize_url, make_state, make_verifier};
use orgkeep_simulator::{AppKind, Decision, Fault, FieldChange, OrgKey, Times};
use serde_json::json;

const ORG: OrgKey = OrgKey::Uat;

async fn ordinary_world() -> anyhow::Result<World> {
    let plan = Plan {
        rule: AuthorityRule::Salesforce,
        ..Plan::default()
    };
    World::with(plan).await
}

/// What the page is told of an address; and that nothing is sent anywhere when it cannot be used.
async fn check(world: &World, address: &str) -> anyhow::Result<LoginUrlCheckView> {
    let mut typed = world.registration(ORG, AppKind::Public);
    typed.login_url = address.to_owned();
    let draft = world.fill_draft(&typed).await?;
    let usable = matches!(
        draft.checks.login_url,
        LoginUrlCheckView::MyDomain { .. } | LoginUrlCheckView::Generic { .. }
    );
    ensure!(
        draft.checks.ready == usable,
        "ready: {}",
        draft.checks.ready
    );
    if !usable {
        let request = ConnectRequest {
            draft: draft.id,
            all_scopes: false,
        };
        let answer = world.ask(world.orgkeep.connect(request)).await;
        let refused = answer.is_err_and(|error| error.code == ErrorCode::Invalid);
        ensure!(refused && world.browser.count() == 0, "a sign-in began");
    }
    Ok(draft.checks.login_url)
}

/// An address is taken in two ways: strictly, where it comes from a server or from the store; and from the hand of
/// a person, where a slip may be repaired, and the repair is shown. What was typed is never used as it was typed.
#[tokio::test]
async fn h_07_an_address_of_another_shape_is_never_used() -> anyhow::Result<()> {
    let shapes = [
        ("http://", "http://acme.my.salesforce.com", true),
        ("HTTP:\\\\", "HTTP:\\\\acme.my.salesforce.com", false),
        ("//host", "//acme.my.salesforce.com", false),
        (
            "userinfo",
            "https://login.salesforce.com@acme.my.salesforce.com",
            false,
        ),
        ("port", "https://acme.my.salesforce.com:8443", true),
        (
            "path",
            "https://acme.my.salesforce.com/services/oauth2",
            true,
        ),
        ("query", "https://acme.my.salesforce.com?x=1", true),
        ("fragment", "https://acme.my.salesforce.com#x", true),
        ("spaces", "https://acme .my.salesforce.com", false),
        ("ftp", "ftp://acme.my.salesforce.com", false),
        (
            "data:",
            "data:text/html,<h1>acme.my.salesforce.com</h1>",
            false,
        ),
    ];
    let mut row = Row::new("H-07", shapes.len());
    let (ordinary, practice) = (ordinary_world().await?, World::start().await?);
    let own = practice.simulator.org(ORG).my_domain_url;
    for (name, address, repairable) in shapes {
        let outcome = never_used(&ordinary, address, repairable).await;
        // A practice vault takes none of them, and an ordinary one not the practice org.
        let outcome = outcome.and(refused(&practice, address).await);
        row.note(name, outcome.and(refused(&ordinary, &own).await));
    }
    let standing = ordinary.end().await.and(practice.end().await);
    row.finish(standing)
}

async fn refused(world: &World, address: &str) -> anyhow::Result<()> {
    let view = check(world, address).await?;
    let refused = matches!(view, LoginUrlCheckView::Refused { .. });
    ensure!(refused, "{address}: {view:?}");
    Ok(())
}

async fn never_used(world: &World, address: &str, repairable: bool) -> anyhow::Result<()> {
    let strict = Authority::parse(address, AuthorityRule::Salesforce);
    ensure!(strict.is_err(), "taken as it is: {strict:?}");
    if !repairable {
        return refused(world, address).await;
    }
    let view = check(world, address).await?;
    let LoginUrlCheckView::MyDomain { origin, repairs } = &view else {
        anyhow::bail!("{address}: {view:?}");
    };
    ensure!(origin == "https://acme.my.salesforce.com" && !repairs.is_empty());
    Ok(())
}

/// Names and the class that each belongs to. A page of an org is repaired to the org's own login address, and the
/// page's own host is never asked.
const HOSTS: [(&str, &str); 40] = [
    ("login.salesforce.com", "trusted"),
    ("test.salesforce.com", "trusted"),
    ("LOGIN.SALESFORCE.COM", "trusted"),
    ("acme.my.salesforce.com", "trusted"),
    ("Acme.My.SalesForce.Com", "trusted"),
    ("acme--uat.sandbox.my.salesforce.com", "trusted"),
    ("acme-dev-ed.develop.my.salesforce.com", "trusted"),
    ("acme.scratch.my.salesforce.com", "trusted"),
    ("agency.my.salesforce.mil", "trusted"),
    ("acme.my.sfcrmproducts.cn", "trusted"),
    ("evilsalesforce.com", "custom"),
    ("salesforce.com.evil.com", "custom"),
    ("my.salesforce.com.evil.com", "custom"),
    ("evilmy.salesforce.com", "custom"),
    ("x.my-salesforce.com", "custom"),
    ("my.salesforce.com", "custom"),
    ("salesforce.com", "refused"),
    ("www.salesforce.com", "refused"),
    ("login.salesforce.com.evil.com", "custom"),
    ("login-salesforce.com", "custom"),
    ("login.salesforce.co", "custom"),
    ("acme.my.site.com", "custom"),
    ("acme.force.com", "custom"),
    ("evilcrmforce.mil", "custom"),
    ("sso.acme.example", "custom"),
    ("acme.my.s\u{430}lesforce.com", "custom"),
    ("login.salesforce.com@evil.com", "refused"),
    ("acme.my.salesforce.com.", "refused"),
    ("acme..my.salesforce.com", "refused"),
    ("-acme.my.salesforce.com", "refused"),
    ("acme.lightning.force.com", "repaired"),
    ("acme.my.salesforce-setup.com", "repaired"),
    ("acme--c.vf.force.com", "repaired"),
    ("localhost", "refused"),
    ("127.0.0.1", "refused"),
    ("2130706433", "refused"),
    ("0x7f.1", "refused"),
    ("[::1]", "refused"),
    ("[::ffff:127.0.0.1]", "refused"),
    ("169.254.169.254", "refused"),
];

#[tokio::test]
async fn h_08_each_host_name_is_in_its_class() -> anyhow::Result<()> {
    let mut row = Row::new("H-08", if is_full() { HOSTS.len() } else { 10 });
    let world = ordinary_world().await?;
    for (host, class) in HOSTS.iter().step_by(HOSTS.len() / row.intended()) {
        row.note(host, is_of_class(&world, host, class).await);
    }
    row.finish(world.end().await)
}

async fn is_of_class(world: &World, host: &str, class: &str) -> anyhow::Result<()> {
    let view = check(world, &format!("https://{host}")).await?;
    let found = match view {
        LoginUrlCheckView::MyDomain { origin, .. } if !origin.ends_with(&host.to_lowercase()) => {
            ensure!(origin == "https://acme.my.salesforce.com", "{origin}");
            "repaired"
        }
        LoginUrlCheckView::MyDomain { .. } | LoginUrlCheckView::Generic { .. } => "trusted",
        LoginUrlCheckView::Custom { .. } => "custom",
        LoginUrlCheckView::Refused { .. } | LoginUrlCheckView::Empty => "refused",
    };
    ensure!(found == class, "{found} instead of {class}");
    Ok(())
}

/// A hostile `instance_url` as an ordinary vault would get it, and as a practice vault would.
fn hostile_instances(own: &str) -> [(&'static str, Option<String>, Option<String>); 9] {
    let port = own.rsplit(':').next().unwrap_or_default();
    let some = |ordinary: &str, practice: String| (Some(ordinary.to_owned()), Some(practice));
    let long = "a".repeat(64 * 1024);
    let pairs = [
        (
            "other host",
            some(
                "https://evil.example",
                format!("http://evil.example:{port}"),
            ),
        ),
        (
            "lookalike",
            some(
                "https://acme.my.salesforce.com.evil.example",
                format!("http://localhost.evil.example:{port}"),
            ),
        ),
        (
            "http",
            some(
                "http://acme.my.salesforce.com",
                format!("https://localhost:{port}"),
            ),
        ),
        (
            "IP",
            some("https://203.0.113.7", format!("http://127.0.0.2:{port}")),
        ),
        (
            "userinfo",
            some(
                "https://x@acme.my.salesforce.com",
                format!("http://x@localhost:{port}"),
            ),
        ),
        (
            "port",
            some(
                "https://acme.my.salesforce.com:8443",
                "http://localhost".to_owned(),
            ),
        ),
        (
            "path",
            some("https://acme.my.salesforce.com/x", format!("{own}/x")),
        ),
        (
            "64 KiB",
            some(
                &format!("https://{long}.my.salesforce.com"),
                format!("http://{long}.localhost:{port}"),
            ),
        ),
        ("missing", (None, None)),
    ];
    pairs.map(|(name, (ordinary, practice))| (name, ordinary, practice))
}

#[tokio::test]
async fn h_10_no_token_is_sent_to_an_instance_that_is_not_salesforces() -> anyhow::Result<()> {
    let world = World::start().await?;
    let variants = hostile_instances(&world.simulator.org(ORG).my_domain_url);
    let mut row = Row::new("H-10", variants.len());
    world
        .register(&world.registration(OrgKey::Production, AppKind::Confidential))
        .await?;
    ensure!(
        exchanged(&world, Some("https://acme.my.salesforce.com"))
            .await?
            .is_none(),
        "control"
    );
    for (name, ordinary, practice) in variants {
        let outcome = instance_refused(&world, ordinary.as_deref(), practice.as_deref()).await;
        row.note(name, outcome);
    }
    row.finish(world.end().await)
}

async fn instance_refused(
    world: &World,
    ordinary: Option<&str>,
    practice: Option<&str>,
) -> anyhow::Result<()> {
    let reason = exchanged(world, ordinary).await?;
    ensure!(
        reason == Some(FailureReason::AnswerRefused),
        "by the ordinary rule: {reason:?}"
    );

    let before = world.rows()?;
    world.simulator.journal().clear();
    let consent = world
        .at_consent(&world.registration(ORG, AppKind::Public))
        .await?;
    world
        .simulator
        .faults()
        .set(instance(practice), Times::Always);
    world.allow_as(&consent, &world.admin(ORG)).await?;
    world.failed_because(FailureView::AnswerRefused).await?;
    world.simulator.faults().clear();
    let entries = world.simulator.journal().entries();
    ensure!(
        entries
            .iter()
            .all(|entry| entry.header("authorization").is_none()),
        "a token was sent"
    );
    world.same(&before)?;
    world.leave(&consent.id).await?;
    world.closed().await
}

fn instance(text: Option<&str>) -> Fault {
    Fault::TokenField {
        grant: None,
        name: "instance_url".to_owned(),
        change: text.map_or(FieldChange::Remove, |text| FieldChange::Set(json!(text))),
    }
}

/// A real exchange, judged by the rule of an ordinary vault. Gives why it was refused, if it was.
async fn exchanged(
    world: &World,
    instance_url: Option<&str>,
) -> anyhow::Result<Option<FailureReason>> {
    let exchanging = exchanging(world).await?;
    world
        .simulator
        .faults()
        .set(instance(instance_url), Times::Next(1));
    let client = HttpClient::new(true)?;
    let outcome = exchange(&client, exchanging, AuthorityRule::Salesforce).await;
    world.simulator.faults().clear();
    Ok(outcome.err().map(|failure| failure.reason))
}

async fn exchanging(world: &World) -> anyhow::Result<Exchanging> {
    let typed = world.registration(ORG, AppKind::Public);
    let draft = Draft {
        authority: Authority::parse(&typed.login_url, AuthorityRule::Practice)?,
        client: ClientApp {
            kind: ClientKind::ExternalClientApp,
            key: ConsumerKey::parse(&typed.key)?,
            secret: None,
        },
        callback: world.callback.clone(),
        scopes: None,
        login_hint: None,
        purpose: Purpose::Register { expected_org: None },
    };
    let issuer = IssuerRule::IfPresent(typed.login_url.clone());
    let awaiting = draft.ask_consent(make_state(), make_verifier(), issuer);
    let consent = Consent {
        id: String::new(),
        draft: String::new(),
        address: authorize_url(&awaiting)?.for_the_browser().to_owned(),
    };
    let callback = world
        .decide(&consent, &world.admin(ORG), Decision::Allow)
        .await?;
    let (_, query) = callback.split_once('?').context("no query")?;
    match awaiting.receive(parse_callback_query(query)?) {
        Arrival::Granted(exchanging) => Ok(exchanging),
        other => anyhow::bail!("{other:?}"),
    }
}
