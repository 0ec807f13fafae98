//! Blueprints of one's own: made, copied, compared, and there without the key.

use keyring_core::Error;
use orgkeep_api::blueprint::{
    BlueprintRequest, BlueprintView, CompareRequest, ComparedRequest, NewBlueprintRequest,
    SaveBlueprintRequest,
};
use orgkeep_api::checklist::{ChoiceFields, SettingId};
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::design::{AnswerProblemId, AppFields, InputFields, QuestionId};
use orgkeep_api::error::ErrorCode;
use orgkeep_api::source::{PatternId, RecommendRequest};
use orgkeep_api::vault::VaultView;
use orgkeep_journeys::world::World;

/// An app for AutoRABIT Vault, with an answer in every field.
pub fn app() -> AppFields {
    AppFields {
        label: "Release tools".to_owned(),
        api_name: "Release_Tools".to_owned(),
        contact_email: "admin@example.com".to_owned(),
        description: "For every org of ours".to_owned(),
        presets: vec!["vault".to_owned()],
        inputs: vec![InputFields {
            preset: "vault".to_owned(),
            key: "instance".to_owned(),
            value: "https://vault-qa.autorabit.com".to_owned(),
        }],
        choices: vec![ChoiceFields {
            setting: SettingId::SecretForWebServerFlow,
            value: "off".to_owned(),
        }],
    }
}

/// A new blueprint, under a free name if none is given.
pub async fn make(world: &World, name: &str, app: AppFields) -> anyhow::Result<BlueprintView> {
    let request = NewBlueprintRequest {
        name: name.to_owned(),
        app,
    };
    Ok(world.ask(world.orgkeep.new_blueprint(request)).await?)
}

/// The names of all blueprints, in the order of the alphabet.
pub async fn names(world: &World) -> anyhow::Result<Vec<String>> {
    let all = world.ask(world.orgkeep.blueprints(NoRequest {})).await?;
    let mut names: Vec<String> = all.own.into_iter().map(|one| one.name).collect();
    names.sort_unstable();
    Ok(names)
}

fn named(blueprint: &BlueprintView) -> BlueprintRequest {
    BlueprintRequest {
        id: blueprint.id.clone(),
    }
}

#[tokio::test]
async fn a_new_blueprint_is_typed_copied_and_removed() -> anyhow::Result<()> {
    let mut world = World::start().await?;
    let empty = make(&world, " ", AppFields::default()).await?;
    assert_eq!(
        (empty.name.as_str(), empty.design.label.as_str()),
        ("Blueprint", "Orgkeep")
    );
    assert_eq!(
        make(&world, "", AppFields::default()).await?.name,
        "Blueprint 2"
    );

    let request = SaveBlueprintRequest {
        id: empty.id.clone(),
        name: "ACME standard".to_owned(),
        app: app(),
    };
    let typed = world.ask(world.orgkeep.save_blueprint(request)).await?;
    assert_eq!(
        (&typed.name, &typed.app),
        (&"ACME standard".to_owned(), &app())
    );
    assert_eq!(typed.design.products, ["Orgkeep", "AutoRABIT Vault"]);
    assert_eq!(typed.design.problems, []);

    let copy = world.orgkeep.duplicate_blueprint(named(&typed));
    let copy = world.ask(copy).await?;
    assert_eq!(
        (copy.name.as_str(), &copy.app),
        ("ACME standard copy", &app())
    );
    let again = world.orgkeep.duplicate_blueprint(named(&typed));
    assert_eq!(world.ask(again).await?.name, "ACME standard copy 2");

    let removed = world.orgkeep.remove_blueprint(named(&copy));
    world.ask(removed).await?;
    let gone = world.ask(world.orgkeep.blueprint(named(&copy))).await;
    assert_eq!(gone.unwrap_err().code, ErrorCode::NotFound);
    world.reopen().await?;
    assert_eq!(
        names(&world).await?,
        ["ACME standard", "ACME standard copy 2", "Blueprint 2"]
    );
    let found = world.ask(world.orgkeep.blueprint(named(&typed))).await?;
    assert_eq!(found, typed);
    world.end().await
}

#[tokio::test]
async fn what_is_wrong_with_a_blueprint_is_kept_and_said() -> anyhow::Result<()> {
    let world = World::start().await?;
    let half_typed = AppFields {
        api_name: "1_".to_owned(),
        inputs: Vec::new(),
        ..app()
    };
    let made = make(&world, "Half", half_typed.clone()).await?;
    assert_eq!(made.app, half_typed);
    let problems = made.design.problems.iter();
    let told: Vec<_> = problems
        .map(|one| (one.question.clone(), one.problem))
        .collect();
    let instance = QuestionId::Input {
        preset: "vault".to_owned(),
        key: "instance".to_owned(),
    };
    assert_eq!(
        told,
        [
            (QuestionId::ApiName, AnswerProblemId::Malformed),
            (instance, AnswerProblemId::Missing)
        ]
    );
    let all = world.ask(world.orgkeep.blueprints(NoRequest {})).await?;
    assert_eq!(all.own[0].problems, 2);
    assert_eq!(all.presets.len(), 5);
    world.end().await
}

#[tokio::test]
async fn a_blueprint_is_compared_with_a_product() -> anyhow::Result<()> {
    let world = World::start().await?;
    let own = make(&world, "ACME standard", app()).await?;
    let compared = |right| {
        world.ask(world.orgkeep.compare_blueprints(CompareRequest {
            left: ComparedRequest::Own { id: own.id.clone() },
            right,
        }))
    };
    let preset = |id: &str| ComparedRequest::Preset { id: id.to_owned() };
    let found = compared(preset("vault")).await?;
    assert_eq!(
        (found.left.as_str(), found.right.as_str()),
        ("ACME standard", "AutoRABIT Vault")
    );
    let differing = found.lines.iter().filter(|line| line.differs);
    let labels: Vec<&str> = differing.map(|line| line.label.as_str()).collect();
    assert_eq!(
        labels,
        [
            "External Client App Name",
            "API Name",
            "Contact Email",
            "Description",
            "Callback URL",
            "Require secret for Web Server Flow"
        ]
    );
    assert!(
        found
            .lines
            .iter()
            .any(|line| line.label == "OAuth Scope" && !line.differs)
    );
    let missing = compared(preset("spacecraft")).await;
    assert_eq!(missing.unwrap_err().code, ErrorCode::NotFound);
    world.end().await
}

#[tokio::test]
async fn blueprints_are_there_while_the_vault_is_locked() -> anyhow::Result<()> {
    let mut world = World::start().await?;
    world.unlocked().await?;
    let own = make(&world, "ACME standard", app()).await?;
    world
        .keyring
        .refuse(Some(|| Error::NoStorageAccess("locked".into())));
    world.reopen().await?;
    let mut vault = world.orgkeep.watch_vault();
    vault
        .wait_for(|view| matches!(view, VaultView::Locked { .. }))
        .await?;
    assert_eq!(names(&world).await?, ["ACME standard"]);
    assert_eq!(world.ask(world.orgkeep.blueprint(named(&own))).await?, own);
    let copy = world.orgkeep.duplicate_blueprint(named(&own));
    world.ask(copy).await?;
    world.keyring.refuse(None);
    world.ask(world.orgkeep.unlock_vault(NoRequest {})).await?;
    world.unlocked().await?;
    world.end().await
}

#[tokio::test]
async fn every_question_of_the_patterns_can_be_answered() -> anyhow::Result<()> {
    let world = World::start().await?;
    let asked = world
        .ask(world.orgkeep.pattern_questions(NoRequest {}))
        .await?;
    let yes: Vec<String> = asked.questions.into_iter().map(|one| one.key).collect();
    let all = world.orgkeep.recommend_pattern(RecommendRequest { yes });
    let found = world.ask(all).await?;
    assert_eq!(found.pattern, Some(PatternId::Plain));
    assert!(!found.because.is_empty() && !found.given_up.is_empty());
    world.end().await
}
