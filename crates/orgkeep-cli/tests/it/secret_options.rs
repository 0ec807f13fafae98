//! S-32: no option and no variable takes a secret. Arguments can be read by every program of the computer, and what is
//! inherited by every program that is started. R-54: none names a server for a connection that is there.

use orgkeep_journeys::row::Row;

use crate::machine::Machine;

/// Nobody may repeat it, least of all into the log of a pipeline.
const SECRET: &str = "Sup3rS3cretV4lue";
const PASSPHRASE: &str = "correct horse battery";

#[tokio::test]
async fn s_32_secrets_are_refused_as_options_and_as_variables() {
    let machine = Machine::start().await;
    let given: [&[&str]; 6] = [
        &["register", "--client-secret", SECRET],
        &["--passphrase=Sup3rS3cretV4lue", "list"],
        &["register", "--password", SECRET],
        &["register", "--security-token=Sup3rS3cretV4lue"],
        &["--passphrase", SECRET, "list"],
        &["reauthenticate", "UAT", "--refresh-token", SECRET],
    ];
    let mut row = Row::new("S-32", given.len() + 1);
    for arguments in given {
        let ended = machine.run_plainly(arguments, "").await;
        assert_eq!(ended.code, 2, "{arguments:?}: {}", ended.err);
        for said in [&ended.out, &ended.err] {
            assert!(!said.contains(SECRET), "{arguments:?}: {said}");
        }
        assert!(!machine.data().exists(), "{arguments:?} began something");
        row.note_survivors(1);
    }

    let made = machine
        .run_plainly(
            &["--passphrase-stdin", "test", "--all"],
            &format!("{PASSPHRASE}\n"),
        )
        .await;
    assert_eq!(made.code, 0, "{}", made.err);
    let mut command = machine.plain_command(&["test", "--all"]);
    for name in [
        "ORGKEEP_PASSPHRASE",
        "PASSPHRASE",
        "ORGKEEP_VAULT_PASSPHRASE",
    ] {
        command.env(name, PASSPHRASE);
    }
    let inherited = command.output().await.unwrap();
    assert_eq!(inherited.status.code(), Some(3), "{inherited:?}");
    row.note_survivors(1);
    row.finish(Ok(())).unwrap();
}

#[tokio::test]
async fn r_54_no_option_names_a_server_of_a_connection() {
    let machine = Machine::start().await;
    let options = ["--login-url", "--token-url", "--instance-url"];
    let commands = ["reauthenticate", "migrate", "test", "show", "open"];
    let mut row = Row::new("R-54", options.len() * commands.len());
    for option in options {
        for command in commands {
            let arguments = [command, "UAT", option, "https://evil.example"];
            let ended = machine.run_plainly(&arguments, "").await;
            assert_eq!(ended.code, 2, "{arguments:?}: {}", ended.err);
            let refused = format!("unexpected argument '{option}'");
            assert!(ended.err.contains(&refused), "{}", ended.err);
            assert!(!machine.data().exists(), "{arguments:?} began something");
            row.note_survivors(1);
        }
    }
    row.finish(Ok(())).unwrap();
}
