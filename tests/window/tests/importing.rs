//! The Salesforce CLI hands tokens over to the real window, which starts it.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

use anyhow::Context as _;
use orgkeep_journeys::cli_home::{CliHome, KEYS, web_sign_in};
use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::salesforce::{MY_DOMAIN, Salesforce};
use orgkeep_window_tests::session::Session;
use serde_json::json;

const TOKEN: &str = "5Aep861gIvEnByThEfAkEcLi";

/// One sign-in comes along; for the other one the CLI never stops talking.
#[tokio::test]
async fn the_window_starts_the_cli_and_what_it_says_stays_out_of_the_page() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let salesforce = Salesforce::start(folder.path()).await?;
    let people = salesforce.employ(2)?;
    let session = Session::with(&salesforce, KeyringState::Unlocked).await?;
    let home = session.machine.home();
    let cli = CliHome::with_key_file(&home.join(".sfdx"), KEYS[0])?;
    fs::remove_file(home.join(".sfdx/key.json"))?;
    for (number, person) in (1..).zip(&people) {
        let mut fields = web_sign_in(number);
        fields["orgId"] = json!(salesforce.org_id());
        fields["userId"] = json!(person.id);
        fields["instanceUrl"] = json!(format!("https://{MY_DOMAIN}"));
        fields["loginUrl"] = json!(format!("https://{MY_DOMAIN}"));
        cli.sign_in(&person.username, &fields)?;
    }
    let first = &people.first().context("nobody is employed")?.username;
    let program = home.join("bin/sf");
    let script = format!(
        "#!/bin/sh\n\
         case \"$5\" in\n\
         {first}) echo '{{\"result\":{{\"sfdxAuthUrl\":\"force://PlatformCLI::{TOKEN}@{MY_DOMAIN}\"}}}}';;\n\
         *) while :; do echo 'more and more and more and more and more'; done;;\n\
         esac\n"
    );
    fs::write(&program, script)?;
    fs::set_permissions(&program, Permissions::from_mode(0o755))?;

    let window = &session.window;
    window.press("Import what exists").await?;
    window.sees("Through the CLI itself").await?;
    window.press("Look and ask sf").await?;
    window.sees("2 connections").await?;
    window.press("Import 2").await?;
    window.sees("1 org imported").await?;
    window.sees("1 org did not come along").await?;
    window.sees("said far too much").await?;
    let page = window.source().await?;
    assert!(!page.contains(TOKEN), "the page has the token");
    window.press("Go to list").await?;
    window.sees("Not tested yet").await?;
    session.window.close().await
}
