//! Removing a connection, and telling Salesforce.

use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::connection::ConnectionRequest;
use orgkeep_api::removal::{RemovalView, RevocationOutcomeView};
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, Endpoint, OrgKey, Times, Tuning};

async fn register_and_remove(
    world: &World,
    before: impl FnOnce(&World),
) -> anyhow::Result<RemovalView> {
    let typed = world.registration(OrgKey::Uat, AppKind::Public);
    let connection = world.register(&typed).await?;
    before(world);
    let request = ConnectionRequest {
        id: connection.row.id,
    };
    let removed = world.ask(world.orgkeep.remove_connection(request)).await?;
    assert_eq!(removed.name, typed.name);
    assert_eq!(world.rows()?.count(), 0);
    assert_eq!(world.orgkeep.watch_connections().borrow().rows, []);
    Ok(removed)
}

#[tokio::test]
async fn a_removed_connection_is_revoked() -> anyhow::Result<()> {
    let world = World::start().await?;
    let removed = register_and_remove(&world, |_| {}).await?;
    assert_eq!(removed.revocation, RevocationOutcomeView::Revoked);
    assert_eq!(
        world
            .simulator
            .grant_count(&world.simulator.app(OrgKey::Uat, AppKind::Public).client_id),
        0
    );
    assert_eq!(world.orgkeep.watch_connections().borrow().unconfirmed, []);
    world.end().await
}

#[tokio::test]
async fn a_token_that_was_dead_already_is_as_good_as_revoked() -> anyhow::Result<()> {
    let world = World::start().await?;
    let removed = register_and_remove(&world, |world| world.simulator.end_grants()).await?;
    assert_eq!(removed.revocation, RevocationOutcomeView::AlreadyDead);
    assert_eq!(world.orgkeep.watch_connections().borrow().unconfirmed, []);
    world.end().await
}

#[tokio::test]
async fn what_salesforce_has_not_confirmed_is_named_and_tried_again() -> anyhow::Result<()> {
    let mut world = World::start().await?;
    let busy = |world: &World| {
        let at_revoke = Tuning::at(Endpoint::Revoke);
        let faults = world.simulator.faults();
        faults
            .set_scenario("service-unavailable", &at_revoke, Times::Always)
            .unwrap();
        // A scripted answer keeps its place; the scenario's own is the token endpoint.
        assert_eq!(faults.active().len(), 1);
    };
    let removed = register_and_remove(&world, busy).await?;
    assert_eq!(removed.revocation, RevocationOutcomeView::Unconfirmed);
    let unconfirmed = world
        .orgkeep
        .watch_connections()
        .borrow()
        .unconfirmed
        .clone();
    assert_eq!(unconfirmed.len(), 1);
    let tried = unconfirmed[0].tries;
    assert!(tried >= 1);
    assert_eq!(unconfirmed[0].name, removed.name);

    world
        .ask(world.orgkeep.retry_revocations(NoRequest {}))
        .await?;
    assert!(world.orgkeep.watch_connections().borrow().unconfirmed[0].tries > tried);
    world.simulator.faults().clear();
    world.reopen().await?;
    let mut list = world.orgkeep.watch_connections();
    list.wait_for(|list| list.unconfirmed.is_empty()).await?;
    assert_eq!(
        world
            .simulator
            .grant_count(&world.simulator.app(OrgKey::Uat, AppKind::Public).client_id),
        0
    );
    world.end().await
}

#[tokio::test]
async fn a_removal_and_a_retry_at_the_same_time_agree() -> anyhow::Result<()> {
    let world = World::start().await?;
    for org in OrgKey::ALL {
        let connection = world
            .register(&world.registration(org, AppKind::Public))
            .await?;
        let request = ConnectionRequest {
            id: connection.row.id,
        };
        let removal = world.ask(world.orgkeep.remove_connection(request));
        let retries = async {
            for _ in 0..20 {
                world
                    .ask(world.orgkeep.retry_revocations(NoRequest {}))
                    .await?;
            }
            Ok::<_, anyhow::Error>(())
        };
        let (removed, retried) = tokio::join!(removal, retries);
        retried?;
        assert_ne!(removed?.revocation, RevocationOutcomeView::Unconfirmed);
        assert_eq!(world.orgkeep.watch_connections().borrow().unconfirmed, []);
    }
    world.end().await
}
