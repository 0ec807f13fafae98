//! A list that is longer than what one message of the channel holds, one that is read while its window opens, and
//! one of which all are removed at once.

use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::picture::Album;
use orgkeep_window_tests::salesforce::Salesforce;
use orgkeep_window_tests::session::{Folder, Session};
use orgkeep_window_tests::stock;

#[tokio::test]
async fn two_hundred_connections_are_listed() -> anyhow::Result<()> {
    let session = Session::start(KeyringState::Unlocked, Folder::Real).await?;
    session.window.sees("Vault open").await?;
    let session = session.reopen_with(200).await?;
    session.window.sees("200\nConnected").await?;
    session.window.open_row(&stock::name(7)).await?;
    session.window.sees("admin@stock7.example").await?;
    session.window.sees("Enterprise Edition").await?;
    session.window.close().await
}

#[tokio::test]
async fn a_window_opens_while_thousands_of_connections_are_read() -> anyhow::Result<()> {
    let session = Session::start(KeyringState::Unlocked, Folder::Real).await?;
    session.window.sees("Vault open").await?;
    let session = session.reopen_with(4_000).await?;
    let store = session.machine.data().join("orgkeep/vault/orgkeep.db");
    let large = 4 * 1024 * 1024;
    assert!(std::fs::metadata(store)?.len() > large, "it is read before");
    session.window.sees("4000\nConnected").await?;
    session.window.open_row(&stock::name(7)).await?;
    session.window.sees("admin@stock7.example").await?;
    session.window.close().await
}

#[tokio::test]
async fn all_that_are_listed_are_removed_at_once() -> anyhow::Result<()> {
    let album = Album::of_documents()?;
    // The way to every host but one ends at its proxy.
    let folder = tempfile::tempdir()?;
    let salesforce = Salesforce::start(folder.path()).await?;
    let session = Session::with(&salesforce, KeyringState::Unlocked).await?;
    session.window.sees("Vault open").await?;
    let session = session.reopen_with(14).await?;
    session.window.sees("14\nConnected").await?;
    session
        .window
        .tick(&format!("Select {}", stock::name(3)))
        .await?;
    session.window.sees("1 selected").await?;
    session.window.press("Select all 14").await?;
    session.window.sees("14 selected").await?;
    session.window.press("Remove").await?;
    session.window.sees("Remove 14 connections?").await?;
    album.both(&session.window, "removing-several").await?;
    session.window.press("Remove all of them").await?;
    session.window.sees("14 connections removed").await?;
    let session = session.reopen().await?;
    session.window.sees("Register your first org").await?;
    session.window.close().await
}
