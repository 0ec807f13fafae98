//! A list that is longer than what one message of the channel holds.

use orgkeep_window_tests::bus::KeyringState;
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
