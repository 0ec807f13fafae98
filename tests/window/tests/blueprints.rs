//! One app for several products: its checklist, a blueprint of one's own, source files, and their check.

use std::path::Path;

use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::picture::Album;
use orgkeep_window_tests::session::{Folder, Session};

type Outcome = anyhow::Result<()>;

#[tokio::test]
async fn several_products_become_a_checklist_and_a_blueprint() -> Outcome {
    let album = Album::of_documents()?;
    let session = Session::start(KeyringState::Unlocked, Folder::Real).await?;
    let window = &session.window;
    session.begin_registration().await?;
    window.sees("Create the app in Salesforce").await?;
    window.tick("AutoRABIT Vault").await?;
    window.tick("Compliance & Rehearsal Tool").await?;
    window.sees("3 products").await?;
    window
        .fill("Vault instance", "https://vault-qa.autorabit.com/dashboard")
        .await?;
    window
        .fill(
            "Org address",
            "larkfield.lightning.force.com/lightning/setup",
        )
        .await?;
    window.sees("Recognized").await?;
    window
        .press("3. Enable OAuth and paste the callback URL")
        .await?;
    window
        .sees("https://vault-qa.autorabit.com/dashboard/setup/addSfOrg")
        .await?;
    album.both(window, "prerequisites-products").await?;
    window.tick("Done: 3. Enable OAuth").await?;
    window.sees("1 of 8 done").await?;
    window.press("Save as blueprint").await?;
    window.sees("Saved as blueprint").await?;

    let session = session.reopen().await?;
    let window = &session.window;
    window.press("Blueprints").await?;
    window.sees("Settings of the app").await?;
    album.both(window, "blueprints-presets").await?;
    window.press("Mine 1").await?;
    window.sees("AutoRABIT Vault").await?;
    album.both(window, "blueprints-mine").await?;
    session.window.close().await
}

#[tokio::test]
async fn source_files_are_written_checked_and_mended() -> Outcome {
    let album = Album::of_documents()?;
    let session = Session::start(KeyringState::Unlocked, Folder::Real).await?;
    let window = &session.window;
    let place = tempfile::tempdir()?;
    let folder = place.path().join("larkfield-eca");
    window.press("Blueprints").await?;
    window.press("Source files").await?;
    window.choose("Blueprint", "Straight from products").await?;
    window
        .fill("Contact Email", "admin@larkfield.example")
        .await?;
    window.tick("Pattern 2, source and bootstrap").await?;
    window.fill("Folder", &folder.to_string_lossy()).await?;
    window.sees("bootstrap.sh").await?;
    album.both(window, "source-files").await?;
    window.press("Write 16 files").await?;
    window.sees("files written").await?;
    album.both(window, "source-written").await?;
    window.press("Check these files").await?;
    window.sees("Nothing to fix").await?;
    break_a_file(&folder)?;
    window.press("Check again").await?;
    window.sees("2 errors").await?;
    album.both(window, "source-check").await?;
    window.press("Apply fix").await?;
    window.sees("Nothing to fix").await?;
    session.window.close().await
}

/// As it happens to people: a scope by the name that it has at sign-in.
fn break_a_file(folder: &Path) -> Outcome {
    let path = folder.join("app/externalClientApps/Orgkeep.eca-meta.xml");
    let text = std::fs::read_to_string(&path)?;
    std::fs::write(&path, text.replace(">Local<", ">Packaged<"))?;
    Ok(())
}
