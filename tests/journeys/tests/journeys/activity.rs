//! What happened: every action leaves its entries, and what is handed on of them is inert.

use std::fs;

use anyhow::Context as _;
use orgkeep_api::activity::{
    ActivityDetailView, ActivityEntryView, ActivityFilterRequest, ActivityFormat, ActivityKindView,
    ActivityRequest, ActivityView, ExportActivityRequest,
};
use orgkeep_api::activity_chain::ActivitySealView;
use orgkeep_api::blueprint::BlueprintRequest;
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::connection::{ConnectionRequest, EnvironmentView};
use orgkeep_api::error::ErrorCode;
use orgkeep_api::label::RelabelRequest;
use orgkeep_domain::id::ConnectionId;
use orgkeep_domain::verdict::Verdict;
use orgkeep_journeys::payload::{hostile_texts, is_inert};
use orgkeep_journeys::world::World;
use orgkeep_salesforce::single_access::LandingPath;
use orgkeep_simulator::{AppKind, Endpoint, OrgKey, Times, Tuning};
use serde_json::Value;

use crate::blueprint::{app, make};

const ORG: OrgKey = OrgKey::Uat;

fn all() -> ActivityFilterRequest {
    ActivityFilterRequest {
        connection: None,
        kinds: Vec::new(),
        results: Vec::new(),
        program: None,
        from: None,
        until: None,
    }
}

async fn activity(world: &World, filter: ActivityFilterRequest) -> anyhow::Result<ActivityView> {
    let request = ActivityRequest {
        filter,
        before: None,
    };
    Ok(world.ask(world.orgkeep.activity(request)).await?)
}

/// What was told since the first `skipped` entries, the oldest first: kind, result, and what else there is to say.
async fn story(world: &World, skipped: usize) -> anyhow::Result<Vec<String>> {
    let entries = activity(world, all()).await?.entries;
    let told = entries.iter().rev().skip(skipped).map(line);
    Ok(told.collect())
}

fn line(entry: &ActivityEntryView) -> String {
    let value = serde_json::to_value(entry).unwrap_or_default();
    let mut words = vec![value["kind"].clone(), value["result"].clone()];
    let detail = value["detail"].as_object().cloned().unwrap_or_default();
    words.extend(
        detail
            .into_iter()
            .filter(|(key, _)| key != "kind")
            .map(|(_, value)| value),
    );
    let words: Vec<String> = words
        .iter()
        .map(|word| {
            word.as_str()
                .map_or_else(|| word.to_string(), str::to_owned)
        })
        .collect();
    words.join(" ")
}

/// A world whose vault has its key already, which is told too.
async fn with_key() -> anyhow::Result<World> {
    let world = World::start().await?;
    world.vault().await?;
    Ok(world)
}

async fn registered() -> anyhow::Result<(World, String)> {
    let world = World::start().await?;
    let typed = world.registration(ORG, AppKind::Public);
    let id = world.register(&typed).await?.row.id;
    Ok((world, id))
}

fn named(id: &str) -> ConnectionRequest {
    ConnectionRequest { id: id.to_owned() }
}

#[tokio::test]
async fn the_end_of_a_sign_in_is_told_once_however_often_it_is_tested() -> anyhow::Result<()> {
    let (world, id) = registered().await?;
    let faults = world.simulator.faults();
    let token = Tuning::at(Endpoint::Token);
    faults.set_scenario("inactive-user", &token, Times::Always)?;
    world.simulator.end_access_tokens();
    let sessions = world.sessions().await?;
    let connection = ConnectionId::parse(&id)?;
    for _ in 0..5 {
        let tested = sessions.test(&connection).await;
        let tested = tested.map(|found| found.outcome.verdict);
        assert_eq!(tested.ok(), Some(Verdict::UserInactive));
    }
    let told = story(&world, 2).await?;
    let ended = told.iter().filter(|line| line.starts_with("signInEnded"));
    assert_eq!(ended.count(), 1, "{told:?}");
    assert_eq!(told.len(), 6, "{told:?}");
    world.end().await
}

#[tokio::test]
async fn what_is_done_with_a_connection_is_told_once_and_in_order() -> anyhow::Result<()> {
    let (world, id) = registered().await?;
    assert_eq!(story(&world, 0).await?, ["makeKey done", "register done"]);

    let relabel = RelabelRequest {
        id: id.clone(),
        name: "ACME UAT".into(),
        environment: EnvironmentView::FullCopy,
    };
    let before = world.details(&id).await?.row;
    world.ask(world.orgkeep.relabel_connection(relabel)).await?;
    let other = world.simulator.app(ORG, AppKind::Confidential);
    world.type_pending(&id, &other).await?;
    let discarded = world.orgkeep.discard_pending_credentials(named(&id));
    world.ask(discarded).await?;
    let consent = world.consent_again(&id, false).await?;
    world.cancel(&consent.id).await?;
    world.failed().await?;
    let sessions = world.sessions().await?;
    let connection = ConnectionId::parse(&id)?;
    sessions.test(&connection).await?;
    sessions
        .link_into_org(&connection, &LandingPath::home())
        .await?;
    let other = world.registration(OrgKey::Production, AppKind::Public);
    let other = ConnectionId::parse(&world.register(&other).await?.row.id)?;
    for ids in [vec![connection.clone()], vec![connection, other]] {
        let mut run = sessions.test_all(ids);
        while run.next().await.is_some() {}
    }
    world
        .ask(world.orgkeep.remove_connection(named(&id)))
        .await?;
    assert_eq!(
        story(&world, 2).await?,
        [
            &format!("rename done {}", before.name),
            "relabel done uat",
            "keepPending done",
            "discardPending done",
            "reauthenticate cancelled",
            "test done working",
            "openOrg done",
            "register done",
            "test done working",
            "testRun done 2 2",
            "remove done",
            "revoke done",
        ]
    );
    let entries = activity(&world, all()).await?.entries;
    let about = entries[0].connection.as_ref().context("no connection")?;
    assert_eq!((about.name.as_str(), about.is_there), ("ACME UAT", false));
    assert_eq!(about.org_id.as_ref(), Some(&before.org_id));
    assert!(
        entries
            .iter()
            .all(|entry| entry.person.as_deref() == Some("admin"))
    );
    world.end().await
}

#[tokio::test]
async fn a_sign_in_that_fails_is_told_with_its_cause() -> anyhow::Result<()> {
    let (world, id) = registered().await?;
    let typed = world.registration(OrgKey::Production, AppKind::Public);
    let consent = world.at_consent(&typed).await?;
    let admin = world.admin(OrgKey::Production);
    world.deny_as(&consent, &admin).await?;
    world.failed().await?;
    let of_this_one = ActivityFilterRequest {
        connection: Some(id),
        ..all()
    };
    assert_eq!(activity(&world, of_this_one).await?.entries.len(), 1);
    let entries = activity(&world, all()).await?.entries;
    let failed = &entries[0];
    assert_eq!(failed.kind, Some(ActivityKindView::Register));
    let about = failed.connection.as_ref().context("no connection")?;
    assert_eq!(
        (about.name.as_str(), &about.id),
        (typed.name.as_str(), &None)
    );
    assert!(
        matches!(&failed.detail, Some(ActivityDetailView::Cause { cause }) if cause == "denied"),
        "{failed:?}"
    );
    world.end().await
}

#[tokio::test]
async fn files_that_are_handed_on_are_told_with_their_subject_and_without_their_path()
-> anyhow::Result<()> {
    let world = with_key().await?;
    let own = make(&world, "ACME standard", app()).await?;
    let request = || BlueprintRequest { id: own.id.clone() };
    world.choose("recipe.toml");
    world.ask(world.orgkeep.export_blueprint(request())).await?;
    world.choose("recipe.toml");
    world
        .ask(world.orgkeep.import_blueprint(NoRequest {}))
        .await?;
    world.choose("checklist.md");
    world
        .ask(world.orgkeep.save_blueprint_checklist(request()))
        .await?;
    // Nobody chose a place: nothing was written, and nothing is told.
    world.ask(world.orgkeep.export_blueprint(request())).await?;
    world.ask(world.orgkeep.remove_blueprint(request())).await?;
    let told = story(&world, 1).await?;
    assert_eq!(told[0], "addBlueprint done ACME standard");
    assert_eq!(told[1], "exportBlueprint done ACME standard");
    assert_eq!(told[2], "addBlueprint done ACME standard 2");
    assert!(told[3].starts_with("exportChecklist done "), "{told:?}");
    assert_eq!(told[4..], ["removeBlueprint done ACME standard"]);
    let folder = world.data_folder();
    let path = folder.to_string_lossy();
    assert!(told.iter().all(|line| !line.contains(&*path)), "{told:?}");
    world.end().await
}

#[tokio::test]
async fn the_chain_is_looked_at_and_a_change_in_the_file_is_named() -> anyhow::Result<()> {
    let (world, _) = registered().await?;
    let verify = || world.ask(world.orgkeep.verify_activity(NoRequest {}));
    let whole = verify().await?;
    assert_eq!((whole.entries, &whole.fault), (2, &None));
    assert!(matches!(
        whole.seal,
        ActivitySealView::Covers { from: 1, to: 2, .. }
    ));
    let path = world.data_folder().join(orgkeep_vault::vault::STORE_FILE);
    let raw = rusqlite::Connection::open(path)?;
    let change = |result: &str| {
        let statement = format!(
            "DROP TRIGGER IF EXISTS activity_is_not_changed;
             UPDATE activity SET result = '{result}' WHERE number = 2"
        );
        raw.execute_batch(&statement)
    };
    change("failed")?;
    assert_eq!(verify().await?.fault.map(|fault| fault.number), Some(2));
    change("done")?;
    assert_eq!(verify().await?.fault, None);
    world.end().await
}

#[tokio::test]
async fn what_is_exported_is_inert_and_holds_no_formula() -> anyhow::Result<()> {
    let world = with_key().await?;
    let formula = "=HYPERLINK(\"http://evil.example\")".to_owned();
    for name in hostile_texts().iter().chain([&formula]) {
        make(&world, name, app()).await?;
    }
    let entries = activity(&world, all()).await?.entries;
    let shown = serde_json::to_string(&entries)?;
    assert!(shown.chars().all(|shown| !shown.is_control()));
    let path = world.choose("activity.csv");
    let export = |format| ExportActivityRequest {
        filter: all(),
        format,
    };
    let saved = world.orgkeep.export_activity(export(ActivityFormat::Csv));
    assert_eq!(world.ask(saved).await?.path.as_deref(), path.to_str());
    let table = fs::read_to_string(&path)?;
    assert!(table.split("\r\n").all(is_inert), "{table}");
    let formulas = ["=", "+", "-", "@"].map(|sign| [format!(",{sign}"), format!(",\"{sign}")]);
    assert!(
        !formulas.iter().flatten().any(|cell| table.contains(cell)),
        "{table}"
    );
    assert!(table.contains("'=HYPERLINK"));

    let path = world.choose("activity.json");
    let saved = world.orgkeep.export_activity(export(ActivityFormat::Json));
    world.ask(saved).await?;
    let document: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    let exported = document["entries"].as_array().context("no entries")?;
    assert_eq!(
        exported.len(),
        entries.len() + 1,
        "the first export is told too"
    );
    assert_eq!(exported[0]["kind"], "exportActivity");
    assert_eq!(exported[0]["program"], "Orgkeep window");
    world.end().await
}

#[tokio::test]
async fn a_wish_that_makes_no_sense_is_invalid() -> anyhow::Result<()> {
    let world = World::start().await?;
    for filter in [
        ActivityFilterRequest {
            connection: Some("../../etc".into()),
            ..all()
        },
        ActivityFilterRequest {
            from: Some("yesterday".into()),
            ..all()
        },
    ] {
        let request = ActivityRequest {
            filter,
            before: None,
        };
        let refused = world.ask(world.orgkeep.activity(request)).await;
        assert_eq!(refused.unwrap_err().code, ErrorCode::Invalid);
    }
    world.end().await
}
