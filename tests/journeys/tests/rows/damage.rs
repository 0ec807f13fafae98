//! S-17, the half of the window: a store that is damaged is put aside when the person says so, and not before.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, ensure};
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::error::ErrorCode;
use orgkeep_api::vault::{StoreReasonView, VaultView};
use orgkeep_app::facade::Orgkeep;
use orgkeep_app::surroundings::{Mode, OutsideError, Pending, Reopen, Surroundings};
use orgkeep_journeys::row::Row;
use orgkeep_journeys::world::World;
use orgkeep_vault::vault::{Vault, VaultSettings};

/// What becomes of the store's bytes.
type Damage = fn(&mut Vec<u8>);

const DAMAGES: [(&str, Damage); 4] = [
    ("cut off", |bytes| bytes.truncate(bytes.len() / 2)),
    ("a sector of zeros", |bytes| bytes[..512].fill(0)),
    ("something else", |bytes| {
        *bytes = b"This was a store once.".repeat(200);
    }),
    ("empty", Vec::clear),
];

/// Notes which folder was to be opened.
#[derive(Default)]
struct Reopened(Mutex<Vec<Mode>>);

impl Reopen for Reopened {
    fn reopen(&self, mode: Mode) -> Pending<Result<(), OutsideError>> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(mode);
        Box::pin(async { Ok(()) })
    }
}

#[tokio::test]
async fn s_17_a_damaged_store_is_put_aside_when_somebody_says_so() -> anyhow::Result<()> {
    let world = World::start().await?;
    let mut row = Row::new("S-17", DAMAGES.len());
    for (name, damage) in DAMAGES {
        row.note(name, is_put_aside(&world, damage).await);
    }
    row.finish(world.standing().await)
}

async fn is_put_aside(world: &World, damage: Damage) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let settings = || VaultSettings {
        folder: folder.path().to_owned(),
        ..world.vault_settings()
    };
    let vault = Vault::open(settings())?;
    vault.unlock().await?;
    vault.set_setting("theme", "dark".into()).await?;
    // Nobody has it open any more when the last word of its lock is told.
    let mut states = vault.lock_state();
    drop(vault);
    while states.changed().await.is_ok() {}
    let store = folder.path().join("orgkeep.db");
    let mut bytes = fs::read(&store)?;
    damage(&mut bytes);
    fs::write(&store, &bytes)?;

    let reopened = Arc::new(Reopened::default());
    let around = Surroundings {
        reopen: Some(Arc::clone(&reopened) as Arc<dyn Reopen>),
        ..world.surroundings()
    };
    let orgkeep = Orgkeep::open(settings(), around.clone()).await;
    let view = orgkeep.watch_vault().borrow().clone();
    let reason = match view {
        VaultView::Unusable { reason, .. } => Some(reason),
        _ => None,
    };
    ensure!(reason == Some(StoreReasonView::Damaged), "{reason:?}");
    ensure!(fs::read(&store)? == bytes, "it was changed before");

    let told = orgkeep.set_store_aside(NoRequest {}).await?;
    let aside = PathBuf::from(told.path.context("nothing was moved")?);
    ensure!(fs::read(&aside)? == bytes, "it was changed");
    let modes = reopened
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    ensure!(modes == [Mode::Practice], "{modes:?}");
    is_new(settings(), &around, &aside, &bytes).await
}

/// What is opened next is empty, works, and has nothing to put aside.
async fn is_new(
    settings: VaultSettings,
    around: &Surroundings,
    aside: &Path,
    bytes: &[u8],
) -> anyhow::Result<()> {
    let orgkeep = Orgkeep::open(settings, around.clone()).await;
    let mut vault = orgkeep.watch_vault();
    let open = |view: &VaultView| matches!(view, VaultView::Open { .. });
    vault.wait_for(open).await?;
    ensure!(orgkeep.drafts(NoRequest {}).await?.drafts.is_empty());
    let refused = orgkeep.set_store_aside(NoRequest {}).await;
    let code = refused.err().map(|error| error.code);
    ensure!(code == Some(ErrorCode::Changed), "{code:?}");
    orgkeep.close().await;
    ensure!(fs::read(aside)? == bytes, "it was changed afterwards");
    Ok(())
}
