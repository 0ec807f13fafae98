//! Several programs on one vault.

use orgkeep_api::command::Commands as _;
use orgkeep_api::connection::{ConnectionsView, StatusView};
use orgkeep_app::facade::Orgkeep;
use orgkeep_app::place::vault_settings;
use orgkeep_app::surroundings::{Mode, Timing};
use orgkeep_domain::client::CallbackUrl;
use orgkeep_journeys::outside::{Outside, PATIENCE};
use orgkeep_journeys::plan::actor;
use orgkeep_journeys::row::Row;
use orgkeep_simulator::{AppKind, OrgKey};
use tokio::task::JoinSet;

use crate::machine::{Machine, strs};

/// L-09 for two command lines.
#[tokio::test]
async fn of_two_sign_ins_one_goes_on_and_the_other_says_who() {
    let machine = Machine::start().await;
    let mut first = machine.begin(&strs(&machine.registering(
        "UAT",
        OrgKey::Uat,
        AppKind::Public,
    )));
    let address = first.address().await;
    let second = machine.registering("Dev", OrgKey::Development, AppKind::Public);
    let refused = machine.run(&strs(&second)).await;
    assert_eq!(refused.code, 1, "{}", refused.err);
    let failure = &refused.json()["failure"];
    assert_eq!(failure["kind"], "anotherSignIn");
    assert!(
        failure["who"]
            .as_str()
            .unwrap()
            .starts_with("orgkeep, the command line (process "),
        "{failure}"
    );
    machine
        .allow(&address, machine.simulator.org(OrgKey::Uat).admin())
        .await;
    assert_eq!(first.end(&machine).await.code, 0);
    let listed = machine.run(&["list", "--json"]).await.json();
    assert_eq!(listed["connections"].as_array().unwrap().len(), 1);
}

/// S-21 for the command line: many programs at a time, reading, testing and renewing.
#[tokio::test]
async fn eight_programs_at_a_time_lose_nothing_and_renew_once() {
    let machine = Machine::start().await;
    machine.register("UAT", OrgKey::Uat).await;
    machine.simulator.end_access_tokens();
    let mut programs = JoinSet::new();
    let mut row = Row::new("S-21", 48);
    for index in 0..48 {
        let arguments: &[&str] = match index % 6 {
            0 => &["list", "--json"],
            1 => &["export"],
            2 => &["show", "UAT", "--json"],
            _ => &["test", "--all", "--json"],
        };
        let mut command = machine.command(arguments);
        programs.spawn(async move { command.output().await.unwrap() });
        if programs.len() == 8 {
            fine(&programs.join_next().await.unwrap().unwrap());
        }
    }
    while let Some(output) = programs.join_next().await {
        fine(&output.unwrap());
    }
    row.note_survivors(48);
    let renewals = machine.simulator.journal().token_requests();
    let renewals = renewals
        .iter()
        .filter(|form| form.text("grant_type") == "refresh_token");
    assert_eq!(renewals.count(), 1);
    let shown = machine.run(&["show", "UAT", "--json"]).await.json();
    assert_eq!(shown["tests"].as_array().unwrap().len(), 24);
    assert_eq!(machine.leaks(), [""; 0]);
    row.finish(Ok(())).unwrap();
}

fn fine(output: &std::process::Output) {
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{err}");
    assert!(!err.contains("holds the store"), "{err}");
}

/// What a window shows of the same folder, without ever being asked to look.
#[tokio::test]
async fn a_window_that_is_open_shows_what_the_command_line_does() {
    let machine = Machine::start().await;
    let settings = vault_settings(Mode::Practice, Some(&machine.data()), actor()).unwrap();
    let around = Outside::default().around(&CallbackUrl::standard(), Timing::default());
    let window = Orgkeep::open(settings, around).await;
    let mut lists = window.watch_connections();
    let mut shows = async |is_so: &dyn Fn(&ConnectionsView) -> bool| {
        let shown = lists.wait_for(is_so);
        tokio::time::timeout(PATIENCE, shown)
            .await
            .unwrap()
            .unwrap();
    };
    machine.register("UAT", OrgKey::Uat).await;
    shows(&|list| list.rows.len() == 1 && list.rows[0].name == "UAT").await;
    machine.simulator.end_grants();
    machine.run(&["test", "--all"]).await;
    shows(&|list| list.rows[0].status == StatusView::SignInAgain).await;
    machine.run(&["remove", "UAT", "--yes"]).await;
    shows(&|list| list.rows.is_empty()).await;
    window.close().await;
}
