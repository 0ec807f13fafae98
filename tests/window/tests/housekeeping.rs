//! What an admin does beside registering, in the real window: the care of the vault, a Dev Hub, and what the Salesforce CLI
//! knows.

use orgkeep_journeys::cli_home::{CliHome, KEYS, web_sign_in};
use orgkeep_window_tests::bus::KeyringState;
use orgkeep_window_tests::picture::Album;
use orgkeep_window_tests::session::{Folder, Session};
use serde_json::json;

type Outcome = anyhow::Result<()>;

const WORDS: &str = "four words for nobody";
const HUB: &str = "Larkfield Dev Hub";
const HUB_ADMIN: &str = "nora.whitfield@hub.larkfield.example";

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

#[tokio::test]
async fn a_dev_hub_is_registered_in_settings_and_stays_as_it_is() -> Outcome {
    let album = Album::of_documents()?;
    let mut session = Session::start(KeyringState::Unlocked, Folder::Practice).await?;
    session.window.press("Settings").await?;
    session.window.press("Salesforce Org").await?;
    session.window.sees("No Dev Hub is registered.").await?;
    session.window.press("Register a Dev Hub").await?;
    session
        .window
        .sees("A Dev Hub is registered through a Connected App only.")
        .await?;
    session.window.fill("Name", HUB).await?;
    session.window.choose("Practice org", HUB).await?;
    session.window.press("Use these values").await?;
    session.window.sees("Use these values again").await?;
    album.both(&session.window, "dev-hub-credentials").await?;
    session.connect().await?;
    session.sign_in_and_allow(HUB_ADMIN).await?;
    session.window.sees(&format!("{HUB} is connected")).await?;

    session.window.press("Go to list").await?;
    session.window.press("Settings").await?;
    session.window.press("Salesforce Org").await?;
    session.window.sees(HUB_ADMIN).await?;
    album.both(&session.window, "dev-hubs").await?;
    session.window.press(HUB).await?;
    session
        .window
        .sees("A Dev Hub cannot be authenticated again")
        .await?;
    session.window.close().await
}

#[tokio::test]
async fn what_the_salesforce_cli_knows_is_looked_at_and_comes_in_untested() -> Outcome {
    let album = Album::of_documents()?;
    let session = Session::start(KeyringState::Unlocked, Folder::Real).await?;
    let window = &session.window;
    window.sees("Vault open").await?;
    let home = CliHome::with_key_file(&session.machine.home().join(".sfdx"), KEYS[1])?;
    sign_in_to_some(&home)?;
    window.press("Import what exists").await?;
    window.sees("Where to look").await?;
    album.both(window, "import-sources").await?;
    window.press("Look there").await?;
    window.sees("Can be imported").await?;
    album.both(window, "import-preview").await?;
    window.press("Import 4").await?;
    window.sees("4 orgs imported").await?;
    album.both(window, "import-result").await?;
    window.press("Go to list").await?;
    window.sees("Not tested yet").await?;
    session.window.close().await
}

/// Two orgs whose tokens come along, one of an app of one's own, one without tokens, one that is over, and one that is damaged.
fn sign_in_to_some(home: &CliHome) -> Outcome {
    let mut production = web_sign_in(1);
    production["name"] = json!("Larkfield Energy");
    production["isDevHub"] = json!(true);
    let mut scratch = web_sign_in(2);
    scratch["isScratch"] = json!(true);
    scratch["expirationDate"] = json!("2999-12-31");
    scratch["instanceUrl"] = json!("https://brave-otter-dev-ed.scratch.my.salesforce.com");
    let mut own_app = web_sign_in(3);
    own_app["clientId"] = json!("3MVG9ownAppOwnAppOwnAppOwnApp");
    own_app["name"] = json!("Brightwater");
    let mut tokenless = web_sign_in(4);
    tokenless["accessToken"] = json!(null);
    tokenless["name"] = json!("Cobalt");
    let mut over = web_sign_in(5);
    over["expirationDate"] = json!("2020-01-01");
    home.sign_in("nora.whitfield@larkfield.example", &production)?;
    home.sign_in("test-otter@example.com", &scratch)?;
    home.sign_in("release@brightwater.example", &own_app)?;
    home.sign_in("ci@cobalt.example", &tokenless)?;
    home.sign_in("test-fox@example.com", &over)?;
    home.put(
        "alias.json",
        br#"{"orgs":{"live":"nora.whitfield@larkfield.example","otter":"test-otter@example.com"}}"#,
    )?;
    home.put("odd@cobalt.example.json", b"{")?;
    Ok(())
}
