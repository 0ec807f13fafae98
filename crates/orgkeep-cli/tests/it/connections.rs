//! Commands for connections that are there.

use orgkeep_simulator::{AppKind, Endpoint, JournalEntry, OrgKey, Times, Tuning, UserRole};
use serde_json::{Value, json};

use crate::machine::{Machine, Running, strs};
use crate::program::Ended;

async fn with_two() -> Machine {
    let machine = Machine::start().await;
    machine.register("Larkfield UAT", OrgKey::Uat).await;
    machine.register("Larkfield Dev", OrgKey::Development).await;
    machine
}

/// The document without what differs in each run.
fn stable(machine: &Machine, ended: &Ended) -> Value {
    let mut text = ended.out.clone();
    for (index, org) in machine.simulator.orgs().iter().enumerate() {
        text = text.replace(&org.my_domain_url, &format!("http://localhost:{index}"));
    }
    let mut document: Value = serde_json::from_str(&text).unwrap();
    settle(&mut document);
    document
}

fn settle(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let varies =
                    name == "id" || name == "at" || name.ends_with("At") || name == "milliseconds";
                if varies && !value.is_null() {
                    *value = json!("…");
                }
                settle(value);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(settle),
        _ => {}
    }
}

#[tokio::test]
async fn a_list_is_for_people_or_for_programs() {
    let machine = with_two().await;
    let (uat, dev) = (
        machine.simulator.org(OrgKey::Uat),
        machine.simulator.org(OrgKey::Development),
    );
    let shown = machine.run(&["list"]).await;
    let lines: Vec<&str> = shown.out.lines().collect();
    assert_eq!(lines.len(), 3, "{}", shown.out);
    let day = lines[2].split_whitespace().nth(3).unwrap();
    assert!(day.parse::<jiff::civil::Date>().is_ok(), "{day}");
    let expected = format!(
        "Larkfield UAT  connected  {day}  sandbox  ECA          {}",
        uat.admin().username
    );
    assert_eq!(lines[2], expected);
    assert!(
        !shown.out.contains('\u{1b}'),
        "no colours without a terminal"
    );
    let document = stable(&machine, &machine.run(&["list", "--json"]).await);
    assert_eq!(document["connections"][0]["name"], "Larkfield Dev");
    assert_eq!(document["connections"][0]["orgId"], dev.id.as_str());
    let admin = uat.admin();
    assert_eq!(
        document["connections"][1],
        json!({
            "id": "…",
            "name": "Larkfield UAT",
            "type": "sandbox",
            "environment": "uat",
            "authentication": "externalClientApp",
            "health": "connected",
            "healthAt": "…",
            "status": "connected",
            "statusAt": "…",
            "lastTest": null,
            "posture": null,
            "authenticatedAt": "…",
            "createdAt": "…",
            "username": admin.username,
            "displayName": admin.display_name,
            "userId": admin.id,
            "orgId": uat.id,
            "orgName": uat.name,
            "edition": uat.edition,
            "instanceName": uat.instance_name,
            "namespace": null,
            "release": null,
            "orgEndsAt": null,
            "loginUrl": "http://localhost:1",
            "instanceUrl": "http://localhost:1",
            "consumerKey": document["connections"][1]["consumerKey"],
            "callback": "http://localhost:33333",
            "scopes": ["api", "id", "refresh_token", "web"],
            "isDevHubRegistration": false,
            "hasConsumerSecret": false,
            "hasRefreshToken": true,
            "tags": [],
            "favourite": false,
            "colour": "plain",
            "owner": "",
        })
    );
}

#[tokio::test]
async fn what_the_admin_wrote_on_a_connection_is_shown() {
    let machine = with_two().await;
    let store = rusqlite::Connection::open(machine.data().join("practice/orgkeep.db")).unwrap();
    let written = "UPDATE connection SET owner = 'Release team', notes = 'Frozen in May\nAsk first'
        WHERE name = 'Larkfield UAT'";
    assert_eq!(store.execute(written, []).unwrap(), 1);
    let shown = machine.run(&["show", "Larkfield UAT"]).await.out;
    for text in ["Release team", "Frozen in May Ask first"] {
        assert!(shown.contains(text), "{shown}");
    }
    assert!(!shown.contains("tags"), "{shown}");
}

#[tokio::test]
async fn a_connection_is_found_by_what_is_its_own() {
    let machine = with_two().await;
    let uat = machine.simulator.org(OrgKey::Uat);
    let shown = machine
        .run(&["show", "Larkfield UAT", "--json"])
        .await
        .json();
    let id = shown["connection"]["id"].as_str().unwrap().to_owned();
    for name in [
        "larkfield uat",
        &id,
        &uat.id,
        &uat.id[..15],
        &uat.admin().username,
    ] {
        let found = machine.run(&["show", name, "--json"]).await;
        assert_eq!(found.code, 0, "{name}: {}", found.err);
        assert_eq!(found.json()["connection"]["id"], id.as_str(), "{name}");
    }
    let nobody = machine.run(&["show", "Larkfield"]).await;
    assert_eq!((nobody.code, nobody.out.as_str()), (1, ""));
    assert!(nobody.err.contains("orgkeep list"), "{}", nobody.err);
    assert!(
        machine
            .run(&["show", "Larkfield UAT"])
            .await
            .out
            .contains(&uat.id)
    );
}

#[tokio::test]
async fn two_of_one_name_are_told_apart_by_their_ids() {
    let machine = Machine::start().await;
    machine.register("Sandbox", OrgKey::Uat).await;
    machine.register("SANDBOX", OrgKey::Development).await;
    let both = machine.run(&["show", "sandbox"]).await;
    assert_eq!(both.code, 1);
    let listed = machine.run(&["list", "--json"]).await.json();
    for connection in listed["connections"].as_array().unwrap() {
        assert!(
            both.err.contains(connection["id"].as_str().unwrap()),
            "{}",
            both.err
        );
    }
    assert_eq!(machine.run(&["show", "SANDBOX"]).await.code, 0);
}

#[tokio::test]
async fn tests_say_what_works_and_cost_one_call_each() {
    let machine = with_two().await;
    machine.simulator.journal().clear();
    let both = machine.run(&["test", "--all"]).await;
    assert_eq!(both.code, 0, "{}", both.err);
    assert_eq!(both.out.lines().count(), 2);
    assert!(
        both.out.contains("Larkfield UAT: working ("),
        "{}",
        both.out
    );
    assert!(
        both.err.contains("2 of 2 connections working."),
        "{}",
        both.err
    );
    assert_eq!(machine.simulator.journal().entries().len(), 2);
    let one = machine.run(&["test", "larkfield uat", "--json"]).await;
    let document = stable(&machine, &one);
    let requests = document["results"][0]["apiRequests"].clone();
    assert_eq!(
        document,
        json!({
            "version": 1,
            "tested": 1,
            "working": 1,
            "results": [{
                "id": "…",
                "name": "Larkfield UAT",
                "working": true,
                "verdict": "working",
                "asked": true,
                "endedAt": null,
                "credentials": {
                    "authentication": "externalClientApp",
                    "consumerKey": document["results"][0]["credentials"]["consumerKey"],
                    "authorizedAt": "…",
                },
                "cause": null,
                "title": "working",
                "why": "The org answered to the right user.",
                "steps": [],
                "serverCode": null,
                "serverWords": null,
                "milliseconds": "…",
                "renewed": false,
                "apiRequests": requests,
                "notBefore": null,
            }],
        })
    );
    assert!(
        requests["used"].is_u64() && requests["allowed"].is_u64(),
        "{requests}"
    );
    let kept = machine
        .run(&["show", "Larkfield UAT", "--json"])
        .await
        .json();
    assert_eq!(kept["tests"].as_array().unwrap().len(), 2);
    assert_eq!(kept["connection"]["lastTest"]["verdict"], "working");
    assert_eq!(machine.leaks(), [""; 0]);
}

#[tokio::test]
async fn a_connection_that_has_ended_is_told_with_what_to_do() {
    let machine = with_two().await;
    machine.simulator.end_grants();
    let ended = machine.run(&["test", "Larkfield UAT", "--json"]).await;
    assert_eq!(ended.code, 1, "{}", ended.err);
    let result = &ended.json()["results"][0];
    assert_eq!(result["working"], false);
    assert_eq!(result["verdict"], "revoked");
    assert!(!result["steps"].as_array().unwrap().is_empty());
    let listed = machine.run(&["list"]).await.out;
    assert!(
        listed.contains("Larkfield UAT  sign in again  "),
        "{listed}"
    );
    let people = machine.run(&["test", "--all"]).await;
    assert!(
        people.out.contains("Larkfield Dev: sign in again. "),
        "{}",
        people.out
    );
    assert!(
        people.err.contains("0 of 2 connections working."),
        "{}",
        people.err
    );
    assert_eq!(machine.leaks(), [""; 0]);
}

#[tokio::test]
async fn the_list_tells_what_the_last_test_found_and_the_sign_in_beside_it() {
    let machine = with_two().await;
    let faults = machine.simulator.faults();
    let blocked = faults.set_scenario(
        "api-disabled-for-org",
        &Tuning::at(Endpoint::Rest),
        Times::Always,
    );
    blocked.unwrap();
    machine.run(&["test", "Larkfield UAT"]).await;
    let listed = machine.run(&["list"]).await.out;
    assert!(
        listed.contains("Larkfield UAT  no API access  "),
        "{listed}"
    );
    assert!(
        listed.contains("Larkfield Dev  connected      "),
        "{listed}"
    );
    let shown = machine.run(&["show", "Larkfield UAT", "--json"]).await;
    let connection = &shown.json()["connection"];
    assert_eq!(connection["health"], "apiDisabled");
    assert_eq!(connection["healthAt"], connection["lastTest"]["at"]);
    assert_eq!(connection["status"], "connected");
}

#[tokio::test]
async fn an_expired_session_is_renewed_on_the_way() {
    let machine = with_two().await;
    machine.simulator.end_access_tokens();
    let ended = machine.run(&["test", "Larkfield UAT", "--json"]).await;
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(ended.json()["results"][0]["renewed"], true);
    assert_eq!(machine.leaks(), [""; 0]);
}

/// The first answer says when to come back; the next program, which was not there then, keeps to it.
#[tokio::test]
async fn a_host_that_asks_to_wait_is_left_alone_and_it_is_told_until_when() {
    let machine = with_two().await;
    let tuning = Tuning {
        text: Some("600".to_owned()),
        ..Tuning::at(Endpoint::Rest)
    };
    let faults = machine.simulator.faults();
    let scenario = "service-unavailable-retry-after";
    faults
        .set_scenario(scenario, &tuning, Times::Next(1))
        .unwrap();
    let first = machine.run(&["test", "Larkfield UAT", "--json"]).await;
    assert_eq!(first.code, 1, "{}", first.err);
    let result = first.json()["results"][0].clone();
    assert_eq!(result["verdict"], "maintenance");
    assert!(result["notBefore"].is_string(), "{result}");
    machine.simulator.journal().clear();
    let both = machine.run(&["test", "--all"]).await;
    assert_eq!(both.code, 1, "{}", both.err);
    assert!(
        both.out.contains("Larkfield UAT: not tested: "),
        "{}",
        both.out
    );
    let told = "Larkfield UAT: Salesforce asks not to be asked again before ";
    assert!(both.err.contains(told), "{}", both.err);
    assert_eq!(machine.simulator.journal().entries().len(), 1, "the other");
}

#[tokio::test]
async fn to_test_somebody_must_be_named() {
    let machine = Machine::start().await;
    assert_eq!(machine.run(&["test"]).await.code, 2);
    assert_eq!(machine.run(&["test", "A", "--all"]).await.code, 2);
    assert_eq!(machine.run(&["test", "A"]).await.code, 1);
    assert_eq!(machine.run(&["test", "--all"]).await.code, 0);
}

async fn again(machine: &Machine, more: &[&str]) -> Running {
    let base = ["reauthenticate", "Larkfield UAT", "--no-browser", "--json"];
    machine.begin(&[&base[..], more].concat())
}

#[tokio::test]
async fn signing_in_again_brings_a_connection_back() {
    let machine = with_two().await;
    machine.simulator.end_grants();
    machine.run(&["test", "--all"]).await;
    let mut running = again(&machine, &[]).await;
    let address = running.address().await;
    machine
        .allow(&address, machine.simulator.org(OrgKey::Uat).admin())
        .await;
    let ended = running.end(&machine).await;
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(ended.json()["outcome"], "renewed");
    assert_eq!(ended.json()["connection"]["status"], "connected");
    assert_eq!(machine.run(&["test", "Larkfield UAT"]).await.code, 0);
    assert_eq!(machine.leaks(), [""; 0]);
}

/// How many tokens the org has revoked.
fn revoked(machine: &Machine) -> usize {
    let asked = machine.simulator.journal().entries();
    let told =
        |entry: &&JournalEntry| entry.endpoint == Endpoint::Revoke && entry.status == Some(200);
    asked.iter().filter(told).count()
}

#[tokio::test]
async fn another_user_is_refused_unless_accepted() {
    let machine = with_two().await;
    let org = machine.simulator.org(OrgKey::Uat);
    let other = org
        .users
        .iter()
        .find(|user| user.id != org.admin().id && user.is_active)
        .unwrap();
    for (more, code) in [
        (&[][..], 1),
        (&["--accept-refreshed-sandbox"][..], 1),
        (&["--accept-user"][..], 0),
    ] {
        machine.simulator.journal().clear();
        let mut running = again(&machine, more).await;
        let address = running.address().await;
        machine.allow(&address, other).await;
        let ended = running.end(&machine).await;
        assert_eq!(ended.code, code, "{more:?}: {}", ended.err);
        let shown = machine
            .run(&["show", "Larkfield UAT", "--json"])
            .await
            .json();
        let now = shown["connection"]["username"].as_str().unwrap();
        if code == 0 {
            assert_eq!(now, other.username);
        } else {
            let failure = &ended.json()["failure"];
            assert_eq!(failure["kind"], "identityRefused");
            assert_eq!(failure["identity"]["doubt"], "otherUser");
            assert_eq!(failure["identity"]["found"]["username"], other.username);
            assert_eq!(failure["identity"]["expected"]["orgId"], org.id);
            assert!(ended.err.contains(&other.username), "{}", ended.err);
            assert_eq!(now, org.admin().username);
            assert_eq!(revoked(&machine), 1, "its tokens live on");
        }
    }
}

#[tokio::test]
async fn a_refreshed_sandbox_is_refused_unless_accepted() {
    let machine = with_two().await;
    let new = machine.simulator.org(OrgKey::Developer).id;
    machine
        .simulator
        .change_org(OrgKey::Uat, |org| org.id = new.clone());
    let org = machine.simulator.org(OrgKey::Uat);
    let (admin, other) = (org.admin(), org.user(UserRole::Ordinary));
    let (user, sandbox) = ("--accept-user", "--accept-refreshed-sandbox");
    for (person, more, code) in [
        (admin, &[user][..], 1),
        (other, &[user][..], 1),
        (other, &[sandbox][..], 1),
        (admin, &[sandbox][..], 0),
    ] {
        let mut running = again(&machine, more).await;
        let address = running.address().await;
        machine.allow(&address, person).await;
        let ended = running.end(&machine).await;
        assert_eq!(ended.code, code, "{more:?}: {}", ended.err);
        if person.id != admin.id && more == [sandbox] {
            assert!(ended.err.contains(&other.username), "{}", ended.err);
        }
    }
    let shown = machine
        .run(&["show", "Larkfield UAT", "--json"])
        .await
        .json();
    assert_eq!(shown["connection"]["orgId"], new.as_str());
}

#[tokio::test]
async fn another_user_of_a_refreshed_sandbox_needs_both_words() {
    let machine = with_two().await;
    let new = machine.simulator.org(OrgKey::Developer).id;
    machine
        .simulator
        .change_org(OrgKey::Uat, |org| org.id = new.clone());
    let both = ["--accept-user", "--accept-refreshed-sandbox"];
    let mut running = again(&machine, &both).await;
    let address = running.address().await;
    let org = machine.simulator.org(OrgKey::Uat);
    let other = org.user(UserRole::Ordinary);
    machine.allow(&address, other).await;
    let ended = running.end(&machine).await;
    assert_eq!(ended.code, 0, "{}", ended.err);
    let now = &ended.json()["connection"];
    assert_eq!(now["orgId"], new.as_str());
    assert_eq!(now["username"], other.username.as_str());
}

#[tokio::test]
async fn new_credentials_are_in_force_only_when_they_have_worked() {
    let machine = with_two().await;
    let before = machine
        .run(&["show", "Larkfield UAT", "--json"])
        .await
        .json();
    let app = machine.app(OrgKey::Uat, AppKind::Confidential);
    let secret = format!("{}\n", app.secret.clone().unwrap());
    let with_new = ["--client-id", &app.client_id, "--client-secret-stdin"];
    let base = ["reauthenticate", "Larkfield UAT", "--no-browser", "--json"];
    let arguments = [&base[..], &with_new].concat();
    let mut running = machine.begin_with(&arguments, &secret).await;
    running.address().await;
    running.interrupt();
    assert_eq!(running.end(&machine).await.code, 130);
    let same = machine
        .run(&["show", "Larkfield UAT", "--json"])
        .await
        .json();
    assert_eq!(
        same, before,
        "a cancelled sign-in changes nothing and leaves nothing behind"
    );
    let mut running = machine.begin_with(&arguments, &secret).await;
    let address = running.address().await;
    machine
        .allow(&address, machine.simulator.org(OrgKey::Uat).admin())
        .await;
    let ended = running.end(&machine).await;
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(ended.json()["connection"]["hasConsumerSecret"], true);
    assert_eq!(ended.json()["connection"]["id"], before["connection"]["id"]);
    assert_eq!(machine.leaks(), [""; 0]);
    let none = machine
        .run(&["reauthenticate", "Larkfield UAT", "--pending"])
        .await;
    assert_eq!(none.code, 1, "{}", none.err);
}

#[tokio::test]
async fn nothing_is_removed_without_a_word_and_then_the_token_is_revoked() {
    let machine = with_two().await;
    let asked = machine.run(&["remove", "Larkfield UAT"]).await;
    assert_eq!(asked.code, 2, "{}", asked.err);
    assert!(asked.err.contains("--yes"), "{}", asked.err);
    let removed = machine
        .run(&["remove", "Larkfield UAT", "--yes", "--json"])
        .await;
    assert_eq!(removed.code, 0, "{}", removed.err);
    assert_eq!(
        stable(&machine, &removed),
        json!({
            "version": 1,
            "outcome": "removed",
            "id": "…",
            "name": "Larkfield UAT",
            "revocation": "revoked",
        })
    );
    assert_eq!(
        machine
            .simulator
            .journal()
            .of_endpoint(Endpoint::Revoke)
            .len(),
        1
    );
    assert_eq!(machine.run(&["show", "Larkfield UAT"]).await.code, 1);
    assert_eq!(
        machine.run(&["list", "--json"]).await.json()["connections"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(machine.leaks(), [""; 0]);
}

#[tokio::test]
async fn an_org_is_opened_by_a_link_for_one_use() {
    let machine = with_two().await;
    let opened = machine
        .run(&[
            "open",
            "Larkfield UAT",
            "--path",
            "/lightning/page/home",
            "--no-browser",
        ])
        .await;
    assert_eq!(opened.code, 0, "{}", opened.err);
    assert_eq!(opened.out.lines().count(), 1);
    assert!(
        opened.out.starts_with("http://localhost:"),
        "{}",
        opened.out
    );
    let told = machine
        .run(&["open", "Larkfield UAT", "--no-browser", "--json"])
        .await
        .json();
    assert_eq!(
        (&told["version"], &told["outcome"]),
        (&json!(1), &json!("link"))
    );
    assert_eq!(told["name"], "Larkfield UAT");
    assert!(
        told["link"]
            .as_str()
            .unwrap()
            .starts_with("http://localhost:"),
        "{told}"
    );
    assert_eq!(told["refusal"], Value::Null);
    for (arguments, code) in [
        (
            &["open", "Larkfield UAT", "--path", "//evil.example"][..],
            2,
        ),
        (&["open", "Larkfield UAT", "--path", "/a", "--setup"][..], 2),
        (&["open", "Nobody", "--no-browser"][..], 1),
        (
            &["open", "Larkfield UAT", "--browser", "/no/such/browser"][..],
            1,
        ),
        (&["open", "Larkfield UAT", "--setup", "--no-browser"][..], 0),
    ] {
        assert_eq!(machine.run(arguments).await.code, code, "{arguments:?}");
    }
}

#[tokio::test]
async fn an_org_that_is_not_opened_is_told_with_the_reason() {
    let machine = with_two().await;
    machine.simulator.end_grants();
    let refused = ["open", "Larkfield UAT", "--no-browser", "--json"];
    let refused = machine.run(&refused).await;
    assert_eq!(refused.code, 1, "{}", refused.err);
    let told = refused.json();
    assert_eq!(told["outcome"], "refused");
    assert_eq!(told["link"], Value::Null);
    assert_eq!(told["refusal"]["verdict"], "revoked");
    assert!(!told["refusal"]["steps"].as_array().unwrap().is_empty());
    assert_eq!(machine.leaks(), [""; 0]);
}

#[tokio::test]
async fn an_app_without_the_scope_opens_nothing_and_says_so() {
    let machine = Machine::start().await;
    let mut arguments = machine.registering("Rehearsal", OrgKey::Uat, AppKind::Rehearsal);
    arguments.push("--all-scopes".into());
    let mut running = machine.begin(&strs(&arguments));
    let address = running.address().await;
    machine
        .allow(&address, machine.simulator.org(OrgKey::Uat).admin())
        .await;
    assert_eq!(running.end(&machine).await.code, 0);
    let refused = machine.run(&["open", "Rehearsal", "--no-browser"]).await;
    assert_eq!(
        (refused.code, refused.out.as_str()),
        (1, ""),
        "{}",
        refused.err
    );
    assert!(refused.err.contains("web"), "{}", refused.err);
}

#[tokio::test]
async fn the_export_is_the_list_for_a_spreadsheet_or_for_a_program() {
    let machine = with_two().await;
    let table = machine.run(&["export"]).await;
    assert_eq!(table.code, 0, "{}", table.err);
    let mut reader = csv::Reader::from_reader(table.out.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1].get(0), Some("Larkfield UAT"));
    let file = machine.file("export.json");
    let path = file.display().to_string();
    let written = machine
        .run(&["export", "--format", "json", "--out", &path])
        .await;
    assert_eq!(
        (written.code, written.out.as_str()),
        (0, ""),
        "{}",
        written.err
    );
    let listed = machine.run(&["list", "--json"]).await.out;
    assert_eq!(std::fs::read_to_string(file).unwrap(), listed);
    assert_eq!(
        machine
            .run(&["export", "--out", "/no/such/folder/x"])
            .await
            .code,
        3
    );
    assert_eq!(machine.leaks(), [""; 0]);
}

#[tokio::test]
async fn the_doctor_names_what_is_broken() {
    let machine = with_two().await;
    let state = |ended: &Ended, subject: &str| {
        let document = ended.json();
        let checks = document["checks"].as_array().unwrap().clone();
        let check = checks
            .into_iter()
            .find(|check| check["subject"] == subject)
            .unwrap();
        (check["state"].clone(), check["finding"].clone())
    };
    let doctor = ["doctor", "--json"];
    let mut command = machine.command(&doctor);
    command.env("BROWSER", "firefox");
    let output = command.output().await.unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    let _stranger = std::net::TcpListener::bind("127.0.0.1:33333").unwrap();
    let ended = machine.run(&doctor).await;
    assert_eq!(ended.code, 1, "{}", ended.err);
    assert_eq!(
        state(&ended, "port 33333"),
        (json!("broken"), json!("portOccupied"))
    );
    assert_eq!(state(&ended, "store"), (json!("fine"), json!("storeSound")));
    std::fs::write(machine.data().join("practice/practice.key"), "no key").unwrap();
    let ended = machine.run(&doctor).await;
    assert_eq!(
        state(&ended, "vault key"),
        (json!("broken"), json!("keyNotOurs"))
    );
    std::fs::write(machine.data().join("practice/orgkeep.db"), "no store").unwrap();
    let ended = machine.run(&doctor).await;
    assert_eq!(
        state(&ended, "store"),
        (json!("broken"), json!("storeUnreadable"))
    );
    assert_eq!(machine.leaks(), [""; 0]);
}

#[tokio::test]
async fn a_vault_that_does_not_open_is_told_as_such() {
    let machine = with_two().await;
    std::fs::remove_file(machine.data().join("practice/practice.key")).unwrap();
    let locked = machine.run(&["test", "--all", "--json"]).await;
    assert_eq!(
        (locked.code, locked.out.as_str()),
        (3, ""),
        "{}",
        locked.err
    );
    assert!(
        locked.err.starts_with("orgkeep: The vault is locked: "),
        "{}",
        locked.err
    );
    assert_eq!(machine.run(&["list"]).await.code, 0, "lists need no key");
    std::fs::write(machine.data().join("practice/orgkeep.db"), "no store").unwrap();
    assert_eq!(machine.run(&["list"]).await.code, 3);
}

#[tokio::test]
async fn without_a_keyring_a_passphrase_opens_the_vault_and_nothing_else_does() {
    let machine = Machine::start().await;
    let passphrase = orgkeep_journeys::secret::random_text(40).unwrap();
    machine.secrets.keep("passphrase", &passphrase);
    let (right, wrong) = (format!("{passphrase}\n"), format!("{passphrase}x\n"));
    let test = ["test", "--all"];
    let with_passphrase = ["--passphrase-stdin", "test", "--all"];
    let none = machine.run_plainly(&test, "").await;
    assert_eq!(none.code, 3, "{}", none.err);
    assert!(none.err.contains("--passphrase-stdin"), "{}", none.err);
    let short = machine.run_plainly(&with_passphrase, "x\n").await;
    assert_eq!(short.code, 3, "{}", short.err);
    assert!(short.err.contains("too short"), "{}", short.err);
    for (arguments, input, code) in [
        (&with_passphrase[..], &right, 0),
        (&with_passphrase[..], &wrong, 3),
        (&test[..], &right, 3),
        (&with_passphrase[..], &right, 0),
        (&["list"][..], &String::new(), 0),
    ] {
        let ended = machine.run_plainly(arguments, input).await;
        assert_eq!(ended.code, code, "{arguments:?}: {}", ended.err);
    }
    assert_eq!(machine.leaks(), [""; 0]);
}
