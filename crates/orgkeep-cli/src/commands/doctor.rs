//! `orgkeep doctor`.

use orgkeep_api::checkup::{CheckStateView, CheckView};
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_app::facade::Orgkeep;
use orgkeep_app::inventory::VERSION;
use serde::Serialize;

use crate::arguments::{JsonArguments, PlaceArguments};
use crate::exit::{Exit, Trouble};
use crate::table::{Cell, Look, Mood, cell, moody, table};
use crate::words::{finding_words, subject_word};
use crate::{compose, print, unlock};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DoctorResult {
    version: u32,
    broken: usize,
    checks: Vec<CheckResult>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CheckResult {
    subject: &'static str,
    state: CheckStateView,
    finding: Option<orgkeep_api::checkup::FindingView>,
    detail: Option<String>,
    title: String,
    fix: Option<&'static str>,
}

/// Looks at this computer, as the window's Diagnostics does.
pub async fn doctor(place: &PlaceArguments, output: &JsonArguments) -> Result<Exit, Trouble> {
    let (rule, opened) = compose::opened(place)?;
    if let Ok(vault) = &opened {
        unlock::if_possible(vault, place).await;
    }
    let orgkeep = Orgkeep::of_store(opened, rule, compose::plain_surroundings());
    let checks = orgkeep.diagnose(NoRequest {}).await?.checks;
    let broken = |check: &&CheckView| check.state == CheckStateView::Broken;
    let broken = checks.iter().filter(broken).count();
    if output.json {
        print::json(&DoctorResult {
            version: VERSION,
            broken,
            checks: checks.iter().map(result).collect(),
        })?;
    } else {
        let rows: Vec<[Cell; 3]> = checks.iter().map(row).collect();
        print::styled(&table(
            ["STATE", "WHAT", "FOUND"],
            &rows,
            Look::of_output().uncut(),
        ))?;
        fixes(&checks);
    }
    Ok(if broken == 0 {
        Exit::Clean
    } else {
        Exit::Refused
    })
}

fn result(check: &CheckView) -> CheckResult {
    let (title, fix) = finding_words(check);
    CheckResult {
        subject: subject_word(check.subject),
        state: check.state,
        finding: check.finding,
        detail: check.detail.clone(),
        title,
        fix,
    }
}

fn row(check: &CheckView) -> [Cell; 3] {
    let (title, _) = finding_words(check);
    let state = match check.state {
        CheckStateView::Fine => moody("fine", Mood::Good),
        CheckStateView::Noted => cell("note"),
        CheckStateView::InTime => cell("waiting"),
        CheckStateView::Broken => moody("broken", Mood::Bad),
        CheckStateView::Skipped | CheckStateView::Waiting | CheckStateView::Running => {
            cell("skipped")
        }
    };
    [state, cell(subject_word(check.subject)), cell(title)]
}

fn fixes(checks: &[CheckView]) {
    let broken = checks
        .iter()
        .filter(|check| check.state == CheckStateView::Broken);
    for check in broken {
        if let (_, Some(fix)) = finding_words(check) {
            print::word(&format!("{}: {fix}", subject_word(check.subject)));
        }
    }
}
