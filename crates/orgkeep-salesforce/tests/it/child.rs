//! The client in a process with another environment: this very test program, started again.
//!
//! Only a new process can have other variables, and only through the system's own list of authorities does the
//! client come to trust anybody.

use std::process::{Command, Stdio};

use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_salesforce::http::HttpClient;
use orgkeep_salesforce::reach::reach;

/// Which address the other process reaches for.
const ADDRESS: &str = "ORGKEEP_TEST_REACH";
/// An address of a private network that the other process takes as confirmed.
pub const CONFIRMED: &str = "ORGKEEP_TEST_CONFIRMED";
/// What stands before what it says, because its test runner talks too.
const MARK: &str = "\u{1}";

/// What [`reach`] comes to, as `Debug` writes it, in a process with these variables and no other proxy.
pub async fn reached(address: &str, environment: &[(&str, String)]) -> String {
    let mut environment = environment.to_vec();
    environment.push((ADDRESS, address.to_owned()));
    ask_again("child::the_other_process_reaches", &environment).await
}

/// What this test of the program says in another process, with these variables and no other proxy.
pub async fn ask_again(test: &str, environment: &[(&str, String)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", test, "--nocapture"])
        .stderr(Stdio::inherit());
    for proxy in ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"] {
        command
            .env_remove(proxy)
            .env_remove(proxy.to_ascii_lowercase());
    }
    command.envs(environment.iter().map(|(name, value)| (name, value)));
    let output = tokio::task::spawn_blocking(move || command.output())
        .await
        .unwrap()
        .unwrap();
    what_was_said(&output.stdout)
}

/// What a test says to the process that asked it.
#[expect(clippy::print_stdout, reason = "the other process reads it")]
pub fn say(text: &str) {
    println!("{MARK}{text}");
}

/// What another process has said, without its test runner's words.
pub fn what_was_said(output: &[u8]) -> String {
    let said = String::from_utf8_lossy(output);
    let marked = said.lines().find_map(|line| line.split_once(MARK));
    marked.unwrap_or_else(|| panic!("{said}")).1.to_owned()
}

#[tokio::test]
async fn the_other_process_reaches() {
    let Ok(address) = std::env::var(ADDRESS) else {
        return;
    };
    let practice = Authority::parse(&address, AuthorityRule::Practice);
    let salesforce = || Authority::parse(&address, AuthorityRule::Salesforce);
    let client = HttpClient::new(practice.is_ok()).unwrap();
    let authority = practice.or_else(|_| salesforce()).unwrap();
    if let Ok(confirmed) = std::env::var(CONFIRMED) {
        client.confirm_address(authority.host(), confirmed.parse().unwrap());
    }
    let outcome = reach(&client, &authority).await;
    say(&format!(
        "{:?}",
        outcome.map(|reached| reached.is_salesforce)
    ));
}
