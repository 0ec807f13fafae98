//! `orgkeep import`: what other tools know of orgs. Nobody is contacted, and nothing is written where it comes from.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use orgkeep_api::command::Commands as _;
use orgkeep_api::import::{
    ChosenEntry, ImportEntryView, ImportPreviewView, ImportResultView, ImportSource,
    ImportStateView, PreviewImportRequest, RunImportRequest,
};
use orgkeep_app::facade::Orgkeep;
use orgkeep_app::inventory::VERSION;
use serde::Serialize;

use crate::arguments::{ImportCommand, ImportListArguments, ImportSfArguments, PlaceArguments};
use crate::exit::{Exit, Trouble};
use crate::interruption::Interruption;
use crate::outside::GivenFile;
use crate::print::{self, counted};
use crate::table::{Cell, Look, Mood, cell, moody, table};
use crate::words::{line_words, refused_words, state_words};
use crate::{compose, unlock};

/// What was found, and what came of it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ImportDocument<'a> {
    version: u32,
    preview: &'a ImportPreviewView,
    /// None where nothing was chosen.
    imported: Option<&'a ImportResultView>,
}

/// Imports from a home of the Salesforce CLI, or from a list.
pub async fn import(place: &PlaceArguments, command: &ImportCommand) -> Result<Exit, Trouble> {
    match command {
        ImportCommand::Sf(arguments) => from_home(place, arguments).await,
        ImportCommand::Csv(arguments) => from_list(place, arguments).await,
    }
}

async fn from_home(place: &PlaceArguments, arguments: &ImportSfArguments) -> Result<Exit, Trouble> {
    let (source, file) = match &arguments.from {
        Some(folder) => (ImportSource::ChosenCliHome, Some(folder.as_path())),
        None if arguments.through_cli => (ImportSource::ThroughCli, None),
        None => (ImportSource::CliHome, None),
    };
    let patience = Duration::from_secs(arguments.timeout);
    let orgkeep = open(place, file, patience).await?;
    let preview = orgkeep
        .preview_import(PreviewImportRequest { source })
        .await?;
    let chosen = chosen(&preview, arguments)?;
    let finished = finish(&orgkeep, &preview, chosen, arguments.output.json);
    if !arguments.through_cli {
        return finished.await;
    }
    // Whatever runs of the CLI ends with the import, of which nothing is kept.
    let mut interruption = Interruption::listen();
    tokio::select! {
        biased;
        finished = finished => finished,
        () = interruption.happened() => Ok(Exit::Cancelled),
    }
}

async fn from_list(
    place: &PlaceArguments,
    arguments: &ImportListArguments,
) -> Result<Exit, Trouble> {
    let orgkeep = open(place, Some(&arguments.file), Duration::ZERO).await?;
    let source = ImportSource::ChosenList;
    let preview = orgkeep
        .preview_import(PreviewImportRequest { source })
        .await?;
    let every = preview.entries.iter().filter(|_| !arguments.preview);
    let chosen = every.map(|entry| taken(entry, false)).collect();
    finish(&orgkeep, &preview, chosen, arguments.output.json).await
}

async fn open(
    place: &PlaceArguments,
    file: Option<&Path>,
    patience: Duration,
) -> Result<Orgkeep, Trouble> {
    let vault = unlock::vault(place).await?;
    let mut around = compose::plain_surroundings();
    around.salesforce_cli.patience = patience;
    if let Some(file) = file {
        let file = std::path::absolute(file).map_err(|error| Trouble::failed(&error))?;
        around.files = Arc::new(GivenFile(file));
    }
    Ok(compose::program(vault, around))
}

/// Tokens that may rotate come along only where somebody says so.
fn chosen(
    preview: &ImportPreviewView,
    arguments: &ImportSfArguments,
) -> Result<Vec<ChosenEntry>, Trouble> {
    let mut chosen = Vec::new();
    for name in &arguments.names {
        let same = |entry: &&ImportEntryView| {
            let name = name.to_lowercase();
            [&entry.name, &entry.username, &entry.key]
                .iter()
                .any(|own| own.to_lowercase() == name)
        };
        let entry = preview.entries.iter().find(same);
        let missing = || {
            Trouble::refused(format!(
                "Nothing there is called {name}. Without a name, `orgkeep import sf` shows what there is."
            ))
        };
        chosen.push(entry.ok_or_else(missing)?);
    }
    if arguments.all {
        chosen.extend(&preview.entries);
    }
    let with_tokens = |entry: &ImportEntryView| match entry.state {
        ImportStateView::Ready { may_rotate } => !may_rotate || arguments.share_tokens,
        _ => false,
    };
    let taken = |entry| taken(entry, with_tokens(entry));
    Ok(chosen.into_iter().map(taken).collect())
}

fn taken(entry: &ImportEntryView, with_tokens: bool) -> ChosenEntry {
    ChosenEntry {
        key: entry.key.clone(),
        with_tokens,
    }
}

async fn finish(
    orgkeep: &Orgkeep,
    preview: &ImportPreviewView,
    chosen: Vec<ChosenEntry>,
    json: bool,
) -> Result<Exit, Trouble> {
    let imported = match (&preview.id, chosen.is_empty()) {
        (Some(id), false) => {
            let preview = id.clone();
            Some(
                orgkeep
                    .run_import(RunImportRequest { preview, chosen })
                    .await?,
            )
        }
        _ => None,
    };
    tell(preview, imported.as_ref());
    if json {
        let imported = imported.as_ref();
        print::json(&ImportDocument {
            version: VERSION,
            preview,
            imported,
        })?;
    } else if imported.is_none() {
        let rows: Vec<[Cell; 4]> = preview.entries.iter().map(row).collect();
        let titles = ["NAME", "USER", "HOST", "CAN BE"];
        print::styled(&table(titles, &rows, Look::of_output()))?;
    }
    let refused = imported.is_some_and(|imported| !imported.not_given.is_empty());
    let wrong = refused || !preview.errors.is_empty();
    Ok(if wrong { Exit::Refused } else { Exit::Clean })
}

fn tell(preview: &ImportPreviewView, imported: Option<&ImportResultView>) {
    for error in &preview.errors {
        print::word(&line_words(error));
    }
    for entry in preview
        .entries
        .iter()
        .filter(|entry| !entry.other_apps.is_empty())
    {
        print::word(&format!(
            "{} also signs in through other apps, which are not imported: {}.",
            entry.name,
            entry.other_apps.join(", ")
        ));
    }
    let Some(imported) = imported else {
        return;
    };
    for refused in &imported.not_given {
        print::word(&refused_words(refused));
    }
    print::word(&format!(
        "{} and {} imported, {} left out. Nobody was contacted: `orgkeep test` asks the orgs.",
        counted(imported.connections.len(), "connection"),
        counted(imported.drafts.len(), "draft"),
        imported.left_out
    ));
    if !imported.connections.is_empty() {
        print::word(
            "Their tokens are those of the Salesforce CLI. Where an app rotates tokens, use a connection in one of the \
             two places only, and sign in anew in the other.",
        );
    }
}

fn row(entry: &ImportEntryView) -> [Cell; 4] {
    let mood = match entry.state {
        ImportStateView::Ready { .. } => Mood::Good,
        ImportStateView::Unusable { .. } => Mood::Bad,
        _ => Mood::Plain,
    };
    [
        cell(&entry.name),
        cell(&entry.username),
        cell(&entry.host),
        moody(state_words(&entry.state), mood),
    ]
}
