//! Refresh tokens among many tasks and processes: S-24, S-26, S-27, S-28. What an answer says of them: O-12.

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use orgkeep_api::command::Commands as _;
use orgkeep_api::connection::{ConnectionRequest, DeviationView};
use orgkeep_journeys::row::{Row, size};
use orgkeep_journeys::session::{Renewer, Used, told};
use orgkeep_salesforce::probe::probe;
use orgkeep_simulator::{AppKind, Endpoint, Fault, FieldChange, GrantKind, OrgKey, Times, Tuning};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::role::TEST;

const PROCESSES: usize = 8;

fn processes(used: &Used, count: usize) -> anyhow::Result<Vec<Renewer>> {
    (0..count)
        .map(|_| Renewer::start(TEST, used, None))
        .collect()
}

/// The number of the row's runs, in which eight processes find the same token expired at the same time.
#[tokio::test(flavor = "multi_thread")]
async fn s_24_of_eight_processes_one_renews_and_all_go_on() -> anyhow::Result<()> {
    let runs = size(200, 5);
    let mut row = Row::new("S-24", runs);
    let used = Used::through(AppKind::Public, true).await?;
    let mut all = processes(&used, PROCESSES)?;
    for run in 1..=runs {
        row.note(run, expired_together(&used, &mut all, run).await);
    }
    for one in all {
        one.dismiss()?;
    }
    row.finish(used.world.end().await)
}

async fn expired_together(used: &Used, all: &mut [Renewer], run: usize) -> anyhow::Result<()> {
    let generation = u32::try_from(run)?;
    used.world.simulator.end_access_tokens();
    used.world.simulator.journal().clear();
    for one in all.iter_mut() {
        one.ask(generation)?;
    }
    let next = format!("renewed {}", generation + 1);
    for one in all.iter_mut() {
        let said = one.hear()?;
        ensure!(said == next, "{said}");
    }
    ensure!(
        used.presented(None) == 1,
        "{} token calls",
        used.presented(None)
    );
    let session = used.sessions.session(&used.id).await?;
    probe(&http()?, session.api()).await?;
    Ok(())
}

fn http() -> anyhow::Result<orgkeep_salesforce::http::HttpClient> {
    Ok(orgkeep_salesforce::http::HttpClient::new(true)?)
}

/// A hundred tasks here and eight other processes, all of them in the middle of something.
#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_tasks_and_eight_processes_meet_expiry_with_one_token_call() -> anyhow::Result<()>
{
    let used = Used::through(AppKind::Confidential, true).await?;
    let mut all = processes(&used, PROCESSES)?;
    used.world.simulator.end_access_tokens();
    let mut tasks = JoinSet::new();
    for _ in 0..100 {
        let (sessions, id) = (used.sessions.clone(), used.id.clone());
        tasks.spawn(async move { sessions.limits(&id).await });
    }
    for one in &mut all {
        one.ask(1)?;
    }
    while let Some(limits) = tasks.join_next().await {
        ensure!(!limits??.is_empty(), "no limits");
    }
    for one in &mut all {
        ensure!(one.hear()? == "renewed 2", "another generation");
    }
    ensure!(
        used.presented(None) == 1,
        "{} token calls",
        used.presented(None)
    );
    for one in all {
        one.dismiss()?;
    }
    used.world.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn s_26_the_next_one_goes_on_when_the_holder_of_the_lock_dies() -> anyhow::Result<()> {
    let kills = size(50, 3);
    let mut row = Row::new("S-26", kills);
    let used = Used::through(AppKind::Public, true).await?;
    for kill in 1..=kills {
        row.note(kill, holder_dies(&used, kill));
    }
    row.finish(used.world.end().await)
}

fn holder_dies(used: &Used, kill: usize) -> anyhow::Result<()> {
    let generation = u32::try_from(kill)?;
    let mut holder = Renewer::start(TEST, used, Some("marked"))?;
    holder.ask(generation)?;
    ensure!(holder.hear()? == "at marked", "it did not stop");
    let start = |_| Renewer::start(TEST, used, Some("waiting"));
    let mut waiting = (1..PROCESSES).map(start).collect::<Result<Vec<_>, _>>()?;
    for one in &mut waiting {
        one.ask(generation)?;
    }
    for one in &mut waiting {
        ensure!(one.hear()? == "at waiting", "it does not wait");
    }
    holder.kill()?;
    let killed = Instant::now();
    let next = format!("renewed {}", generation + 1);
    for one in &mut waiting {
        one.go_on()?;
    }
    for one in &mut waiting {
        let said = one.hear()?;
        ensure!(said == next, "{said}");
    }
    let took = killed.elapsed();
    ensure!(took < Duration::from_secs(5), "it took {took:?}");
    waiting.into_iter().try_for_each(Renewer::dismiss)
}

#[tokio::test(flavor = "multi_thread")]
async fn s_27_each_class_of_error_ends_waits_or_is_tried_again() -> anyhow::Result<()> {
    let classes = [
        ("already-being-processed", "renewed 2", 2, "renewed 3"),
        ("expired-refresh-token", "ended revoked", 1, "ended revoked"),
        ("expired-code", "renewed 2", 2, "renewed 3"),
        ("inactive-user", "ended userInactive", 1, "renewed 2"),
        ("token-server-error", "hindered maintenance", 1, "renewed 2"),
        (
            "html-instead-of-json",
            "hindered otherAnswer",
            1,
            "renewed 2",
        ),
    ];
    let mut row = Row::new("S-27", classes.len());
    for (class, first, calls, then) in classes {
        row.note(class, refused_once(class, first, calls, then).await);
    }
    row.finish(Ok(()))
}

/// What comes of it, in how many token calls, and what comes of the next time.
async fn refused_once(class: &str, first: &str, calls: usize, then: &str) -> anyhow::Result<()> {
    let used = Used::through(AppKind::Public, true).await?;
    let here = Tuning::at(Endpoint::Token);
    let faults = used.world.simulator.faults();
    faults.set_scenario(class, &here, Times::Next(1))?;
    let renewed = used.sessions.renewed(&used.id, 1).await;
    ensure!(told(&renewed) == first, "{}", told(&renewed));
    ensure!(
        used.presented(None) == calls,
        "{} calls",
        used.presented(None)
    );
    let generation = renewed.as_ref().map_or(1, |session| session.generation());
    let again = used.sessions.renewed(&used.id, generation).await;
    ensure!(told(&again) == then, "then {}", told(&again));
    let more = usize::from(then.starts_with("renewed"));
    ensure!(
        used.presented(None) == calls + more,
        "a dead token was sent again"
    );
    used.world.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_always_being_processed_is_sent_three_times() -> anyhow::Result<()> {
    let used = Used::through(AppKind::Public, true).await?;
    let faults = used.world.simulator.faults();
    faults.set_scenario("already-being-processed", &Tuning::default(), Times::Always)?;
    let renewed = used.sessions.renewed(&used.id, 1).await;
    ensure!(told(&renewed) == "hindered refused", "{}", told(&renewed));
    ensure!(used.presented(None) == 3, "{} calls", used.presented(None));
    used.world.simulator.faults().clear();
    let renewed = used.sessions.renewed(&used.id, 1).await;
    ensure!(told(&renewed) == "renewed 2", "{}", told(&renewed));
    used.world.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn s_28_who_is_refused_late_does_not_clear_what_is_newer() -> anyhow::Result<()> {
    let runs = size(50, 3);
    let mut row = Row::new("S-28", runs);
    for run in 1..=runs {
        let newer = if run % 2 == 0 {
            Newer::SignIn
        } else {
            Newer::Renewal
        };
        row.note(format!("{newer:?} {run}"), refused_late(newer).await);
    }
    row.finish(Ok(()))
}

/// What happens before somebody acts on a refusal.
#[derive(Debug, Clone, Copy)]
enum Newer {
    /// Somebody signs in.
    SignIn,
    /// Somebody spends the same token first, though the lock forbids it: its file was taken away.
    Renewal,
}

/// Another process is refused; before it acts on that, there are newer tokens.
async fn refused_late(newer: Newer) -> anyhow::Result<()> {
    let used = Used::through(AppKind::Public, true).await?;
    let world = &used.world;
    let stop = match newer {
        Newer::SignIn => "answered",
        Newer::Renewal => "marked",
    };
    let mut late = Renewer::start(TEST, &used, Some(stop))?;
    if let Newer::SignIn = newer {
        let refusal = "expired-refresh-token";
        let faults = world.simulator.faults();
        faults.set_scenario(refusal, &Tuning::default(), Times::Next(1))?;
    }
    late.ask(1)?;
    ensure!(late.hear()? == format!("at {stop}"), "it did not stop");
    match newer {
        Newer::SignIn => {
            let again = world.registration(OrgKey::Uat, AppKind::Public);
            let connected = world.register(&again).await?;
            ensure!(connected.row.id == used.id.as_str(), "another connection");
        }
        Newer::Renewal => {
            let lock = format!("locks/{}.lock", used.id);
            std::fs::remove_file(world.data_folder().join(lock))?;
            let renewed = used.sessions.renewed(&used.id, 1).await;
            ensure!(told(&renewed) == "renewed 2", "{}", told(&renewed));
        }
    }
    let kept = used.refresh_token().await?;
    late.go_on()?;
    let said = late.hear()?;
    ensure!(said == "renewed 2", "{said}");
    ensure!(
        used.refresh_token().await? == kept,
        "the newer token is gone"
    );
    // Salesforce itself ends every token of an app that rotates them once a spent one comes again.
    if let Newer::SignIn = newer {
        let session = used.sessions.session(&used.id).await?;
        probe(&http()?, session.api()).await?;
    }
    late.dismiss()?;
    used.world.end().await
}

/// What the log says of an answer that names a successor and has none.
const EMPTY: &str = "an empty refresh token was answered";

/// An answer's shape, through a whole renewal and the one after it.
struct Shape {
    name: &'static str,
    /// Whether the app replaces its refresh tokens.
    rotates: bool,
    /// What is changed about the answer, where it is not as usual. It is given the token that was sent.
    change: fn(&str) -> Option<(&'static str, FieldChange)>,
    /// Whether the log notes an empty successor.
    is_logged: bool,
    /// The scope that the connection is shown to lack.
    lacks: Option<&'static str>,
}

impl Shape {
    const USUAL: Self = Self {
        name: "no refresh token",
        rotates: false,
        change: |_| None,
        is_logged: false,
        lacks: None,
    };
}

const SHAPES: [Shape; 6] = [
    Shape::USUAL,
    Shape {
        name: "a new one",
        rotates: true,
        ..Shape::USUAL
    },
    Shape {
        name: "an empty one",
        change: |_| Some(("refresh_token", FieldChange::Set(json!("")))),
        is_logged: true,
        ..Shape::USUAL
    },
    Shape {
        name: "null",
        change: |_| Some(("refresh_token", FieldChange::Set(Value::Null))),
        is_logged: true,
        ..Shape::USUAL
    },
    Shape {
        name: "the same one again",
        change: |sent| Some(("refresh_token", FieldChange::Set(json!(sent)))),
        ..Shape::USUAL
    },
    Shape {
        name: "fewer scopes",
        rotates: true,
        change: |_| Some(("scope", FieldChange::Set(json!("api id refresh_token")))),
        lacks: Some("web"),
        ..Shape::USUAL
    },
];

#[tokio::test(flavor = "multi_thread")]
async fn o_12_a_renewal_keeps_or_replaces_what_its_answer_says_and_notes_the_rest()
-> anyhow::Result<()> {
    let mut row = Row::new("O-12", SHAPES.len());
    for shape in &SHAPES {
        row.note(shape.name, renewed_with(shape).await);
    }
    row.finish(Ok(()))
}

async fn renewed_with(shape: &Shape) -> anyhow::Result<()> {
    let used = Used::through(AppKind::Public, shape.rotates).await?;
    let sent = used.refresh_token().await?;
    if let Some((name, change)) = (shape.change)(&sent) {
        let fault = Fault::TokenField {
            grant: Some(GrantKind::Refresh),
            name: name.to_owned(),
            change,
        };
        used.world.simulator.faults().set(fault, Times::Next(1));
    }
    let renewed = used.sessions.renewed(&used.id, 1).await;
    ensure!(told(&renewed) == "renewed 2", "{}", told(&renewed));
    let kept = used.refresh_token().await?;
    ensure!(
        (kept != sent) == shape.rotates,
        "the wrong refresh token is kept"
    );
    noted(&used, shape).await?;

    used.world.simulator.end_access_tokens();
    let again = used.sessions.renewed(&used.id, 2).await;
    ensure!(told(&again) == "renewed 3", "then {}", told(&again));
    let times = if shape.rotates { 1 } else { 2 };
    ensure!(
        used.presented(Some(&kept)) == times && used.presented(None) == 2,
        "what was kept is not what was sent"
    );
    used.world.end().await
}

/// What is known of the connection afterwards, and what the person is told of it.
async fn noted(used: &Used, shape: &Shape) -> anyhow::Result<()> {
    let record = used.world.vault().await?.connection(&used.id).await?;
    let record = record.context("the connection is gone")?;
    ensure!(
        record.upkeep.rotates == Some(shape.rotates),
        "rotates: {:?}",
        record.upkeep.rotates
    );
    let log = used.world.log()?;
    let log = String::from_utf8_lossy(&log);
    let is_own = |line: &str| line.contains(EMPTY) && line.contains(used.id.as_str());
    let is_logged = log.lines().any(is_own);
    ensure!(is_logged == shape.is_logged, "logged: {is_logged}");
    let request = ConnectionRequest {
        id: used.id.to_string(),
    };
    let world = &used.world;
    let view = world.ask(world.orgkeep.connection(request)).await?;
    let missing = view.deviations.iter().find_map(|one| match one {
        DeviationView::ScopeMissing { scope, .. } => Some(scope.as_str()),
        _ => None,
    });
    ensure!(missing == shape.lacks, "missing: {missing:?}");
    Ok(())
}
