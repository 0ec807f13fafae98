//! From a password to a sign-in through an app that Orgkeep created, in the real window.

use orgkeep_window_tests::admin::FIRST;
use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::control;
use orgkeep_window_tests::picture::Album;
use orgkeep_window_tests::session::{Folder, Session};

type Outcome = anyhow::Result<()>;

const NAME: &str = "Larkfield";

/// How many clicks it may take in Orgkeep, production's confirmation included.
const MOST_CLICKS: usize = 6;

#[tokio::test]
async fn a_password_becomes_a_sign_in_through_a_created_app_in_six_clicks() -> Outcome {
    let album = Album::of_documents()?;
    let mut session = Session::start(KeyringState::Unlocked, Folder::Practice).await?;
    session.register_a_password(NAME).await?;
    let before = session.window.clicks();
    to_the_plan(&session).await?;
    album.both(&session.window, "creation-plan").await?;
    session.window.tick("Create the app in").await?;
    session.window.press("Create").await?;
    session.window.sees("The app Orgkeep is there").await?;
    album.both(&session.window, "creation-done").await?;
    session.connect().await?;
    session.sign_in_and_allow(FIRST.username).await?;
    session
        .window
        .sees("Larkfield has moved to OAuth via ECA")
        .await?;
    let clicks = session.window.clicks() - before;
    assert!(clicks <= MOST_CLICKS, "{clicks} clicks");

    session.window.press("Back to details").await?;
    session.window.press("Connection").await?;
    session.window.press("Check the app").await?;
    album.both(&session.window, "app-check").await?;
    session.window.close().await
}

#[tokio::test]
async fn an_app_that_was_cut_off_is_offered_again_and_taken_back() -> Outcome {
    let album = Album::of_documents()?;
    let session = Session::start(KeyringState::Unlocked, Folder::Practice).await?;
    let host = session.register_a_password(NAME).await?.host;
    to_the_plan(&session).await?;
    session.window.tick("Create the app in").await?;
    control::switch_on(&host, "hang", r#"{"endpoint": "deploy"}"#).await?;
    session.window.press("Create").await?;
    session.window.sees("Creating the app Orgkeep").await?;

    let session = session.kill_and_start(KeyringState::Unlocked).await?;
    session
        .window
        .sees("Creating the app Orgkeep was interrupted")
        .await?;
    album.both(&session.window, "creation-left").await?;
    session.window.press("Undo").await?;
    session.window.sees("The app Orgkeep is undone").await?;
    session.window.close().await
}

/// From the list to what the org says of the app.
async fn to_the_plan(session: &Session) -> Outcome {
    session.window.press("More for Larkfield").await?;
    session.window.press("Move to OAuth via ECA").await?;
    session.window.press("Create the app for me").await?;
    session.window.sees("Salesforce would take it").await
}
