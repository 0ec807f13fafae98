//! What comes from outside and means no good: names from servers, stray arguments, readers that leave.

use std::process::Stdio;

use orgkeep_simulator::{AppKind, OrgKey};

use crate::machine::{Machine, strs};

const PAYLOADS: [&str; 12] = [
    "\u{1b}[31mred",
    "\u{1b}]0;title\u{7}",
    "\u{1b}]8;;http://evil.example\u{7}link\u{1b}]8;;\u{7}",
    "\u{9b}2J",
    "\u{90}q\u{9c}",
    "a\r\nconnected",
    "a\u{8}\u{8}b",
    "\u{202e}drowssap",
    "\u{2066}x\u{2069}",
    "\u{0}nul",
    "<script>alert(1)</script>",
    "=HYPERLINK(\"http://evil.example\")",
];

/// T-05 and H-15 for the command line.
#[tokio::test]
async fn no_name_from_a_server_commands_the_terminal() {
    let machine = Machine::start().await;
    let org = machine.simulator.org(OrgKey::Uat);
    let admin = org.admin().clone();
    for payload in PAYLOADS {
        machine.simulator.change_org(OrgKey::Uat, |org| {
            org.name = payload.into();
            org.edition = payload.into();
            org.instance_name = payload.into();
        });
        let changed = machine
            .simulator
            .change_user(&admin.username, |user| user.display_name = payload.into());
        changed.unwrap();
        // No argument can hold a NUL.
        let name = payload.replace('\0', "");
        let registered = machine.register(&name, OrgKey::Uat).await;
        assert_eq!(registered.code, 0, "{payload:?}: {}", registered.err);
        for arguments in [
            &["list"][..],
            &["list", "--json"],
            &["show", &org.id],
            &["show", &org.id, "--json"],
            &["export"],
            &["export", "--format", "json"],
            &["test", "--all"],
            &["show", &name],
        ] {
            let ended = machine.run(arguments).await;
            for text in [&ended.out, &ended.err] {
                let commands = |c: char| {
                    (c.is_control() && !matches!(c, '\n' | '\r'))
                        || ('\u{202a}'..='\u{2069}').contains(&c)
                };
                assert!(
                    !text.contains(commands),
                    "{payload:?} {arguments:?}: {text:?}"
                );
                assert!(
                    !text.contains("\r") || arguments[0] == "export",
                    "{payload:?} {arguments:?}"
                );
            }
        }
    }
    println!("T-05, H-15 12 of 12 hostile names through eight commands");
}

/// T-10 for the command line.
#[tokio::test]
async fn stray_arguments_do_nothing_to_a_sign_in() {
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
    for stray in strays {
        let ended = machine.run(stray).await;
        assert!([0, 1, 2].contains(&ended.code), "{}", ended.err);
    }
    machine
        .allow(&address, machine.simulator.org(OrgKey::Uat).admin())
        .await;
    let ended = running.end(&machine).await;
    assert_eq!(ended.code, 0, "{}", ended.err);
    println!("T-10 15 of 15 stray arguments beside a sign-in");
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
