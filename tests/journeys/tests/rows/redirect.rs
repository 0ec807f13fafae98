//! Answers that lead elsewhere: H-01, H-02.

use anyhow::ensure;
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::connection::ConnectionRequest;
use orgkeep_api::failure::FailureView;
use orgkeep_api::removal::RevocationOutcomeView;
use orgkeep_journeys::probe::Stranger;
use orgkeep_journeys::row::{Row, is_full};
use orgkeep_journeys::sign_in::Consent;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, Endpoint, Fault, OrgKey, Times};

const ORG: OrgKey = OrgKey::Uat;
const CODES: [u16; 5] = [301, 302, 303, 307, 308];
/// Nothing of Orgkeep's own asks for this.
const ELSEWHERE: &str = "/services/oauth2/elsewhere";

fn codes() -> &'static [u16] {
    if is_full() { &CODES } else { &CODES[3..] }
}

fn redirect(at: Endpoint, status: u16, target: &str) -> Fault {
    Fault::Reply {
        at: Some(at),
        status,
        headers: vec![("location".to_owned(), target.to_owned())],
        body: String::new(),
    }
}

#[tokio::test]
async fn h_01_a_redirect_of_token_or_revoke_is_not_followed() -> anyhow::Result<()> {
    let mut row = Row::new("H-01", codes().len() * 3);
    let world = World::start().await?;
    let stranger = Stranger::begin().await?;
    let own = world.simulator.org(ORG).my_domain_url;
    let targets = [
        (
            "other host",
            format!("https://127.0.0.1:{}{ELSEWHERE}", stranger.port),
        ),
        (
            "http",
            format!("http://127.0.0.1:{}{ELSEWHERE}", stranger.port),
        ),
        ("same host", format!("{own}{ELSEWHERE}")),
    ];
    for status in codes() {
        for (name, target) in &targets {
            let stays = stays(&world, &stranger, *status, target).await;
            row.note(format!("{status} to {name}"), stays);
        }
    }
    row.finish(world.end().await)
}

async fn stays(
    world: &World,
    stranger: &Stranger,
    status: u16,
    target: &str,
) -> anyhow::Result<()> {
    let faults = world.simulator.faults();
    let consent = world
        .at_consent(&world.registration(ORG, AppKind::Public))
        .await?;
    faults.set(redirect(Endpoint::Token, status, target), Times::Always);
    world.allow_as(&consent, &world.admin(ORG)).await?;
    world.failed_because(FailureView::UnexpectedAnswer).await?;
    faults.clear();

    let connection = connect_again(world, &consent).await?;
    faults.set(redirect(Endpoint::Revoke, status, target), Times::Always);
    let removed = world
        .ask(world.orgkeep.remove_connection(connection))
        .await?;
    ensure!(
        removed.revocation == RevocationOutcomeView::Unconfirmed,
        "{:?}",
        removed.revocation
    );
    faults.clear();
    world
        .ask(world.orgkeep.retry_revocations(NoRequest {}))
        .await?;
    ensure!(
        world
            .orgkeep
            .watch_connections()
            .borrow()
            .unconfirmed
            .is_empty(),
        "not retried"
    );
    ensure!(stranger.visits() == 0, "a stranger was asked");
    ensure!(
        world.simulator.journal().count(ELSEWHERE) == 0,
        "it was followed"
    );
    world.closed().await
}

async fn connect_again(world: &World, consent: &Consent) -> anyhow::Result<ConnectionRequest> {
    let again = world.consent_for(&consent.draft).await?;
    world.allow_as(&again, &world.admin(ORG)).await?;
    let connected = world.connected().await?;
    world.leave(&again.id).await?;
    Ok(ConnectionRequest {
        id: connected.connection.row.id,
    })
}

#[tokio::test]
async fn h_02_no_token_leaves_for_another_host() -> anyhow::Result<()> {
    let mut row = Row::new("H-02", codes().len() * 2);
    let world = World::start().await?;
    world
        .register(&world.registration(OrgKey::Production, AppKind::Confidential))
        .await?;
    let stranger = Stranger::begin().await?;
    let target = format!("http://127.0.0.1:{}{ELSEWHERE}", stranger.port);
    for status in codes() {
        for at in [Endpoint::Userinfo, Endpoint::Query] {
            let stays = call_stays(&world, &stranger, redirect(at, *status, &target)).await;
            row.note(format!("{status} at {at:?}"), stays);
        }
    }
    row.finish(world.end().await)
}

async fn call_stays(world: &World, stranger: &Stranger, fault: Fault) -> anyhow::Result<()> {
    let before = world.rows()?;
    world.simulator.faults().set(fault, Times::Always);
    let consent = world
        .at_consent(&world.registration(ORG, AppKind::Public))
        .await?;
    world.allow_as(&consent, &world.admin(ORG)).await?;
    world.failed_because(FailureView::UnexpectedAnswer).await?;
    world.simulator.faults().clear();
    ensure!(stranger.visits() == 0, "a stranger was asked");
    world.same(&before)?;
    world.leave(&consent.id).await?;
    world.closed().await
}
