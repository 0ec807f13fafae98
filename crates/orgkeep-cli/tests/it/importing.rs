//! Import, dependents and migration.

use std::fs;

use orgkeep_journeys::cli_home::{CliHome, KEYS};
use orgkeep_simulator::OrgKey;
use serde_json::{Value, json};

use crate::machine::{Machine, write_executable};

const ORG: OrgKey = OrgKey::Uat;

fn home(machine: &Machine, folder: &str) -> CliHome {
    let home = CliHome::with_key_file(&machine.file(folder), KEYS[0]).unwrap();
    let url = machine.simulator.org(ORG).my_domain_url;
    for (number, user, app) in [
        (1, "ada@acme.example", "PlatformCLI"),
        (2, "bob@acme.example", "3MVG9own"),
    ] {
        let token = |kind: &str| {
            let token = format!("00D{number:012}!{kind}AbCdEfGhIjKlMnOpQrSt");
            machine.secrets.keep("token of the CLI", &token);
            token
        };
        let fields = json!({
            "orgId": format!("00D{number:012}"),
            "userId": format!("005{number:012}"),
            "accessToken": token("access"),
            "refreshToken": token("refresh"),
            "instanceUrl": url,
            "clientId": app,
            "isSandbox": true,
        });
        home.sign_in(user, &fields).unwrap();
    }
    home.put("odd@acme.example.json", b"{").unwrap();
    home
}

#[tokio::test]
async fn the_salesforce_cli_is_shown_first_and_then_imported() {
    let machine = Machine::start().await;
    home(&machine, ".sfdx");
    let shown = machine.run(&["import", "sf"]).await;
    assert!(shown.out.contains("its file is damaged"), "{}", shown.out);
    assert!(shown.out.contains("--share-tokens"), "{}", shown.out);
    let listed = machine.run(&["list", "--json"]).await;
    let listed: Value = serde_json::from_str(&listed.out).unwrap();
    assert_eq!(listed["connections"], json!([]));

    let imported = machine.run(&["import", "sf", "--all", "--json"]).await;
    assert_eq!(imported.code, 0, "{}", imported.err);
    assert!(
        imported
            .err
            .contains("1 connection and 1 draft imported, 1 left out"),
        "{}",
        imported.err
    );
    let document: Value = serde_json::from_str(&imported.out).unwrap();
    assert_eq!(
        document["imported"]["connections"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(document["version"], 1);
    assert_eq!(document["imported"]["leftOut"], 1);
    assert_eq!(
        document["preview"]["entries"][2]["state"]["reason"],
        "damaged"
    );
    let list = machine.run(&["list"]).await;
    assert!(
        list.out.contains("ada@acme.example  not tested"),
        "{}",
        list.out
    );
    assert_eq!(machine.simulator.journal().entries().len(), 0);
}

/// `sf`, which hangs for one person, never stops talking for another, and does not know the question for a third. What
/// it is asked is written down.
fn fake_sf(machine: &Machine) -> std::path::PathBuf {
    let folder = machine.file("programs");
    fs::create_dir(&folder).unwrap();
    let url = machine.simulator.org(ORG).my_domain_url;
    let host = url.trim_start_matches("http://");
    let given = "5Aep861gIvEnByThEfAkEcLi";
    machine.secrets.keep("token that sf gave", given);
    let log = machine.file("asked");
    let script = format!(
        "#!/bin/sh\n\
         echo \"$*\" >>{log}\n\
         case \"$5\" in\n\
         ada@*) echo 'a warning' >&2; echo '{{\"result\":{{\"sfdxAuthUrl\":\"force://PlatformCLI::{given}@{host}\"}}}}';;\n\
         big@*) while :; do echo 'more and more and more and more and more'; done;;\n\
         hang@*) sleep 600 & echo $! >{child}; wait;;\n\
         json@*) echo '{{\"status\":1,\"message\":\"{given}\"}}'; exit 1;;\n\
         odd@*) echo '{given} is not JSON';;\n\
         *) echo 'Warning: org auth is not a sf command.' >&2; exit 127;;\n\
         esac\n",
        log = log.display(),
        child = machine.file("child").display(),
    );
    write_executable(&folder.join("sf"), &script);
    folder
}

/// Whether a process is there that is not only waiting to be buried.
fn lives(process: &str) -> bool {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let state = stat.rsplit_once(") ").map(|(_, state)| state.to_owned());
    state.is_some_and(|state| !state.starts_with(['Z', 'X']))
}

#[tokio::test]
async fn the_cli_itself_hands_tokens_over_and_nothing_that_it_does_hurts() {
    let machine = Machine::start().await;
    let home = home(&machine, ".sfdx");
    fs::remove_file(machine.file(".sfdx").join("key.json")).unwrap();
    let url = machine.simulator.org(ORG).my_domain_url;
    for (number, user) in (10..).zip(["big", "hang", "json", "odd", "old"]) {
        let fields = json!({
            "orgId": format!("00D{number:012}"), "userId": format!("005{number:012}"),
            "refreshToken": "sealed", "instanceUrl": url, "clientId": "PlatformCLI",
        });
        home.sign_in(&format!("{user}@acme.example"), &fields)
            .unwrap();
    }
    let through = ["import", "sf", "--through-cli", "--timeout", "1"];
    let all = [&through[..], &["--all", "--json"]].concat();
    let absent = machine.run(&all).await;
    assert_eq!(absent.code, 3, "{}", absent.err);
    assert!(
        absent.err.contains("not among the programs"),
        "{}",
        absent.err
    );

    let programs = fake_sf(&machine);
    let shown = machine.run_beside(&programs, &through).await;
    assert_eq!(shown.code, 0, "{}", shown.err);
    assert!(!machine.file("asked").exists(), "showing asks for nothing");
    let imported = machine.run_beside(&programs, &all).await;
    assert_eq!(imported.code, 1, "{}", imported.err);
    for (user, why) in [
        ("big", "said far too much"),
        ("hang", "did not answer in time"),
        ("json", "ended with an error"),
        ("odd", "makes no sense"),
        ("old", "may be older than 2026"),
    ] {
        let said = imported
            .err
            .lines()
            .find(|line| line.starts_with(&format!("{user}@")));
        assert!(
            said.is_some_and(|line| line.contains(why)),
            "{user}: {}",
            imported.err
        );
    }
    assert!(
        imported
            .err
            .contains("1 connection and 1 draft imported, 0 left out"),
        "{}",
        imported.err
    );
    let document: Value = serde_json::from_str(&imported.out).unwrap();
    assert_eq!(document["imported"]["notGiven"][1]["reason"], "tooLate");
    let asked = fs::read_to_string(machine.file("asked")).unwrap();
    let mut asked: Vec<&str> = asked.lines().collect();
    asked.sort_unstable();
    let question =
        |user| format!("org auth show-sfdx-auth-url --target-org {user}@acme.example --json");
    let every = ["ada", "big", "hang", "json", "odd", "old"].map(question);
    assert_eq!(
        asked, every,
        "one question for each that is wanted, and nothing secret in it"
    );
    let child = fs::read_to_string(machine.file("child")).unwrap();
    assert!(!lives(child.trim()), "what it started lives on");
    assert_eq!(machine.simulator.journal().entries().len(), 0);
    assert_eq!(machine.leaks(), [""; 0]);
}

#[tokio::test]
async fn a_name_chooses_and_rotating_tokens_come_only_when_somebody_says_so() {
    let machine = Machine::start().await;
    home(&machine, "other");
    let from = machine.file("other");
    let from = from.to_str().unwrap();
    let nobody = machine.run(&["import", "sf", "--from", from, "eve"]).await;
    assert_eq!(nobody.code, 1, "{}", nobody.err);
    let shared = [
        "import",
        "sf",
        "--from",
        from,
        "BOB@acme.example",
        "--share-tokens",
    ];
    let imported = machine.run(&shared).await;
    assert!(
        imported.err.contains("1 connection and 0 drafts"),
        "{}",
        imported.err
    );
    let missing = machine.run(&["import", "sf"]).await;
    assert_eq!(missing.code, 3, "{}", missing.err);
}

#[tokio::test]
async fn lists_are_imported_and_wrong_lines_are_named() {
    let machine = Machine::start().await;
    machine.register("Larkfield UAT", ORG).await;
    let url = machine.simulator.org(ORG).my_domain_url;
    let list = machine.file("orgs.csv");
    fs::write(
        &list,
        format!("name,login url,type\nNew,{url},sandbox\nOdd,{url},moon\n"),
    )
    .unwrap();
    let list = list.to_str().unwrap();
    let shown = machine.run(&["import", "csv", list, "--preview"]).await;
    assert!(shown.out.contains("a list has no tokens"), "{}", shown.out);
    let imported = machine.run(&["import", "csv", list]).await;
    assert_eq!(imported.code, 1, "{}", imported.err);
    assert!(
        imported.err.contains("line 3, type: the word is not known"),
        "{}",
        imported.err
    );
    assert!(
        imported.err.contains("0 connections and 1 draft imported"),
        "{}",
        imported.err
    );

    let file = machine.file("dependents.csv");
    fs::write(
        &file,
        "connection,kind,name,product\nlarkfield uat,job,Backup,ARM\nNobody,job,x,\n",
    )
    .unwrap();
    let added = machine
        .run(&["dependents", "--import", file.to_str().unwrap()])
        .await;
    assert_eq!(added.code, 1, "{}", added.err);
    assert!(
        added
            .err
            .contains("line 3, connection: no connection is called so"),
        "{}",
        added.err
    );
    let shown = machine
        .run(&["dependents", "Larkfield UAT", "--json"])
        .await;
    let document: Value = serde_json::from_str(&shown.out).unwrap();
    assert_eq!(document["version"], 1);
    let id = document["dependents"][0]["connectionId"].clone();
    assert_eq!(
        document["dependents"],
        json!([{
            "connection": "Larkfield UAT", "connectionId": id, "kind": "job", "name": "Backup", "product": "ARM",
        }])
    );
    let again = ["dependents", "--import", file.to_str().unwrap(), "--json"];
    let again = machine.run(&again).await;
    assert_eq!(again.code, 1, "{}", again.err);
    let document: Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!(
        document,
        json!({
            "version": 1, "added": 0, "listedAlready": 1,
            "errors": [{"line": 3, "field": "connection", "fault": "noConnection"}],
        })
    );
}

#[tokio::test]
async fn a_connection_moves_to_another_app_and_back() {
    let machine = Machine::start().await;
    let admin = machine.simulator.org(ORG).admin().clone();
    let app = machine.movable("Larkfield UAT", ORG).await;
    let refused = machine
        .run(&["migrate", "Larkfield UAT", "--no-browser"])
        .await;
    assert_eq!(refused.code, 1, "{}", refused.err);
    let mut running = machine.begin(&[
        "migrate",
        "Larkfield UAT",
        "--client-id",
        &app.client_id,
        "--no-browser",
    ]);
    let address = running.address().await;
    machine.allow(&address, &admin).await;
    let moved = running.end(&machine).await;
    assert_eq!(moved.code, 0, "{}", moved.err);
    let list = machine.run(&["list"]).await;
    assert!(list.out.contains("ECA"), "{}", list.out);

    let mut running = machine.begin(&["migrate", "--back", "Larkfield UAT", "--no-browser"]);
    let address = running.address().await;
    machine.allow(&address, &admin).await;
    assert_eq!(running.end(&machine).await.code, 0);
    let list = machine.run(&["list"]).await;
    assert!(list.out.contains("Connected App"), "{}", list.out);
}

#[tokio::test]
async fn production_moves_only_when_somebody_says_so() {
    let machine = Machine::start().await;
    let org = OrgKey::Production;
    let admin = machine.simulator.org(org).admin().clone();
    let app = machine.movable("Larkfield", org).await;
    let move_it = ["migrate", "Larkfield", "--client-id", &app.client_id];
    let refused = machine.run(&move_it).await;
    assert_eq!(refused.code, 2, "{}", refused.err);
    assert!(refused.err.contains("--yes"), "{}", refused.err);

    let said = [&move_it[..], &["--yes", "--no-browser", "--json"]].concat();
    let mut running = machine.begin(&said);
    let address = running.address().await;
    machine.allow(&address, &admin).await;
    let moved = running.end(&machine).await;
    assert_eq!(moved.code, 0, "{}", moved.err);
    let document: Value = serde_json::from_str(&moved.out).unwrap();
    assert_eq!(document["results"][0]["outcome"], "renewed", "{document}");
    assert_eq!(document["results"].as_array().unwrap().len(), 1);
}
