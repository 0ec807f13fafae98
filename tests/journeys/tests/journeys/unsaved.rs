//! Salesforce has given a new token, and the store does not take it.

use anyhow::ensure;
use orgkeep_api::command::Commands as _;
use orgkeep_api::connection::{ConnectionRequest, ConnectionsView};
use orgkeep_api::error::ErrorCode;
use orgkeep_api::notice::UnsavedWhyView;
use orgkeep_api::testing::{TestView, VerdictId};
use orgkeep_journeys::outside::PATIENCE;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, OrgKey};
use tokio::time::timeout;

const ORG: OrgKey = OrgKey::Uat;

async fn until(
    world: &World,
    wanted: impl Fn(&ConnectionsView) -> bool,
) -> anyhow::Result<ConnectionsView> {
    let mut lists = world.orgkeep.watch_connections();
    let list = timeout(PATIENCE, lists.wait_for(|list| wanted(list))).await??;
    Ok(list.clone())
}

async fn test(world: &World, id: &str) -> Result<TestView, ErrorCode> {
    let request = ConnectionRequest { id: id.to_owned() };
    let tested = world.ask(world.orgkeep.test_connection(request)).await;
    tested.map(|tested| tested.test).map_err(|error| error.code)
}

#[tokio::test]
async fn a_token_that_is_not_stored_yet_is_told_of_and_holds_the_window_open_once()
-> anyhow::Result<()> {
    let world = World::start().await?;
    let app = world.simulator.app(ORG, AppKind::Public).client_id;
    let rotates = |app: &mut orgkeep_simulator::ClientApp| app.rotates_refresh_tokens = true;
    world.simulator.change_app(&app, rotates)?;
    let row = world
        .register(&world.registration(ORG, AppKind::Public))
        .await?
        .row;
    ensure!(world.orgkeep.may_close(), "nothing is unsaved");
    world.simulator.end_access_tokens();
    let store = rusqlite::Connection::open(world.data_folder().join("orgkeep.db"))?;
    store.execute_batch(
        "CREATE TRIGGER broken BEFORE UPDATE OF generation ON connection
         BEGIN SELECT RAISE(ABORT, 'broken'); END",
    )?;
    let asked = test(&world, &row.id);
    let told = async {
        let list = until(&world, |list| !list.unsaved.connections.is_empty()).await?;
        let unsaved = &list.unsaved.connections[0];
        ensure!(
            (&unsaved.id, &unsaved.name) == (&row.id, &row.name),
            "{unsaved:?}"
        );
        ensure!(unsaved.why == UnsavedWhyView::Other, "{unsaved:?}");
        ensure!(!list.unsaved.closing, "nobody wanted to close it");
        ensure!(!world.orgkeep.may_close(), "the token would be lost");
        until(&world, |list| list.unsaved.closing).await?;
        ensure!(world.orgkeep.may_close(), "it is the person's will");
        Ok(())
    };
    let (asked, told) = tokio::join!(asked, told);
    told?;
    // Salesforce has answered in time; it was not the network.
    ensure!(asked.err() == Some(ErrorCode::Store), "a verdict was given");

    store.execute_batch("DROP TRIGGER broken")?;
    let list = until(&world, |list| list.unsaved.connections.is_empty()).await?;
    ensure!(!list.unsaved.closing, "it was closed for another reason");
    world.simulator.end_access_tokens();
    let tested = test(&world, &row.id).await;
    let verdict = tested.map(|tested| (tested.found.verdict, tested.renewed));
    ensure!(verdict == Ok((VerdictId::Working, true)), "{verdict:?}");
    world.end().await
}
