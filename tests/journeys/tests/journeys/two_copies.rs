//! Two copies of Orgkeep, one after the other.

use orgkeep_api::attempt::AttemptView;
use orgkeep_api::command::Commands as _;
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
