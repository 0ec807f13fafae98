//! Row T-10: a second start with stray arguments, while a sign-in is pending.

use orgkeep_window_tests::admin::FIRST;
use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::session::{Folder, Session};

/// What a page, a link or a person may put behind the program's name. One argument can have 128 KiB on Linux.
fn stray_arguments() -> Vec<Vec<String>> {
    let one = |text: &str| vec![text.to_owned()];
    let mut all: Vec<Vec<String>> = [
        "http://localhost:33333/?code=stolen&state=guessed",
        "http://localhost:33333/?error=access_denied&state=guessed",
        "orgkeep://callback?code=stolen&state=guessed",
        "https://login.salesforce.com/services/oauth2/authorize?client_id=other",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "--practice",
        "--unknown",
        "--help",
        "-x",
        "--",
        "",
        "\u{1b}[31mred\u{202e}",
    ]
    .iter()
    .map(|text| one(text))
    .collect();
    all.push(one(&"x".repeat(120 * 1024)));
    all.push(vec!["x".repeat(1024); 1000]);
    all
}

#[tokio::test]
async fn t_10_stray_arguments_do_not_touch_a_pending_sign_in() -> anyhow::Result<()> {
    let mut session = Session::start(KeyringState::Unlocked, Folder::Practice).await?;
    session.fill_credentials("Undisturbed").await?;
    session.connect().await?;
    session.window.sees("Waiting for your answer").await?;
    let all = stray_arguments();
    for arguments in &all {
        session.machine.start_again(arguments).await?;
        session.window.sees("Waiting for your answer").await?;
    }
    assert_eq!(session.opened()?, 1, "no other address was opened");
    session.sign_in_and_allow(FIRST.username).await?;
    session.window.sees("Undisturbed is connected").await?;
    println!("T-10 survived {} of {}", all.len(), all.len());
    session.window.close().await
}
