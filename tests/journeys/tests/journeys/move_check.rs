//! The dry run of many moves: whose app could be created, what stands in the way, and who is a Dev Hub.

use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::move_check::{CheckMovesRequest, MoveCreationView};
use orgkeep_journeys::world::World;
use orgkeep_simulator::OrgKey;

#[tokio::test]
async fn a_dry_run_tells_who_can_be_automated_and_changes_nothing() -> anyhow::Result<()> {
    let world = World::start().await?;
    let mut ids = Vec::new();
    for org in [OrgKey::Uat, OrgKey::Development, OrgKey::DevHub] {
        ids.push(world.movable(org).await?.0.row.id);
    }
    let admin = world.admin(OrgKey::Development).username;
    world
        .simulator
        .change_user(&admin, |user| user.may_change_metadata = false)?;
    let rows = world.rows()?;
    let shelf = world.simulator.apps(OrgKey::Uat);

    let request = CheckMovesRequest {
        connections: ids.clone(),
    };
    world.ask(world.orgkeep.check_moves(request)).await?;
    let done = world.wait_move_checks(|view| !view.running).await?;
    let found = |id: &str| {
        let of = done.found.iter().find(|found| found.connection == id);
        of.cloned().expect("it is checked")
    };
    assert_eq!((done.total, done.found.len()), (3, 3));
    assert_eq!(found(&ids[0]).creation, MoveCreationView::Possible);
    assert_eq!(found(&ids[0]).is_dev_hub, Some(false));
    let refused = found(&ids[1]).creation;
    assert!(
        matches!(
            refused,
            MoveCreationView::Refused { .. } | MoveCreationView::Hindered { .. }
        ),
        "{refused:?}"
    );
    assert_eq!(found(&ids[2]).is_dev_hub, Some(true));
    assert_eq!(world.simulator.apps(OrgKey::Uat), shelf);
    world.same(&rows)?;

    world
        .ask(world.orgkeep.close_move_checks(NoRequest {}))
        .await?;
    assert_eq!(world.orgkeep.watch_move_checks().borrow().total, 0);
    world.end().await
}

#[tokio::test]
async fn a_dry_run_is_ended_and_keeps_what_it_found() -> anyhow::Result<()> {
    let world = World::start().await?;
    let (connection, _) = world.movable(OrgKey::Uat).await?;
    let request = CheckMovesRequest {
        connections: vec![connection.row.id],
    };
    world.ask(world.orgkeep.check_moves(request)).await?;
    world
        .ask(world.orgkeep.cancel_move_checks(NoRequest {}))
        .await?;
    let ended = world.wait_move_checks(|view| !view.running).await?;
    assert_eq!(ended.total, 1);
    world.end().await
}
