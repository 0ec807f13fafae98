//! Two copies of Orgkeep, one after the other and side by side.

use orgkeep_api::attempt::AttemptView;
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::connection::{ConnectionRequest, ConnectionsView};
use orgkeep_app::facade::Orgkeep;
use orgkeep_journeys::outside::PATIENCE;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, Decision, OrgKey, RobotBrowser};

/// The first copy's browser does not follow to the page that it is sent to, so the first copy's port waits for it.
#[tokio::test]
async fn a_sign_in_that_begins_while_another_copy_lets_go_of_the_port_goes_on() -> anyhow::Result<()>
{
    let mut world = World::start().await?;
    let admin = world.admin(OrgKey::Uat);
    let consent = world
        .at_consent(&world.registration(OrgKey::Uat, AppKind::Public))
        .await?;
    let callback = world.decide(&consent, &admin, Decision::Allow).await?;
    let first = world.orgkeep.clone();
    world.open_again().await?;
    world.unlocked().await?;
    let draft = world
        .fill_draft(&world.registration(OrgKey::Uat, AppKind::Confidential))
        .await?;

    RobotBrowser::new().deliver(&callback).await?;
    let over = |view: &AttemptView| !matches!(view, AttemptView::Running { .. });
    let end = first.watch_attempt().wait_for(over).await?.clone();
    assert!(matches!(end, AttemptView::Connected { .. }), "{end:?}");
    let consent = world.consent_for(&draft.id).await?;
    world.allow_as(&consent, &admin).await?;
    world.connected().await?;
    first.close().await;
    world.end().await
}

/// Waits until a copy shows so many connections. It is never asked to look.
async fn shows(orgkeep: &Orgkeep, count: usize) -> anyhow::Result<()> {
    let enough = |view: &ConnectionsView| view.rows.len() == count;
    let mut lists = orgkeep.watch_connections();
    tokio::time::timeout(PATIENCE, lists.wait_for(enough)).await??;
    Ok(())
}

#[tokio::test]
async fn each_copy_shows_what_the_other_changes() -> anyhow::Result<()> {
    let mut world = World::start().await?;
    let first = world.orgkeep.clone();
    world.open_again().await?;
    world.unlocked().await?;
    let typed = world.registration(OrgKey::Uat, AppKind::Public);
    let connection = world.register(&typed).await?;
    shows(&first, 1).await?;
    first
        .remove_connection(ConnectionRequest {
            id: connection.row.id,
        })
        .await?;
    shows(&world.orgkeep, 0).await?;
    first.close().await;
    world.end().await
}

/// What neither copy's list shows: a page that does is told to read again, and is told nothing while nothing changes.
#[tokio::test]
async fn each_copy_hears_of_every_change_of_the_store() -> anyhow::Result<()> {
    let mut world = World::start().await?;
    let first = world.orgkeep.clone();
    world.open_again().await?;
    world.unlocked().await?;
    for copy in [&first, &world.orgkeep] {
        let mut news = copy.watch_store();
        news.mark_unchanged();
        world.orgkeep.new_draft(NoRequest {}).await?;
        tokio::time::timeout(PATIENCE, news.changed()).await??;
    }
    first.close().await;
    world.end().await
}
