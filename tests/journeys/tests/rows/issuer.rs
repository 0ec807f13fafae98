//! Which server answered, and which it says it is: O-08, O-09, R-20, R-49.

use anyhow::{Context as _, ensure};
use orgkeep_api::command::Commands as _;
use orgkeep_api::connection::ConnectionRequest;
use orgkeep_api::failure::FailureView;
use orgkeep_api::removal::RevocationOutcomeView;
use orgkeep_journeys::probe::Stranger;
use orgkeep_journeys::row::Row;
use orgkeep_journeys::sign_in::parameter;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{
    AppKind, Decision, DiscoveryLie, Endpoint, Fault, HostKey, IssuerAnswer, OrgKey, Times,
};
use serde_json::{Value, json};

const ORG: OrgKey = OrgKey::Uat;

#[tokio::test]
async fn o_08_only_an_equal_issuer_proceeds() -> anyhow::Result<()> {
    let answers = [
        IssuerAnswer::Equal,
        IssuerAnswer::OtherHost,
        IssuerAnswer::TrailingSlash,
        IssuerAnswer::UpperCase,
        IssuerAnswer::Twice,
        IssuerAnswer::MissingThoughAdvertised,
        IssuerAnswer::PresentThoughNotAdvertised,
    ];
    let mut row = Row::new("O-08", answers.len());
    let world = World::start().await?;
    for answer in answers {
        row.note(format!("{answer:?}"), judged(&world, answer).await);
    }
    row.finish(world.end().await)
}

async fn judged(world: &World, answer: IssuerAnswer) -> anyhow::Result<()> {
    world.simulator.faults().clear();
    world
        .simulator
        .faults()
        .set(Fault::Issuer(answer), Times::Always);
    let before = world.rows()?;
    let exchanged = world.simulator.journal().token_requests().len();
    let consent = world
        .at_consent(&world.registration(ORG, AppKind::Public))
        .await?;
    let callback = world
        .decide(&consent, &world.admin(ORG), Decision::Allow)
        .await?;
    let asked = || world.simulator.journal().token_requests().len() - exchanged;
    match answer {
        IssuerAnswer::Equal => world.live(&callback).await?,
        IssuerAnswer::Twice => {
            let visit = world.deliver(&callback).await?;
            ensure!(
                visit.status == 400 && asked() == 0,
                "a repeated issuer was believed"
            );
            world.live(&with_issuer(world, &callback)?).await?;
        }
        _ => {
            world.deliver(&callback).await?;
            world.failed_because(FailureView::IssuerMismatch).await?;
            ensure!(asked() == 0, "the code was exchanged");
            world.same(&before)?;
        }
    }
    world.leave(&consent.id).await?;
    world.closed().await
}

/// The callback as it should have been.
fn with_issuer(world: &World, callback: &str) -> anyhow::Result<String> {
    let value = |name| parameter(callback, name).context("a parameter is missing");
    let issuer = world.simulator.org(ORG).my_domain_url;
    world.callback_with(&[
        ("code", &value("code")?),
        ("state", &value("state")?),
        ("iss", &issuer),
    ])
}

#[tokio::test]
async fn o_09_a_server_that_lies_about_itself_is_not_signed_in_to() -> anyhow::Result<()> {
    let reply = |status, header: (&str, &str), body: &str| Fault::Reply {
        at: Some(Endpoint::OpenidConfiguration),
        status,
        headers: vec![(header.0.to_owned(), header.1.to_owned())],
        body: body.to_owned(),
    };
    let page = reply(200, ("content-type", "text/html"), "<html>Welcome</html>");
    let redirect = reply(302, ("location", "https://portal.example/"), "");
    let other = || FailureView::IssuerMismatch;
    let lies = [
        (Fault::Discovery(DiscoveryLie::IssuerOfAnotherHost), other()),
        (Fault::Discovery(DiscoveryLie::InsecureIssuer), other()),
        (
            Fault::Discovery(DiscoveryLie::TokenEndpointElsewhere),
            other(),
        ),
        (page, FailureView::UnexpectedAnswer),
        (redirect, FailureView::UnexpectedAnswer),
    ];
    let mut row = Row::new("O-09", lies.len());
    let world = World::start().await?;
    world
        .register(&world.registration(OrgKey::Production, AppKind::Confidential))
        .await?;
    for (lie, reason) in lies {
        row.note(format!("{lie:?}"), disbelieved(&world, lie, reason).await);
    }
    row.finish(world.end().await)
}

/// No browser opens and nothing is asked for; the same draft goes on as soon as the server tells the truth.
async fn disbelieved(world: &World, lie: Fault, reason: FailureView) -> anyhow::Result<()> {
    let before = world.rows()?;
    let (browsers, exchanged) = (
        world.browser.count(),
        world.simulator.journal().token_requests().len(),
    );
    let draft = world
        .fill_draft(&world.registration(ORG, AppKind::Public))
        .await?;
    world.simulator.faults().set(lie, Times::Always);
    let id = world.connect(&draft.id).await?;
    let failed = world.failed_because(reason).await;
    world.simulator.faults().clear();
    failed?;
    ensure!(world.browser.count() == browsers, "a browser was opened");
    world.leave(&id).await?;
    world.closed().await?;

    let consent = world.consent_for(&draft.id).await?;
    world.cancel(&consent.id).await?;
    world.failed_because(FailureView::Cancelled).await?;
    world.leave(&consent.id).await?;
    let asked = world.simulator.journal().token_requests().len() - exchanged;
    ensure!(asked == 0, "a token was asked for");
    world.same(&before)?;
    world.closed().await
}

/// What the server says of itself.
fn document(body: &Value) -> Fault {
    Fault::Reply {
        at: Some(Endpoint::OpenidConfiguration),
        status: 200,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: body.to_string(),
    }
}

/// A deviation that is written down: the paths are those that Salesforce documents.
#[tokio::test]
async fn r_20_a_moved_token_endpoint_is_not_followed() -> anyhow::Result<()> {
    const MOVED: &str = "/services/oauth2/elsewhere";
    let world = World::start().await?;
    let own = world.simulator.org(ORG).my_domain_url;
    let moved = json!({"issuer": own, "token_endpoint": format!("{own}{MOVED}")});
    world
        .simulator
        .faults()
        .set(document(&moved), Times::Always);
    world
        .register(&world.registration(ORG, AppKind::Public))
        .await?;
    let asked = world.simulator.journal();
    ensure!(
        !asked.of_endpoint(Endpoint::OpenidConfiguration).is_empty(),
        "it was not read"
    );
    ensure!(asked.count(MOVED) == 0, "the new path was asked");
    ensure!(
        asked.token_requests().len() == 1,
        "not exactly one exchange"
    );
    world.end().await
}

#[tokio::test]
async fn r_49_a_revocation_endpoint_elsewhere_is_never_asked() -> anyhow::Result<()> {
    let mut row = Row::new("R-49", 3);
    let world = World::start().await?;
    let lie = Fault::Discovery(DiscoveryLie::RevocationEndpointElsewhere);
    let refused = disbelieved(&world, lie, FailureView::IssuerMismatch).await;
    row.note("before the sign-in", refused);
    for scheme in ["http", "https"] {
        let outcome = revoked_at_its_own(&world, scheme).await;
        row.note(format!("at the removal, {scheme}"), outcome);
    }
    row.finish(world.end().await)
}

/// A server that names another one after the sign-in: the token ends at the server that issued it.
async fn revoked_at_its_own(world: &World, scheme: &str) -> anyhow::Result<()> {
    let stranger = Stranger::begin().await?;
    let connection = world
        .register(&world.registration(ORG, AppKind::Confidential))
        .await?;
    let own = world.simulator.org(ORG).my_domain_url;
    let elsewhere = format!(
        "{scheme}://127.0.0.1:{}/services/oauth2/revoke",
        stranger.port
    );
    let named = json!({"issuer": own, "revocation_endpoint": elsewhere});
    world
        .simulator
        .faults()
        .set(document(&named), Times::Always);
    world.simulator.journal().clear();
    let id = connection.row.id;
    let removal = world.orgkeep.remove_connection(ConnectionRequest { id });
    let removal = world.ask(removal).await;
    world.simulator.faults().clear();
    let removal = removal?;
    ensure!(
        removal.revocation == RevocationOutcomeView::Revoked,
        "{:?}",
        removal.revocation
    );
    let asked = world.simulator.journal().of_endpoint(Endpoint::Revoke);
    let own = asked.iter().all(|one| one.host == HostKey::MyDomain(ORG));
    ensure!(own && !asked.is_empty(), "another host of the practice org");
    ensure!(stranger.visits() == 0, "the stranger was asked");
    Ok(())
}
