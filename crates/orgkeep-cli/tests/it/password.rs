//! A connection that signs in with a password: what becomes of it when that is another one.

use orgkeep_simulator::OrgKey;
use serde_json::Value;

use crate::machine::{Machine, strs};

const NAME: &str = "Larkfield UAT";
const NEW: &str = "another-Passw0rd-of-the-admin";

/// A connection whose user has another password than it keeps, and whose session is over.
async fn outdated() -> Machine {
    let machine = Machine::start().await;
    let (arguments, lines) = machine.logging_in(NAME, OrgKey::Uat);
    let ended = machine.run_with(&strs(&arguments), &lines).await;
    assert_eq!(ended.code, 0, "{}", ended.err);
    let admin = machine.simulator.org(OrgKey::Uat).admin().clone();
    machine.secrets.keep("new password", NEW);
    let change = |user: &mut orgkeep_simulator::User| NEW.clone_into(&mut user.password);
    machine
        .simulator
        .change_user(&admin.username, change)
        .unwrap();
    machine.simulator.end_access_tokens();
    machine
}

async fn tested(machine: &Machine) -> Value {
    let ended = machine.run(&["test", NAME, "--json"]).await;
    ended.json()["results"][0].clone()
}

#[tokio::test]
async fn an_end_is_told_as_it_was_found_and_nothing_is_sent_again() {
    let machine = outdated().await;
    let found = tested(&machine).await;
    assert_eq!(found["verdict"], "passwordChanged");
    assert_eq!(found["asked"], true);
    assert_eq!(found["credentials"]["authentication"], "standard");
    assert!(
        found["cause"].is_string() && found["serverWords"].is_string(),
        "{found}"
    );
    machine.simulator.journal().clear();
    let again = tested(&machine).await;
    assert_eq!(machine.simulator.journal().entries().len(), 0);
    assert_eq!(again["asked"], false);
    assert!(again["endedAt"].is_string(), "{again}");
    for same in ["verdict", "cause", "why", "serverCode", "serverWords"] {
        assert_eq!(again[same], found[same], "{same}");
    }
    let told = machine.run(&["test", NAME]).await;
    assert!(told.out.contains("Nothing was sent"), "{}", told.out);
}

#[tokio::test]
async fn a_new_password_is_in_force_once_salesforce_took_it_and_forgotten_if_not() {
    let machine = outdated().await;
    assert_eq!(tested(&machine).await["verdict"], "passwordChanged");
    let refused = machine.run(&["reauthenticate", NAME, "--json"]).await;
    assert_eq!(refused.code, 1, "{}", refused.err);
    assert!(refused.err.contains("--password-stdin"), "{}", refused.err);

    let again = ["reauthenticate", NAME, "--password-stdin", "--json"];
    let wrong = machine.run_with(&again, "not-the-password\n\n").await;
    assert_eq!(wrong.code, 1, "{}", wrong.err);
    let shown = machine.run(&["show", NAME, "--json"]).await.json();
    assert_eq!(shown["pendingLogin"], Value::Null);
    assert_eq!(shown["connection"]["status"], "signInAgain");

    let token = machine
        .simulator
        .org(OrgKey::Uat)
        .admin()
        .security_token
        .clone();
    let right = machine.run_with(&again, &format!("{NEW}\n{token}\n")).await;
    assert_eq!(right.code, 0, "{}", right.err);
    assert_eq!(right.json()["connection"]["id"], shown["connection"]["id"]);
    machine.simulator.end_access_tokens();
    assert_eq!(tested(&machine).await["verdict"], "working");
    assert_eq!(machine.leaks(), [""; 0]);
}

#[tokio::test]
async fn an_org_is_not_opened_with_a_password_and_an_app_takes_none() {
    let machine = outdated().await;
    let opened = machine.run(&["open", NAME, "--no-browser"]).await;
    assert_eq!(
        (opened.code, opened.out.as_str()),
        (1, ""),
        "{}",
        opened.err
    );
    assert!(opened.err.contains("orgkeep migrate"), "{}", opened.err);
    let document = machine.run(&["open", NAME, "--no-browser", "--json"]).await;
    assert_eq!(document.json()["outcome"], "refused");

    machine.register("Larkfield Dev", OrgKey::Development).await;
    let again = ["reauthenticate", "Larkfield Dev", "--password-stdin"];
    let ended = machine.run_with(&again, "one\ntwo\n").await;
    assert_eq!(ended.code, 1, "{}", ended.err);
    assert!(ended.err.contains("--client-id"), "{}", ended.err);
}
