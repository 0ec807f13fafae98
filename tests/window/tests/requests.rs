//! Row T-03 of the real window: what is no request ends in the window's own reading of it, and changes nothing.

use anyhow::{Context as _, ensure};
use orgkeep_api::command::{COMMANDS, STREAMS};
use orgkeep_journeys::memory::resident_bytes_of;
use orgkeep_journeys::row::{Row, size};
use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::machine::{Machine, WINDOW};
use orgkeep_window_tests::session::{Folder, Session};
use serde_json::Value;

/// Growth that is allowed (security.md, standing check "calm").
const GROWTH: usize = 16 * 1024 * 1024;

/// Commands after which nothing may pile up any more: an engine takes what it needs as it is used first.
const WARM: usize = 20;

/// How many kinds of what is no request [`SEND`] has.
const KINDS: usize = 14;

/// Sends everything that is no request of any command, as the page would send one, and tells of each how it ended:
/// `true` for an error of the kind that the page knows.
const SEND: &str = r#"
const done = arguments[arguments.length - 1];
const deep = (wrap) => Array.from({ length: 100 }).reduce(wrap, null);
const hostile = [
  null, true, -1, Number.MAX_SAFE_INTEGER, 1e308, 'x'.repeat(LONG), 'NUL \u0000', '../../../../etc/passwd',
  '\u202e\r\n\u001b[2J', deep((inner) => [inner]), deep((inner) => ({ id: inner })),
  JSON.parse('{ "__proto__": { "isAdmin": true }, "constructor": { "prototype": {} } }'),
  { id: '00000000-0000-0000-0000-000000000000', unknown: Array.from({ length: 10000 }, () => 'x') },
];
const all = [{}, ...hostile.map((value) => ({ NAME: value }))];
const isTyped = (thrown) =>
  Object.keys(thrown).sort().join() === 'code,message' && thrown.code === 'internal' &&
  /^invalid argument NAME of COMMAND: (missing|malformed)$/.test(thrown.message);
const sent = all.map((given) => window.__TAURI_INTERNALS__.invoke('COMMAND', given).then(
  (answer) => `carried out: ${JSON.stringify(answer)}`,
  (thrown) => isTyped(thrown) || `refused with ${JSON.stringify(thrown).slice(0, 300)}`,
));
Promise.all(sent).then(done, (error) => done([String(error)]));
"#;

#[tokio::test]
async fn t_03_what_is_no_request_is_refused_by_the_window() -> anyhow::Result<()> {
    let commands = COMMANDS.iter().map(|(name, ..)| (*name, "request"));
    let streams = STREAMS.iter().map(|(name, _)| (*name, "snapshots"));
    let session = Session::start(KeyringState::Unlocked, Folder::Real).await?;
    session.window.sees("Vault open").await?;
    let mut row = Row::new("T-03", (COMMANDS.len() + STREAMS.len()) * KINDS);
    let long = size(1024 * 1024, 64 * 1024).to_string();
    let send = SEND.replace("LONG", &long);
    let mut resident = None;
    for (index, (name, argument)) in commands.chain(streams).enumerate() {
        let script = send.replace("COMMAND", name).replace("NAME", argument);
        let ended = session.window.later(&script).await?;
        for (number, how) in ended.as_array().context("no list")?.iter().enumerate() {
            let outcome = (*how == Value::Bool(true)).then_some(());
            row.note(
                format!("{name} {number}"),
                outcome.with_context(|| how.to_string()),
            );
        }
        if index == WARM {
            resident = Some(resident_of_window(&session.machine)?);
        }
    }
    let grown = resident_of_window(&session.machine)?.saturating_sub(resident.unwrap_or_default());
    let answers = "const done = arguments[arguments.length - 1]; \
        window.__TAURI_INTERNALS__.invoke('drafts', { request: {} }).then((view) => done(view.drafts.length), done)";
    let drafts = session.window.later(answers).await?;
    let standing = || {
        ensure!(drafts == 0, "{drafts} drafts");
        ensure!(grown <= GROWTH, "calm: it grew by {grown} bytes");
        Ok(())
    };
    row.finish(standing())?;
    session.window.close().await
}

/// What the window's own process holds. It is still the one that was started.
fn resident_of_window(machine: &Machine) -> anyhow::Result<usize> {
    let processes = machine.processes();
    let windows: Vec<_> = processes
        .iter()
        .filter(|process| process.name == WINDOW)
        .collect();
    ensure!(windows.len() == 1, "{} windows", windows.len());
    resident_bytes_of(windows[0].id)
}
