//! Text from outside: T-05, H-15.

use anyhow::ensure;
use orgkeep_api::attempt::FailedView;
use orgkeep_api::command::Commands as _;
use orgkeep_api::connection::ConnectionView;
use orgkeep_api::failure::FailureView;
use orgkeep_journeys::child::{self, Player};
use orgkeep_journeys::payload::{hostile_texts, is_inert};
use orgkeep_journeys::row::{Row, is_full};
use orgkeep_journeys::trace;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, Fault, OrgKey, Times};
use serde_json::Value;

use crate::role::TEST;

/// The role of this row's other process.
pub const SHOWN: &str = "shown";

const ORG: OrgKey = OrgKey::Uat;

#[tokio::test]
async fn t_05_text_from_outside_is_inert_wherever_it_is_shown() -> anyhow::Result<()> {
    let texts = hostile_texts();
    // Script, a template, an escape, line breaks, a direction mark, and a mebibyte.
    let short = [0, 6, 12, 15, 16, 24];
    let texts: Vec<&String> = if is_full() {
        texts.iter().collect()
    } else {
        short.iter().map(|&index| &texts[index]).collect()
    };
    let mut row = Row::new("T-05", texts.len());
    let world = World::start().await?;
    for text in texts {
        let name: String = text.chars().take(20).collect();
        row.note(name.escape_debug(), is_shown_inert(&world, text).await);
    }
    row.finish(world.end().await)
}

/// More than the program reads of any answer: refused, and never shown. As much as it does read is cut.
async fn is_shown_inert(world: &World, text: &str) -> anyhow::Result<()> {
    if text.len() >= 1024 * 1024 {
        is_too_large(world, text).await?;
        return is_cut(world, &text[..100 * 1024]).await;
    }
    is_cut(world, text).await
}

async fn is_too_large(world: &World, text: &str) -> anyhow::Result<()> {
    let name = world.simulator.org(ORG).name;
    world
        .simulator
        .change_org(ORG, |org| org.name = text.to_owned());
    let consent = world
        .at_consent(&world.registration(ORG, AppKind::Public))
        .await?;
    world.allow_as(&consent, &world.admin(ORG)).await?;
    let failed = world.failed_because(FailureView::UnexpectedAnswer).await?;
    every_text_is_inert(&serde_json::to_value(failed)?)?;
    world.leave(&consent.id).await?;
    world.simulator.change_org(ORG, |org| org.name = name);
    world.closed().await
}

async fn is_cut(world: &World, text: &str) -> anyhow::Result<()> {
    let (connection, failed) = shown(world, text).await?;
    let list = world.orgkeep.watch_connections().borrow().clone();
    for view in [
        serde_json::to_value(connection)?,
        serde_json::to_value(failed)?,
        serde_json::to_value(list)?,
    ] {
        every_text_is_inert(&view)?;
    }
    world.closed().await
}

/// The text as org name, alias, user name, person's name and error text.
async fn shown(world: &World, text: &str) -> anyhow::Result<(ConnectionView, FailedView)> {
    let admin = world.admin(ORG);
    world.simulator.change_org(ORG, |org| {
        org.name = text.to_owned();
        org.edition = text.to_owned();
        org.instance_name = text.to_owned();
    });
    world.simulator.change_user(&admin.username, |user| {
        user.username = text.to_owned();
        user.display_name = text.to_owned();
    })?;
    let mut typed = world.registration(ORG, AppKind::Public);
    typed.name = text.chars().take(79).chain(['x']).collect();
    let connection = world.register(&typed).await?;

    world.simulator.faults().set(refusal(text), Times::Next(1));
    let consent = world.at_consent(&typed).await?;
    world.allow_as(&consent, &world.admin(ORG)).await?;
    let failed = world.failed().await?;
    world.leave(&consent.id).await?;
    world
        .simulator
        .change_user(text, |user| user.username = admin.username)?;
    ensure!(failed.server_words.is_some(), "the error has no words");
    Ok((connection, failed))
}

fn refusal(text: &str) -> Fault {
    Fault::TokenError {
        grant: None,
        status: 400,
        code: text.to_owned(),
        description: text.to_owned(),
    }
}

fn every_text_is_inert(view: &Value) -> anyhow::Result<()> {
    match view {
        Value::String(text) => ensure!(is_inert(text), "{}", text.escape_debug()),
        Value::Array(values) => values.iter().try_for_each(every_text_is_inert)?,
        Value::Object(fields) => fields.values().try_for_each(every_text_is_inert)?,
        _ => {}
    }
    Ok(())
}

#[test]
fn h_15_a_servers_text_is_neutral_in_views_and_log() -> anyhow::Result<()> {
    let mut row = Row::new("H-15", told().len() * 2);
    // In a process of its own, so that its log is its own.
    let shown = Player::start(TEST, SHOWN, &[])?.noted_in(&mut row);
    row.finish(shown)
}

/// What a server could write to look like something else, and the refusals that show it.
fn told() -> [(&'static str, String, usize); 4] {
    [
        (
            "CR LF",
            "refused\r\n INFO forged: sign-in ended without a connection\r\n".to_owned(),
            1,
        ),
        (
            "ANSI escapes",
            "\u{1b}[2J\u{1b}[1;31mrefused\u{1b}[0m\u{9b}1m".to_owned(),
            1,
        ),
        (
            "RTL override",
            "refused \u{202e}desufer\u{202c}\u{2066}".to_owned(),
            1,
        ),
        // Once as it is, and once as much as is read of it.
        ("1 MiB", "R".repeat(1024 * 1024), 2),
    ]
}

/// The part of the other process.
pub async fn show_what_servers_say() -> anyhow::Result<()> {
    let world = World::start().await?;
    for (name, text, refusals) in told() {
        let mark = trace::mark()?;
        let shown = is_shown_inert(&world, &text).await;
        child::note(&format!("{name} in views"), &shown)?;
        let logged = is_logged_neutral(&trace::since(mark)?, refusals);
        child::note(&format!("{name} in the log"), &logged)?;
    }
    world.end().await?;
    child::note_no_more()
}

/// Nothing in the log can move a cursor, turn the reading direction, or pass for a line of its own.
/// A refusal has its line, and a text none.
fn is_logged_neutral(log: &[u8], refusals: usize) -> anyhow::Result<()> {
    let text = String::from_utf8_lossy(log);
    let told = text.matches("sign-in ended without a connection").count();
    ensure!(told == refusals, "{told} refusals in the log");
    let levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"];
    let is_line =
        |line: &str| levels.contains(&line.trim_start().split(' ').next().unwrap_or(line));
    let stray = text.lines().find(|line| !is_line(line));
    ensure!(stray.is_none(), "a line of no event: {stray:?}");
    let has = |needle: &[u8]| log.windows(needle.len()).any(|window| window == needle);
    for (name, needle) in [
        ("a carriage return", "\r"),
        ("an escape", "\u{1b}"),
        ("a control sequence", "\u{9b}"),
        ("a direction mark", "\u{202e}"),
        ("a forged line", "forged"),
        ("a thousand letters", &"R".repeat(1000)),
    ] {
        ensure!(!has(needle.as_bytes()), "{name} in the log");
    }
    Ok(())
}
