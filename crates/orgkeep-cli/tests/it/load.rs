//! Ten thousand connections, eight command lines at a time and a window, all on one vault: W-01.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use orgkeep_api::command::Commands as _;
use orgkeep_api::connection::ConnectionRequest;
use orgkeep_api::label::NoteRequest;
use orgkeep_api::vault::VaultView;
use orgkeep_app::facade::Orgkeep;
use orgkeep_app::place::vault_settings;
use orgkeep_app::surroundings::{Mode, Timing};
use orgkeep_domain::client::CallbackUrl;
use orgkeep_journeys::child::{self, Player};
use orgkeep_journeys::fleet::{Fleet, FleetPlan};
use orgkeep_journeys::memory::{giving_back, resident_bytes};
use orgkeep_journeys::outside::Outside;
use orgkeep_journeys::plan::actor;
use orgkeep_journeys::row::{Row, is_full, size};
use orgkeep_vault::vault::Vault;
use tokio::task::{JoinSet, block_in_place, spawn_blocking};

use crate::machine::Machine;
use crate::together::fine;

const COMMAND_LINES: usize = 8;
const DATA: &str = "ORGKEEP_LOAD_DATA";
const SECONDS: &str = "ORGKEEP_LOAD_SECONDS";
const WINDOW: &str = "load::plays_the_window";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn w_01_many_programs_work_on_many_connections_and_nothing_is_lost() {
    let (orgs, seconds) = (size(10_000, 200), size(600, 5));
    let machine = Machine::start().await;
    let settings = vault_settings(Mode::Practice, Some(&machine.data()), actor()).unwrap();
    let vault = Vault::open(settings).unwrap();
    vault.unlock().await.unwrap();
    let plan = FleetPlan {
        orgs: u32::try_from(orgs).unwrap(),
        users: 1,
        latency: Duration::ZERO,
    };
    let fleet = Fleet::stock(vault.clone(), plan).await.unwrap();
    let around = giving_back(&[
        (DATA, machine.data().to_string_lossy().into_owned()),
        (SECONDS, seconds.to_string()),
    ]);
    let mut window = Player::start(WINDOW, "window", &around).unwrap();
    assert_eq!(block_in_place(|| window.hear()).unwrap(), "open");
    let until = Instant::now() + Duration::from_secs(seconds as u64);
    let (ran, tested) = command_lines(&machine, orgs, until).await;
    window.tell("enough").unwrap();
    let said = block_in_place(|| window.hear()).unwrap();
    let (done, grown) = said.split_once(' ').unwrap_or_else(|| panic!("{said}"));
    block_in_place(|| window.dismiss()).unwrap();

    let list = vault.connections().await.unwrap();
    assert_eq!(list.records.len(), orgs, "connections are missing");
    assert_eq!(fleet.connections.len(), orgs);
    for (number, times) in &tested {
        let kept = vault.tests(&fleet.connections[*number]).await.unwrap();
        assert_eq!(kept.len(), *times, "tests of connection {number}");
    }
    let grown: usize = grown.parse().unwrap();
    assert!(!is_full() || grown <= 50, "memory grew by {grown} in 1000");
    let done = ran + done.parse::<usize>().unwrap();
    println!("  {orgs} connections, {ran} command lines, memory grew by {grown} in 1000");
    let mut row = Row::new("W-01", done);
    row.note_survivors(done);
    row.finish(Ok(())).unwrap();
}

/// Eight at a time. How many ran, and how often which connection was tested; the window has the odd ones to itself.
async fn command_lines(
    machine: &Machine,
    orgs: usize,
    until: Instant,
) -> (usize, HashMap<usize, usize>) {
    let (mut programs, mut ran, mut tested) = (JoinSet::new(), 0, HashMap::new());
    while Instant::now() < until {
        let number = (ran * 2) % orgs;
        let name = format!("Org {number:04} 0");
        let arguments = match ran % 8 {
            0 => vec!["list", "--json"],
            1 => vec!["export"],
            2 => vec!["show", &name, "--json"],
            3 => vec!["activity", "--json"],
            _ => vec!["test", &name, "--json"],
        };
        if arguments[0] == "test" {
            *tested.entry(number).or_default() += 1;
        }
        let (mut command, lists) = (machine.command(&arguments), arguments[0] == "list");
        programs.spawn(async move { (command.output().await.unwrap(), lists) });
        ran += 1;
        if programs.len() == COMMAND_LINES {
            look(&programs.join_next().await.unwrap().unwrap(), orgs);
        }
    }
    while let Some(ended) = programs.join_next().await {
        look(&ended.unwrap(), orgs);
    }
    (ran, tested)
}

fn look((output, lists): &(std::process::Output, bool), orgs: usize) {
    fine(output);
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(!err.contains("locked"), "{err}");
    if *lists {
        let out: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(out["connections"].as_array().unwrap().len(), orgs);
    }
}

/// The other process: a window without its page.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn plays_the_window() {
    let Ok(data) = std::env::var(DATA) else {
        return;
    };
    let settings = vault_settings(Mode::Practice, Some(&PathBuf::from(data)), actor()).unwrap();
    let around = Outside::default().around(&CallbackUrl::standard(), Timing::default());
    let orgkeep = Orgkeep::open(settings, around).await;
    let open = |view: &VaultView| matches!(view, VaultView::Open { .. });
    orgkeep.watch_vault().wait_for(open).await.unwrap();
    let mut lists = orgkeep.watch_connections();
    let list = lists.wait_for(|list| !list.rows.is_empty()).await.unwrap();
    let own: Vec<String> = list
        .rows
        .iter()
        .skip(1)
        .step_by(2)
        .map(|row| row.id.clone())
        .collect();
    drop(list);
    child::say("open").unwrap();
    let enough = spawn_blocking(|| child::hear_parent().unwrap());
    let seconds: u64 = std::env::var(SECONDS).unwrap().parse().unwrap();
    let begun = Instant::now();
    let (mut done, mut notes, mut peaks) = (0, HashMap::new(), [0; 4]);
    while !enough.is_finished() {
        let id = own[done % own.len()].clone();
        let text = format!("note {done}");
        let note = NoteRequest {
            id: id.clone(),
            notes: text.clone(),
        };
        orgkeep.note_connection(note).await.unwrap();
        if done % 4 == 0 {
            let request = ConnectionRequest { id: id.clone() };
            orgkeep.test_connection(request).await.unwrap();
        }
        notes.insert(id, text);
        done += 1;
        let quarter = (begun.elapsed().as_secs() * 4 / seconds).min(3);
        let peak = &mut peaks[usize::try_from(quarter).unwrap()];
        *peak = resident_bytes().unwrap().max(*peak);
    }
    // The whole list is read anew again and again, so one moment tells nothing; the most of a quarter does.
    let [_, before, _, last] = peaks;
    let grown = last.saturating_sub(before) * 1000 / before.max(1);
    for (id, text) in notes {
        let request = ConnectionRequest { id };
        let shown = orgkeep.connection(request).await.unwrap();
        assert_eq!(shown.notes, text, "a note is lost");
    }
    orgkeep.close().await;
    child::say(&format!("{done} {grown}")).unwrap();
}
