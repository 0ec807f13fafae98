//! The checklist of a draft: its values, its ticks, and the document for whoever may create apps.

use std::fs;

use anyhow::Context as _;
use orgkeep_api::checklist::{
    ChecklistStepId, ChecklistStepView, NoteKindId, SettingId, SetupPageId,
};
use orgkeep_api::command::Commands as _;
use orgkeep_api::register::{DraftRequest, DraftView, SaveDraftRequest, WizardStepView};
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_journeys::plan::Plan;
use orgkeep_journeys::sign_in::Registration;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, OrgKey};

use crate::blueprint::app;

/// A draft for an app of three products, with two steps done.
async fn prepared(world: &World, typed: &Registration) -> anyhow::Result<DraftView> {
    let draft = world.fill_draft(typed).await?;
    let mut fields = draft.fields;
    fields.app = app();
    fields.ticked = vec![ChecklistStepId::OpenManager, ChecklistStepId::Callback];
    let request = SaveDraftRequest {
        id: draft.id,
        step: WizardStepView::Prerequisites,
        fields,
    };
    Ok(world.ask(world.orgkeep.save_draft(request)).await?)
}

fn step(draft: &DraftView, id: ChecklistStepId) -> anyhow::Result<&ChecklistStepView> {
    let steps = &draft.design.checklist;
    let found = steps.iter().find(|step| step.id == id);
    found.context("the step is not there")
}

#[tokio::test]
async fn a_draft_keeps_answers_and_choices_over_a_restart() -> anyhow::Result<()> {
    let mut world = World::start().await?;
    let typed = world.registration(OrgKey::Uat, AppKind::Public);
    let draft = prepared(&world, &typed).await?;
    assert_eq!(draft.fields.app, app());
    world.reopen().await?;
    let request = DraftRequest {
        id: draft.id.clone(),
    };
    assert_eq!(world.ask(world.orgkeep.draft(request)).await?, draft);
    world.end().await
}

#[tokio::test]
async fn the_checklist_has_values_ticks_notes_and_pages() -> anyhow::Result<()> {
    let world = World::start().await?;
    let typed = world.registration(OrgKey::Uat, AppKind::Public);
    let draft = prepared(&world, &typed).await?;
    assert!(draft.has_setup);
    let callback = step(&draft, ChecklistStepId::Callback)?;
    assert!(callback.ticked && !step(&draft, ChecklistStepId::Scopes)?.ticked);
    let urls = callback.values.iter().filter(|value| value.copyable);
    let urls: Vec<&str> = urls.map(|value| value.value.as_str()).collect();
    assert_eq!(
        urls,
        [
            "http://localhost:33333",
            "https://vault-qa.autorabit.com/dashboard/setup/addSfOrg"
        ]
    );
    let last = step(&draft, ChecklistStepId::Credentials)?;
    assert_eq!(last.page, SetupPageId::ExternalClientAppManager);
    assert!(last.notes.iter().any(|note| note.kind == NoteKindId::Wait));
    assert!(last.notes.iter().any(|note| note.text.contains("code")));
    let security = step(&draft, ChecklistStepId::Security)?;
    let given_up = |note: &orgkeep_api::checklist::NoteView| note.kind == NoteKindId::GivenUp;
    assert!(security.notes.iter().any(given_up));
    let vaults = draft.design.given_up.iter();
    let vaults: Vec<_> = vaults
        .filter(|lost| lost.product == "AutoRABIT Vault")
        .map(|lost| (lost.setting, lost.wanted.as_str(), lost.instead.as_str()))
        .collect();
    assert_eq!(vaults, [(SettingId::SecretForWebServerFlow, "on", "off")]);
    assert!(!draft.design.before.is_empty());
    world.end().await
}

#[tokio::test]
async fn the_scopes_of_the_chosen_products_are_asked_for() -> anyhow::Result<()> {
    let world = World::start().await?;
    let typed = world.registration(OrgKey::Uat, AppKind::Public);
    let scopes = ["api", "full", "id", "refresh_token", "web"];
    world.simulator.change_app(&typed.key, |app| {
        app.scopes = scopes.map(str::to_owned).to_vec();
    })?;
    let draft = prepared(&world, &typed).await?;
    let id = world.connect(&draft.id).await?;
    let address = world.browser.opened(1).await?;
    let consent = world.consent_at(address).await?;
    let asked = consent.parameter("scope").unwrap();
    let mut asked: Vec<&str> = asked.split(' ').collect();
    asked.sort_unstable();
    assert_eq!(asked, scopes);
    world.cancel(&id).await?;
    world.failed().await?;
    world.end().await
}

#[tokio::test]
async fn a_saved_checklist_names_ticks_and_pages_of_the_org() -> anyhow::Result<()> {
    let world = World::start().await?;
    let typed = world.registration(OrgKey::Production, AppKind::Confidential);
    let draft = prepared(&world, &typed).await?;
    let path = world.choose("for Ada.md");
    let request = || DraftRequest {
        id: draft.id.clone(),
    };
    let saved = world.ask(world.orgkeep.save_checklist(request())).await?;
    assert_eq!(saved.path.as_deref(), path.to_str());
    assert_eq!(
        world.outside.files.suggestions(),
        ["Release tools checklist.md"]
    );
    let text = fs::read_to_string(&path)?;
    let manager = format!(
        "<{}/lightning/setup/ManageExternalClientApplication/home>",
        typed.login_url
    );
    for part in [
        "# External Client App Release tools",
        "- [x] ",
        "- [ ] ",
        manager.as_str(),
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert_eq!(text.matches("- [x] ").count(), 2);
    assert!(text.contains("`https://vault-qa.autorabit.com/dashboard/setup/addSfOrg`"));

    let declined = world.ask(world.orgkeep.save_checklist(request())).await?;
    assert_eq!(declined.path, None);
    world.end().await
}

#[tokio::test]
async fn a_shared_login_page_has_no_setup() -> anyhow::Result<()> {
    let plan = Plan {
        rule: AuthorityRule::Salesforce,
        ..Plan::default()
    };
    let world = World::with(plan).await?;
    let mut typed = world.registration(OrgKey::Uat, AppKind::Public);
    typed.login_url = "https://test.salesforce.com".to_owned();
    let draft = prepared(&world, &typed).await?;
    assert!(!draft.has_setup);
    let path = world.choose("anywhere.md");
    let request = DraftRequest { id: draft.id };
    world.ask(world.orgkeep.save_checklist(request)).await?;
    let text = fs::read_to_string(&path)?;
    assert!(!text.contains("/lightning/setup/") && !text.contains("In the org"));
    world.end().await
}
