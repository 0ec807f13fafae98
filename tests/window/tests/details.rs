//! The life of one connection in the real window: tested, broken, told, mended by a new sign-in, opened.

use orgkeep_window_tests::admin::FIRST;
use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::control;
use orgkeep_window_tests::picture::Album;
use orgkeep_window_tests::session::{Folder, Session};

type Outcome = anyhow::Result<()>;

#[tokio::test]
async fn what_a_test_tells_is_true_and_a_new_sign_in_mends_it() -> Outcome {
    let album = Album::of_documents()?;
    let mut session = Session::start(KeyringState::Unlocked, Folder::Practice).await?;
    session.fill_credentials("Larkfield").await?;
    let host = session.practice_host().await?;
    session.connect().await?;
    session.sign_in_and_allow(FIRST.username).await?;
    session.window.sees("Larkfield is connected").await?;
    session.window.press("Go to list").await?;
    session.window.sees("1\nConnected").await?;
    session.window.open_row("Larkfield").await?;
    session.window.sees("Not tested yet").await?;

    session.window.press("Test connection").await?;
    session.window.sees("API answered in").await?;
    session.window.press("Ask the org").await?;
    session.window.sees("API requests, daily").await?;
    session.window.sees("Winter '27, API 68.0").await?;
    album.both(&session.window, "details-tested").await?;

    control::end_grants(&host).await?;
    session.window.press("Test connection").await?;
    session.window.sees("Salesforce ended the sign-in").await?;
    album.both(&session.window, "details-revoked").await?;
    session.window.press("Test connection").await?;
    session
        .window
        .sees("Nothing was sent to Salesforce")
        .await?;
    album.both(&session.window, "details-nothing-sent").await?;

    session.window.press("Reauthenticate").await?;
    session.window.sees("Authenticate").await?;
    album.both(&session.window, "reauthenticate").await?;
    session.take_to_browser("Authenticate").await?;
    session.sign_in_and_allow(FIRST.username).await?;
    session
        .window
        .sees("Larkfield is authenticated again")
        .await?;
    session.window.press("Back to details").await?;
    session.window.press("Test connection").await?;
    session.window.sees("API answered in").await?;

    somebody_else(&mut session, &host, &album).await?;
    session.window.press("Open org").await?;
    let link = session.next_address().await?;
    session.browser.open_address(&link).await?;
    let shown = session.browser.text().await?;
    assert!(shown.contains("signed in"), "it shows {shown}");
    let page = session.window.source().await?;
    let key = link
        .split("otp=")
        .nth(1)
        .and_then(|rest| rest.split('&').next());
    assert!(key.is_some_and(|key| !key.is_empty() && !page.contains(key)));

    session.window.press("Back to the list").await?;
    session.window.press("Test all").await?;
    session.window.sees("1 connection tested").await?;
    album.both(&session.window, "list-tested").await?;
    session.window.press("Activity").await?;
    session.window.sees("Opened in the browser").await?;
    album.both(&session.window, "activity").await?;
    session.window.close().await
}

/// Another user comes back: nothing changes before the person has answered, and nothing if they refuse.
async fn somebody_else(session: &mut Session, host: &str, album: &Album) -> Outcome {
    control::switch_on(host, "wrong-user", "{}").await?;
    session.window.press("Reauthenticate").await?;
    session.window.sees("Authenticate").await?;
    session.take_to_browser("Authenticate").await?;
    session.sign_in_and_allow(FIRST.username).await?;
    session.window.sees("What accepting means").await?;
    album.both(&session.window, "another-user").await?;
    session.window.press("Keep the user as it is").await?;
    session.window.sees("nobody accepted it").await?;
    session.window.press("Close").await?;
    session.window.press("Test connection").await?;
    session.window.sees("API answered in").await
}
