//! Verify: what can be checked before a browser opens, one line for each check.

use anyhow::Context as _;
use orgkeep_api::checkup::{CheckStateView, CheckView, FindingView, SubjectView, VerificationView};
use orgkeep_api::command::Commands as _;
use orgkeep_api::register::DraftRequest;
use orgkeep_journeys::port::hold;
use orgkeep_journeys::sign_in::Registration;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, OrgKey, Propagation};

async fn verified(world: &World, typed: &Registration) -> anyhow::Result<VerificationView> {
    let draft = world.fill_draft(typed).await?;
    let request = DraftRequest {
        id: draft.id.clone(),
    };
    world.ask(world.orgkeep.verify(request)).await?;
    let over =
        |view: &VerificationView| view.draft.as_deref() == Some(draft.id.as_str()) && !view.running;
    world.wait_verification(over).await
}

fn line(view: &VerificationView, subject: SubjectView) -> anyhow::Result<&CheckView> {
    let found = view.checks.iter().find(|line| line.subject == subject);
    found.with_context(|| format!("no line for {subject:?}"))
}

fn said(view: &VerificationView, subject: SubjectView) -> anyhow::Result<FindingView> {
    let line = line(view, subject)?;
    line.finding.with_context(|| format!("{line:?}"))
}

#[tokio::test]
async fn with_the_right_values_every_line_is_fine() -> anyhow::Result<()> {
    let world = World::start().await?;
    let view = verified(&world, &world.registration(OrgKey::Uat, AppKind::Public)).await?;
    let findings: Vec<_> = view.checks.iter().map(|line| line.finding).collect();
    let expected = [
        FindingView::AddressFine,
        FindingView::ServerAnswers,
        FindingView::OrgFound,
        FindingView::KeyKnown,
        FindingView::CallbackAccepted,
        FindingView::PortFree,
        FindingView::KeyringOpen,
        FindingView::ClockRight,
    ];
    let expected = expected.map(|finding| {
        // The vault of this world has its key in a keyring and its rule from the practice org.
        Some(match finding {
            FindingView::KeyringOpen => FindingView::PracticeKey,
            other => other,
        })
    });
    assert_eq!(findings, expected);
    let org = line(&view, SubjectView::Org)?;
    assert_eq!(
        org.detail.as_deref(),
        Some(world.simulator.org(OrgKey::Uat).id.as_str())
    );
    world.end().await
}

#[tokio::test]
async fn an_org_that_is_registered_already_is_named() -> anyhow::Result<()> {
    let world = World::start().await?;
    let typed = world.registration(OrgKey::Uat, AppKind::Public);
    let known = world.register(&typed).await?;
    let other = world.registration(OrgKey::Uat, AppKind::Confidential);
    for (typed, finding) in [
        (typed, FindingView::OrgConnectedSameApp),
        (other, FindingView::OrgConnected),
    ] {
        let view = verified(&world, &typed).await?;
        let org = line(&view, SubjectView::Org)?;
        assert_eq!(org.finding, Some(finding));
        let connection = org.connection.as_ref().context("no connection")?;
        assert_eq!(connection.id, known.row.id);
    }
    world.end().await
}

#[tokio::test]
async fn a_new_key_is_told_from_a_wrong_one_by_evidence() -> anyhow::Result<()> {
    let world = World::start().await?;
    let typed = world.registration(OrgKey::Uat, AppKind::Public);
    world.simulator.change_app(&typed.key, |app| {
        app.propagation = Propagation::AfterRequests(u32::MAX)
    })?;
    let view = verified(&world, &typed).await?;
    assert_eq!(said(&view, SubjectView::Key)?, FindingView::KeyNotActiveYet);
    assert_eq!(line(&view, SubjectView::Key)?.state, CheckStateView::InTime);

    let slip = Registration {
        key: "3MVG9cut.short".to_owned(),
        ..typed.clone()
    };
    let view = verified(&world, &slip).await?;
    assert_eq!(
        said(&view, SubjectView::Key)?,
        FindingView::KeyProbablyWrong
    );
    assert_eq!(
        line(&view, SubjectView::Callback)?.state,
        CheckStateView::Skipped
    );
    world.end().await
}

#[tokio::test]
async fn a_key_that_worked_before_is_not_taken_for_new() -> anyhow::Result<()> {
    let world = World::start().await?;
    let typed = world.registration(OrgKey::Uat, AppKind::Public);
    world.register(&typed).await?;
    world.simulator.change_app(&typed.key, |app| {
        app.propagation = Propagation::AfterRequests(u32::MAX)
    })?;
    let view = verified(&world, &typed).await?;
    assert_eq!(
        said(&view, SubjectView::Key)?,
        FindingView::KeyProbablyWrong
    );
    world.end().await
}

#[tokio::test]
async fn a_callback_that_differs_is_found_before_the_browser_opens() -> anyhow::Result<()> {
    let world = World::start().await?;
    let typed = world.registration(OrgKey::Uat, AppKind::Public);
    world.simulator.change_app(&typed.key, |app| {
        app.callbacks = vec![format!("{}/", world.callback.as_str())]
    })?;
    let view = verified(&world, &typed).await?;
    assert_eq!(said(&view, SubjectView::Key)?, FindingView::KeyKnown);
    let callback = line(&view, SubjectView::Callback)?;
    assert_eq!(callback.finding, Some(FindingView::CallbackMismatch));
    assert_eq!(callback.detail.as_deref(), Some(world.callback.as_str()));
    assert_eq!(world.browser.count(), 0);
    world.end().await
}

#[tokio::test]
async fn the_port_s_holder_and_a_dead_server_are_named() -> anyhow::Result<()> {
    let mut world = World::start().await?;
    let typed = world.registration(OrgKey::Uat, AppKind::Public);
    let held = hold(&world.callback)?;
    world.stop_simulator().await?;
    let view = verified(&world, &typed).await?;
    assert_eq!(
        said(&view, SubjectView::Network)?,
        FindingView::ServerUnreachable
    );
    assert_eq!(said(&view, SubjectView::Port)?, FindingView::PortOccupied);
    for subject in [SubjectView::Org, SubjectView::Key, SubjectView::Callback] {
        assert_eq!(line(&view, subject)?.state, CheckStateView::Skipped);
    }
    drop(held);
    world.end().await
}

#[tokio::test]
async fn an_address_that_cannot_be_used_asks_nobody() -> anyhow::Result<()> {
    let world = World::start().await?;
    let typed = Registration {
        login_url: "https://evil.example".to_owned(),
        ..world.registration(OrgKey::Uat, AppKind::Public)
    };
    world.simulator.journal().clear();
    let view = verified(&world, &typed).await?;
    assert_eq!(
        said(&view, SubjectView::Address)?,
        FindingView::AddressUnusable
    );
    assert_eq!(
        line(&view, SubjectView::Key)?.state,
        CheckStateView::Skipped
    );
    assert!(world.simulator.journal().entries().is_empty());
    world.end().await
}
