//! The window is closed while something is under way that must not be cut off.

use std::time::Duration;

use orgkeep_window_tests::admin::FIRST;
use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::control;
use orgkeep_window_tests::session::{Folder, Session};
use tokio::time::timeout;

type Outcome = anyhow::Result<()>;

const NAME: &str = "Larkfield";

#[tokio::test]
async fn a_renewal_under_way_is_finished_before_the_program_ends() -> Outcome {
    let mut session = Session::start(KeyringState::Unlocked, Folder::Practice).await?;
    session.fill_credentials(NAME).await?;
    let host = session.practice_host().await?;
    let key = session.window.value("Consumer ID").await?;
    control::rotate_refresh_tokens(&host, &key).await?;
    session.connect().await?;
    session.sign_in_and_allow(FIRST.username).await?;
    session.window.press("Show details").await?;

    control::end_access_tokens(&host).await?;
    let renewed = token_requests(&host).await?;
    control::switch_on(&host, "latency", r#"{"milliseconds": 3000}"#).await?;
    session.window.press("Test connection").await?;
    let asks_again = async {
        while token_requests(&host).await? == renewed {}
        anyhow::Ok(())
    };
    timeout(Duration::from_secs(60), asks_again).await??;

    // Salesforce has yet to answer. Its new refresh token comes once.
    let session = session.leave_and_reopen().await?;
    session.window.open_row(NAME).await?;
    session.window.press("Test connection").await?;
    session.window.sees("API answered in").await?;
    session.window.close().await
}

async fn token_requests(host: &str) -> anyhow::Result<usize> {
    let journal = control::journal(host).await?;
    let entries = journal.as_array().into_iter().flatten();
    let paths = entries.filter_map(|entry| entry["path"].as_str());
    Ok(paths.filter(|path| path.ends_with("/token")).count())
}
