//! Many connections that move to External Client Apps, one sign-in after the other.

use orgkeep_api::attempt::AttemptView;
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::connection::{AuthenticationView, ConnectionRequest};
use orgkeep_api::error::ErrorCode;
use orgkeep_api::failure::FailureView;
use orgkeep_api::moves::{
    ExportMovesRequest, MoveStateView, MovesFormat, MovesStateView, MovesView, PauseView,
    QueueMovesRequest,
};
use orgkeep_api::vault::VaultView;
use orgkeep_journeys::child::{self, Player};
use orgkeep_journeys::plan::Plan;
use orgkeep_journeys::sign_in::Consent;
use orgkeep_journeys::twin::Twin;
use orgkeep_journeys::waiting::told;
use orgkeep_journeys::world::World;
use orgkeep_simulator::OrgKey;

const ORGS: [OrgKey; 3] = [OrgKey::Uat, OrgKey::Development, OrgKey::Developer];

/// Connections through Connected Apps, each with the app typed that it moves to.
async fn ready(world: &World) -> anyhow::Result<Vec<String>> {
    let mut ids = Vec::new();
    for org in ORGS {
        let (connection, app) = world.movable(org).await?;
        world.type_move(&connection.row.id, &app).await?;
        ids.push(connection.row.id);
    }
    Ok(ids)
}

async fn queue(world: &World, ids: &[String]) -> anyhow::Result<()> {
    let connections = ids.to_vec();
    let request = QueueMovesRequest { connections };
    world.ask(world.orgkeep.queue_moves(request)).await?;
    Ok(())
}

/// Waits until the browser is open for the connection that is the so-manyth sign-in of this test.
async fn consent(world: &World, number: usize) -> anyhow::Result<Consent> {
    let address = world.browser.opened(ORGS.len() + number).await?;
    world.consent_at(address).await
}

fn states(view: &MovesView) -> Vec<MoveStateView> {
    view.moves.iter().map(|one| one.state.clone()).collect()
}

fn is_over(view: &MovesView) -> bool {
    view.state == MovesStateView::Over
}

async fn authentication(world: &World, id: &str) -> anyhow::Result<AuthenticationView> {
    Ok(world.details(id).await?.row.authentication)
}

#[tokio::test]
async fn three_move_one_after_the_other_and_the_ticket_says_so() -> anyhow::Result<()> {
    let world = World::start().await?;
    let ids = ready(&world).await?;
    assert_eq!(
        world.orgkeep.watch_moves().borrow().ready.len(),
        ids.len(),
        "their apps are typed"
    );
    queue(&world, &ids).await?;
    for (number, org) in ORGS.into_iter().enumerate() {
        let consent = consent(&world, number + 1).await?;
        assert_eq!(consent.draft, ids[number], "in the order of the queue");
        world.allow_as(&consent, &world.admin(org)).await?;
    }
    let over = world.wait_moves(is_over).await?;
    assert_eq!(states(&over), vec![MoveStateView::Moved; 3]);
    assert_eq!(over.ready, Vec::<String>::new());
    for id in &ids {
        let now = authentication(&world, id).await?;
        assert_eq!(now, AuthenticationView::ExternalClientApp);
    }
    let again = world.orgkeep.queue_moves(QueueMovesRequest {
        connections: ids.clone(),
    });
    let refused = again.await.expect_err("they are moved");
    assert_eq!(refused.code, ErrorCode::NotFound);

    for (format, name) in [
        (MovesFormat::Csv, "moves.csv"),
        (MovesFormat::Markdown, "moves.md"),
    ] {
        let path = world.choose(name);
        let request = ExportMovesRequest { format };
        world.ask(world.orgkeep.export_moves(request)).await?;
        let text = std::fs::read_to_string(path)?;
        let moved = text
            .lines()
            .filter(|line| line.to_lowercase().contains("moved"));
        assert!(moved.count() >= 3, "{text}");
        assert!(ids.iter().all(|id| text.contains(id.as_str())), "{text}");
    }
    world.ask(world.orgkeep.close_moves(NoRequest {})).await?;
    assert!(world.orgkeep.watch_moves().borrow().moves.is_empty());
    world.end().await
}

#[tokio::test]
async fn what_is_denied_or_skipped_stays_as_it_was_and_the_rest_goes_on() -> anyhow::Result<()> {
    let world = World::start().await?;
    let ids = ready(&world).await?;
    let rows = [
        world.details(&ids[0]).await?.row,
        world.details(&ids[1]).await?.row,
    ];
    queue(&world, &ids).await?;
    let first = consent(&world, 1).await?;
    world.deny_as(&first, &world.admin(ORGS[0])).await?;
    let second = consent(&world, 2).await?;
    assert_eq!(second.draft, ids[1]);
    let skip = ConnectionRequest { id: ids[1].clone() };
    world.ask(world.orgkeep.skip_move(skip)).await?;
    let third = consent(&world, 3).await?;
    world.allow_as(&third, &world.admin(ORGS[2])).await?;
    let over = world.wait_moves(is_over).await?;
    let denied = MoveStateView::Failed {
        reason: Some(told("denied")),
    };
    assert_eq!(
        states(&over),
        [denied, MoveStateView::Skipped, MoveStateView::Moved]
    );
    for row in rows {
        let now = world.details(&row.id).await?;
        assert_eq!(now.row, row);
        assert!(now.pending.is_some(), "nothing is typed twice");
    }

    queue(&world, &ids[..1]).await?;
    let again = consent(&world, 4).await?;
    assert_eq!(again.draft, ids[0]);
    world.allow_as(&again, &world.admin(ORGS[0])).await?;
    let over = world.wait_moves(is_over).await?;
    let moved = |one: &&MoveStateView| **one == MoveStateView::Moved;
    assert_eq!(states(&over).iter().filter(moved).count(), 2);
    world.end().await
}

#[tokio::test]
async fn an_app_that_another_connection_has_fails_before_anybody_is_asked_and_the_rest_goes_on()
-> anyhow::Result<()> {
    let world = World::start().await?;
    let (taken, app) = world.movable(ORGS[0]).await?;
    let before = world.type_move(&taken.row.id, &app).await?;
    let other = world.register(&world.registration_of(&app)).await?;
    let (next, its_app) = world.movable(ORGS[1]).await?;
    world.type_move(&next.row.id, &its_app).await?;
    let browsers = world.browser.count();
    queue(&world, &[taken.row.id.clone(), next.row.id.clone()]).await?;
    let address = world.browser.opened(browsers + 1).await?;
    let consent = world.consent_at(address).await?;
    assert_eq!(consent.draft, next.row.id, "nobody is asked for the first");
    world.allow_as(&consent, &world.admin(ORGS[1])).await?;
    let over = world.wait_moves(is_over).await?;
    let name = other.row.name;
    let failed = MoveStateView::Failed {
        reason: Some(FailureView::AnotherConnection { name: name.clone() }),
    };
    assert_eq!(states(&over), [failed, MoveStateView::Moved]);
    assert_eq!(world.details(&taken.row.id).await?, before);
    assert_eq!(world.simulator.grant_count(&app.client_id), 1);
    let path = world.choose("moves.csv");
    let format = MovesFormat::Csv;
    let report = world.orgkeep.export_moves(ExportMovesRequest { format });
    world.ask(report).await?;
    let text = std::fs::read_to_string(path)?;
    assert!(
        text.contains(&format!("{name} has this app already")),
        "{text}"
    );
    world.end().await
}

#[tokio::test]
async fn a_second_start_goes_on_where_the_queue_was_paused() -> anyhow::Result<()> {
    let mut world = World::start().await?;
    let ids = ready(&world).await?;
    queue(&world, &ids).await?;
    let first = consent(&world, 1).await?;
    world.ask(world.orgkeep.pause_moves(NoRequest {})).await?;
    world.allow_as(&first, &world.admin(ORGS[0])).await?;
    let asked = MovesStateView::Paused {
        why: PauseView::Asked,
    };
    let paused = world.wait_moves(|view| view.state == asked).await?;
    let waiting = [
        MoveStateView::Moved,
        MoveStateView::Waiting,
        MoveStateView::Waiting,
    ];
    assert_eq!(states(&paused), waiting);
    assert_eq!(world.browser.count(), ORGS.len() + 1);

    world.reopen().await?;
    world.unlocked().await?;
    let started = MovesStateView::Paused {
        why: PauseView::Started,
    };
    let found = world.wait_moves(|view| view.state == started).await?;
    assert_eq!(states(&found), waiting);
    // Removed meanwhile, it is nobody's turn any more.
    let gone = ConnectionRequest { id: ids[1].clone() };
    world.ask(world.orgkeep.remove_connection(gone)).await?;
    world.ask(world.orgkeep.resume_moves(NoRequest {})).await?;
    let next = consent(&world, 2).await?;
    assert_eq!(next.draft, ids[2]);
    world.allow_as(&next, &world.admin(ORGS[2])).await?;
    let over = world.wait_moves(is_over).await?;
    assert_eq!(states(&over), vec![MoveStateView::Moved; 2]);
    world.end().await
}

#[tokio::test]
async fn whoever_walks_away_finds_the_queue_waiting_and_another_sign_in_comes_first()
-> anyhow::Result<()> {
    let world = World::start().await?;
    let ids = ready(&world).await?;
    queue(&world, &ids[..2]).await?;
    let first = consent(&world, 1).await?;
    world.cancel(&first.id).await?;
    let reason = FailureView::Cancelled;
    let stuck = MovesStateView::Paused {
        why: PauseView::Hindered { reason },
    };
    let paused = world.wait_moves(|view| view.state == stuck).await?;
    assert_eq!(states(&paused), vec![MoveStateView::Waiting; 2]);

    // Authenticated again meanwhile, by a sign-in that the queue lets end.
    let other = world.consent_again(&ids[0], false).await?;
    world.ask(world.orgkeep.resume_moves(NoRequest {})).await?;
    assert_eq!(world.attempt_id()?, other.id);
    world.allow_as(&other, &world.admin(ORGS[0])).await?;
    for number in [3, 4] {
        let next = consent(&world, number).await?;
        assert_eq!(next.draft, ids[number - 3]);
        world
            .allow_as(&next, &world.admin(ORGS[number - 3]))
            .await?;
    }
    let over = world.wait_moves(is_over).await?;
    assert_eq!(states(&over), vec![MoveStateView::Moved; 2]);
    world.end().await
}

#[tokio::test]
async fn a_queue_that_is_stopped_tries_nothing_more() -> anyhow::Result<()> {
    let world = World::start().await?;
    let ids = ready(&world).await?;
    queue(&world, &ids).await?;
    let first = consent(&world, 1).await?;
    world.ask(world.orgkeep.stop_moves(NoRequest {})).await?;
    let over = world.wait_moves(|view| is_over(view) && states(view) == [MoveStateView::Skipped]);
    over.await?;
    let ended = |view: &AttemptView| matches!(view, AttemptView::Failed { .. });
    world.wait_attempt(ended).await?;
    world.leave(&first.id).await?;
    assert_eq!(world.browser.count(), ORGS.len() + 1);
    for id in &ids {
        let now = authentication(&world, id).await?;
        assert_eq!(now, AuthenticationView::ConnectedApp);
    }
    world.end().await
}

/// The way back into this program. An ordinary run has no role, and this does nothing.
#[tokio::test]
async fn plays_its_role() -> anyhow::Result<()> {
    if child::role().is_none() {
        return Ok(());
    }
    let twin = Twin::open().await?;
    let open = |view: &VaultView| matches!(view, VaultView::Open { .. });
    twin.orgkeep.watch_vault().wait_for(open).await?;
    twin.orgkeep.resume_moves(NoRequest {}).await?;
    for number in 1..=ORGS.len() {
        child::say(&twin.browser.opened(number).await?)?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_it_has_moved_what_it_moved_and_tries_nothing_twice()
-> anyhow::Result<()> {
    let mut world = World::with(Plan {
        key_file: true,
        ..Plan::default()
    })
    .await?;
    let ids = ready(&world).await?;
    queue(&world, &ids).await?;
    let first = consent(&world, 1).await?;
    world.ask(world.orgkeep.pause_moves(NoRequest {})).await?;
    world.cancel(&first.id).await?;
    let paused = |view: &MovesView| matches!(view.state, MovesStateView::Paused { .. });
    world.wait_moves(paused).await?;
    world.orgkeep.clone().close().await;

    let test = "move_queue::plays_its_role";
    let mut other = Player::start(test, "queue", &world.for_twins())?;
    let address = tokio::task::block_in_place(|| other.hear())?;
    let moved = Consent {
        id: String::new(),
        draft: ids[0].clone(),
        address,
    };
    world.allow_as(&moved, &world.admin(ORGS[0])).await?;
    let _second = tokio::task::block_in_place(|| other.hear())?;
    other.kill()?;

    world.open_again().await?;
    world.unlocked().await?;
    let started = MovesStateView::Paused {
        why: PauseView::Started,
    };
    let found = world.wait_moves(|view| view.state == started).await?;
    assert_eq!(
        states(&found),
        [
            MoveStateView::Moved,
            MoveStateView::CutOff,
            MoveStateView::Waiting
        ]
    );
    assert_eq!(
        authentication(&world, &ids[1]).await?,
        AuthenticationView::ConnectedApp
    );
    let before = world.browser.count();
    world.ask(world.orgkeep.resume_moves(NoRequest {})).await?;
    for (number, org) in [(1, ORGS[1]), (2, ORGS[2])] {
        let address = world.browser.opened(before + number).await?;
        let next = world.consent_at(address).await?;
        assert_eq!(next.draft, ids[number]);
        world.allow_as(&next, &world.admin(org)).await?;
    }
    let over = world.wait_moves(is_over).await?;
    assert_eq!(states(&over), vec![MoveStateView::Moved; 3]);
    world.end().await
}
