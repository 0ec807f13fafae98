//! Registering an org.

use orgkeep_api::attempt::{AttemptView, StageView, TargetView};
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::connection::{AuthenticationView, ConnectionRequest, StatusView};
use orgkeep_api::register::DraftRequest;
use orgkeep_api::retirement::EndView;
use orgkeep_journeys::sign_in::Registration;
use orgkeep_journeys::waiting::told;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, Endpoint, JournalEntry, OrgKey, Propagation, Times, Tuning};

#[tokio::test]
async fn a_registered_org_is_in_the_list_after_the_next_start() -> anyhow::Result<()> {
    let mut world = World::start().await?;
    let typed = world.registration(OrgKey::Uat, AppKind::Public);
    let connection = world.register(&typed).await?;
    assert_eq!(connection.org_name, "Larkfield Energy");
    assert_eq!(connection.row.username, world.admin(OrgKey::Uat).username);
    assert!(!connection.has_secret);

    world.reopen().await?;
    let list = world.orgkeep.watch_connections().borrow().clone();
    assert_eq!(list.rows, std::slice::from_ref(&connection.row));
    assert_eq!(list.rows[0].status, StatusView::Connected);
    assert_eq!(
        world.ask(world.orgkeep.drafts(NoRequest {})).await?.drafts,
        []
    );
    let request = ConnectionRequest {
        id: connection.row.id.clone(),
    };
    assert_eq!(
        world.ask(world.orgkeep.connection(request)).await?,
        connection
    );
    world.end().await
}

#[tokio::test]
async fn a_confidential_app_proves_itself_and_keeps_its_secret() -> anyhow::Result<()> {
    let world = World::start().await?;
    let typed = world.registration(OrgKey::Production, AppKind::Confidential);
    let connection = world.register(&typed).await?;
    assert!(connection.has_secret && connection.has_refresh_token);
    let asked = world.simulator.journal().last_token_request().unwrap();
    assert_eq!(asked.get("client_secret"), typed.secret.as_deref());
    world.end().await
}

#[tokio::test]
async fn a_connected_app_is_registered_as_what_it_is_and_says_first_what_becomes_of_it()
-> anyhow::Result<()> {
    let world = World::start().await?;
    let typed = Registration {
        authentication: AuthenticationView::ConnectedApp,
        ..world.registration(OrgKey::Uat, AppKind::Confidential)
    };
    let draft = world.fill_draft(&typed).await?;
    let warning = draft.retirement.clone().expect("it warns first");
    assert_eq!(warning.end, EndView::NewApps);
    assert!(draft.checks.ready);
    let consent = world.consent_for(&draft.id).await?;
    world.allow_as(&consent, &world.admin(OrgKey::Uat)).await?;
    let connection = world.connected().await?.connection;
    assert_eq!(
        connection.row.authentication,
        AuthenticationView::ConnectedApp
    );
    assert_eq!(connection.retirement, Some(warning));
    world.leave(&consent.id).await?;

    let again = world.consent_again(&connection.row.id, false).await?;
    world.allow_as(&again, &world.admin(OrgKey::Uat)).await?;
    let renewed = world.connected().await?.connection;
    assert_eq!(renewed.row.authentication, AuthenticationView::ConnectedApp);
    world.end().await
}

/// An org may have customised the claim; dependents, files of other tools and people know the user by the record's name.
#[tokio::test]
async fn the_user_name_is_the_one_of_the_record_and_the_claim_stands_in_where_that_is_hidden()
-> anyhow::Result<()> {
    const CLAIM: &str = "4711@staff.example";
    for may_see_users in [true, false] {
        let world = World::start().await?;
        let admin = world.admin(OrgKey::Developer);
        world.simulator.change_user(&admin.username, |user| {
            user.preferred_username = CLAIM.to_owned();
            user.may_see_users = may_see_users;
        })?;
        let consent = world
            .at_consent(&world.registration(OrgKey::Developer, AppKind::Public))
            .await?;
        world.allow_as(&consent, &admin).await?;
        let connection = world.connected().await?.connection;
        let expected = if may_see_users {
            &admin.username
        } else {
            CLAIM
        };
        assert_eq!(connection.row.username, expected);
        world.end().await?;
    }
    Ok(())
}

#[tokio::test]
async fn from_the_callback_to_the_vault_it_asks_twice_in_a_row() -> anyhow::Result<()> {
    let world = World::start().await?;
    let consent = world
        .at_consent(&world.registration(OrgKey::Developer, AppKind::Public))
        .await?;
    let callback = world
        .decide(
            &consent,
            &world.admin(OrgKey::Developer),
            orgkeep_simulator::Decision::Allow,
        )
        .await?;
    world.simulator.journal().clear();
    // Each answer takes its time: what is asked in parallel is asked before the other is answered.
    world
        .simulator
        .set_latency(std::time::Duration::from_millis(100));
    world.deliver(&callback).await?;
    world.connected().await?;
    let asked = world.simulator.journal().entries();
    let endpoints: Vec<Endpoint> = asked.iter().map(|entry| entry.endpoint).collect();
    assert_eq!(endpoints[0], Endpoint::Token);
    let mut together = endpoints[1..].to_vec();
    together.sort_unstable_by_key(|endpoint| format!("{endpoint:?}"));
    // Who it is, by claim and by record, which org, and whether that is a Dev Hub.
    assert_eq!(
        together,
        [
            Endpoint::Query,
            Endpoint::Query,
            Endpoint::Query,
            Endpoint::Userinfo
        ]
    );
    let apart = |one: &JournalEntry, other: &JournalEntry| other.at - one.at;
    assert!(
        apart(&asked[0], &asked[1]) >= 100,
        "the code is swapped before anyone is asked who it is"
    );
    assert!(
        apart(&asked[1], &asked[4]) < 100,
        "user and org are asked for at the same time"
    );
    world.simulator.faults().clear();
    world.end().await
}

#[tokio::test]
async fn a_key_that_is_not_active_yet_is_waited_for() -> anyhow::Result<()> {
    let world = World::start().await?;
    let typed = world.registration(OrgKey::Uat, AppKind::Public);
    world.simulator.change_app(&typed.key, |app| {
        app.propagation = Propagation::AfterRequests(3)
    })?;
    let draft = world.fill_draft(&typed).await?;
    world.connect(&draft.id).await?;
    let waiting = |view: &AttemptView| {
        matches!(view, AttemptView::Running { attempt }
        if matches!(attempt.stage, StageView::WaitingForKey { checks: 2, .. }))
    };
    world.wait_attempt(waiting).await?;
    assert_eq!(
        world.browser.count(),
        0,
        "the browser is not opened on an error page"
    );
    let address = world.browser.opened(1).await?;
    let AttemptView::Running { attempt } = world.orgkeep.watch_attempt().borrow().clone() else {
        panic!("the attempt ended");
    };
    let consent = orgkeep_journeys::sign_in::Consent {
        id: attempt.id,
        draft: draft.id,
        address,
    };
    world.allow_as(&consent, &world.admin(OrgKey::Uat)).await?;
    world.connected().await?;
    world.end().await
}

#[tokio::test]
async fn a_network_that_fails_for_a_moment_does_not_end_the_wait_for_a_key() -> anyhow::Result<()> {
    let world = World::start().await?;
    let typed = world.registration(OrgKey::Uat, AppKind::Public);
    let active = |propagation| {
        let simulator = &world.simulator;
        simulator.change_app(&typed.key, |app| app.propagation = propagation)
    };
    active(Propagation::AfterRequests(u32::MAX))?;
    let draft = world.fill_draft(&typed).await?;
    let id = world.connect(&draft.id).await?;
    world
        .wait_stage(|stage| matches!(stage, StageView::WaitingForKey { .. }))
        .await?;
    let (faults, reset) = (world.simulator.faults(), Tuning::at(Endpoint::Authorize));
    // As often as one question is sent.
    faults.set_scenario("reset-before-body", &reset, Times::Next(3))?;
    let journal = world.simulator.journal();
    let patience = std::time::Duration::from_secs(10);
    journal
        .wait_for(|_| faults.active().is_empty(), patience)
        .await?;
    active(Propagation::Ready)?;
    world.browser.opened(1).await?;
    world.cancel(&id).await?;
    world.end().await
}

#[tokio::test]
async fn the_same_org_user_and_app_renews_its_record() -> anyhow::Result<()> {
    let world = World::start().await?;
    let mut typed = world.registration(OrgKey::Uat, AppKind::Public);
    let first = world.register(&typed).await?;
    typed.name = "Another name".to_owned();
    let (attempt, _) = world.register_once_more(&typed).await?;
    world.answer(&attempt, true).await?;
    let connected = world.connected().await?;
    assert!(connected.renewed);
    assert_eq!(connected.connection.row.id, first.row.id);
    assert_eq!(world.rows()?.count(), 1);
    world.end().await
}

#[tokio::test]
async fn what_was_typed_is_there_after_the_next_start() -> anyhow::Result<()> {
    let mut world = World::start().await?;
    let typed = world.registration(OrgKey::Production, AppKind::Confidential);
    let draft = world.fill_draft(&typed).await?;
    assert_eq!(
        draft.secret.as_ref().map(|secret| secret.characters),
        Some(64)
    );
    world.reopen().await?;
    let request = DraftRequest {
        id: draft.id.clone(),
    };
    let found = world.ask(world.orgkeep.draft(request)).await?;
    assert_eq!(found, draft);
    assert_eq!(
        (found.fields.name, found.fields.consumer_key),
        (typed.name, typed.key)
    );
    world.end().await
}

#[tokio::test]
async fn a_scope_that_the_app_lacks_is_done_without_on_request() -> anyhow::Result<()> {
    let world = World::start().await?;
    let typed = world.registration(OrgKey::Uat, AppKind::Public);
    world.simulator.change_app(&typed.key, |app| {
        app.scopes = vec!["api".into(), "refresh_token".into()]
    })?;
    let mut asks_more = typed.clone();
    asks_more.presets = vec!["compliance-rehearsal".to_owned()];
    let draft = world.fill_draft(&asks_more).await?;
    world.connect(&draft.id).await?;
    let failed = world.failed_because(told("scopeNotAllowed")).await?;
    let target = TargetView::Draft {
        id: draft.id.clone(),
    };
    assert_eq!(failed.target, target);
    let request = orgkeep_api::attempt::ConnectRequest {
        draft: draft.id.clone(),
        all_scopes: true,
    };
    world.ask(world.orgkeep.connect(request)).await?;
    let address = world.browser.opened(1).await?;
    let consent = orgkeep_journeys::sign_in::Consent {
        id: String::new(),
        draft: draft.id,
        address,
    };
    assert_eq!(consent.parameter("scope"), None);
    world.allow_as(&consent, &world.admin(OrgKey::Uat)).await?;
    let connected = world.connected().await?;
    assert!(
        connected
            .connection
            .scopes
            .iter()
            .any(|scope| scope.scope == "api")
    );
    world.end().await
}

#[tokio::test]
async fn the_namespace_of_an_org_is_among_its_facts() -> anyhow::Result<()> {
    let world = World::start().await?;
    world.simulator.change_org(OrgKey::Developer, |org| {
        org.namespace_prefix = Some("larkfield".to_owned());
    });
    for (org, namespace) in [(OrgKey::Uat, None), (OrgKey::Developer, Some("larkfield"))] {
        let typed = world.registration(org, AppKind::Public);
        let shown = world.register(&typed).await?;
        assert_eq!(shown.namespace.as_deref(), namespace);
    }
    world.end().await
}
