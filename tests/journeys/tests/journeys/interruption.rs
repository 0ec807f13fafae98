//! The program dies in the middle of a sign-in.

use orgkeep_api::attempt::{AttemptView, ConnectRequest};
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::vault::VaultView;
use orgkeep_journeys::child::{self, Player};
use orgkeep_journeys::outside::PATIENCE;
use orgkeep_journeys::plan::Plan;
use orgkeep_journeys::sign_in::Consent;
use orgkeep_journeys::twin::Twin;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, Endpoint, Fault, OrgKey, Times, WireEffect};

/// The way back into this program. An ordinary run has no role, and this does nothing.
#[tokio::test]
async fn plays_its_role() -> anyhow::Result<()> {
    let Some(draft) = child::role() else {
        return Ok(());
    };
    let twin = Twin::open().await?;
    let open = |view: &VaultView| matches!(view, VaultView::Open { .. });
    twin.orgkeep.watch_vault().wait_for(open).await?;
    twin.orgkeep
        .connect(ConnectRequest {
            draft,
            all_scopes: false,
        })
        .await?;
    child::say(&twin.browser.opened(1).await?)?;
    let over = |view: &AttemptView| !matches!(view, AttemptView::Running { .. });
    twin.orgkeep.watch_attempt().wait_for(over).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_exchange_it_says_so_at_the_next_start_and_saved_nothing()
-> anyhow::Result<()> {
    let mut world = World::with(Plan {
        key_file: true,
        ..Plan::default()
    })
    .await?;
    let draft = world
        .fill_draft(&world.registration(OrgKey::Uat, AppKind::Confidential))
        .await?;
    world.orgkeep.clone().close().await;

    let test = "interruption::plays_its_role";
    let mut other = Player::start(test, &draft.id, &world.for_twins())?;
    let address = tokio::task::block_in_place(|| other.hear())?;
    let hang = Fault::Wire {
        at: Some(Endpoint::Token),
        effect: WireEffect::Hang,
    };
    world.simulator.faults().set(hang, Times::Next(1));
    let consent = Consent {
        id: String::new(),
        draft: draft.id.clone(),
        address,
    };
    world.allow_as(&consent, &world.admin(OrgKey::Uat)).await?;
    let asked = |entries: &[orgkeep_simulator::JournalEntry]| {
        entries
            .iter()
            .any(|entry| entry.endpoint == Endpoint::Token)
    };
    world.simulator.journal().wait_for(asked, PATIENCE).await?;
    other.kill()?;

    world.open_again().await?;
    let drafts = world.ask(world.orgkeep.drafts(NoRequest {})).await?.drafts;
    assert_eq!(drafts.len(), 1);
    assert!(drafts[0].interrupted_at.is_some());
    assert_eq!(drafts[0].fields, draft.fields);
    assert_eq!(world.rows()?.count(), 0);
    world.standing().await?;

    world.unlocked().await?;
    let again = world.consent_for(&draft.id).await?;
    assert_ne!(again.state(), consent.state());
    world.allow_as(&again, &world.admin(OrgKey::Uat)).await?;
    world.connected().await?;
    world.end().await
}
