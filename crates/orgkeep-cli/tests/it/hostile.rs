//! What comes from outside and means no good: names and refusals from servers, stray arguments, readers that leave.

use std::process::Stdio;

use orgkeep_journeys::payload::{hostile_addresses, hostile_texts, is_harmful, link_to};
use orgkeep_journeys::row::{Row, is_full};
use orgkeep_simulator::{AppKind, Endpoint, Fault, OrgKey, Times};
use serde_json::json;

use crate::machine::{Machine, browser_script, strs};
use crate::program::Ended;

/// What a terminal or a spreadsheet could take for a command, besides the texts that the views are tried with.
const FOR_TERMINALS: [&str; 3] = [
    "\u{1b}]0;title\u{7}",
    "\u{90}q\u{9c}",
    "=HYPERLINK(\"http://evil.example\")",
];
/// As much of a text as the program reads of an answer that has it several times.
const READ: usize = 100 * 1024;
/// What a line begins with that a text has forged.
const FORGED: [&str; 3] = ["line two", "INFO forged", "separator"];

/// A few of every kind, and in a campaign all of them.
fn texts() -> Vec<String> {
    let all = hostile_texts();
    let chosen = [0, 6, 12, 15, 16, 24];
    let is_chosen = |index: &usize| is_full() || chosen.contains(index);
    let texts = all.into_iter().enumerate();
    let texts = texts.filter(|(index, _)| is_chosen(index));
    let texts = texts.map(|(_, text)| text);
    texts.chain(FOR_TERMINALS.map(str::to_owned)).collect()
}

fn cut(text: &str) -> &str {
    text.get(..READ).unwrap_or(text)
}

/// T-05 for the command line: names of orgs and users, as a server sends them and as they may stand in a store.
#[tokio::test]
async fn t_05_no_name_from_a_server_commands_the_terminal() {
    let machine = Machine::start().await;
    let texts = texts();
    let mut row = Row::new("T-05", texts.len());
    for text in &texts {
        // No argument can hold a NUL, and no name is so long.
        let name = text.chars().filter(|&character| character != '\0');
        let name: String = name.take(79).chain(['x']).collect();
        call_everything(&machine, cut(text));
        let registered = machine.register(&name, OrgKey::Uat).await;
        assert_eq!(registered.code, 0, "{name:?}: {}", registered.err);
        is_neutral(&name, &["register"], &registered);
        every_command_is_neutral(&machine, &name).await;
        write_everywhere(&machine, text);
        every_command_is_neutral(&machine, &name).await;
        row.note_survivors(1);
    }
    row.finish(Ok(())).unwrap();
}

/// T-07 for the command line: as a login URL, as a path in the org, and as the link that a server makes.
#[tokio::test]
async fn t_07_no_hostile_address_reaches_the_browser() {
    let machine = Machine::start().await;
    assert_eq!(machine.register("UAT", OrgKey::Uat).await.code, 0);
    let (script, pipe) = browser_script(&machine);
    let script = format!("--browser={}", script.display());
    let reading = tokio::task::spawn_blocking(move || std::fs::read_to_string(pipe).unwrap());
    assert_eq!(machine.run(&["open", "UAT", &script]).await.code, 0);
    let given = reading.await.unwrap();
    assert!(given.starts_with("http://localhost:"), "{given}");

    let opened = machine.file("opened");
    let browser = format!("--browser=touch {}", opened.display());
    let links = || {
        machine
            .simulator
            .journal()
            .of_endpoint(Endpoint::SingleAccess)
    };
    let mut row = Row::new("T-07", hostile_addresses().len() * 3);
    for (_, address) in hostile_addresses() {
        let mut registering = machine.registering("Other", OrgKey::Uat, AppKind::Public);
        registering.retain(|argument| argument != "--no-browser");
        registering.extend([format!("--login-url={address}"), browser.clone()]);
        let url = registering.iter().position(|word| word == "--login-url");
        registering.drain(url.unwrap()..=url.unwrap() + 1);
        let path = format!("--path={address}");
        for arguments in [strs(&registering), vec!["open", "UAT", &path, &browser]] {
            let asked = machine.simulator.journal().entries().len();
            let ended = machine.run(&arguments).await;
            assert_ne!(ended.code, 0, "{address}: {}", ended.out);
            let asks = machine.simulator.journal().entries().len();
            assert_eq!(asks, asked, "{address}: something was asked");
        }
        let faults = machine.simulator.faults();
        faults.set(link_to(&address), Times::Next(1));
        let before = links().len();
        let ended = machine.run(&["open", "UAT", &browser]).await;
        assert_eq!(
            links().len(),
            before + 1,
            "{address}: no link was asked for"
        );
        assert_ne!(ended.code, 0, "{address}: {}", ended.out);
        assert!(!opened.exists(), "{address} was opened");
        row.note_survivors(3);
    }
    row.finish(Ok(())).unwrap();
}

async fn every_command_is_neutral(machine: &Machine, name: &str) {
    let org = machine.simulator.org(OrgKey::Uat);
    for arguments in [
        &["list"][..],
        &["list", "--json"],
        &["show", &org.id],
        &["show", &org.id, "--json"],
        &["export"],
        &["export", "--format", "json"],
        &["activity"],
        &["activity", "--json"],
        &["test", "--all"],
        &["test", "--all", "--json"],
        &["show", name],
    ] {
        let ended = machine.run(arguments).await;
        assert_eq!(ended.code, 0, "{name:?} {arguments:?}: {}", ended.err);
        is_neutral(name, arguments, &ended);
        // A line for the titles, and one for the only connection.
        if matches!(arguments, ["list"] | ["export"]) {
            assert_eq!(ended.out.lines().count(), 2, "{name:?} {arguments:?}");
        }
    }
}

/// Nothing in it can do more than be read, and no line is one that a text has made.
fn is_neutral(text: &str, arguments: &[&str], ended: &Ended) {
    for said in [&ended.out, &ended.err] {
        // `lines` knows the two ends of a line that a table for spreadsheets has.
        for line in said.lines() {
            let shown: String = line.escape_debug().take(300).collect();
            assert!(
                !line.contains(is_harmful),
                "{text:?} {arguments:?}: {shown}"
            );
            let forged = FORGED
                .iter()
                .any(|start| line.trim_start().starts_with(start));
            assert!(!forged, "{text:?} {arguments:?}: {shown}");
        }
    }
}

/// The org and its admin are called so from now on, as Salesforce tells it.
fn call_everything(machine: &Machine, text: &str) {
    let simulator = &machine.simulator;
    let username = simulator.org(OrgKey::Uat).admin().username.clone();
    simulator.change_org(OrgKey::Uat, |org| {
        org.name = text.to_owned();
        org.edition = text.to_owned();
        org.instance_name = text.to_owned();
    });
    let changed = simulator.change_user(&username, |user| {
        user.username = text.to_owned();
        user.display_name = text.to_owned();
    });
    changed.unwrap();
}

/// Into every plain text of the store. What servers send is made harmless before it gets there; a store that somebody has
/// edited is not.
fn write_everywhere(machine: &Machine, payload: &str) {
    let store = rusqlite::Connection::open(machine.data().join("practice/orgkeep.db")).unwrap();
    let changed = store.execute(
        "UPDATE connection SET username = ?1, display_name = ?1, org_name = ?1, edition = ?1, instance_name = ?1",
        [payload],
    );
    assert_eq!(changed.unwrap(), 1);
}

/// H-15 for the command line: what a server says as it refuses a test, and as it refuses a registration.
#[tokio::test]
async fn h_15_a_refusal_of_a_server_is_one_neutral_line() {
    let machine = Machine::start().await;
    assert_eq!(machine.register("UAT", OrgKey::Uat).await.code, 0);
    // From now on it is known that the app's refresh token stays in force, however many answers are lost.
    machine.simulator.end_access_tokens();
    assert_eq!(machine.run(&["test", "--all"]).await.code, 0);
    let texts = texts();
    let mut row = Row::new("H-15", 2 * texts.len());
    for text in &texts {
        // More than is read of any answer has no words; as much as is read of it has.
        let parts = [text.as_str(), cut(text)];
        for part in &parts[usize::from(text.len() <= READ)..] {
            let has_words = part.len() <= READ;
            for way in Refusing::ALL {
                for more in [&[][..], &["--json"]] {
                    let ended = way.refuse(&machine, part, more).await;
                    assert_eq!(ended.code, 1, "{way:?}: {}", ended.err);
                    is_neutral(part, more, &ended);
                    let told = format!(
                        "{way:?} {more:?} {}",
                        part.chars().take(80).collect::<String>()
                    );
                    is_one_line(&ended, has_words, &told);
                }
            }
        }
        row.note_survivors(2);
    }
    row.finish(Ok(())).unwrap();
}

/// Where Salesforce says no.
#[derive(Debug, Clone, Copy)]
enum Refusing {
    /// As the session is renewed, for a test.
    Renewal,
    /// As the test asks.
    Test,
    /// As the code is exchanged.
    Registration,
}

impl Refusing {
    const ALL: [Self; 3] = [Self::Renewal, Self::Test, Self::Registration];

    async fn refuse(self, machine: &Machine, text: &str, more: &[&str]) -> Ended {
        let faults = machine.simulator.faults();
        let test = [&["test", "--all"], more].concat();
        let ended = match self {
            Self::Renewal => {
                machine.simulator.end_access_tokens();
                faults.set(token_error(text), Times::Next(1));
                machine.run(&test).await
            }
            Self::Test => {
                faults.set(api_error(text), Times::Next(1));
                machine.run(&test).await
            }
            Self::Registration => {
                faults.set(token_error(text), Times::Next(1));
                let mut arguments = machine.registering("Another", OrgKey::Uat, AppKind::Public);
                arguments.retain(|argument| argument != "--json");
                arguments.extend(more.iter().map(|&one| one.to_owned()));
                let mut running = machine.begin(&strs(&arguments));
                let address = running.address().await;
                let org = machine.simulator.org(OrgKey::Uat);
                machine.allow(&address, org.admin()).await;
                running.end(machine).await
            }
        };
        faults.clear();
        ended
    }
}

fn token_error(text: &str) -> Fault {
    Fault::TokenError {
        grant: None,
        status: 400,
        code: text.to_owned(),
        description: text.to_owned(),
    }
}

fn api_error(text: &str) -> Fault {
    Fault::Reply {
        at: Some(Endpoint::Rest),
        status: 403,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: json!([{ "errorCode": text, "message": text }]).to_string(),
    }
}

/// Salesforce's words, where there are any, stand on a line of their own, and nothing of them on another.
fn is_one_line(ended: &Ended, has_words: bool, told: &str) {
    let lines = ended.out.lines().chain(ended.err.lines());
    let words = lines.map(str::trim_start);
    let words: Vec<&str> = words
        .filter(|line| line.starts_with("Salesforce: "))
        .collect();
    let all = [&*ended.out, &*ended.err];
    assert_eq!(words.len(), usize::from(has_words), "{told:?}: {all:?}");
    // 300 characters, and the sign that there were more.
    assert!(
        words.iter().all(|line| line.chars().count() < 330),
        "{words:?}"
    );
}

/// T-10 for the command line.
#[tokio::test]
async fn t_10_stray_arguments_do_nothing_to_a_sign_in() {
    let machine = Machine::start().await;
    let mut running = machine.begin(&strs(&machine.registering(
        "UAT",
        OrgKey::Uat,
        AppKind::Public,
    )));
    let address = running.address().await;
    let long = "x".repeat(100_000);
    let strays: [&[&str]; 15] = [
        &["http://localhost:33333/?code=x&state=y"],
        &["http://localhost:33333/?error=access_denied&state=y"],
        &["orgkeep://callback?code=x"],
        &["--code", "x"],
        &["--state=y"],
        &["callback", "http://localhost:33333/?code=x"],
        &["--remote-debugging-port=1"],
        &["--inspect"],
        &["register"],
        &["register", "--client-secret", "x"],
        &["test", "--token", "x"],
        &["open", "--path", "file:///etc/passwd", "UAT"],
        &["--", "list"],
        &[""],
        &[&long],
    ];
    let mut row = Row::new("T-10", strays.len());
    for stray in strays {
        row.note_survivors(1);
        let ended = machine.run(stray).await;
        assert!([0, 1, 2].contains(&ended.code), "{}", ended.err);
    }
    machine
        .allow(&address, machine.simulator.org(OrgKey::Uat).admin())
        .await;
    let ended = running.end(&machine).await;
    assert_eq!(ended.code, 0, "{}", ended.err);
    row.finish(Ok(())).unwrap();
}

#[tokio::test]
async fn a_reader_that_leaves_ends_nothing_badly() {
    let machine = Machine::start().await;
    machine.register("UAT", OrgKey::Uat).await;
    for arguments in [
        &["list"][..],
        &["list", "--json"],
        &["export"],
        &["test", "--all"],
        &["completions", "bash"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = machine.command(arguments);
        let output = command.stdout(Stdio::from(writer)).output().await.unwrap();
        assert_eq!(
            output.status.code(),
            Some(0),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[tokio::test]
async fn standard_input_is_not_waited_for_where_it_is_not_needed() {
    let machine = Machine::start().await;
    machine.register("UAT", OrgKey::Uat).await;
    for arguments in [
        &["list"][..],
        &["test", "--all"],
        &["show", "UAT"],
        &["remove", "UAT", "--yes"],
    ] {
        let mut command = machine.command(arguments);
        let (reader, _writer) = std::io::pipe().unwrap();
        let output = command.stdin(Stdio::from(reader)).output().await.unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    }
}
