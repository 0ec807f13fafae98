//! Performs the practice registration on whatever display there is, leaves numbered pictures, and prints what
//! it registered. `cargo xtask run` does this on a machine without a display.

use std::io::Write as _;
use std::path::PathBuf;

use orgkeep_window_tests::admin::FIRST;
use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::picture::Album;
use orgkeep_window_tests::session::{Folder, Session, root};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let folder = std::env::var_os("ORGKEEP_WALKTHROUGH")
        .map_or_else(|| root().join("target/walkthrough"), PathBuf::from);
    let mut album = Album::at(folder)?;
    let mut session = Session::start(KeyringState::Unlocked, Folder::Practice).await?;
    register(&mut session, &mut album).await?;
    let mut session = session.reopen().await?;
    session.window.sees("Practice production").await?;
    take(&mut session, &mut album, "after-a-restart").await?;
    session.window.close().await
}

async fn register(session: &mut Session, album: &mut Album) -> anyhow::Result<()> {
    session.window.sees("Register a practice org").await?;
    take(session, album, "empty-list").await?;
    session.begin_registration().await?;
    session.window.sees("Create the app in Salesforce").await?;
    take(session, album, "prerequisites").await?;
    session.window.press("I already have a key").await?;
    session.window.fill("Name", "Practice production").await?;
    session.window.press("Use these values").await?;
    session.window.sees("Use these values again").await?;
    take(session, album, "credentials").await?;
    session.connect().await?;
    take(session, album, "authorization").await?;
    say(&album.numbered("sign-in", &session.browser.picture().await?)?)?;
    session
        .browser
        .sign_in(FIRST.username, orgkeep_window_tests::admin::PASSWORD)
        .await?;
    say(&album.numbered("consent", &session.browser.picture().await?)?)?;
    session.browser.allow().await?;
    session
        .window
        .sees("Practice production is connected")
        .await?;
    take(session, album, "result").await?;
    print(&format!(
        "Registered: {}",
        session.window.text().await?.replace('\n', " · ")
    ))?;
    session.window.press("Go to list").await?;
    session.window.sees("Practice production").await?;
    take(session, album, "list").await
}

async fn take(session: &mut Session, album: &mut Album, name: &str) -> anyhow::Result<()> {
    let picture = session.window.picture().await?;
    say(&album.numbered(name, &picture)?)
}

fn say(path: &std::path::Path) -> anyhow::Result<()> {
    print(&path.display().to_string())
}

fn print(line: &str) -> anyhow::Result<()> {
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}
