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
    let renewed = tokens_given(&host).await?;
    control::switch_on(&host, "answer-late", r#"{"milliseconds": 3000}"#).await?;
    session.window.press("Test connection").await?;
    let gives_another = async {
        while tokens_given(&host).await? == renewed {}
        anyhow::Ok(())
    };
    timeout(Duration::from_secs(60), gives_another).await??;

    // The refresh token in the store is worth nothing any more, and its successor is on its way. It comes once.
    let session = session.reopen().await?;
    session.window.open_row(NAME).await?;
    session.window.press("Test connection").await?;
    session.window.sees("API answered in").await?;
    session.window.close().await
}

/// How often tokens were given out, whether they have arrived or not.
async fn tokens_given(host: &str) -> anyhow::Result<usize> {
    let journal = control::journal(host).await?;
    let given = journal.as_array().into_iter().flatten().filter(|entry| {
        let path = entry["path"].as_str().unwrap_or_default();
        path.ends_with("/token") && entry["status"] == 200
    });
    Ok(given.count())
}
