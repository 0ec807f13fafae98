//! The browser shows an error page and never comes back: O-17, as the window meets it. What is written there is the page's
//! own matter, and tested with it.

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use orgkeep_api::attempt::AttemptView;
use orgkeep_api::command::Commands as _;
use orgkeep_api::failure::FailureView;
use orgkeep_journeys::row::Row;
use orgkeep_journeys::waiting::offers_another_way;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, Decision, OrgKey, RobotBrowser, Times, Tuning};

const ORG: OrgKey = OrgKey::Uat;
/// The latest moment at which the person is helped (security.md, O-17).
const HELPED_WITHIN: Duration = Duration::from_secs(60);
const CANCELLED_WITHIN: Duration = Duration::from_secs(1);

#[tokio::test]
async fn o_17_who_never_comes_back_is_helped_and_can_leave() -> anyhow::Result<()> {
    let pages = ["invalid-client-id", "redirect-uri-mismatch"];
    let mut row = Row::new("O-17", pages.len());
    for page in pages {
        row.note(page, never_back(page).await);
    }
    row.finish(Ok(()))
}

async fn never_back(page: &str) -> anyhow::Result<()> {
    let world = World::start().await?;
    let consent = world
        .at_consent(&world.registration(ORG, AppKind::Public))
        .await?;
    let faults = world.simulator.faults();
    faults.set_scenario(page, &Tuning::default(), Times::Always)?;
    let (mut browser, person) = (RobotBrowser::new(), world.admin(ORG));
    let visit = browser.authorize(&consent.address, &person, Decision::Allow);
    let shown = visit.await.err().context("the browser came back")?;
    ensure!(
        shown.to_string().contains(&page.replace('-', "_")),
        "{shown}"
    );
    ensure!(!is_offers_another_way(&world), "nobody has waited yet");
    world.clock.jump(HELPED_WITHIN);
    world.wait_stage(offers_another_way).await?;
    let callback = consent.parameter("redirect_uri");
    ensure!(
        callback.as_deref() == Some(world.callback.as_str()),
        "{callback:?} is not the callback that the page names"
    );

    let begun = Instant::now();
    world.cancel(&consent.id).await?;
    world.failed_because(FailureView::Cancelled).await?;
    let took = begun.elapsed();
    ensure!(took <= CANCELLED_WITHIN, "cancelling took {took:?}");
    world.closed().await?;
    world.end().await
}

fn is_offers_another_way(world: &World) -> bool {
    match &*world.orgkeep.watch_attempt().borrow() {
        AttemptView::Running { attempt } => offers_another_way(&attempt.stage),
        _ => false,
    }
}
