//! An app that Orgkeep makes is whole or not there, whatever fails and whenever the process dies.

use anyhow::{Context as _, ensure};
use orgkeep_app::creation::{CreationError, OnExisting, Standing, Trial, Yardstick};
use orgkeep_blueprint::metadata::Risk;
use orgkeep_journeys::creating::{Making, blueprint};
use orgkeep_journeys::row::Row;
use orgkeep_simulator::{AppKind, Endpoint, Fault, OrgKey, Times, WireEffect};
use orgkeep_vault::creation_record::AppOrigin;

#[tokio::test(flavor = "multi_thread")]
async fn a_public_app_is_planned_made_adopted_and_taken_back() -> anyhow::Result<()> {
    let making = Making::start().await?;
    let order = making.order("First", false)?;
    let plan = making
        .creations
        .plan(&order.connection, &order.blueprint)
        .await?;
    ensure!(plan.standing == Standing::Free && !plan.production && !plan.switches_setting);
    ensure!(matches!(plan.trial, Trial::Passed), "{:?}", plan.trial);
    ensure!(making.parts("First") == 0, "a plan has made something");
    let made = making.creations.create(&order).await?;
    ensure!((made.origin, made.has_secret) == (AppOrigin::Made, false));
    ensure!(made.warnings.is_empty(), "{:?}", made.warnings);
    making.settled("First", true).await?;
    let apps = making.used.world.simulator.apps(OrgKey::Uat);
    let known = apps
        .iter()
        .find(|app| app.client_id == made.consumer_key.as_str());
    ensure!(known.context("no such key")?.pkce_required);

    let again = making.creations.create(&order).await?;
    ensure!(again.origin == AppOrigin::Adopted && again.consumer_key == made.consumer_key);
    making.creations.undo(&again.id).await?;
    making.settled("First", true).await?;
    making.creations.undo(&made.id).await?;
    making.settled("First", false).await?;
    making.used.world.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confidential_app_gives_its_secret_and_the_setting_is_put_back() -> anyhow::Result<()> {
    let making = Making::start().await?;
    let made = making
        .creations
        .create(&making.order("Secretive", true)?)
        .await?;
    ensure!(made.has_secret);
    making.settled("Secretive", true).await?;
    let kept = making
        .used
        .world
        .vault()
        .await?
        .creation_secret(&made.id)
        .await?;
    let apps = making.used.world.simulator.apps(OrgKey::Uat);
    let known = apps
        .into_iter()
        .find(|app| app.client_id == made.consumer_key.as_str());
    let known = known.and_then(|app| app.secret).context("no secret")?;
    making.used.world.secrets.keep("consumer secret", &known);
    ensure!(kept.context("nothing kept")?.expose() == known);
    making.used.world.quiet()?;
    making.creations.undo(&made.id).await?;
    making.settled("Secretive", false).await?;
    making.used.world.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn another_app_of_the_name_is_left_or_changed_and_put_back() -> anyhow::Result<()> {
    let making = Making::start().await?;
    let mut order = making.order("Practice Confidential", false)?;
    let refused = making.creations.create(&order).await;
    ensure!(
        matches!(refused, Err(CreationError::Differs(ref list)) if !list.is_empty()),
        "{refused:?}"
    );
    let app = || {
        making
            .used
            .world
            .simulator
            .app(OrgKey::Uat, AppKind::Confidential)
    };
    let before = app();
    order.on_existing = OnExisting::Update;
    let updated = making.creations.create(&order).await?;
    ensure!(updated.origin == AppOrigin::Updated && app().pkce_required && app() != before);
    making.creations.undo(&updated.id).await?;
    ensure!(
        app().scopes == before.scopes && app().name == before.name,
        "{:?}",
        app()
    );
    let connected = making.order("Legacy Integration", false)?;
    let refused = making.creations.create(&connected).await;
    ensure!(
        matches!(refused, Err(CreationError::NameOfConnectedApp)),
        "{refused:?}"
    );
    making.used.world.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_app_is_not_removed() -> anyhow::Result<()> {
    let making = Making::start().await?;
    let made = making
        .creations
        .create(&making.order("Ours", false)?)
        .await?;
    let simulator = &making.used.world.simulator;
    simulator.change_app(made.consumer_key.as_str(), |app| {
        app.client_id = "3MVG9somebodys".to_owned()
    })?;
    let refused = making.creations.undo(&made.id).await;
    ensure!(
        matches!(refused, Err(CreationError::NotOurs)),
        "{refused:?}"
    );
    ensure!(making.parts("Ours") == 5);
    making.used.world.end().await
}

/// Makes an app that this program then knows nothing of, and gives its key.
async fn somebody_makes(making: &Making, name: &str) -> anyhow::Result<String> {
    let made = making.creations.create(&making.order(name, true)?).await?;
    let vault = making.used.world.vault().await?;
    vault.forget_creation(&made.id).await?;
    Ok(made.consumer_key.as_str().to_owned())
}

fn is_untouched(making: &Making, name: &str, key: &str) -> anyhow::Result<()> {
    let apps = making.used.world.simulator.apps(OrgKey::Uat);
    let found = apps.iter().find(|app| app.client_id == key);
    let theirs = found.context("it is gone")?;
    ensure!(theirs.secret_required_for_code, "it was changed");
    ensure!(making.parts(name) == 5, "parts of it are gone");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_is_taken_after_the_plan_is_left_to_whoever_took_it() -> anyhow::Result<()> {
    let making = Making::start().await?;
    let order = making.order("Taken", false)?;
    let plan = making.creations.plan(&order.connection, &order.blueprint);
    ensure!(plan.await?.standing == Standing::Free);
    let key = somebody_makes(&making, "Taken").await?;
    let refused = making.creations.create(&order).await;
    ensure!(
        matches!(refused, Err(CreationError::Differs(_))),
        "{refused:?}"
    );
    is_untouched(&making, "Taken", &key)?;

    let order = making.order("Connected", false)?;
    let plan = making.creations.plan(&order.connection, &order.blueprint);
    ensure!(plan.await?.standing == Standing::Free);
    let connected = "Connected".to_owned();
    let simulator = &making.used.world.simulator;
    simulator.change_org(OrgKey::Uat, |org| org.connected_apps.push(connected));
    let refused = making.creations.create(&order).await;
    ensure!(
        matches!(refused, Err(CreationError::NameOfConnectedApp)),
        "{refused:?}"
    );
    making.settled("Connected", false).await?;
    making.used.world.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn going_on_later_leaves_what_somebody_made_meanwhile() -> anyhow::Result<()> {
    let making = Making::start().await?;
    let (world, creations) = (&making.used.world, making.creations.clone());
    let hang = Fault::Wire {
        at: Some(Endpoint::Deploy),
        effect: WireEffect::Hang,
    };
    world.simulator.faults().set(hang, Times::Next(1));
    let order = making.order("Late", false)?;
    let run = tokio::spawn(async move { creations.create(&order).await });
    let sent = |entries: &[orgkeep_simulator::JournalEntry]| {
        entries.iter().any(|own| own.endpoint == Endpoint::Deploy)
    };
    let patience = std::time::Duration::from_secs(20);
    world.simulator.journal().wait_for(sent, patience).await?;
    run.abort();
    let _aborted = run.await;
    let key = somebody_makes(&making, "Late").await?;
    let unfinished = making.creations.unfinished().await?;
    let id = &unfinished.first().context("no journal")?.id;
    let refused = making.creations.resume(id).await;
    ensure!(
        matches!(refused, Err(CreationError::Differs(_))),
        "{refused:?}"
    );
    let refused = making.creations.undo(id).await;
    ensure!(
        matches!(refused, Err(CreationError::NotOurs)),
        "{refused:?}"
    );
    is_untouched(&making, "Late", &key)?;
    making.used.world.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connections_own_app_is_compared_and_its_policies_brought_back() -> anyhow::Result<()> {
    let making = Making::start().await?;
    let wanted = blueprint("Practice Public", false)?;
    let wanted = Yardstick::Blueprint(Box::new(wanted));
    let id = &making.used.id;
    let report = making
        .creations
        .check_app(id, &wanted, jiff::Timestamp::now())
        .await?
        .context("no app")?;
    ensure!(report.api_name == "Practice_Public");
    ensure!(
        report.risks.contains(&Risk::EveryoneMayAuthorize),
        "{report:?}"
    );
    let policy =
        |own: &orgkeep_blueprint::metadata::Difference| own.element == "refreshTokenPolicyType";
    let differed = report.differences.iter().any(policy);
    let warnings = making.creations.apply_policies(id, &wanted, false).await?;
    ensure!(warnings.is_some_and(|list| list.is_empty()));
    let report = making
        .creations
        .check_app(id, &wanted, jiff::Timestamp::now())
        .await?
        .context("no app")?;
    ensure!(
        !report.differences.iter().any(policy),
        "{differed} {report:?}"
    );
    making.used.world.end().await
}

/// Refusals that stay: no app, or a whole one with a warning.
const REFUSALS: [(&str, bool); 12] = [
    ("app-name-taken", false),
    ("app-value-taken", false),
    ("app-read-only", false),
    ("oauth-link-foreign", false),
    ("app-name-mismatch", false),
    ("global-without-oauth", false),
    ("global-field-missing", false),
    ("global-packaged-in-scratch", false),
    ("deploy-insufficient-access", false),
    ("policies-oauth-missing", true),
    ("policies-not-accepted", true),
    ("plugins-not-accepted", true),
];

#[tokio::test(flavor = "multi_thread")]
async fn c_02_every_refusal_leaves_no_app_or_a_warning() -> anyhow::Result<()> {
    let mut row = Row::new("C-02", REFUSALS.len() * 2);
    let making = Making::start().await?;
    for (scenario, whole) in REFUSALS {
        for rest in [true, false] {
            let outcome = refused(&making, scenario, (rest, whole)).await;
            row.note(format!("{scenario} {rest}"), outcome);
        }
    }
    let standing = making.used.world.end().await;
    row.finish(standing)
}

async fn refused(
    making: &Making,
    scenario: &str,
    (rest, whole): (bool, bool),
) -> anyhow::Result<()> {
    let name = format!("{} {rest}", scenario.replace('-', " "));
    let api_name = name.replace(' ', "_");
    let faults = making.used.world.simulator.faults();
    faults.clear();
    if !rest && scenario != "deploy-insufficient-access" {
        faults.switch_on("deploy-not-allowed")?;
    }
    faults.switch_on(scenario)?;
    let made = making.creations.create(&making.order(&name, false)?).await;
    match &made {
        Ok(created) => ensure!(whole && !created.warnings.is_empty(), "{created:?}"),
        Err(error) => ensure!(!whole, "{error:?}"),
    }
    faults.clear_scenario(scenario);
    let whole = whole || making.continued(&api_name, true).await?;
    faults.clear();
    making.settled(&api_name, whole).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deployment_without_an_end_is_called_off() -> anyhow::Result<()> {
    let making = Making::start().await?;
    let simulator = &making.used.world.simulator;
    simulator
        .faults()
        .set(Fault::DeploymentStuck, Times::Next(1));
    let creations = making.creations.clone();
    let order = making.order("Stuck", false)?;
    let run = tokio::spawn(async move { creations.create(&order).await });
    let is_asked = |entries: &[orgkeep_simulator::JournalEntry]| {
        let polls = entries
            .iter()
            .filter(|entry| entry.endpoint == Endpoint::Deploy);
        polls.count() > 2
    };
    simulator
        .journal()
        .wait_for(is_asked, std::time::Duration::from_secs(20))
        .await?;
    run.abort();
    let _aborted = run.await;
    let unfinished = making.creations.unfinished().await?;
    making
        .creations
        .undo(&unfinished.first().context("no journal")?.id)
        .await?;
    making.settled("Stuck", false).await?;
    making.used.world.end().await
}
