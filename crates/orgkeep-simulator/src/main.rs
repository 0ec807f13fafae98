//! `orgkeep-simulator`: the practice org as a process of its own.

use std::{
    collections::HashSet,
    io::{Write, stdout},
    path::PathBuf,
};

use anyhow::{Context, Result, bail};
use orgkeep_simulator::{
    ClientApp, JournalEntry, Org, PRACTICE_FIRST_PORT, Ports, Simulator, SimulatorConfig,
};

const USAGE: &str = "\
orgkeep-simulator: a practice Salesforce on this computer

  --port <number>    the login host's port; the other hosts take the next ones (default 29330;
                     0 takes any free ports)
  --state <file>     remember grants and browser sessions here
  --journal          print each request as it is answered
  --help             this text
";

/// What the command line asks for.
struct Wishes {
    port: u16,
    state_file: Option<PathBuf>,
    journal: bool,
    help: bool,
}

#[tokio::main]
async fn main() -> Result<()> {
    let wishes = parse_arguments(std::env::args().skip(1))?;
    if wishes.help {
        return say(USAGE);
    }
    let config = SimulatorConfig {
        ports: match wishes.port {
            0 => Ports::Ephemeral,
            port => Ports::From(port),
        },
        state_file: wishes.state_file,
        seed: None,
    };
    let simulator = Simulator::start(config).await?;
    say(&describe(&simulator))?;
    tokio::select! {
        outcome = print_journal(&simulator), if wishes.journal => outcome?,
        outcome = tokio::signal::ctrl_c() => outcome?,
    }
    simulator.shutdown().await;
    Ok(())
}

fn parse_arguments(mut arguments: impl Iterator<Item = String>) -> Result<Wishes> {
    let mut wishes = Wishes {
        port: PRACTICE_FIRST_PORT,
        state_file: None,
        journal: false,
        help: false,
    };
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--port" => {
                let number = arguments.next().context("--port needs a number")?;
                wishes.port = number.parse().context("--port needs a number")?;
            }
            "--state" => {
                wishes.state_file = Some(arguments.next().context("--state needs a file")?.into())
            }
            "--journal" => wishes.journal = true,
            "--help" | "-h" => wishes.help = true,
            other => bail!("{other} is not understood; see --help"),
        }
    }
    Ok(wishes)
}

/// Addresses, people and apps.
fn describe(simulator: &Simulator) -> String {
    let mut text = format!(
        "The practice org is listening. Nothing in it is real.\n\n  login  {}\n  test   {}\n",
        simulator.login_url(),
        simulator.test_url()
    );
    for org in simulator.orgs() {
        text += &describe_org(&org);
        text.extend(simulator.apps(org.key).iter().map(describe_app));
    }
    text += "\nCtrl-C ends it.\n";
    text
}

fn describe_org(org: &Org) -> String {
    let mut text = format!(
        "\n{} ({}, {})\n  {}\n  {}\n",
        org.name,
        org.key.name(),
        org.edition,
        org.my_domain_url,
        org.id
    );
    for user in &org.users {
        let state = if user.is_active { "" } else { "  (inactive)" };
        text += &format!(
            "  user  {}  {}{state}\n        security token  {}\n",
            user.username, user.password, user.security_token
        );
    }
    text
}

fn describe_app(app: &ClientApp) -> String {
    let secret = app
        .secret
        .as_deref()
        .map_or_else(String::new, |secret| format!("\n        secret  {secret}"));
    format!(
        "  app   {}\n        key     {}{secret}\n",
        app.name, app.client_id
    )
}

/// Prints requests for as long as the practice org runs.
async fn print_journal(simulator: &Simulator) -> Result<()> {
    let mut bell = simulator.journal().subscribe();
    let mut printed = HashSet::new();
    loop {
        for entry in simulator.journal().entries() {
            if entry.status.is_some() && printed.insert(entry.number) {
                say(&line_of(&entry))?;
            }
        }
        if bell.changed().await.is_err() {
            return Ok(());
        }
    }
}

fn line_of(entry: &JournalEntry) -> String {
    let status = entry.status.unwrap_or_default();
    let endpoint = format!("{:?}", entry.endpoint);
    format!(
        "{status} {:<4} {endpoint:<20} {:?} {}\n",
        entry.method, entry.host, entry.path
    )
}

fn say(text: &str) -> Result<()> {
    let mut out = stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}
