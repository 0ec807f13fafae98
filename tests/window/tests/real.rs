//! An ordinary vault: https to Salesforce's own host name, and the key in the real keyring.

use orgkeep_simulator::{AppKind, ClientApp};
use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::picture::Album;
use orgkeep_window_tests::salesforce::{MY_DOMAIN, Salesforce};
use orgkeep_window_tests::session::Session;

type Outcome = anyhow::Result<()>;

#[tokio::test]
async fn a_confidential_app_is_registered_over_https_with_its_key_in_the_keyring() -> Outcome {
    let album = Album::of_documents()?;
    let folder = tempfile::tempdir()?;
    let salesforce = Salesforce::start(folder.path()).await?;
    let app = salesforce.app(AppKind::Confidential);
    let mut session = Session::with(&salesforce, KeyringState::Unlocked).await?;
    let secret = app.secret.clone().unwrap_or_default();
    register(&mut session, &salesforce, &app).await?;
    session
        .window
        .sees("Larkfield production is connected")
        .await?;
    album.both(&session.window, "result-real").await?;
    assert!(
        !session.window.source().await?.contains(&secret),
        "the secret is not in the page"
    );
    session.window.press("Go to list").await?;
    session.window.sees("1\nConnected").await?;

    let session = session.reopen().await?;
    session.window.sees("Vault open").await?;
    session.window.sees("Larkfield production").await?;
    session.window.open_row("Larkfield production").await?;
    session.window.sees("Nora Whitfield").await?;
    album.both(&session.window, "details-real").await?;
    session.window.press("Connection").await?;
    session.window.sees(MY_DOMAIN).await?;
    album
        .both(&session.window, "details-connection-real")
        .await?;
    let secrets = leaked(session.machine.home(), &secret)?;
    assert!(
        secrets.is_empty(),
        "the secret lies readable in {secrets:?}"
    );

    session
        .window
        .press("Actions for Larkfield production")
        .await?;
    session.window.press("Remove…").await?;
    session.window.sees("This is a production org").await?;
    album.both(&session.window, "remove").await?;
    session
        .window
        .fill(
            "To go on, type the connection’s name",
            "Larkfield production",
        )
        .await?;
    session.window.press("Remove").await?;
    session.window.sees("removed and revoked").await?;
    session.window.sees("Register your first org").await?;
    session.window.close().await
}

#[tokio::test]
async fn a_locked_keyring_is_a_calm_screen_that_loses_nothing() -> Outcome {
    let album = Album::of_documents()?;
    let folder = tempfile::tempdir()?;
    let salesforce = Salesforce::start(folder.path()).await?;
    let app = salesforce.app(AppKind::Public);
    let mut session = Session::with(&salesforce, KeyringState::Unlocked).await?;
    register(&mut session, &salesforce, &app).await?;
    session
        .window
        .sees("Larkfield production is connected")
        .await?;

    let session = session.kill_and_start(KeyringState::Locked).await?;
    session.window.sees("The system keyring is locked").await?;
    album.both(&session.window, "keyring-locked").await?;
    session.window.press("Show orgs without unlocking").await?;
    session.window.sees("Larkfield production").await?;
    album.both(&session.window, "list-while-locked").await?;

    session.window.press("Unlock").await?;
    session.window.press("Unlock keyring").await?;
    session.window.sees("The keyring was not opened").await?;
    album.both(&session.window, "keyring-denied").await?;

    let session = session.kill_and_start(KeyringState::Unlocked).await?;
    session.window.sees("Vault open").await?;
    session.window.sees("1\nConnected").await?;
    session.window.close().await
}

#[tokio::test]
async fn no_keyring_and_a_keyring_without_the_key_have_screens_of_their_own() -> Outcome {
    let album = Album::of_documents()?;
    let folder = tempfile::tempdir()?;
    let salesforce = Salesforce::start(folder.path()).await?;
    let app = salesforce.app(AppKind::Public);
    let mut session = Session::with(&salesforce, KeyringState::Unlocked).await?;
    register(&mut session, &salesforce, &app).await?;
    session
        .window
        .sees("Larkfield production is connected")
        .await?;

    let session = session.kill_and_start(KeyringState::Absent).await?;
    session
        .window
        .sees("The system keyring is not running")
        .await?;
    album.both(&session.window, "keyring-absent").await?;

    std::fs::remove_dir_all(session.machine.data().join("keyrings"))?;
    let session = session.kill_and_start(KeyringState::Unlocked).await?;
    session
        .window
        .sees("The keyring no longer has the key")
        .await?;
    album.both(&session.window, "keyring-forgotten").await?;
    session.window.press("Use recovery sheet").await?;
    session.window.fill("Recovery key", "ABCDE-FGHJK").await?;
    session.window.press("Open the vault").await?;
    session
        .window
        .sees("Some are missing, or there are too many")
        .await?;
    album.both(&session.window, "vault-recovery").await?;
    session.window.press("Cancel").await?;
    session.window.close().await
}

/// From the empty list to Allow.
async fn register(session: &mut Session, salesforce: &Salesforce, app: &ClientApp) -> Outcome {
    let admin = salesforce.admin();
    session
        .fill_production("Larkfield production", &app.client_id)
        .await?;
    if let Some(secret) = &app.secret {
        session.window.fill("Consumer Secret", secret).await?;
    }
    session.connect().await?;
    session
        .browser
        .sign_in(&admin.username, &admin.password)
        .await?;
    session.browser.allow_if_asked().await
}

/// Files below a folder that hold some text as it is.
fn leaked(folder: &std::path::Path, text: &str) -> anyhow::Result<Vec<std::path::PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && !path.is_symlink() {
            found.extend(leaked(&path, text)?);
        } else if path.is_file() {
            let bytes = std::fs::read(&path).unwrap_or_default();
            if bytes
                .windows(text.len())
                .any(|window| window == text.as_bytes())
            {
                found.push(path);
            }
        }
    }
    Ok(found)
}
