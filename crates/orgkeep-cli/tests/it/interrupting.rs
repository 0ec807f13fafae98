//! Ctrl-C and SIGTERM while something is under way that must not be cut off.

use orgkeep_journeys::outside::PATIENCE;
use orgkeep_simulator::{AppKind, Endpoint, OrgKey, Times, Tuning};
use rustix::process::Signal;

use crate::machine::Machine;
use crate::program::Ended;

const NAME: &str = "UAT";

/// A connection whose app gives a new refresh token with every renewal, and takes none twice.
async fn with_rotation() -> Machine {
    let machine = Machine::start().await;
    let app = machine.app(OrgKey::Uat, AppKind::Public).client_id;
    let rotate = |app: &mut orgkeep_simulator::ClientApp| app.rotates_refresh_tokens = true;
    machine.simulator.change_app(&app, rotate).unwrap();
    assert_eq!(machine.register(NAME, OrgKey::Uat).await.code, 0);
    machine
}

/// Runs a command, and sends it a signal while this endpoint has been asked and has not answered.
async fn signalled(machine: &Machine, arguments: &[&str], at: Endpoint, signal: Signal) -> Ended {
    let slow = Tuning {
        milliseconds: Some(3_000),
        ..Tuning::at(at)
    };
    let (faults, journal) = (machine.simulator.faults(), machine.simulator.journal());
    faults
        .set_scenario("latency", &slow, Times::Next(1))
        .unwrap();
    for entry in journal.entries() {
        machine.secrets.keep_request(&entry);
    }
    journal.clear();
    let running = machine.begin(arguments);
    let asked = |entries: &[orgkeep_simulator::JournalEntry]| {
        entries.iter().any(|entry| entry.endpoint == at)
    };
    journal.wait_for(asked, PATIENCE).await.unwrap();
    running.signal(signal);
    let ended = running.end(machine).await;
    faults.clear();
    // A request that was cut off has no answer.
    let answers = journal.of_endpoint(at);
    assert_eq!(answers[0].status, Some(200), "{arguments:?} was cut off");
    ended
}

#[tokio::test]
async fn a_renewal_under_way_is_finished_and_its_new_token_kept() {
    let machine = with_rotation().await;
    for command in [&["test", NAME][..], &["open", NAME, "--no-browser"]] {
        for signal in [Signal::INT, Signal::TERM] {
            machine.simulator.end_access_tokens();
            let ended = signalled(&machine, command, Endpoint::Token, signal).await;
            assert_eq!(ended.code, 130, "{command:?}, {signal:?}: {}", ended.err);
            assert_eq!(ended.out, "", "{command:?}");
            // The successor is there, and it is the one that Salesforce knows.
            machine.simulator.end_access_tokens();
            let after = machine.run(&["test", NAME, "--json"]).await;
            assert_eq!(after.code, 0, "{command:?}, {signal:?}: {}", after.out);
            assert_eq!(after.json()["results"][0]["renewed"], true);
        }
    }
    assert_eq!(machine.leaks(), [""; 0]);
}

/// Nothing of the row's tokens can be written any more, until the connection to the store that is given back says so.
fn break_store(machine: &Machine) -> rusqlite::Connection {
    let store = rusqlite::Connection::open(machine.data().join("practice/orgkeep.db")).unwrap();
    let broken = "CREATE TRIGGER broken BEFORE UPDATE OF generation ON connection
        BEGIN SELECT RAISE(ABORT, 'broken'); END";
    store.execute_batch(broken).unwrap();
    store
}

#[tokio::test]
async fn a_new_token_that_cannot_be_stored_is_told_of_and_stored_when_it_can_be() {
    let machine = with_rotation().await;
    machine.simulator.end_access_tokens();
    let store = break_store(&machine);
    let mut running = machine.begin(&["open", NAME, "--no-browser"]);
    let told = "UAT: its new token is not stored yet: the store failed.";
    running.line(|line| line.starts_with(told)).await;
    // Whoever presses Ctrl-C once is made to wait.
    running.interrupt();
    store.execute_batch("DROP TRIGGER broken").unwrap();
    let ended = running.end(&machine).await;
    assert_eq!(ended.code, 130, "{}", ended.err);
    machine.simulator.end_access_tokens();
    let after = machine.run(&["test", NAME]).await;
    assert_eq!(after.code, 0, "{}", after.out);
}

#[tokio::test]
async fn whoever_does_not_wait_until_a_token_is_stored_signs_in_again() {
    let machine = with_rotation().await;
    machine.simulator.end_access_tokens();
    let store = break_store(&machine);
    let mut running = machine.begin(&["open", NAME, "--no-browser"]);
    running.line(|line| line.contains("not stored yet")).await;
    running.interrupt();
    running.line(|line| line.starts_with("Ending. ")).await;
    running.interrupt();
    let ended = running.end(&machine).await;
    assert_eq!(ended.code, 3, "{}", ended.err);
    assert!(ended.err.contains("Sign in again: UAT."), "{}", ended.err);
    store.execute_batch("DROP TRIGGER broken").unwrap();
    assert_eq!(machine.run(&["test", NAME]).await.code, 1);
}

#[tokio::test]
async fn a_removal_that_has_begun_is_finished() {
    for signal in [Signal::INT, Signal::TERM] {
        let machine = with_rotation().await;
        let command = ["remove", NAME, "--yes", "--json"];
        let ended = signalled(&machine, &command, Endpoint::Revoke, signal).await;
        assert_eq!(ended.code, 0, "{}", ended.err);
        assert_eq!(ended.json()["revocation"], "revoked");
        assert_eq!(machine.leaks(), [""; 0]);
    }
}

/// Nobody has signed in yet. The connection works as before.
#[tokio::test]
async fn a_new_sign_in_that_is_broken_off_leaves_what_was() {
    let machine = with_rotation().await;
    let command = ["reauthenticate", NAME, "--no-browser", "--json"];
    let mut running = machine.begin(&command);
    running.address().await;
    running.signal(Signal::TERM);
    let ended = running.end(&machine).await;
    assert_eq!(ended.code, 130, "{}", ended.err);
    assert_eq!(ended.json()["outcome"], "cancelled");
    machine.simulator.end_access_tokens();
    assert_eq!(machine.run(&["test", NAME]).await.code, 0);
}
