//! Orgkeep's first start on a machine: with a keyring, without one, and into practice.

use orgkeep_window_tests::admin::FIRST;
use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::picture::Album;
use orgkeep_window_tests::session::{Folder, Session};

type Outcome = anyhow::Result<()>;

#[tokio::test]
async fn with_an_unlocked_keyring_the_vault_is_open_at_once() -> Outcome {
    let album = Album::of_documents()?;
    let session = Session::start(KeyringState::Unlocked, Folder::Real).await?;
    session.window.sees("Register your first org").await?;
    session.window.sees("Vault open").await?;
    album.both(&session.window, "list-empty").await?;
    session.window.close().await
}

#[tokio::test]
async fn without_a_keyring_a_passphrase_is_offered_and_opens_the_vault_again() -> Outcome {
    let album = Album::of_documents()?;
    let session = Session::start(KeyringState::Absent, Folder::Real).await?;
    session
        .window
        .sees("Choose a passphrase for the vault")
        .await?;
    album.both(&session.window, "passphrase-choose").await?;
    session
        .window
        .fill("New passphrase", "four words for nobody")
        .await?;
    session
        .window
        .fill("The same again", "four words for nobody")
        .await?;
    session.window.press("Use this passphrase").await?;
    session.window.sees("Vault open").await?;

    let session = session.kill_and_start(KeyringState::Absent).await?;
    session
        .window
        .sees("The vault opens with your passphrase")
        .await?;
    album.both(&session.window, "passphrase-needed").await?;
    session
        .window
        .fill("Passphrase", "something else entirely")
        .await?;
    session.window.press("Open the vault").await?;
    session.window.sees("not the passphrase").await?;
    session
        .window
        .fill("Passphrase", "four words for nobody")
        .await?;
    session.window.press("Open the vault").await?;
    session.window.sees("Vault open").await?;
    session.window.close().await
}

#[tokio::test]
async fn the_practice_button_reopens_orgkeep_on_the_practice_folder_and_back() -> Outcome {
    let session = Session::start(KeyringState::Unlocked, Folder::Real).await?;
    session.window.press("Try it with a practice org").await?;
    session.window.sees("Nothing here is real").await?;
    session.window.press("Leave practice").await?;
    session.window.sees("Register your first org").await?;
    session.window.close().await
}

#[tokio::test]
async fn what_the_person_switches_on_happens_at_the_next_sign_in() -> Outcome {
    let album = Album::of_documents()?;
    let mut session = Session::start(KeyringState::Unlocked, Folder::Practice).await?;
    session.window.press("Practice org").await?;
    session.window.press("Faults").await?;
    session
        .window
        .fill("Search faults", "without a click")
        .await?;
    session.window.switch("Denied without a click").await?;
    session.window.sees("1 on").await?;
    album.both(&session.window, "practice-faults").await?;
    session.window.press("Close").await?;
    session.fill_credentials("Denied by a switch").await?;
    session.connect().await?;
    session.sign_in_and_allow(FIRST.username).await?;
    session.window.sees("Access was denied").await?;
    session.window.press("Back to Credentials").await?;
    session.window.press("Practice org 1 on").await?;
    session.window.press("Faults 1 on").await?;
    session.window.press("Switch all off").await?;
    session.window.press("Close").await?;
    session.connect().await?;
    session.sign_in_and_allow(FIRST.username).await?;
    session
        .window
        .sees("Denied by a switch is connected")
        .await?;
    session.window.close().await
}
