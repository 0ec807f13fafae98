//! A fleet moves to an External Client App in the real window: forty connections that the Salesforce CLI knew, twelve of
//! them before everything is killed, and the rest after the next start.

use anyhow::Context as _;
use orgkeep_journeys::cli_home::{CliHome, KEYS, web_sign_in};
use orgkeep_journeys::sign_in::parameter;
use orgkeep_simulator::{AppKind, User};
use orgkeep_window_tests::admin::PASSWORD;
use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::picture::Album;
use orgkeep_window_tests::salesforce::{MY_DOMAIN, Salesforce};
use orgkeep_window_tests::session::Session;
use serde_json::json;

type Outcome = anyhow::Result<()>;

const ALL: usize = 40;
const BEFORE: usize = 12;

#[tokio::test]
async fn forty_move_one_after_the_other_and_a_crash_after_twelve_costs_nothing() -> Outcome {
    let album = Album::of_documents()?;
    let folder = tempfile::tempdir()?;
    let salesforce = Salesforce::start(folder.path()).await?;
    let people = salesforce.employ(u32::try_from(ALL)?)?;
    let mut session = Session::with(&salesforce, KeyringState::Unlocked).await?;
    import(&session, &salesforce, &people).await?;
    start(&session, &salesforce, &album).await?;

    let mut signed_in = Vec::new();
    for _ in 0..BEFORE {
        signed_in.push(allow_next(&mut session).await?);
    }
    let address = session.next_address().await?;
    session.window.sees("12 of 40 moved, 28 to go").await?;
    session.window.sees("Sign in with your browser").await?;
    album.both(&session.window, "board-moving").await?;

    let mut session = session.kill_and_start(KeyringState::Unlocked).await?;
    let window = &session.window;
    window.sees("A queue of moves waits").await?;
    window.sees("12 of 40 moved, 28 to go").await?;
    window.press("Show the queue").await?;
    window.sees("Orgkeep was started anew").await?;
    window.sees("Its sign-in was cut off").await?;
    album.both(window, "board-paused").await?;
    window.press("Go on").await?;
    for _ in BEFORE..ALL {
        signed_in.push(allow_next(&mut session).await?);
    }
    session.window.sees("40 of 40 moved").await?;
    session
        .window
        .sees("Everything is on an External Client App")
        .await?;
    album.both(&session.window, "board-moved").await?;
    assert_eq!(
        session.opened()?,
        ALL + 1,
        "one was opened twice: {address}"
    );
    signed_in.sort();
    let names = people.iter().map(|person| person.username.clone());
    assert_eq!(
        signed_in,
        names.collect::<Vec<_>>(),
        "nobody is asked twice"
    );
    session.window.press("Close").await?;
    session.window.close().await
}

/// The Salesforce CLI is signed in as all of them, and its tokens come along.
async fn import(session: &Session, salesforce: &Salesforce, people: &[User]) -> Outcome {
    let home = CliHome::with_key_file(&session.machine.home().join(".sfdx"), KEYS[0])?;
    for (number, person) in (1..).zip(people) {
        let mut fields = web_sign_in(number);
        fields["orgId"] = json!(salesforce.org_id());
        fields["userId"] = json!(person.id);
        fields["instanceUrl"] = json!(format!("https://{MY_DOMAIN}"));
        fields["loginUrl"] = json!(format!("https://{MY_DOMAIN}"));
        home.sign_in(&person.username, &fields)?;
    }
    let window = &session.window;
    window.press("Import what exists").await?;
    window.press("Look there").await?;
    window.sees("40 connections").await?;
    window.press("Import 40").await?;
    window.sees("40 orgs imported").await?;
    window.press("Go to list").await?;
    window.sees("not on ECA").await
}

/// All of them are chosen, and their org's app is typed once.
async fn start(session: &Session, salesforce: &Salesforce, album: &Album) -> Outcome {
    let window = &session.window;
    window.press("40 not on ECA").await?;
    window.tick("Choose all that can move").await?;
    window.sees("40 chosen").await?;
    album.both(window, "board-chosen").await?;
    window.press("Move 40 connections…").await?;
    let app = salesforce.app(AppKind::Public);
    window.fill("Consumer ID", &app.client_id).await?;
    album.both(window, "board-apps").await?;
    window.tick("Yes, move these as well").await?;
    window.press("Start 40 sign-ins").await?;
    window.sees("0 of 40 moved, 40 to go").await
}

/// Whoever is meant signs in, as the address says.
async fn allow_next(session: &mut Session) -> anyhow::Result<String> {
    let address = session.next_address().await?;
    let username = parameter(&address, "login_hint").context("nobody is meant")?;
    session.browser.open_address(&address).await?;
    session.browser.sign_in(&username, PASSWORD).await?;
    session.browser.allow_if_asked().await?;
    Ok(username)
}
