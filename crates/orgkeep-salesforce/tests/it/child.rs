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
/// What stands before what it says, because its test runner talks too.
const MARK: &str = "\u{1}";

/// What [`reach`] comes to, as `Debug` writes it, in a process with these variables and no other proxy.
pub async fn reached(address: &str, environment: &[(&str, String)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "child::the_other_process_reaches", "--nocapture"])
        .stderr(Stdio::inherit())
        .env(ADDRESS, address);
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
    let said = String::from_utf8(output.stdout).unwrap();
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
    let outcome = reach(&client, &authority).await;
    println!("{MARK}{:?}", outcome.map(|reached| reached.is_salesforce));
}
