//! Registering an org, in the real window, with a real Chromium as the admin's browser.
//!
//! The practice org listens on fixed ports and the callback on 33333: run with `--test-threads=1`.

use std::time::Duration;

use orgkeep_window_tests::admin::{FIRST, PASSWORD};
use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::control;
use orgkeep_window_tests::picture::Album;
use orgkeep_window_tests::session::{Folder, Session};
use tokio::net::TcpListener;

type Outcome = anyhow::Result<()>;

async fn practice() -> anyhow::Result<Session> {
    Session::start(KeyringState::Unlocked, Folder::Practice).await
}

#[tokio::test]
async fn an_admin_registers_an_org_and_finds_it_after_a_restart() -> Outcome {
    let album = Album::of_documents()?;
    let mut session = practice().await?;
    session.window.sees("Nothing practised yet").await?;
    album.both(&session.window, "practice-empty").await?;
    session.begin_registration().await?;
    session.window.sees("Create the app in Salesforce").await?;
    album.both(&session.window, "prerequisites").await?;
    session.window.press("I already have a key").await?;
    session.window.fill("Name", "Larkfield").await?;
    session.window.press("Use these values").await?;
    session.window.sees("Use these values again").await?;
    album.both(&session.window, "credentials").await?;
    session.connect().await?;
    session.window.sees("Waiting for your answer").await?;
    album.both(&session.window, "authorization").await?;
    session.sign_in_and_allow(FIRST.username).await?;
    session.window.sees("Larkfield is connected").await?;
    album.both(&session.window, "result").await?;
    let address = session.browser.address().await?;
    assert_eq!(
        address, "http://localhost:33333/done",
        "no code is left in the address bar"
    );
    session.window.press("Go to list").await?;
    session.window.sees("1\nConnected").await?;

    let session = session.reopen().await?;
    session.window.sees("Larkfield").await?;
    session.window.sees("Connected").await?;
    album.both(&session.window, "list").await?;
    session.window.open_row("Larkfield").await?;
    session.window.sees("Enterprise Edition").await?;
    album.both(&session.window, "details").await?;
    session.window.press("Connection").await?;
    session.window.sees("http://localhost:33333").await?;
    album.both(&session.window, "details-connection").await?;
    session.window.close().await
}

#[tokio::test]
async fn denying_saves_nothing_and_keeps_what_was_typed() -> Outcome {
    let album = Album::of_documents()?;
    let mut session = practice().await?;
    session.fill_credentials("Denied once").await?;
    session.connect().await?;
    session.browser.sign_in(FIRST.username, PASSWORD).await?;
    session.browser.deny().await?;
    session.window.sees("Access was denied").await?;
    album.both(&session.window, "failure-denied").await?;
    session.window.press("Back to Credentials").await?;
    assert_eq!(session.window.value("Name").await?, "Denied once");
    session.connect().await?;
    session.sign_in_and_allow(FIRST.username).await?;
    session.window.sees("Denied once is connected").await?;
    session.window.close().await
}

#[tokio::test]
async fn a_wrong_secret_is_named_and_can_be_corrected() -> Outcome {
    let album = Album::of_documents()?;
    let mut session = practice().await?;
    session.fill_credentials("Confidential").await?;
    session
        .window
        .fill("Consumer Secret", "not the secret of this app")
        .await?;
    session.connect().await?;
    session.sign_in_and_allow(FIRST.username).await?;
    session.window.sees("The consumer secret is wrong").await?;
    album.both(&session.window, "failure-secret").await?;
    session.window.press("Back to Credentials").await?;
    session.window.press("Remove").await?;
    session
        .window
        .sees("Optional if the app does not require it")
        .await?;
    session.connect().await?;
    session.sign_in_and_allow(FIRST.username).await?;
    session.window.sees("Confidential is connected").await?;
    session.window.close().await
}

#[tokio::test]
async fn cancelling_frees_the_port_and_keeps_the_draft() -> Outcome {
    let mut session = practice().await?;
    session.fill_credentials("Cancelled").await?;
    session.connect().await?;
    session.window.sees("Waiting for your answer").await?;
    session.window.press("Cancel").await?;
    session.window.sees("The sign-in was cancelled").await?;
    port_becomes_free().await?;
    session.window.press("Back to Credentials").await?;
    assert_eq!(session.window.value("Name").await?, "Cancelled");
    session.window.close().await
}

#[tokio::test]
async fn a_new_key_becomes_active_by_itself() -> Outcome {
    let album = Album::of_documents()?;
    let mut session = practice().await?;
    session.fill_credentials("Patient").await?;
    let host = session.practice_host().await?;
    // A check that is still under way would meet the delay instead of the sign-in.
    session.window.sees("Nothing to fix").await?;
    control::switch_on(&host, "propagation-delay", r#"{"times": 1}"#).await?;
    session.window.press("Connect").await?;
    session.window.sees("Waiting for the key to work").await?;
    album.both(&session.window, "waiting-for-key").await?;
    assert_eq!(
        session.opened()?,
        0,
        "no browser opens for a key that cannot work"
    );
    let address = {
        // The next look is due after 25 seconds.
        tokio::time::timeout(Duration::from_secs(60), async {
            loop {
                if let Ok(address) = session.next_address().await {
                    break address;
                }
            }
        })
        .await?
    };
    session.browser.open_address(&address).await?;
    session.sign_in_and_allow(FIRST.username).await?;
    session.window.sees("Patient is connected").await?;
    session.window.close().await
}

#[tokio::test]
async fn a_stranger_on_the_port_is_named_and_no_browser_opens() -> Outcome {
    let album = Album::of_documents()?;
    let session = practice().await?;
    let stranger = TcpListener::bind("127.0.0.1:33333").await?;
    session.begin_registration().await?;
    session.window.press("I already have a key").await?;
    session.window.fill("Name", "Blocked").await?;
    session.window.press("Use these values").await?;
    session.window.sees("Port 33333 is in use").await?;
    let this_test = format!("(process {})", std::process::id());
    session.window.sees(&this_test).await?;
    session.window.press("Connect").await?;
    session
        .window
        .sees("Another program listens where Salesforce sends the answer")
        .await?;
    album.both(&session.window, "port-in-use").await?;
    assert_eq!(session.opened()?, 0);
    drop(stranger);
    session.window.press("Back to Credentials").await?;
    session.window.press("Verify").await?;
    session.window.sees("Port 33333 is free").await?;
    session.window.close().await
}

#[tokio::test]
async fn killed_during_the_exchange_it_says_so_and_starts_over() -> Outcome {
    let album = Album::of_documents()?;
    let mut session = practice().await?;
    session.fill_credentials("Interrupted").await?;
    let host = session.practice_host().await?;
    control::switch_on(&host, "hang", "{}").await?;
    session.connect().await?;
    session.sign_in_and_allow(FIRST.username).await?;
    session.window.sees("Exchanging it for tokens").await?;

    let mut session = session.kill_and_start(KeyringState::Unlocked).await?;
    session.window.sees("Interrupted").await?;
    session.window.press("Continue").await?;
    session.window.sees("The last sign-in was cut off").await?;
    album.both(&session.window, "interrupted").await?;
    assert_eq!(session.window.value("Name").await?, "Interrupted");
    session.connect().await?;
    session.sign_in_and_allow(FIRST.username).await?;
    session.window.sees("Interrupted is connected").await?;
    session.window.close().await
}

async fn port_becomes_free() -> Outcome {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(2);
    while TcpListener::bind("127.0.0.1:33333").await.is_err() {
        anyhow::ensure!(
            tokio::time::Instant::now() < deadline,
            "the port is still held"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}
