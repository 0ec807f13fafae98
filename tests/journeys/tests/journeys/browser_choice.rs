//! The right browser: chosen for a draft, remembered with the connection, and filled in beforehand.

use orgkeep_api::browser::BrowserFields;
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::register::{DraftView, SaveDraftRequest};
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, OrgKey};

const ORG: OrgKey = OrgKey::Uat;

/// Chooses a private window of a browser that is not the default, and says who will sign in.
async fn choose(world: &World, draft: DraftView) -> anyhow::Result<DraftView> {
    let mut fields = draft.fields;
    fields.username = world.admin(ORG).username;
    fields.browser = BrowserFields {
        id: Some("firefox".to_owned()),
        private: true,
    };
    let request = SaveDraftRequest {
        id: draft.id,
        step: draft.step,
        fields,
    };
    Ok(world.ask(world.orgkeep.save_draft(request)).await?)
}

#[tokio::test]
async fn the_chosen_browser_opens_and_is_remembered_with_the_connection() -> anyhow::Result<()> {
    let world = World::start().await?;
    let installed = world.ask(world.orgkeep.browsers(NoRequest {})).await?;
    assert!(installed.installed[0].is_default && installed.installed.len() == 2);
    let typed = world.registration(ORG, AppKind::Public);
    let draft = choose(&world, world.fill_draft(&typed).await?).await?;
    let consent = world.consent_for(&draft.id).await?;
    let chosen = BrowserChoice {
        id: Some("firefox".to_owned()),
        private: true,
    };
    assert_eq!(world.browser.choices(), std::slice::from_ref(&chosen));
    assert_eq!(
        consent.parameter("login_hint"),
        Some(world.admin(ORG).username)
    );
    assert_eq!(consent.parameter("prompt").as_deref(), Some("login"));
    world.allow_as(&consent, &world.admin(ORG)).await?;
    world.connected().await?;
    let kept = world.vault().await?.connections().await?;
    assert_eq!(kept.records[0].browser, chosen);
    world.end().await
}

#[tokio::test]
async fn another_browser_can_be_chosen_while_the_first_shows_nothing() -> anyhow::Result<()> {
    let world = World::start().await?;
    world.browser.break_down(true);
    let typed = world.registration(ORG, AppKind::Public);
    let draft = world.fill_draft(&typed).await?;
    let consent = world.consent_for(&draft.id).await?;
    world.browser.break_down(false);
    choose(&world, draft).await?;
    let again = orgkeep_api::attempt::AttemptRequest {
        id: consent.id.clone(),
    };
    world.ask(world.orgkeep.open_browser_again(again)).await?;
    assert!(world.browser.choices()[1].private);
    world.cancel(&consent.id).await?;
    world.failed().await?;
    world.end().await
}
