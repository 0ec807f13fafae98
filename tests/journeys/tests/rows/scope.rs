//! What is asked for, what is granted, and what becomes of the difference: O-13; and rotation, R-44.

use std::collections::BTreeSet;

use anyhow::{Context as _, ensure};
use orgkeep_api::attempt::ConnectRequest;
use orgkeep_api::command::Commands as _;
use orgkeep_api::connection::{ConnectionRequest, ConnectionView, DeviationView, ScopeStateView};
use orgkeep_domain::catalogue::{Cause, StepAction};
use orgkeep_journeys::row::Row;
use orgkeep_journeys::sign_in::{Consent, Registration};
use orgkeep_journeys::waiting::told;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, Fault, FieldChange, OrgKey, Times};

const ORG: OrgKey = OrgKey::Uat;
/// What Orgkeep alone asks for.
const ALONE: [&str; 4] = ["api", "id", "refresh_token", "web"];
/// What one more product asks for besides.
const PRODUCT: &str = "compliance-rehearsal";
const ADDED: &str = "sfap_api";
/// What nobody asked for.
const EXTRA: &str = "pardot_api";

#[tokio::test]
async fn o_13_no_more_is_asked_than_wanted_and_a_difference_is_told() -> anyhow::Result<()> {
    let mut row = Row::new("O-13", 4);
    row.note("the preset's scopes", asked(&[], &ALONE).await);
    let with_added: Vec<&str> = ALONE.into_iter().chain([ADDED]).collect();
    row.note("one more", asked(&[PRODUCT], &with_added).await);
    row.note("more is granted than asked", more_is_granted().await);
    row.note("the app lacks one", the_app_lacks_one().await);
    row.finish(Ok(()))
}

/// A machine, and what is typed for an app with these scopes besides its own.
async fn with_app(presets: &[&str], added: &[&str]) -> anyhow::Result<(World, Registration)> {
    let world = World::start().await?;
    let mut typed = world.registration(ORG, AppKind::Public);
    typed.presets = presets.iter().map(|id| (*id).to_owned()).collect();
    world.simulator.change_app(&typed.key, |app| {
        app.scopes
            .extend(added.iter().map(|scope| (*scope).to_owned()));
    })?;
    Ok((world, typed))
}

fn scopes_of(consent: &Consent) -> BTreeSet<String> {
    let asked = consent.parameter("scope").unwrap_or_default();
    asked.split(' ').map(str::to_owned).collect()
}

async fn connected(world: &World, consent: &Consent) -> anyhow::Result<ConnectionView> {
    world.allow_as(consent, &world.admin(ORG)).await?;
    Ok(world.connected().await?.connection)
}

async fn asked(presets: &[&str], expected: &[&str]) -> anyhow::Result<()> {
    let (world, typed) = with_app(presets, &[ADDED, EXTRA]).await?;
    let consent = world.at_consent(&typed).await?;
    let expected: BTreeSet<String> = expected.iter().map(|scope| (*scope).to_owned()).collect();
    let asked = scopes_of(&consent);
    ensure!(asked == expected, "{asked:?}");
    let connection = connected(&world, &consent).await?;
    let as_asked = |state| state == ScopeStateView::Granted;
    ensure!(
        connection.scopes.iter().all(|scope| as_asked(scope.state)),
        "{:?}",
        connection.scopes
    );
    world.end().await
}

async fn more_is_granted() -> anyhow::Result<()> {
    let (world, typed) = with_app(&[], &[]).await?;
    let fault = Fault::TokenField {
        grant: None,
        name: "scope".to_owned(),
        change: FieldChange::AddWord(EXTRA.to_owned()),
    };
    let consent = world.at_consent(&typed).await?;
    world.simulator.faults().set(fault, Times::Next(1));
    let connection = connected(&world, &consent).await?;
    let told = DeviationView::ScopeExtra {
        scope: EXTRA.to_owned(),
    };
    ensure!(
        connection.deviations.contains(&told),
        "{:?}",
        connection.deviations
    );
    let extra = connection.scopes.iter().find(|one| one.scope == EXTRA);
    let extra = extra.context("it is not among the scopes")?;
    ensure!(
        extra.state == ScopeStateView::Extra && extra.wanted_by.is_empty(),
        "{extra:?}"
    );
    world.end().await
}

/// Salesforce refuses. What it refused for offers to take what the app has, and that works.
async fn the_app_lacks_one() -> anyhow::Result<()> {
    let (world, typed) = with_app(&[PRODUCT], &[]).await?;
    let draft = world.fill_draft(&typed).await?;
    world.connect(&draft.id).await?;
    world.failed_because(told("scopeNotAllowed")).await?;
    let steps = Cause::of("scopeNotAllowed").steps();
    ensure!(
        steps
            .iter()
            .any(|step| step.action == Some(StepAction::RetryWithAllScopes)),
        "it is not offered: {steps:?}"
    );
    let opened = world.browser.count();
    let request = ConnectRequest {
        draft: draft.id,
        all_scopes: true,
    };
    world.ask(world.orgkeep.connect(request)).await?;
    let consent = world
        .consent_at(world.browser.opened(opened + 1).await?)
        .await?;
    ensure!(
        consent.parameter("scope").is_none(),
        "scopes were asked for"
    );
    let connection = connected(&world, &consent).await?;
    let missing = connection.scopes.iter().find(|one| one.scope == ADDED);
    ensure!(
        missing.is_some_and(|one| one.state == ScopeStateView::Missing),
        "{:?}",
        connection.scopes
    );
    world.end().await
}

#[tokio::test]
async fn r_44_rotation_is_advised_where_there_is_no_secret() -> anyhow::Result<()> {
    let mut row = Row::new("R-44", 3);
    let world = World::start().await?;
    let secretless = world
        .register(&world.registration(ORG, AppKind::Public))
        .await?;
    row.note("without a secret", advised(&secretless, 1));
    let confidential = world
        .register(&world.registration(ORG, AppKind::Confidential))
        .await?;
    row.note("with a secret", advised(&confidential, 0));
    row.note(
        "it rotates",
        not_advised_once_it_rotates(&world, secretless).await,
    );
    row.finish(world.end().await)
}

fn advised(connection: &ConnectionView, times: usize) -> anyhow::Result<()> {
    let all = connection.deviations.iter();
    let advice = all.filter(|one| **one == DeviationView::RotationAdvised);
    ensure!(advice.count() == times, "{:?}", connection.deviations);
    Ok(())
}

/// Only a renewal shows whether the app rotates.
async fn not_advised_once_it_rotates(
    world: &World,
    connection: ConnectionView,
) -> anyhow::Result<()> {
    let id = connection.row.id;
    let renewed = || async {
        world.simulator.end_access_tokens();
        let request = ConnectionRequest { id: id.clone() };
        world.ask(world.orgkeep.test_connection(request)).await?;
        world.details(&id).await
    };
    advised(&renewed().await?, 1)?;
    let app = world.simulator.app(ORG, AppKind::Public).client_id;
    world
        .simulator
        .change_app(&app, |app| app.rotates_refresh_tokens = true)?;
    advised(&renewed().await?, 0)
}
