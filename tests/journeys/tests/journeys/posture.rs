//! What the last look at a connection's app found stands in the list, for as long as that app is in force.

use anyhow::Context as _;
use orgkeep_api::app_check::{AppCheckView, ApplyPoliciesRequest, CheckAppRequest, PostureView};
use orgkeep_api::blueprint::ComparedRequest;
use orgkeep_api::command::Commands as _;
use orgkeep_api::connection::ConnectionsView;
use orgkeep_journeys::outside::PATIENCE;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, ClientApp, Endpoint, Fault, OrgKey, Times, WireEffect};
use tokio::time::timeout;

const ORG: OrgKey = OrgKey::Uat;

/// The only row, once it says this of the app.
async fn shown(
    world: &World,
    wanted: impl Fn(Option<&PostureView>) -> bool,
) -> anyhow::Result<Option<PostureView>> {
    let mut list = world.orgkeep.watch_connections();
    let only = |list: &ConnectionsView| list.rows.first().map(|row| row.posture.clone());
    let says_it =
        |list: &ConnectionsView| only(list).is_some_and(|posture| wanted(posture.as_ref()));
    let list = timeout(PATIENCE, list.wait_for(says_it)).await??.clone();
    only(&list).context("the row is gone")
}

async fn check(world: &World, id: &str, against: Option<&str>) -> anyhow::Result<AppCheckView> {
    let request = look(id, against);
    Ok(world.ask(world.orgkeep.check_app(request)).await?)
}

fn look(id: &str, against: Option<&str>) -> CheckAppRequest {
    let preset = |id: &str| ComparedRequest::Preset { id: id.to_owned() };
    CheckAppRequest {
        id: id.to_owned(),
        against: against.map(preset),
    }
}

#[tokio::test]
async fn a_look_is_shown_in_the_list_and_after_a_restart_until_another_app_is_in_force()
-> anyhow::Result<()> {
    let mut world = World::start().await?;
    let id = world
        .register(&world.registration(ORG, AppKind::Public))
        .await?
        .row
        .id;
    assert_eq!(shown(&world, |_| true).await?, None);

    let AppCheckView::Checked { report } = check(&world, &id, None).await? else {
        anyhow::bail!("it was not looked at");
    };
    let first = shown(&world, |posture| posture.is_some()).await?;
    let first = first.context("nothing is kept")?;
    assert!(!first.compared && first.differences == 0);
    assert_eq!(first.risks as usize, report.risks.len());

    let compared = check(&world, &id, Some("orgkeep")).await?;
    let AppCheckView::Checked { report } = compared else {
        anyhow::bail!("it was not compared: {compared:?}");
    };
    let compared = |posture: Option<&PostureView>| posture.is_some_and(|posture| posture.compared);
    let second = shown(&world, compared).await?.context("nothing is kept")?;
    assert_eq!(second.differences as usize, report.differences.len());
    assert!(second.differences > 0);
    assert_eq!(
        world.details(&id).await?.row.posture.as_ref(),
        Some(&second)
    );

    world.reopen().await?;
    world.unlocked().await?;
    assert_eq!(
        shown(&world, |posture| posture.is_some()).await?,
        Some(second)
    );

    let app = world.install(ClientApp::confidential(ORG, "Newer"));
    world.type_pending(&id, &app).await?;
    let consent = world.consent_again(&id, true).await?;
    assert!(shown(&world, |_| true).await?.is_some());
    world.allow_as(&consent, &world.admin(ORG)).await?;
    world.connected().await?;
    assert_eq!(shown(&world, |posture| posture.is_none()).await?, None);
    world.end().await
}

#[tokio::test]
async fn applied_policies_are_looked_at_again_and_what_could_not_be_asked_stays()
-> anyhow::Result<()> {
    let world = World::start().await?;
    let id = world
        .register(&world.registration(ORG, AppKind::Public))
        .await?
        .row
        .id;
    check(&world, &id, Some("orgkeep")).await?;
    let before = shown(&world, |posture| posture.is_some()).await?;
    let apply = ApplyPoliciesRequest {
        check: look(&id, Some("orgkeep")),
        production_confirmed: false,
    };
    let applied = world.ask(world.orgkeep.apply_policies(apply)).await?;
    let AppCheckView::Checked { report } = applied else {
        anyhow::bail!("they were not applied: {applied:?}");
    };
    let after = shown(&world, |posture| posture != before.as_ref()).await?;
    let after = after.context("nothing is kept")?;
    assert_eq!(after.differences as usize, report.differences.len());

    let silence = Fault::Wire {
        at: Some(Endpoint::Metadata),
        effect: WireEffect::ResetAfterBody,
    };
    world.simulator.faults().set(silence, Times::Always);
    let hindered = check(&world, &id, None).await?;
    assert!(matches!(hindered, AppCheckView::Hindered { .. }));
    assert_eq!(shown(&world, |_| true).await?, Some(after));
    world.end().await
}
