//! When it goes wrong, in the real window: an error that only the browser shows, a key that becomes active after a
//! restart, a host that the person has to vouch for, and a computer on which several things are broken.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use orgkeep_simulator::{AppKind, ClientApp};
use orgkeep_window_tests::admin::{FIRST, PASSWORD};
use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::control;
use orgkeep_window_tests::machine::Machine;
use orgkeep_window_tests::picture::Album;
use orgkeep_window_tests::salesforce::{CUSTOM_HOST, MY_DOMAIN, Salesforce};
use orgkeep_window_tests::session::{Folder, Session};

type Outcome = anyhow::Result<()>;

#[tokio::test]
async fn an_error_that_only_the_browser_shows_is_explained() -> Outcome {
    let album = Album::of_documents()?;
    let mut session = Session::start(KeyringState::Unlocked, Folder::Practice).await?;
    session.fill_credentials("Elsewhere").await?;
    session.window.press("Verify").await?;
    session.window.sees("Verified. Nothing to fix.").await?;
    album.both(&session.window, "verified").await?;
    let host = session.practice_host().await?;
    control::switch_on(&host, "ec-app-not-found", "{}").await?;
    session.connect().await?;
    session.browser.sign_in(FIRST.username, PASSWORD).await?;
    session.window.sees("Nothing came back?").await?;
    let shown = session.browser.address().await?;
    let field = "Address or text from the browser";
    session.window.fill(field, &shown).await?;
    session.window.press("Read it").await?;
    session
        .window
        .sees("The app belongs to another org")
        .await?;
    assert_eq!(
        session.window.value(field).await?,
        "",
        "what was pasted may hold a code"
    );
    album.both(&session.window, "decoded").await?;
    session.window.press("Cancel").await?;
    session.window.sees("The sign-in was cancelled").await?;
    session.window.press("Close").await?;
    session.window.press("Help").await?;
    session
        .window
        .fill(field, "OAUTH_APP_BLOCKED : this app is blocked by admin")
        .await?;
    session.window.press("Read it").await?;
    session
        .window
        .sees("The app is blocked in this org")
        .await?;
    album.both(&session.window, "help").await?;
    session.window.close().await
}

#[tokio::test]
async fn a_countdown_goes_on_after_a_restart_and_on_to_the_browser() -> Outcome {
    let album = Album::of_documents()?;
    let folder = tempfile::tempdir()?;
    let salesforce = Salesforce::start(folder.path()).await?;
    let app = salesforce.app(AppKind::Public);
    salesforce.forget_keys()?;
    let session = Session::with(&salesforce, KeyringState::Unlocked).await?;
    type_credentials(
        &session,
        "Larkfield new",
        &format!("https://{MY_DOMAIN}"),
        &app,
    )
    .await?;
    session.window.press("Connect").await?;
    session.window.sees("Waiting for the key to work").await?;
    let mut session = session.reopen().await?;
    session.window.sees("Larkfield new").await?;
    album.both(&session.window, "waiting-after-restart").await?;
    assert_eq!(
        session.opened()?,
        0,
        "no browser opens for a key that cannot work"
    );
    salesforce.know_keys();
    let address = session.next_address().await?;
    session.browser.open_address(&address).await?;
    allow(&session, &salesforce).await?;
    session.window.sees("1\nConnected").await?;
    session.window.close().await
}

#[tokio::test]
async fn a_custom_host_is_typed_before_anything_is_sent_there() -> Outcome {
    let album = Album::of_documents()?;
    let folder = tempfile::tempdir()?;
    let salesforce = Salesforce::start(folder.path()).await?;
    let app = salesforce.app(AppKind::Public);
    let mut session = Session::with(&salesforce, KeyringState::Unlocked).await?;
    let pasted = format!("{CUSTOM_HOST}/lightning/page/home");
    type_credentials(&session, "Larkfield by its own name", &pasted, &app).await?;
    session
        .window
        .sees("This is not a login host of Salesforce")
        .await?;
    album.both(&session.window, "custom-host").await?;
    let field = "Type the host to confirm it";
    session.window.fill(field, "crm.larkfield.exampel").await?;
    session.window.press("Confirm this host").await?;
    session.window.sees("That is not the host above").await?;
    session.window.fill(field, CUSTOM_HOST).await?;
    session.window.press("Confirm this host").await?;
    session
        .window
        .sees("You confirmed crm.larkfield.example")
        .await?;
    album.both(&session.window, "custom-host-confirmed").await?;
    session.connect().await?;
    allow(&session, &salesforce).await?;
    session
        .window
        .sees("Larkfield by its own name is connected")
        .await?;
    session.window.close().await
}

#[tokio::test]
async fn three_broken_things_are_each_named_with_their_fix() -> Outcome {
    let album = Album::of_documents()?;
    let dead = "http://127.0.0.1:9".to_owned();
    let environment = vec![("HTTPS_PROXY".to_owned(), dead)];
    let machine = Machine::start_with(KeyringState::Unlocked, environment).await?;
    let session = Session::on(machine, Folder::Real).await?;
    session.window.sees("Vault open").await?;
    let stranger = TcpListener::bind("127.0.0.1:33333")?;
    let vault = store_folder(session.machine.home())?;
    std::fs::set_permissions(&vault, std::fs::Permissions::from_mode(0o755))?;
    session.window.press("Settings").await?;
    session.window.press("Diagnostics").await?;
    session.window.sees("3 things to fix.").await?;
    session.window.sees("Port 33333").await?;
    session.window.sees("127.0.0.1:9").await?;
    album.both(&session.window, "diagnostics").await?;
    let seen = session.window.text().await?;
    let home = session.machine.home().display().to_string();
    assert!(!seen.contains(&home), "a folder of the person is shown");
    drop(stranger);
    std::fs::set_permissions(&vault, std::fs::Permissions::from_mode(0o700))?;
    session.window.press("Check again").await?;
    session.window.sees("1 thing to fix.").await?;
    session.window.close().await
}

/// S-17, from the damaged file to where a backup is restored.
#[tokio::test]
async fn s_17_a_damaged_store_is_put_aside_from_its_screen() -> Outcome {
    let album = Album::of_documents()?;
    let session = Session::start(KeyringState::Unlocked, Folder::Real).await?;
    session.window.sees("Vault open").await?;
    let folder = store_folder(session.machine.home())?;
    let store = folder.join("orgkeep.db");
    let bytes = b"This was a store once.".repeat(200);
    let damage = |_: &Machine| {
        // The log of a program that was ended hard holds all that is in a young store, which comes back from it.
        for part in ["orgkeep.db-wal", "orgkeep.db-shm"] {
            let _none = std::fs::remove_file(folder.join(part));
        }
        anyhow::Ok(std::fs::write(&store, &bytes)?)
    };
    let session = session.reopen_after(damage).await?;
    session.window.sees("The store is damaged").await?;
    let shown = session.window.text().await?;
    assert!(!shown.contains("did not answer"), "it is told twice");
    album.both(&session.window, "store-damaged").await?;
    assert_eq!(std::fs::read(&store)?, bytes, "it was changed");
    session.window.press("Put it aside").await?;
    session.window.press("Put aside and begin anew").await?;
    session.window.sees("orgkeep-damaged-").await?;
    session.window.press("Restore a backup").await?;
    session.window.sees("Vault open").await?;
    session.window.sees("Restore").await?;
    let entries = std::fs::read_dir(&folder)?.filter_map(Result::ok);
    let is_aside =
        |name: &std::ffi::OsString| name.to_string_lossy().starts_with("orgkeep-damaged-");
    let names: Vec<_> = entries
        .map(|entry| entry.file_name())
        .filter(is_aside)
        .collect();
    assert_eq!(names.len(), 1, "{names:?}");
    assert_eq!(
        std::fs::read(folder.join(&names[0]))?,
        bytes,
        "it was changed"
    );
    println!("S-17 survived 1 of 1");
    session.window.close().await
}

/// From the list to a complete Credentials step of an ordinary vault.
async fn type_credentials(
    session: &Session,
    name: &str,
    address: &str,
    app: &ClientApp,
) -> Outcome {
    session.window.sees("Vault open").await?;
    session.begin_registration().await?;
    session.window.press("I already have a key").await?;
    session.window.fill("Name", name).await?;
    session.window.fill("Login URL", address).await?;
    session.window.fill("Consumer ID", &app.client_id).await
}

async fn allow(session: &Session, salesforce: &Salesforce) -> Outcome {
    let admin = salesforce.admin();
    session
        .browser
        .sign_in(&admin.username, &admin.password)
        .await?;
    session.browser.allow_if_asked().await
}

/// Where the store lies, wherever below the home folder that is.
fn store_folder(folder: &Path) -> anyhow::Result<PathBuf> {
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.ends_with("orgkeep.db") {
                return Ok(folder);
            }
            if path.is_dir() && !path.is_symlink() {
                open.push(path);
            }
        }
    }
    anyhow::bail!("there is no store")
}
