//! Test, Test all, limits and Open as the page asks for them.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use orgkeep_api::attempt::ConnectRequest;
use orgkeep_api::browser::BrowserFields;
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::connection::{ConnectionRequest, ConnectionRowView, ConnectionsView, StatusView};
use orgkeep_api::error::ErrorCode;
use orgkeep_api::opening::{
    ConnectionBrowserRequest, Landing, OpenOrgRequest, OpenedView, OrgLimitsView,
};
use orgkeep_api::testing::{
    TestConnectionsRequest, TestRunStateView, TestRunView, TestScheduleRequest, TestView,
    TestsView, VerdictGroupId, VerdictId,
};
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_journeys::outside::PATIENCE;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, Endpoint, Fault, OrgKey, Times, Tuning, WireEffect};
use tokio::time::timeout;

const ORG: OrgKey = OrgKey::Uat;
const ORGS: [OrgKey; 3] = [OrgKey::Production, OrgKey::Uat, OrgKey::Developer];

async fn register(world: &World, org: OrgKey) -> anyhow::Result<String> {
    let typed = world.registration(org, AppKind::Public);
    Ok(world.register(&typed).await?.row.id)
}

async fn test(world: &World, id: &str) -> anyhow::Result<TestView> {
    let request = ConnectionRequest { id: id.to_owned() };
    Ok(world
        .ask(world.orgkeep.test_connection(request))
        .await?
        .test)
}

async fn test_all(world: &World) -> anyhow::Result<()> {
    let request = TestConnectionsRequest { ids: Vec::new() };
    world.ask(world.orgkeep.test_connections(request)).await?;
    Ok(())
}

/// The row, once the list has it.
async fn row(world: &World, id: &str) -> anyhow::Result<ConnectionRowView> {
    let mut list = world.orgkeep.watch_connections();
    let has_it = |list: &ConnectionsView| list.rows.iter().any(|row| row.id == id);
    let list = timeout(PATIENCE, list.wait_for(has_it)).await??.clone();
    let row = list.rows.into_iter().find(|row| row.id == id);
    row.context("the row is gone")
}

async fn until(
    world: &World,
    wanted: impl Fn(&TestsView, &TestRunView) -> bool,
) -> anyhow::Result<TestRunView> {
    let mut board = world.orgkeep.watch_tests();
    let arrived = |view: &TestsView| view.run.as_ref().is_some_and(|run| wanted(view, run));
    let view = timeout(PATIENCE, board.wait_for(arrived)).await??;
    view.run.clone().context("there is no run")
}

async fn open(world: &World, id: &str, landing: Landing) -> anyhow::Result<OpenedView> {
    let id = id.to_owned();
    let request = OpenOrgRequest { id, landing };
    Ok(world.ask(world.orgkeep.open_org(request)).await?)
}

fn scenario(world: &World, id: &str, at: Endpoint, times: Times) -> anyhow::Result<()> {
    world
        .simulator
        .faults()
        .set_scenario(id, &Tuning::at(at), times)?;
    Ok(())
}

#[tokio::test]
async fn a_test_names_its_credentials_and_their_date_and_its_row_has_it() -> anyhow::Result<()> {
    let world = World::start().await?;
    let id = register(&world, ORG).await?;
    ensure!(
        row(&world, &id).await?.last_test.is_none(),
        "tested by itself"
    );
    let tested = test(&world, &id).await?;
    let shown = world.details(&id).await?;
    ensure!(tested.found.verdict == VerdictId::Working, "{tested:?}");
    let credentials = &tested.credentials;
    ensure!(
        credentials.consumer_key == shown.consumer_key
            && credentials.authorized_at == shown.row.authenticated_at
            && credentials.in_force,
        "{credentials:?}"
    );
    let last = row(&world, &id)
        .await?
        .last_test
        .context("the row has no test")?;
    ensure!(
        (&last.at, last.milliseconds) == (&tested.at, tested.milliseconds) && last.in_force,
        "{last:?}"
    );
    ensure!(shown.row.last_test == Some(last), "the details differ");
    test(&world, &id).await?;
    let request = ConnectionRequest { id: id.clone() };
    let kept = world.ask(world.orgkeep.connection_tests(request)).await?;
    ensure!(kept.tests.len() == 2 && kept.tests[1] == tested, "{kept:?}");
    ensure!(
        world.orgkeep.watch_tests().borrow().testing.is_empty(),
        "it is still shown as being tested"
    );
    world.end().await
}

/// One scenario of each family, through the command.
#[tokio::test]
async fn each_family_of_verdicts_reaches_the_page() -> anyhow::Result<()> {
    use VerdictGroupId as G;
    let world = World::start().await?;
    let id = register(&world, ORG).await?;
    for (scenario_id, at, group) in [
        ("app-must-be-installed", Endpoint::Token, G::AppBlocked),
        ("ip-restricted", Endpoint::Token, G::PlaceOrHours),
        ("inactive-org", Endpoint::Token, G::OrgGone),
        ("invalid-client-secret", Endpoint::Token, G::Refused),
        ("api-disabled-for-org", Endpoint::Rest, G::ApiDisabled),
        ("request-limit-exceeded", Endpoint::Rest, G::LimitReached),
        (
            "service-unavailable-retry-after",
            Endpoint::Rest,
            G::Maintenance,
        ),
        ("reset-before-body", Endpoint::Rest, G::Unreachable),
        ("token-validity-expired", Endpoint::Token, G::SignInAgain),
    ] {
        world.simulator.end_access_tokens();
        scenario(&world, scenario_id, at, Times::Always)?;
        let found = test(&world, &id).await?.found;
        world.simulator.faults().clear();
        ensure!(found.group == group, "{scenario_id}: {found:?}");
        let shown = row(&world, &id).await?;
        let ended = shown.status == StatusView::SignInAgain;
        ensure!(
            ended == (group == G::SignInAgain),
            "{scenario_id}: {shown:?}"
        );
        let health = format!("{:?}", shown.health);
        ensure!(health == format!("{group:?}"), "{scenario_id}: {health}");
        let last = shown.last_test.map(|last| last.group);
        ensure!(last == Some(group), "{scenario_id}: the row says {last:?}");
    }
    world.end().await
}

#[tokio::test]
async fn an_end_is_in_the_history_once_and_nothing_is_sent_for_it_again() -> anyhow::Result<()> {
    let world = World::start().await?;
    let id = register(&world, ORG).await?;
    world.simulator.end_grants();
    world.simulator.end_access_tokens();
    let request = || ConnectionRequest { id: id.clone() };
    let first = world.ask(world.orgkeep.test_connection(request())).await?;
    ensure!(first.asked, "{first:?}");
    world.simulator.journal().clear();
    for _ in 0..3 {
        let again = world.ask(world.orgkeep.test_connection(request())).await?;
        ensure!(!again.asked, "{again:?}");
        ensure!(again.test.found == first.test.found, "{again:?}");
    }
    ensure!(
        world.simulator.journal().entries().is_empty(),
        "asked again"
    );
    let kept = world.ask(world.orgkeep.connection_tests(request())).await?;
    ensure!(kept.tests.len() == 1, "{:?}", kept.tests);
    world.end().await
}

#[tokio::test]
async fn a_new_sign_in_makes_the_test_before_it_history() -> anyhow::Result<()> {
    let world = World::start().await?;
    let id = register(&world, ORG).await?;
    world.simulator.end_grants();
    let tested = test(&world, &id).await?;
    ensure!(
        tested.found.group == VerdictGroupId::SignInAgain,
        "{tested:?}"
    );
    ensure!(!tested.found.may_also_be.is_empty(), "sure of too much");
    let consent = world.consent_again(&id, false).await?;
    world.allow_as(&consent, &world.admin(ORG)).await?;
    let again = world.connected().await?.connection;
    let last = again.row.last_test.context("the history is gone")?;
    ensure!(!last.in_force, "the old test speaks of the new sign-in");
    world.end().await
}

/// The token that a new sign-in replaced counts at Salesforce until its end is confirmed.
#[tokio::test]
async fn sign_ins_are_counted_until_salesforce_has_confirmed_their_end() -> anyhow::Result<()> {
    let world = World::start().await?;
    let id = register(&world, ORG).await?;
    ensure!(world.details(&id).await?.tokens.sign_ins == 1, "the first");
    scenario(
        &world,
        "service-unavailable",
        Endpoint::Revoke,
        Times::Always,
    )?;
    for number in 2..=3 {
        let consent = world.consent_again(&id, false).await?;
        world.allow_as(&consent, &world.admin(ORG)).await?;
        let tokens = world.connected().await?.connection.tokens;
        ensure!(tokens.sign_ins == number, "{tokens:?}");
        ensure!(tokens.most_sign_ins == 5, "{tokens:?}");
    }
    world.simulator.faults().clear();
    world
        .ask(world.orgkeep.retry_revocations(NoRequest {}))
        .await?;
    ensure!(
        world.details(&id).await?.tokens.sign_ins == 1,
        "not revoked"
    );
    world.end().await
}

/// One org does not answer at all. The results of the others are there, told and kept, while it is waited for.
#[tokio::test]
async fn a_dead_org_delays_nobody_and_the_run_can_be_cancelled() -> anyhow::Result<()> {
    let world = World::start().await?;
    for org in ORGS {
        register(&world, org).await?;
    }
    scenario(&world, "hang", Endpoint::Rest, Times::Next(1))?;
    test_all(&world).await?;
    let others = until(&world, |_, run| run.results.len() == ORGS.len() - 1).await?;
    ensure!(others.state == TestRunStateView::Running, "{others:?}");
    let busy = TestConnectionsRequest { ids: Vec::new() };
    let busy = world.ask(world.orgkeep.test_connections(busy)).await;
    ensure!(
        busy.is_err_and(|error| error.code == ErrorCode::TestsRunning),
        "a second run began"
    );
    for tested in &others.results {
        let shown = row(&world, &tested.id).await?.last_test;
        ensure!(shown == tested.test, "the row is late: {shown:?}");
    }
    world.ask(world.orgkeep.cancel_tests(NoRequest {})).await?;
    let over = until(&world, |view, _| view.testing.is_empty()).await?;
    ensure!(over.state == TestRunStateView::Cancelled, "{over:?}");
    ensure!(over.results.len() == ORGS.len() - 1, "{over:?}");
    ensure!(
        (over.summary.len(), over.summary[0].count) == (1, 2),
        "{over:?}"
    );
    world.simulator.faults().clear();
    test_all(&world).await?;
    let done = until(&world, |_, run| run.state == TestRunStateView::Done).await?;
    ensure!(done.results.len() == ORGS.len(), "{done:?}");
    world.end().await
}

#[tokio::test]
async fn an_org_is_opened_with_a_link_that_only_the_browser_sees() -> anyhow::Result<()> {
    let world = World::start().await?;
    let id = register(&world, ORG).await?;
    let before = world.browser.count();
    let browser = BrowserFields {
        id: Some("firefox".to_owned()),
        private: true,
    };
    let request = ConnectionBrowserRequest {
        id: id.clone(),
        browser: browser.clone(),
    };
    let chosen = world
        .ask(world.orgkeep.set_connection_browser(request))
        .await?;
    ensure!(
        chosen.browser == browser && chosen.row.can_open,
        "{chosen:?}"
    );
    let paths = [
        (Landing::Home, "/"),
        (Landing::Setup, "/lightning/setup/SetupOneHome/home"),
        (
            Landing::Path {
                path: " /lightning/o/Account/list ".to_owned(),
            },
            "/lightning/o/Account/list",
        ),
    ];
    world.simulator.end_access_tokens();
    for (number, (landing, path)) in paths.into_iter().enumerate() {
        ensure!(open(&world, &id, landing).await? == OpenedView::Opened);
        let address = world.browser.opened(before + number + 1).await?;
        let own = world.simulator.org(ORG).my_domain_url;
        ensure!(address.starts_with(&own), "another host");
        let start = orgkeep_journeys::sign_in::parameter(&address, "startURL");
        ensure!(start.as_deref() == Some(path), "{start:?}");
        let key = orgkeep_journeys::sign_in::parameter(&address, "otp");
        world.secrets.keep("link", &key.context("no key")?);
    }
    let choice = BrowserChoice {
        id: browser.id,
        private: true,
    };
    let opened_with = world.browser.choices();
    ensure!(opened_with[before..].iter().all(|each| *each == choice));
    world.end().await
}

#[tokio::test]
async fn an_org_is_not_opened_without_the_scope_and_the_reason_is_told() -> anyhow::Result<()> {
    let world = World::start().await?;
    let draft = world
        .fill_draft(&world.registration(ORG, AppKind::Rehearsal))
        .await?;
    let request = ConnectRequest {
        draft: draft.id.clone(),
        all_scopes: true,
    };
    world.ask(world.orgkeep.connect(request)).await?;
    let consent = world.consent_at(world.browser.opened(1).await?).await?;
    world.allow_as(&consent, &world.admin(ORG)).await?;
    let connected = world.connected().await?.connection;
    ensure!(!connected.row.can_open, "{connected:?}");
    let (before, asked) = (
        world.browser.count(),
        world.simulator.journal().entries().len(),
    );
    let OpenedView::Hindered { found } = open(&world, &connected.row.id, Landing::Home).await?
    else {
        anyhow::bail!("it was opened");
    };
    ensure!(
        found.cause.as_deref() == Some("webScopeMissing"),
        "{found:?}"
    );
    ensure!(world.browser.count() == before, "something was opened");
    let asks = world.simulator.journal().entries().len();
    ensure!(asks == asked, "Salesforce was asked for nothing");
    world.end().await
}

#[tokio::test]
async fn the_limits_of_an_org_are_asked_when_they_are_wanted() -> anyhow::Result<()> {
    let world = World::start().await?;
    let id = register(&world, ORG).await?;
    ensure!(
        world.details(&id).await?.release.is_none(),
        "asked on the way in"
    );
    let request = || ConnectionRequest { id: id.clone() };
    let told = world.ask(world.orgkeep.org_limits(request())).await?;
    let OrgLimitsView::Known { limits, .. } = told else {
        anyhow::bail!("{told:?}");
    };
    let requests = limits.iter().find(|limit| limit.name == "DailyApiRequests");
    ensure!(
        requests.is_some_and(|limit| limit.max >= limit.remaining && limit.max > 0),
        "{limits:?}"
    );
    let known = world.details(&id).await?.release;
    let (label, version) = known
        .as_ref()
        .map(|release| (release.label.as_str(), release.api_version.as_str()))
        .context("the release is not kept")?;
    ensure!((label, version) == ("Winter '27", "68.0"), "{known:?}");
    let asked = world.simulator.journal().of_endpoint(Endpoint::Versions);
    let signed_in = asked
        .iter()
        .any(|entry| entry.header("authorization").is_some());
    ensure!(asked.len() == 1 && !signed_in, "{asked:?}");

    scenario(
        &world,
        "service-unavailable",
        Endpoint::Versions,
        Times::Next(1),
    )?;
    let told = world.ask(world.orgkeep.org_limits(request())).await?;
    ensure!(matches!(told, OrgLimitsView::Known { .. }), "{told:?}");
    ensure!(world.details(&id).await?.release == known, "it was lost");

    scenario(
        &world,
        "api-disabled-for-org",
        Endpoint::Rest,
        Times::Next(1),
    )?;
    let told = world.ask(world.orgkeep.org_limits(request())).await?;
    let OrgLimitsView::Hindered { found } = told else {
        anyhow::bail!("{told:?}");
    };
    ensure!(found.group == VerdictGroupId::ApiDisabled, "{found:?}");
    world.end().await
}

const HOUR: Duration = Duration::from_secs(3600);

async fn every(world: &World, every_hours: Option<u32>) -> anyhow::Result<()> {
    let request = TestScheduleRequest { every_hours };
    world.ask(world.orgkeep.set_test_schedule(request)).await?;
    Ok(())
}

/// Lets the machine sleep, and waits for what is made up for once it has found its network again.
async fn sleep_and_wake(world: &World, hours: u32) -> anyhow::Result<()> {
    let mut board = world.orgkeep.watch_tests();
    for passed in [HOUR * hours, Duration::from_secs(45)] {
        let before = board.borrow().schedule.next_at.clone();
        world.clock.jump(passed);
        let planned = |view: &TestsView| view.schedule.next_at != before;
        timeout(PATIENCE, board.wait_for(planned)).await??;
    }
    until(world, |_, run| {
        run.scheduled && run.state == TestRunStateView::Done
    })
    .await?;
    Ok(())
}

#[tokio::test]
async fn the_schedule_tests_what_was_missed_and_tells_what_stopped_working() -> anyhow::Result<()> {
    let mut world = World::start().await?;
    for org in ORGS {
        register(&world, org).await?;
    }
    world.clock.jump(HOUR * 100);
    every(&world, Some(200)).await.err().context("too long")?;
    ensure!(
        world.orgkeep.watch_tests().borrow().run.is_none(),
        "it was on from the start"
    );
    every(&world, Some(6)).await?;
    sleep_and_wake(&world, 30).await?;
    ensure!(world.outside.notifier.stopped().is_empty(), "all work");
    world.reopen().await?;
    world.unlocked().await?;
    let schedule = world.orgkeep.watch_tests().borrow().schedule.clone();
    ensure!(schedule.every_hours == Some(6), "forgotten: {schedule:?}");
    world
        .simulator
        .change_user(&world.admin(ORG).username, |user| user.is_active = false)?;
    for _ in 0..2 {
        sleep_and_wake(&world, 7).await?;
    }
    let stopped = world.outside.notifier.stopped();
    ensure!(
        stopped.len() == 1 && stopped[0].len() == 1,
        "told once, of one: {stopped:?}"
    );
    every(&world, None).await?;
    let schedule = world.orgkeep.watch_tests().borrow().schedule.clone();
    ensure!(schedule.next_at.is_none(), "{schedule:?}");
    world.end().await
}

#[tokio::test]
async fn what_ended_while_this_computer_was_offline_is_told_once_it_is_back() -> anyhow::Result<()>
{
    let world = World::start().await?;
    for org in ORGS {
        register(&world, org).await?;
    }
    every(&world, Some(6)).await?;
    sleep_and_wake(&world, 7).await?;
    let offline = || {
        let effect = WireEffect::ResetBeforeBody;
        let nothing_arrives = Fault::Wire { at: None, effect };
        world.simulator.faults().set(nothing_arrives, Times::Always);
    };
    offline();
    sleep_and_wake(&world, 7).await?;
    world.simulator.faults().clear();
    let stopped = world.outside.notifier.stopped();
    ensure!(stopped.is_empty(), "it is this computer: {stopped:?}");
    world
        .simulator
        .change_user(&world.admin(ORG).username, |user| user.is_active = false)?;
    sleep_and_wake(&world, 7).await?;
    offline();
    sleep_and_wake(&world, 7).await?;
    world.simulator.faults().clear();
    sleep_and_wake(&world, 7).await?;
    let stopped = world.outside.notifier.stopped();
    ensure!(
        stopped.len() == 1 && stopped[0].len() == 1,
        "told once, of one: {stopped:?}"
    );
    world.end().await
}
