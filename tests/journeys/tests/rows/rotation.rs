//! A new key and secret are in force, or the ones before are and it goes on, wherever the process dies.

use anyhow::{Context as _, ensure};
use orgkeep_journeys::creating::Making;
use orgkeep_journeys::creator::{Creator, Death, Errand};
use orgkeep_journeys::row::{Row, size};
use orgkeep_simulator::{AppKind, ClientApp, OrgKey};
use orgkeep_vault::rotation_record::{RotationRecord, RotationStep};

use crate::role::TEST;

/// Steps of one rotation, and its end.
const STEPS: usize = 10;

fn app(making: &Making) -> anyhow::Result<ClientApp> {
    let world = &making.used.world;
    let mut apps = world.simulator.apps(OrgKey::Uat).into_iter();
    let app = apps.find(|app| app.kind == Some(AppKind::Confidential));
    let app = app.context("the app is gone")?;
    let spare = app.spare.as_ref().map(|spare| &spare.secret);
    for secret in app.secret.iter().chain(spare) {
        world.secrets.keep("consumer secret", secret);
    }
    Ok(app)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_04_a_kill_at_any_step_leaves_the_old_pair_or_the_new_one() -> anyhow::Result<()> {
    let kills = size(100, STEPS * 2);
    let mut row = Row::new("A-04", kills);
    for kill in 0..kills {
        let (step, undo) = (kill / 2 % STEPS + 1, kill % 2 == 0);
        let outcome = killed(step, undo).await;
        row.note(format!("kill {kill} at step {step}, undo {undo}"), outcome);
    }
    row.finish(Ok(()))
}

async fn killed(step: usize, undo: bool) -> anyhow::Result<()> {
    let making = Making::through(AppKind::Confidential).await?;
    let before = app(&making)?;
    let task = (Errand::Rotate, Death::Step(step));
    let said = Creator::dies(TEST, &making, "", task).await?;
    let new = settled(&making, undo).await.with_context(|| said.clone())?;
    let after = app(&making)?;
    ensure!(
        new == (after.client_id != before.client_id),
        "{said}: the org has the other pair"
    );
    ensure!(
        new || after == before,
        "{said}: something is left in the org"
    );
    let vault = making.used.world.vault().await?;
    let pending = vault.pending(&making.used.id).await?;
    let kept = pending.map(|own| own.consumer_key.as_str().to_owned());
    ensure!(
        kept == new.then_some(after.client_id),
        "{said}: another pair is pending"
    );
    let switched = making
        .used
        .world
        .simulator
        .org(OrgKey::Uat)
        .secrets_by_rest_since;
    ensure!(
        switched.is_none(),
        "{said}: the org's setting was not put back"
    );
    making.untouched()?;
    making.used.world.end().await
}

/// Takes it back where that is wanted and can be done, or goes on. Says whether the new pair is in force in the org.
async fn settled(making: &Making, undo: bool) -> anyhow::Result<bool> {
    let id = &making.used.id;
    let found = making.used.world.vault().await?.rotation(id).await?;
    let Some(record) = found else {
        return Ok(false);
    };
    if !record.is_unfinished() {
        return Ok(true);
    }
    if undo && record.step <= RotationStep::Staged {
        making.creations.undo_rotation(id).await?;
        return Ok(false);
    }
    let now = jiff::Timestamp::now();
    let done: RotationRecord = making.creations.rotate_secret(id, now, false).await?;
    ensure!(!done.is_unfinished(), "{done:?}");
    Ok(true)
}
