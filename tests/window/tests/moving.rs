//! A connection moves to an External Client App in the real window, and goes back: from a password, after a
//! sign-in that was denied, and from a Connected App.

use orgkeep_window_tests::admin::{FIRST, PASSWORD};
use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::picture::Album;
use orgkeep_window_tests::session::{Folder, Session};

type Outcome = anyhow::Result<()>;

const NAME: &str = "Larkfield";

#[tokio::test]
async fn a_password_is_given_up_after_a_denied_sign_in_and_taken_back() -> Outcome {
    let album = Album::of_documents()?;
    let mut session = practice().await?;
    let key = session.register_a_password(NAME).await?.key;
    session.window.open_row(NAME).await?;
    session
        .window
        .sees("Sign-in with a password ends in")
        .await?;
    album.both(&session.window, "standard-details").await?;
    to_the_key(&session, &album).await?;
    session.window.fill("Consumer ID", &key).await?;
    session.connect().await?;
    session.browser.sign_in(FIRST.username, PASSWORD).await?;
    session.browser.deny().await?;
    session.window.sees("Access was denied").await?;

    session.window.press("Back to Credentials").await?;
    session.connect().await?;
    session.sign_in_and_allow(FIRST.username).await?;
    session
        .window
        .sees("Larkfield has moved to OAuth via ECA")
        .await?;
    session
        .window
        .sees("The earlier sign-in had no refresh token.")
        .await?;
    album.both(&session.window, "moved").await?;

    session.window.press("Use the earlier sign-in…").await?;
    session
        .window
        .sees("Let Larkfield sign in as before")
        .await?;
    album.both(&session.window, "go-back").await?;
    session.window.press("Use the earlier sign-in").await?;
    session.window.sees("Larkfield signs in as before").await?;
    session.window.press("Back to details").await?;
    session.window.press("Test connection").await?;
    session.window.sees("API answered in").await?;
    session.window.close().await
}

#[tokio::test]
async fn a_connected_app_stays_in_force_until_the_new_sign_in_and_comes_back_by_its_own() -> Outcome
{
    let album = Album::of_documents()?;
    let mut session = practice().await?;
    let window = &session.window;
    session.fill_credentials(NAME).await?;
    let key = window.value("Consumer ID").await?;
    window.pick("OAuth via Connected App").await?;
    window.choose("App", "secret").await?;
    window.press("Use these values again").await?;
    window.sees("Set, ").await?;
    session.connect().await?;
    session.sign_in_and_allow(FIRST.username).await?;
    session.window.sees("Larkfield is connected").await?;
    session.window.press("Go to list").await?;
    session.window.open_row(NAME).await?;

    to_the_key(&session, &album).await?;
    session.window.fill("Consumer ID", &key).await?;
    session.connect().await?;
    let session = session.kill_and_start(KeyringState::Unlocked).await?;
    session.window.open_row(NAME).await?;
    session.window.press("Test connection").await?;
    session.window.sees("API answered in").await?;
    let mut session = continued(session).await?;
    session.sign_in_and_allow(FIRST.username).await?;
    session
        .window
        .sees("Salesforce confirmed that the earlier refresh token is dead.")
        .await?;

    session.window.press("Use the earlier sign-in…").await?;
    session
        .window
        .sees("Let Larkfield sign in as before")
        .await?;
    session.take_to_browser("Use the earlier sign-in").await?;
    session.sign_in_and_allow(FIRST.username).await?;
    session.window.sees("Larkfield signs in as before").await?;
    session.window.close().await
}

async fn practice() -> anyhow::Result<Session> {
    Session::start(KeyringState::Unlocked, Folder::Practice).await
}

/// From the connection's page to the key of the app that exists.
async fn to_the_key(session: &Session, album: &Album) -> Outcome {
    let window = &session.window;
    window.press("Move to OAuth via ECA").await?;
    window.sees("What stays").await?;
    window.tick("Move the production org").await?;
    album.both(window, "move-plan").await?;
    window.press("Continue to Prerequisites").await?;
    window.press("One exists").await?;
    window.press("Continue to Credentials").await?;
    window.sees("Enter the key of the app").await
}

/// The move that was cut off goes on where it was, and production is asked about once more.
async fn continued(mut session: Session) -> anyhow::Result<Session> {
    session.window.press("Move to OAuth via ECA").await?;
    session.window.sees("The last sign-in was cut off").await?;
    session.window.tick("Move the production org").await?;
    session.connect().await?;
    Ok(session)
}
