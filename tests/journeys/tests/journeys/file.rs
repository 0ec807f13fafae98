//! Files for other people: what a team is given, and what comes out of its files.

use std::fs;

use orgkeep_api::blueprint::{BlueprintRequest, BlueprintView};
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::design::AppFields;
use orgkeep_api::error::ErrorCode;
use orgkeep_journeys::leak::Encoding;
use orgkeep_journeys::payload::{hostile_texts, is_inert};
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, OrgKey};

use crate::blueprint::{app, make, names};

fn named(blueprint: &BlueprintView) -> BlueprintRequest {
    BlueprintRequest {
        id: blueprint.id.clone(),
    }
}

#[tokio::test]
async fn a_blueprint_goes_to_another_computer() -> anyhow::Result<()> {
    let world = World::start().await?;
    let own = make(&world, "ACME / standard", app()).await?;
    let path = world.choose("recipe.toml");
    let saved = world
        .ask(world.orgkeep.export_blueprint(named(&own)))
        .await?;
    assert_eq!(saved.path.as_deref(), path.to_str());
    assert_eq!(world.outside.files.suggestions(), ["ACME - standard.toml"]);

    let other = World::start().await?;
    other.outside.files.decide(path);
    let imported = other
        .ask(other.orgkeep.import_blueprint(NoRequest {}))
        .await?;
    let imported = imported.blueprint.unwrap();
    assert_eq!((&imported.name, &imported.app), (&own.name, &own.app));
    assert_eq!(imported.design, own.design);
    other.end().await?;
    world.end().await
}

#[tokio::test]
async fn a_blueprint_that_comes_back_takes_nobodys_place() -> anyhow::Result<()> {
    let world = World::start().await?;
    let own = make(&world, "ACME", app()).await?;
    world.choose("recipe.toml");
    world
        .ask(world.orgkeep.export_blueprint(named(&own)))
        .await?;
    world.choose("recipe.toml");
    let imported = world
        .ask(world.orgkeep.import_blueprint(NoRequest {}))
        .await?;
    assert_eq!(imported.blueprint.unwrap().name, "ACME 2");
    let declined = world
        .ask(world.orgkeep.import_blueprint(NoRequest {}))
        .await?;
    assert_eq!(declined.blueprint, None);
    assert_eq!(names(&world).await?, ["ACME", "ACME 2"]);
    world.end().await
}

#[tokio::test]
async fn a_blueprint_of_somebody_hostile_can_do_nothing_but_be_read() -> anyhow::Result<()> {
    let world = World::start().await?;
    let own = make(&world, "ACME", app()).await?;
    let path = world.choose("recipe.toml");
    world
        .ask(world.orgkeep.export_blueprint(named(&own)))
        .await?;
    let whole = fs::read_to_string(&path)?;
    let texts = hostile_texts().into_iter();
    for text in texts.filter(|text| text.len() < 1000) {
        let text = serde_json::to_string(&text)?.replace('\u{7f}', "\\u007f");
        let file = whole.replace("\"ACME\"", &text);
        let file = file.replace("\"Release tools\"", &text);
        fs::write(world.choose("hostile.toml"), file)?;
        let imported = world.ask(world.orgkeep.import_blueprint(NoRequest {}));
        let imported = imported.await?.blueprint.unwrap();
        assert!(is_inert(&imported.name), "{:?}", imported.name);
        assert!(is_inert(&imported.app.label), "{:?}", imported.app.label);
    }
    world.end().await
}

#[tokio::test]
async fn a_file_that_is_no_blueprint_is_refused_and_nothing_is_lost() -> anyhow::Result<()> {
    let world = World::start().await?;
    let own = make(&world, "ACME", app()).await?;
    let path = world.choose("recipe.toml");
    world
        .ask(world.orgkeep.export_blueprint(named(&own)))
        .await?;
    let whole = fs::read_to_string(&path)?;
    let broken = [
        whole.replace("format = 1", "format = 2").into_bytes(),
        whole.replace("\"vault\"", "\"spacecraft\"").into_bytes(),
        whole.replace("label =", "secret =").into_bytes(),
        whole.as_bytes()[..whole.len() / 2].to_vec(),
        b"password = hunter2".to_vec(),
        vec![0xff; 100],
        vec![b'#'; 2 * 1024 * 1024],
        Vec::new(),
    ];
    for (number, bytes) in broken.into_iter().enumerate() {
        fs::write(world.choose("broken.toml"), bytes)?;
        let refused = world
            .ask(world.orgkeep.import_blueprint(NoRequest {}))
            .await;
        let error = refused.unwrap_err();
        assert_eq!(error.code, ErrorCode::NotABlueprint, "{number}: {error}");
        assert!(!error.message.contains("hunter2"), "{error}");
    }
    world.choose("missing.toml");
    let refused = world
        .ask(world.orgkeep.import_blueprint(NoRequest {}))
        .await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::File);
    assert_eq!(names(&world).await?, ["ACME"]);
    assert_eq!(world.ask(world.orgkeep.blueprint(named(&own))).await?, own);
    assert_eq!(fs::read_to_string(&path)?, whole);
    world.end().await
}

#[tokio::test]
async fn a_place_that_cannot_be_written_is_told() -> anyhow::Result<()> {
    let world = World::start().await?;
    let own = make(&world, "ACME", AppFields::default()).await?;
    world.choose("no such folder/checklist.md");
    let saved = world.orgkeep.save_blueprint_checklist(named(&own));
    assert_eq!(world.ask(saved).await.unwrap_err().code, ErrorCode::File);
    assert_eq!(fs::read_dir(world.own_folder())?.count(), 0);
    world.end().await
}

#[tokio::test]
async fn what_is_handed_on_is_searched_for_secrets() -> anyhow::Result<()> {
    let world = World::start().await?;
    let typed = world.registration(OrgKey::Production, AppKind::Confidential);
    world.register(&typed).await?;
    let own = make(&world, "ACME", app()).await?;
    world.choose("recipe.toml");
    world
        .ask(world.orgkeep.export_blueprint(named(&own)))
        .await?;
    let path = world.choose("checklist.md");
    let saved = world.orgkeep.save_blueprint_checklist(named(&own));
    world.ask(saved).await?;
    assert_eq!(fs::read_dir(world.own_folder())?.count(), 2);
    world.quiet()?;

    let checklist = fs::read_to_string(&path)?;
    let secret = typed.secret.unwrap();
    fs::write(&path, format!("{checklist}{secret}"))?;
    let found = world.leaks(&Encoding::ALL)?;
    assert!(found.iter().all(|one| one.contains("checklist.md")) && !found.is_empty());
    fs::write(&path, checklist)?;
    world.end().await
}
