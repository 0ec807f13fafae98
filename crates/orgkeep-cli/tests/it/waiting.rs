//! What somebody typed in the window and has not signed in with yet.

use orgkeep_app::place::vault_settings;
use orgkeep_app::surroundings::Mode;
use orgkeep_domain::attempt::PasswordLogin;
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_domain::id::ConnectionId;
use orgkeep_journeys::plan::actor;
use orgkeep_secret::{ConsumerSecret, Password};
use orgkeep_simulator::{AppKind, ClientApp, Endpoint, OrgKey};
use orgkeep_vault::pending_record::NewSecret;
use orgkeep_vault::vault::Vault;
use rusqlite::types::Value;
use serde_json::json;

use crate::machine::{Machine, strs};

const NAME: &str = "Larkfield";

fn raw(machine: &Machine) -> rusqlite::Connection {
    rusqlite::Connection::open(machine.data().join("practice/orgkeep.db")).unwrap()
}

/// Runs a command that ends with code 1 and tells this reason.
async fn is_refused(machine: &Machine, arguments: &[&str], reason: &str) {
    let refused = machine.run(arguments).await;
    assert_eq!(refused.code, 1, "{arguments:?}: {}", refused.err);
    assert!(refused.err.contains(reason), "{}", refused.err);
}

/// The rows of what waits, byte for byte.
fn rows(machine: &Machine, table: &str) -> Vec<Vec<Value>> {
    let store = raw(machine);
    let mut statement = store.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let columns = statement.column_count();
    let values = |row: &rusqlite::Row<'_>| (0..columns).map(|column| row.get(column)).collect();
    let rows = statement.query_map([], values).unwrap();
    rows.map(Result::unwrap).collect()
}

/// The vault as the window has it, and the one connection in it.
async fn window(machine: &Machine) -> (Vault, ConnectionId) {
    let settings = vault_settings(Mode::Practice, Some(&machine.data()), actor()).unwrap();
    let vault = Vault::open(settings).unwrap();
    vault.unlock().await.unwrap();
    let list = vault.connections().await.unwrap();
    let id = list.records[0].id.clone();
    (vault, id)
}

/// A connection with a password, and another password that was typed in the window for it.
async fn typed_password() -> (Machine, Vault, ConnectionId) {
    let machine = Machine::start().await;
    let (arguments, lines) = machine.logging_in(NAME, OrgKey::Uat);
    let registered = machine.run_with(&strs(&arguments), &lines).await;
    assert_eq!(registered.code, 0, "{}", registered.err);
    let (vault, id) = window(&machine).await;
    let login = PasswordLogin {
        username: machine.simulator.org(OrgKey::Uat).admin().username.clone(),
        password: Password::new("not the password".to_owned()),
        security_token: None,
    };
    vault.set_pending_login(&id, login).await.unwrap();
    machine.simulator.journal().clear();
    (machine, vault, id)
}

fn logins(machine: &Machine) -> usize {
    let journal = machine.simulator.journal();
    journal.of_endpoint(Endpoint::Soap).len()
}

#[tokio::test]
async fn a_password_that_waits_is_told_wherever_a_key_would_be() {
    let (machine, _vault, _) = typed_password().await;
    let username = machine.simulator.org(OrgKey::Uat).admin().username.clone();
    let shown = machine.run(&["show", NAME, "--json"]).await.json();
    let typed_at = shown["pendingLogin"]["typedAt"].clone();
    assert_eq!(
        shown["pendingLogin"],
        json!({"username": username, "hasSecurityToken": false, "typedAt": typed_at})
    );
    assert_eq!(shown["pending"], json!(null));
    let shown = machine.run(&["show", NAME]).await;
    assert!(shown.out.contains("new password"), "{}", shown.out);
    let tested = machine.run(&["test", NAME]).await;
    assert_eq!(tested.code, 0, "{}", tested.err);
    let words = "tested with the credentials authorized on";
    assert!(tested.err.contains(words), "{}", tested.err);
    let told = machine.run(&["activity"]).await;
    assert!(told.out.contains("type new credentials"), "{}", told.out);
    assert_eq!(machine.leaks(), [""; 0]);
}

#[tokio::test]
async fn a_password_that_waits_is_not_sent_and_not_thrown_away_for_a_key() {
    let (machine, vault, id) = typed_password().await;
    let before = rows(&machine, "pending_login");
    let key = machine.app(OrgKey::Uat, AppKind::Public).client_id;
    let with_key = ["reauthenticate", NAME, "--client-id", &key, "--no-browser"];
    is_refused(&machine, &with_key, "--pending").await;
    assert_eq!(rows(&machine, "pending_login"), before);

    vault.discard_pending(&id).await.unwrap();
    is_refused(&machine, &with_key, "password").await;
    assert!(!vault.waiting(&id).await.unwrap().is_some());
    assert_eq!(logins(&machine), 0);
    let without = ["reauthenticate", NAME, "--pending", "--no-browser"];
    assert_eq!(machine.run(&without).await.code, 1);
    assert_eq!(machine.leaks(), [""; 0]);
}

#[tokio::test]
async fn a_password_that_waits_is_what_pending_means_and_stays_if_it_is_wrong() {
    let (machine, _vault, _) = typed_password().await;
    let before = rows(&machine, "pending_login");
    let pending = ["reauthenticate", NAME, "--pending", "--json"];
    let refused = machine.run(&pending).await;
    assert_eq!(refused.code, 1, "{}", refused.err);
    assert_eq!(refused.json()["failure"]["cause"], "loginWrong");
    assert_eq!(logins(&machine), 1);
    assert_eq!(rows(&machine, "pending_login"), before);
}

/// A production org with a Connected App, and an External Client App that was typed in the window to move it to.
async fn typed_move() -> (Machine, Vault, ConnectionId, ClientApp) {
    let machine = Machine::start().await;
    let app = machine.movable(NAME, OrgKey::Production).await;
    let (vault, id) = window(&machine).await;
    let key = ConsumerKey::parse(&app.client_id).unwrap();
    let to = AuthenticationType::ExternalClientApp;
    let kept = vault.set_migration(&id, to, key, NewSecret::Absent);
    kept.await.unwrap();
    (machine, vault, id, app)
}

#[tokio::test]
async fn what_waits_to_move_a_connection_moves_it_only_by_migrate() {
    let (machine, _vault, _, app) = typed_move().await;
    let before = rows(&machine, "pending");
    let connection = rows(&machine, "connection");
    let base = ["reauthenticate", NAME, "--no-browser", "--timeout", "5"];
    for more in [&["--pending"][..], &["--client-id", &app.client_id]] {
        is_refused(&machine, &[&base[..], more].concat(), "orgkeep migrate").await;
        assert_eq!(rows(&machine, "pending"), before);
        assert_eq!(rows(&machine, "connection"), connection);
    }
}

#[tokio::test]
async fn what_waits_is_not_overwritten_by_another_key() {
    let (machine, vault, id, _) = typed_move().await;
    let before = rows(&machine, "pending");
    let other = ["migrate", NAME, "--client-id", "3MVG9another", "--yes"];
    is_refused(&machine, &other, "Without --client-id").await;
    assert_eq!(rows(&machine, "pending"), before);

    let key = ConsumerKey::parse("3MVG9ofitsown").unwrap();
    vault.discard_pending(&id).await.unwrap();
    let kept = vault.set_pending(&id, key, NewSecret::Absent);
    kept.await.unwrap();
    let before = rows(&machine, "pending");
    is_refused(&machine, &other, "reauthenticate --pending").await;
    assert_eq!(rows(&machine, "pending"), before);
}

#[tokio::test]
async fn the_secret_of_an_app_that_waits_stays_when_its_key_is_given_again() {
    let (machine, vault, id, app) = typed_move().await;
    let key = ConsumerKey::parse(&app.client_id).unwrap();
    let to = AuthenticationType::ExternalClientApp;
    let secret = NewSecret::Typed(ConsumerSecret::new("typed in the window".to_owned()));
    let typed = vault.set_migration(&id, to, key, secret).await.unwrap();
    let again = [
        "migrate",
        NAME,
        "--client-id",
        &app.client_id,
        "--yes",
        "--no-browser",
    ];
    let mut running = machine.begin(&again);
    running.address().await;
    running.interrupt();
    assert_eq!(running.end(&machine).await.code, 130);
    let waiting = vault.pending(&id).await.unwrap().unwrap();
    assert!(waiting.secret_characters.is_some());
    assert_eq!(waiting.id, typed.id, "it is not typed anew");
}

#[tokio::test]
async fn what_is_typed_in_the_window_meanwhile_outlives_a_sign_in_that_fails() {
    let (machine, vault, id, _) = typed_move().await;
    vault.discard_pending(&id).await.unwrap();
    let app = machine.app(OrgKey::Production, AppKind::Public).client_id;
    let mut running = machine.begin(&["reauthenticate", NAME, "--client-id", &app, "--no-browser"]);
    running.address().await;
    let newer = ConsumerKey::parse("3MVG9typedmeanwhile").unwrap();
    let secret = NewSecret::Typed(ConsumerSecret::new("typed meanwhile".to_owned()));
    let kept = vault.set_pending(&id, newer, secret).await.unwrap();
    running.interrupt();
    assert_eq!(running.end(&machine).await.code, 130);
    assert_eq!(vault.pending(&id).await.unwrap(), Some(kept));
}

#[tokio::test]
async fn nobody_goes_back_after_the_time_and_the_earlier_sign_in_is_wiped() {
    let (machine, vault, id, _) = typed_move().await;
    let mut running = machine.begin(&["migrate", NAME, "--yes", "--no-browser"]);
    let address = running.address().await;
    let admin = machine.simulator.org(OrgKey::Production).admin().clone();
    machine.allow(&address, &admin).await;
    assert_eq!(running.end(&machine).await.code, 0);
    assert!(vault.earlier(&id).await.unwrap().is_some());
    let fortnight_and_a_day = 15 * 24 * 60 * 60 * 1000_i64;
    let aged = raw(&machine).execute(
        "UPDATE earlier SET kept_at = kept_at - ?1",
        [fortnight_and_a_day],
    );
    assert_eq!(aged.unwrap(), 1);
    assert_eq!(machine.run(&["list"]).await.code, 0);
    let back = ["migrate", "--back", NAME, "--yes", "--no-browser"];
    let refused = machine.run(&back).await;
    assert_eq!(refused.code, 1, "{}", refused.err);
    assert_eq!(rows(&machine, "earlier"), Vec::<Vec<Value>>::new());
}

#[tokio::test]
async fn a_dev_hub_is_refused_with_the_reason() {
    let (machine, _vault, _, app) = typed_move().await;
    let made = raw(&machine).execute("UPDATE connection SET is_dev_hub_registration = 1", []);
    assert_eq!(made.unwrap(), 1);
    let again = ["reauthenticate", NAME, "--no-browser"];
    let moving = ["migrate", NAME, "--client-id", &app.client_id, "--yes"];
    for (arguments, reason) in [
        (&again[..], "stays as it was registered"),
        (&moving[..], "C-1016"),
    ] {
        is_refused(&machine, arguments, reason).await;
    }
}
