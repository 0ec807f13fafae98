//! Somebody at a terminal is asked before another user or a Dev Hub is refused.

use std::process::Stdio;

use orgkeep_simulator::{AppKind, OrgKey, User};
use tokio::process::Command;

use crate::machine::{Machine, Running, strs};
use crate::program::Ended;

/// Starts the program on a terminal; what it shows there is read as its standard error.
fn on_terminal(machine: &Machine, arguments: &[&str]) -> Running {
    let plain = machine.command(arguments);
    let own = plain.as_std();
    let words = std::iter::once(own.get_program()).chain(own.get_args());
    let words: Vec<String> = words
        .map(|word| format!("'{}'", word.to_str().unwrap()))
        .collect();
    let mut command = Command::new("sh");
    command.args(["-c", "exec script -qec \"$0\" /dev/null 1>&2"]);
    command.arg(words.join(" "));
    for (name, value) in own.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.kill_on_drop(true);
    Running::talking(command)
}

/// Signs in as `user`, and answers the question that begins so.
async fn answered(machine: &Machine, arguments: &[&str], user: &User, said: [&str; 2]) -> Ended {
    let [question, answer] = said;
    let mut running = on_terminal(machine, arguments);
    let address = running.address().await;
    machine.allow(address.trim_end(), user).await;
    running.line(|line| line.contains(question)).await;
    running.type_in(answer).await;
    running.end(machine).await
}

#[tokio::test]
async fn another_user_is_asked_about() {
    let machine = Machine::start().await;
    machine.register("Larkfield UAT", OrgKey::Uat).await;
    let org = machine.simulator.org(OrgKey::Uat);
    let is_other = |user: &&User| user.id != org.admin().id && user.is_active;
    let other = org.users.iter().find(is_other).unwrap();
    let again = ["reauthenticate", "Larkfield UAT", "--no-browser"];
    for (answer, code, now) in [
        ("n\n", 1, &org.admin().username),
        ("\n", 1, &org.admin().username),
        ("y\n", 0, &other.username),
    ] {
        let said = ["Another user came back", answer];
        let ended = answered(&machine, &again, other, said).await;
        assert_eq!(ended.code, code, "{answer:?}: {}", ended.err);
        let shown = machine.run(&["show", "Larkfield UAT", "--json"]).await;
        assert_eq!(&shown.json()["connection"]["username"], now, "{answer:?}");
    }
}

#[tokio::test]
async fn a_dev_hub_is_registered_like_any_other_by_who_says_so() {
    let machine = Machine::start().await;
    let hub = machine.simulator.org(OrgKey::DevHub);
    let arguments = machine.registering("Hub", OrgKey::DevHub, AppKind::Public);
    for (answer, code) in [("n\n", 1), ("yes\n", 0)] {
        let said = ["has Dev Hub enabled", answer];
        let ended = answered(&machine, &strs(&arguments), hub.admin(), said).await;
        assert_eq!(ended.code, code, "{answer:?}: {}", ended.err);
    }
    let list = machine.run(&["list", "--json"]).await;
    assert_eq!(list.json()["connections"].as_array().unwrap().len(), 1);
}

/// Ctrl-C in place of an answer is no.
#[tokio::test]
async fn ctrl_c_answers_no() {
    let machine = Machine::start().await;
    let hub = machine.simulator.org(OrgKey::DevHub);
    let arguments = machine.registering("Hub", OrgKey::DevHub, AppKind::Public);
    let said = ["has Dev Hub enabled", "\u{3}"];
    let ended = answered(&machine, &strs(&arguments), hub.admin(), said).await;
    assert_ne!(ended.code, 0, "{}", ended.err);
    let list = machine.run(&["list", "--json"]).await;
    assert_eq!(list.json()["connections"].as_array().unwrap().len(), 0);
}
