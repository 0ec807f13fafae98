//! `orgkeep register`.

use std::time::{Duration, Instant};

use orgkeep_journeys::row::{Row, is_full};
use orgkeep_simulator::{
    AppKind, Decision, Endpoint, Fault, OrgKey, Propagation, RobotBrowser, Times, Tuning,
};
use serde_json::Value;

use crate::machine::{Machine, browser_script, strs};

#[tokio::test]
async fn a_public_app_is_registered_and_saved() {
    let machine = Machine::start().await;
    let ended = machine.register("Larkfield UAT", OrgKey::Uat).await;
    assert_eq!(ended.code, 0, "{}", ended.err);
    let document = ended.json();
    assert_eq!(document["version"], 1);
    assert_eq!(document["outcome"], "registered");
    assert_eq!(document["failure"], Value::Null);
    let org = machine.simulator.org(OrgKey::Uat);
    let connection = &document["connection"];
    assert_eq!(connection["name"], "Larkfield UAT");
    assert_eq!(connection["username"], org.admin().username.as_str());
    assert_eq!(connection["orgId"], org.id.as_str());
    assert_eq!(connection["status"], "connected");
    assert_eq!(connection["authentication"], "externalClientApp");
    assert_eq!(connection["hasConsumerSecret"], false);
    assert_eq!(
        machine.run(&["list", "--json"]).await.json()["connections"][0],
        *connection
    );
    assert!(machine.port_is_free());
    assert_eq!(machine.leaks(), [""; 0]);
}

#[tokio::test]
async fn a_second_registration_of_the_same_org_user_and_app_renews_the_first() {
    let machine = Machine::start().await;
    machine.register("UAT", OrgKey::Uat).await;
    let again = machine.register("UAT", OrgKey::Uat).await;
    assert_eq!(again.json()["outcome"], "renewed", "{}", again.err);
    let told = "the name, the products and the browser of this registration";
    assert!(again.err.contains(told), "{}", again.err);
    assert_eq!(
        machine.run(&["list", "--json"]).await.json()["connections"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn the_consumer_secret_comes_by_standard_input_and_is_seen_nowhere() {
    let machine = Machine::start().await;
    let app = machine.app(OrgKey::Production, AppKind::Confidential);
    let secret = app.secret.unwrap();
    let mut arguments = machine.registering("Prod", OrgKey::Production, AppKind::Confidential);
    arguments.push("--client-secret-stdin".into());
    let mut running = machine
        .begin_with(&strs(&arguments), &format!("{secret}\r\n"))
        .await;
    let address = running.address().await;
    let visible = running.visible();
    assert!(visible.starts_with(env!("CARGO_BIN_EXE_orgkeep").as_bytes()));
    assert!(!String::from_utf8_lossy(&visible).contains(&secret));
    machine
        .allow(&address, machine.simulator.org(OrgKey::Production).admin())
        .await;
    let ended = running.end(&machine).await;
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(ended.json()["connection"]["hasConsumerSecret"], true);
    let sent = machine.simulator.journal().last_token_request().unwrap();
    assert_eq!(sent.text("client_secret"), secret);
    assert_eq!(machine.leaks(), [""; 0]);
}

#[tokio::test]
async fn a_password_and_its_security_token_come_by_lines_and_are_seen_nowhere() {
    let machine = Machine::start().await;
    let (arguments, lines) = machine.logging_in("UAT", OrgKey::Uat);
    let ended = machine.run_with(&strs(&arguments), &lines).await;
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.err.contains("Sign-in with a password ends"));
    let connection = &ended.json()["connection"];
    assert_eq!(connection["authentication"], "standard");
    let tested = machine.run(&["test", "UAT", "--json"]).await;
    assert_eq!(tested.json()["working"], 1, "{}", tested.err);
    assert_eq!(machine.leaks(), [""; 0]);
}

#[tokio::test]
async fn a_wrong_password_is_sent_once_and_leaves_nothing_behind() {
    let machine = Machine::start().await;
    let (arguments, _) = machine.logging_in("UAT", OrgKey::Uat);
    let ended = machine
        .run_with(&strs(&arguments), "not the password\n")
        .await;
    assert_eq!(ended.code, 1, "{}", ended.err);
    assert_eq!(ended.json()["outcome"], "failed");
    let logins = machine.simulator.journal().of_endpoint(Endpoint::Soap);
    assert_eq!(logins.len(), 1);
    nothing_is_left(&machine).await;
}

#[tokio::test]
async fn a_password_goes_with_its_own_way_to_sign_in_only() {
    let machine = Machine::start().await;
    for rest in [
        &["--username", "a@b.example", "--password-stdin"][..],
        &["--auth", "standard"],
        &["--auth", "standard", "--username", "a@b.example"],
        &["--auth", "standard", "--client-id", "3MVG9"],
        &[
            "--auth",
            "standard",
            "--username",
            "nobody",
            "--password-stdin",
        ],
    ] {
        let arguments = machine.registering_by("UAT", OrgKey::Uat, rest);
        let ended = machine.run_with(&strs(&arguments), "one\ntwo\n").await;
        assert_eq!(ended.code, 2, "{rest:?}: {}", ended.err);
    }
    nothing_is_left(&machine).await;
}

#[tokio::test]
async fn a_search_for_secrets_would_find_one() {
    let machine = Machine::start().await;
    machine.register("UAT", OrgKey::Uat).await;
    assert_eq!(machine.leaks(), [""; 0]);
    let names = machine.run(&["list", "--json"]).await.json();
    let shown = names["connections"][0]["orgId"]
        .as_str()
        .unwrap()
        .to_owned();
    machine.secrets.keep("planted", &shown);
    assert!(!machine.leaks().is_empty());
}

#[tokio::test]
async fn a_denial_is_told_and_leaves_nothing_behind() {
    let machine = Machine::start().await;
    let mut running = machine.begin(&strs(&machine.registering(
        "UAT",
        OrgKey::Uat,
        AppKind::Public,
    )));
    let address = running.address().await;
    let org = machine.simulator.org(OrgKey::Uat);
    machine.decide(&address, org.admin(), Decision::Deny).await;
    let ended = running.end(&machine).await;
    assert_eq!(ended.code, 1, "{}", ended.err);
    let document = ended.json();
    assert_eq!(document["outcome"], "failed");
    assert_eq!(document["connection"], Value::Null);
    let failure = &document["failure"];
    assert_eq!(failure["kind"], "told");
    assert_eq!(failure["cause"], "denied");
    assert!(!failure["title"].as_str().unwrap().is_empty());
    assert!(!failure["steps"].as_array().unwrap().is_empty());
    nothing_is_left(&machine).await;
}

/// neither repeated nor told as an empty text.
#[tokio::test]
async fn an_error_that_cannot_be_read_is_told_as_such() {
    let machine = Machine::start().await;
    let arguments = machine.registering("UAT", OrgKey::Uat, AppKind::Public);
    let mut running = machine.begin(&strs(&arguments));
    let address = running.address().await;
    let refusal = Fault::ErrorAfterConsent {
        code: "<odd code>".to_owned(),
        description: String::new(),
    };
    machine.simulator.faults().set(refusal, Times::Next(1));
    let org = machine.simulator.org(OrgKey::Uat);
    machine.allow(&address, org.admin()).await;
    let ended = running.end(&machine).await;
    assert_eq!(ended.code, 1, "{}", ended.err);
    let document = ended.json();
    let failure = &document["failure"];
    assert_eq!(failure["cause"], "unreadable");
    assert_eq!(failure["title"], "Salesforce’s error cannot be read");
    for field in ["serverCode", "serverWords"] {
        assert_eq!(failure[field], Value::Null, "{field}");
    }
    let said = &ended.err;
    assert!(
        said.contains("Salesforce’s error cannot be read. "),
        "{said}"
    );
    for absent in ["odd code", "Salesforce: "] {
        assert!(!said.contains(absent), "{said}");
    }
    nothing_is_left(&machine).await;
}

#[tokio::test]
async fn another_org_than_the_one_behind_the_address_is_refused() {
    let machine = Machine::start().await;
    let org = machine.simulator.org(OrgKey::Uat);
    let other = machine.simulator.org(OrgKey::Development);
    let mut running = machine.begin(&strs(&machine.registering(
        "UAT",
        OrgKey::Uat,
        AppKind::Public,
    )));
    let address = running.address().await;
    // Whoever answers names another org than the one that the address led to.
    machine
        .simulator
        .change_org(OrgKey::Uat, |org| org.id = other.id.clone());
    machine.allow(&address, org.admin()).await;
    let ended = running.end(&machine).await;
    assert_eq!(ended.code, 1, "{}", ended.err);
    assert_eq!(ended.json()["failure"]["kind"], "wrongOrg");
    nothing_is_left(&machine).await;
}

#[tokio::test]
async fn time_runs_out_and_the_port_is_free_again() {
    let machine = Machine::start().await;
    let mut arguments = machine.registering("UAT", OrgKey::Uat, AppKind::Public);
    arguments.extend(["--timeout".into(), "1".into()]);
    let ended = machine.run(&strs(&arguments)).await;
    assert_eq!(ended.code, 1, "{}", ended.err);
    assert_eq!(ended.json()["failure"]["kind"], "nothingCameBack");
    nothing_is_left(&machine).await;
}

#[tokio::test]
async fn ctrl_c_cancels_and_the_port_is_free_again() {
    let machine = Machine::start().await;
    let mut running = machine.begin(&strs(&machine.registering(
        "UAT",
        OrgKey::Uat,
        AppKind::Public,
    )));
    running.address().await;
    assert!(!machine.port_is_free());
    running.interrupt();
    let ended = running.end(&machine).await;
    assert_eq!(ended.code, 130, "{}", ended.err);
    assert_eq!(ended.json()["outcome"], "cancelled");
    nothing_is_left(&machine).await;
}

#[tokio::test]
async fn a_key_that_is_not_active_yet_is_waited_for_as_long_as_there_is_time() {
    let machine = Machine::start().await;
    let app = machine.app(OrgKey::Uat, AppKind::Public);
    let unknown = Propagation::AfterRequests(100);
    machine
        .simulator
        .change_app(&app.client_id, |app| app.propagation = unknown)
        .unwrap();
    let mut arguments = machine.registering("UAT", OrgKey::Uat, AppKind::Public);
    arguments.extend(["--timeout".into(), "2".into()]);
    let mut running = machine.begin(&strs(&arguments));
    running.line(|line| line.contains("not active yet")).await;
    let ended = running.end(&machine).await;
    assert_eq!(ended.code, 1, "{}", ended.err);
    let told = ended.json();
    assert_eq!(told["outcome"], "failed");
    assert_eq!(told["failure"]["kind"], "told", "{told}");
    assert_eq!(told["failure"]["cause"], "keyUnknown", "{told}");
    let title = told["failure"]["title"].as_str().unwrap();
    assert!(ended.err.contains(title), "{}", ended.err);
    nothing_is_left(&machine).await;
}

#[tokio::test]
async fn a_port_that_is_in_use_is_told_before_any_browser_opens() {
    let machine = Machine::start().await;
    let _stranger = std::net::TcpListener::bind("127.0.0.1:33333").unwrap();
    let opened = machine.file("opened");
    let mut arguments = machine.registering("UAT", OrgKey::Uat, AppKind::Public);
    arguments.retain(|argument| argument != "--no-browser");
    arguments.extend(["--browser".into(), format!("touch {}", opened.display())]);
    let ended = machine.run(&strs(&arguments)).await;
    assert_eq!(ended.code, 1, "{}", ended.err);
    let failure = &ended.json()["failure"];
    assert_eq!(failure["kind"], "portOccupied");
    let own = format!("(process {})", std::process::id());
    assert!(
        failure["holder"].as_str().unwrap().ends_with(&own),
        "{failure}"
    );
    assert!(!opened.exists());
}

#[tokio::test]
async fn the_browser_is_the_one_that_is_named_and_then_the_one_of_the_variable() {
    let machine = Machine::start().await;
    let org = machine.simulator.org(OrgKey::Uat);
    let (script, pipe) = browser_script(&machine);
    let script = script.display().to_string();
    for (argument, variable, expected) in [
        (Some(format!("'{script}' --new '%s' last")), None, 3),
        (None, Some(format!("/no/such/browser:{script} one %s")), 2),
        (Some(script.clone()), Some("/no/such/browser".to_owned()), 1),
    ] {
        let mut arguments = machine.registering("UAT", OrgKey::Uat, AppKind::Public);
        arguments.retain(|argument| argument != "--no-browser");
        if let Some(argument) = &argument {
            arguments.extend(["--browser".into(), argument.clone()]);
        }
        let mut command = machine.command(&strs(&arguments));
        if let Some(variable) = &variable {
            command.env("BROWSER", variable);
        }
        let running = command.spawn().unwrap();
        let pipe = pipe.clone();
        let given = tokio::task::spawn_blocking(move || std::fs::read_to_string(pipe).unwrap());
        let given = given.await.unwrap();
        assert_eq!(given.lines().count(), expected, "{given}");
        let address = given.lines().find(|line| line.starts_with("http")).unwrap();
        machine.allow(address, org.admin()).await;
        let output = running.wait_with_output().await.unwrap();
        assert_eq!(output.status.code(), Some(0));
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(
            !err.contains(address),
            "nobody asked for the address: {err}"
        );
    }
}

#[tokio::test]
async fn a_browser_that_does_not_start_ends_the_command_at_once() {
    let machine = Machine::start().await;
    let mut arguments = machine.registering("UAT", OrgKey::Uat, AppKind::Public);
    arguments.retain(|argument| argument != "--no-browser");
    arguments.extend(["--browser".into(), "/no/such/browser".into()]);
    let ended = machine.run(&strs(&arguments)).await;
    assert_eq!(ended.code, 1, "{}", ended.err);
    assert_eq!(ended.json()["failure"]["kind"], "browserFailed");
    assert!(ended.err.contains("--no-browser"), "{}", ended.err);
    nothing_is_left(&machine).await;
}

#[tokio::test]
async fn values_that_cannot_be_used_are_named_by_their_option_and_nothing_is_asked() {
    let machine = Machine::start().await;
    for (option, value, named) in [
        ("--name", "\u{200b}", "--name: "),
        (
            "--login-url",
            "https://acme.my.salesforce.com",
            "--login-url: the practice vault",
        ),
        ("--login-url", "ftp://localhost", "--login-url: "),
        ("--client-id", "a key", "--client-id: "),
        ("--confirm-host", "localhost", "--confirm-host: "),
    ] {
        let mut arguments = machine.registering("UAT", OrgKey::Uat, AppKind::Public);
        arguments.retain(|argument| argument != "--json");
        match arguments.iter().position(|argument| argument == option) {
            Some(index) => arguments[index + 1] = value.to_owned(),
            None => arguments.extend([option.to_owned(), value.to_owned()]),
        }
        let ended = machine.run(&strs(&arguments)).await;
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{}", ended.err);
        assert!(
            ended.err.starts_with(&format!("orgkeep: {named}")),
            "{}",
            ended.err
        );
    }
    assert!(machine.simulator.journal().entries().is_empty());
    nothing_is_left(&machine).await;
}

#[tokio::test]
async fn secrets_have_no_option_and_must_come() {
    let machine = Machine::start().await;
    let mut arguments = machine.registering("UAT", OrgKey::Uat, AppKind::Confidential);
    arguments.push("--client-secret-stdin".into());
    for input in ["", "\n"] {
        let ended = machine.run_with(&strs(&arguments), input).await;
        assert_eq!(ended.code, 2, "{}", ended.err);
        assert!(ended.err.contains("Consumer secret: "), "{}", ended.err);
    }
    arguments.extend(["--client-secret".into(), "x".into()]);
    assert_eq!(machine.run(&strs(&arguments)).await.code, 2);
}

/// No connection, no draft, no holder of the port.
async fn nothing_is_left(machine: &Machine) {
    let listed = machine.run(&["list", "--json"]).await.json();
    assert_eq!(listed["connections"], Value::Array(Vec::new()));
    let store = rusqlite::Connection::open(machine.data().join("practice/orgkeep.db")).unwrap();
    let drafts: u32 = store
        .query_row("SELECT count(*) FROM draft", [], |row| row.get(0))
        .unwrap();
    assert_eq!(drafts, 0);
    assert!(machine.port_is_free());
    assert_eq!(machine.leaks(), [""; 0]);
}

/// O-17 for the command line: the browser shows an error page, and never comes back.
#[tokio::test]
async fn o_17_who_never_comes_back_is_told_both_causes_and_can_leave() {
    let pages = ["invalid-client-id", "redirect-uri-mismatch"];
    let pages = if is_full() { &pages[..] } else { &pages[..1] };
    let mut row = Row::new("O-17", pages.len());
    for page in pages {
        never_back(page).await;
        row.note_survivors(1);
    }
    row.finish(Ok(())).unwrap();
}

async fn never_back(page: &str) {
    let machine = Machine::start().await;
    let arguments = machine.registering("UAT", OrgKey::Uat, AppKind::Public);
    let begun = Instant::now();
    let mut running = machine.begin(&strs(&arguments));
    let address = running.address().await;
    let faults = machine.simulator.faults();
    faults
        .set_scenario(page, &Tuning::default(), Times::Always)
        .unwrap();
    let person = machine.simulator.org(OrgKey::Uat).admin().clone();
    let mut browser = RobotBrowser::new();
    let visit = browser.authorize(&address, &person, Decision::Allow).await;
    let shown = visit.unwrap_err().to_string();
    assert!(shown.contains(&page.replace('-', "_")), "{shown}");
    let state = orgkeep_journeys::sign_in::parameter(&address, "state");
    machine.secrets.keep("state", &state.unwrap());
    running
        .line(|line| line.starts_with("invalid_client_id: "))
        .await;
    let callback = running
        .line(|line| line.starts_with("redirect_uri_mismatch: "))
        .await;
    assert!(begun.elapsed() <= Duration::from_secs(60), "{page}");
    assert!(callback.ends_with(" http://localhost:33333"), "{callback}");
    let pressed = Instant::now();
    running.interrupt();
    let ended = running.end(&machine).await;
    assert!(pressed.elapsed() <= Duration::from_secs(1), "{page}");
    assert_eq!(ended.code, 130, "{}", ended.err);
    nothing_is_left(&machine).await;
}
