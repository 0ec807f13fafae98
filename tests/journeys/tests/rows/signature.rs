//! Whether the answer was made by somebody who knows the secret: H-11.

use anyhow::ensure;
use orgkeep_api::connection::{ConnectionView, DeviationView};
use orgkeep_api::failure::FailureView;
use orgkeep_journeys::row::Row;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, Endpoint, OrgKey, Times, Tuning};

const ORG: OrgKey = OrgKey::Uat;

#[tokio::test]
async fn h_11_a_signature_that_does_not_fit_is_refused() -> anyhow::Result<()> {
    let variants = [
        None,
        Some("wrong-signature"),
        Some("missing-signature"),
        Some("garbled-signature"),
        Some("altered-id"),
    ];
    let mut row = Row::new("H-11", variants.len() + 1);
    let world = World::start().await?;
    for scenario in variants {
        row.note(scenario.unwrap_or("right"), judged(&world, scenario).await);
    }
    row.note("missing without secret", accepted_with_note(&world).await);
    row.finish(world.end().await)
}

async fn judged(world: &World, scenario: Option<&str>) -> anyhow::Result<()> {
    let before = world.rows()?;
    world.simulator.journal().clear();
    let consent = world
        .at_consent(&world.registration(ORG, AppKind::Confidential))
        .await?;
    if let Some(scenario) = scenario {
        world
            .simulator
            .faults()
            .set_scenario(scenario, &Tuning::default(), Times::Always)?;
    }
    world.allow_as(&consent, &world.admin(ORG)).await?;
    if scenario.is_none() {
        world.connected().await?;
    } else {
        world.failed_because(FailureView::SignatureMismatch).await?;
        let asked = world.simulator.journal();
        ensure!(
            asked.of_endpoint(Endpoint::Userinfo).is_empty(),
            "a token was used"
        );
        world.same(&before)?;
    }
    world.simulator.faults().clear();
    world.leave(&consent.id).await?;
    world.closed().await
}

/// Without a secret there is nothing to check a signature with. That there was none is kept with the connection.
async fn accepted_with_note(world: &World) -> anyhow::Result<()> {
    let noted =
        |connection: &ConnectionView| connection.deviations.contains(&DeviationView::Unsigned);
    let typed = world.registration(ORG, AppKind::Public);
    world.simulator.faults().switch_on("missing-signature")?;
    let unsigned = world.register(&typed).await?;
    ensure!(noted(&unsigned), "{:?}", unsigned.deviations);
    world.simulator.faults().clear();
    let signed = world.register(&typed).await?;
    ensure!(!noted(&signed), "{:?}", signed.deviations);
    Ok(())
}
