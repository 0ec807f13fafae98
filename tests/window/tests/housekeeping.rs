//! What an admin does beside registering, in the real window: the care of the vault.

use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::picture::Album;
use orgkeep_window_tests::session::{Folder, Session};

type Outcome = anyhow::Result<()>;

const WORDS: &str = "four words for nobody";

#[tokio::test]
async fn a_vault_that_gets_a_passphrase_asks_for_it_at_the_next_start() -> Outcome {
    let album = Album::of_documents()?;
    let session = Session::start(KeyringState::Unlocked, Folder::Real).await?;
    session.window.sees("Vault open").await?;
    let session = session.reopen_with(3).await?;
    let window = &session.window;
    window.sees("Vault open").await?;
    window.press("Settings").await?;
    window
        .sees("There is no recovery sheet for this key.")
        .await?;
    window.sees("In the system keyring").await?;
    album.both(window, "vault-care").await?;

    window.press("Save backup").await?;
    window.fill("Passphrase of the backup", WORDS).await?;
    window.fill("The same again", WORDS).await?;
    album.both(window, "vault-backup").await?;
    window.press("Cancel").await?;

    window.press("Use a passphrase").await?;
    window.fill("New passphrase", WORDS).await?;
    window.fill("The same again", WORDS).await?;
    album.both(window, "vault-passphrase").await?;
    window.press("Use this passphrase").await?;
    window.sees("Made from your passphrase").await?;

    let session = session.reopen().await?;
    let window = &session.window;
    window.sees("The vault opens with your passphrase").await?;
    window.fill("Passphrase", WORDS).await?;
    window.press("Open the vault").await?;
    window.sees("3\nConnected").await?;
    session.window.close().await
}
