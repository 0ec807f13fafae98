//! Telling Salesforce that a token is not wanted any more: O-16.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::connection::ConnectionRequest;
use orgkeep_api::removal::RevocationOutcomeView;
use orgkeep_journeys::plan::Plan;
use orgkeep_journeys::port::free_ports;
use orgkeep_journeys::row::Row;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, Endpoint, OrgKey, Ports, SimulatorConfig, Times, Tuning};
use tokio::task::JoinSet;

const ORG: OrgKey = OrgKey::Uat;
/// What the 503 asks for: longer than this test can take on any machine.
const ASKED_FOR: Duration = Duration::from_secs(600);

#[tokio::test]
async fn o_16_a_removed_org_is_revoked_or_named() -> anyhow::Result<()> {
    let variants = ["200", "400", "503", "timeout", "offline"];
    let mut row = Row::new("O-16", variants.len());
    let mut runs = JoinSet::new();
    for variant in variants {
        runs.spawn(async move { (variant, removed(variant).await) });
    }
    while let Some(run) = runs.join_next().await {
        let (variant, outcome) = run?;
        row.note(variant, outcome);
    }
    row.finish(Ok(()))
}

async fn removed(variant: &str) -> anyhow::Result<()> {
    let simulator = SimulatorConfig {
        ports: Ports::From(free_ports(7)?),
        ..SimulatorConfig::ephemeral()
    };
    let mut world = World::with(Plan {
        simulator,
        ..Plan::default()
    })
    .await?;
    let connection = world
        .register(&world.registration(ORG, AppKind::Confidential))
        .await?;
    world.remember();
    world.simulator.journal().clear();
    let expected = prepare(&mut world, variant).await?;
    let request = ConnectionRequest {
        id: connection.row.id,
    };
    let removal = world.ask(world.orgkeep.remove_connection(request)).await?;
    ensure!(removal.revocation == expected, "{:?}", removal.revocation);
    ensure!(world.rows()?.count() == 0, "the connection is still stored");
    if expected == RevocationOutcomeView::Unconfirmed {
        named_and_retried(&mut world, &removal.name, variant).await?;
    }
    ensure!(
        world
            .orgkeep
            .watch_connections()
            .borrow()
            .unconfirmed
            .is_empty(),
        "still named"
    );
    let app = world.simulator.app(ORG, AppKind::Confidential);
    ensure!(
        world.simulator.grant_count(&app.client_id) == 0,
        "the grant lives"
    );
    only_in_the_body(&world)?;
    world.end().await
}

async fn prepare(world: &mut World, variant: &str) -> anyhow::Result<RevocationOutcomeView> {
    let at_revoke = Tuning::at(Endpoint::Revoke);
    let faults = world.simulator.faults();
    Ok(match variant {
        "200" => RevocationOutcomeView::Revoked,
        "400" => {
            world.simulator.end_grants();
            RevocationOutcomeView::AlreadyDead
        }
        "503" => {
            let scenario = "service-unavailable-retry-after";
            let tuning = Tuning {
                text: Some(ASKED_FOR.as_secs().to_string()),
                ..at_revoke
            };
            faults.set_scenario(scenario, &tuning, Times::Always)?;
            RevocationOutcomeView::Unconfirmed
        }
        "timeout" => {
            faults.set_scenario("hang", &at_revoke, Times::Always)?;
            RevocationOutcomeView::Unconfirmed
        }
        _ => {
            world.stop_simulator().await?;
            RevocationOutcomeView::Unconfirmed
        }
    })
}

async fn named_and_retried(world: &mut World, name: &str, variant: &str) -> anyhow::Result<()> {
    let unconfirmed = world
        .orgkeep
        .watch_connections()
        .borrow()
        .unconfirmed
        .clone();
    ensure!(
        unconfirmed.len() == 1 && unconfirmed[0].name == name,
        "{unconfirmed:?}"
    );
    ensure!(
        unconfirmed[0].host.starts_with("localhost:"),
        "{unconfirmed:?}"
    );
    if variant == "offline" {
        world.start_simulator().await?;
    }
    world.simulator.faults().clear();
    let retry = async || {
        let retried = world.orgkeep.retry_revocations(NoRequest {});
        world.ask(retried).await
    };
    let asks_to_wait = unconfirmed[0].not_before.is_some();
    ensure!(asks_to_wait == (variant == "503"), "{unconfirmed:?}");
    if asks_to_wait {
        retry().await?;
        let tries = world.simulator.journal().of_endpoint(Endpoint::Revoke);
        ensure!(tries.len() == 1, "it was asked too early");
        world.clock.jump(ASKED_FOR);
    }
    retry().await?;
    Ok(())
}

fn only_in_the_body(world: &World) -> anyhow::Result<()> {
    let asked = world.simulator.journal().of_endpoint(Endpoint::Revoke);
    let last = asked.last().context("nothing was revoked")?;
    for entry in &asked {
        let plain = entry.method == "POST" && entry.query.is_empty();
        ensure!(
            plain && entry.header("authorization").is_none(),
            "not in the body alone"
        );
        ensure!(!entry.form().text("token").is_empty(), "no token");
    }
    ensure!(matches!(last.status, Some(200 | 400)), "{:?}", last.status);
    Ok(())
}
