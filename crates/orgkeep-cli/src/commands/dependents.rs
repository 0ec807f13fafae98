//! `orgkeep dependents`: what depends on connections.

use std::path::Path;
use std::sync::Arc;

use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::dependent::ImportDependentsRequest;
use orgkeep_api::import::LineErrorView;
use orgkeep_app::inventory::VERSION;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::dependents::DependentRecord;
use serde::Serialize;

use crate::arguments::{DependentsArguments, PlaceArguments};
use crate::exit::{Exit, Trouble};
use crate::outside::GivenFile;
use crate::print::{self, counted};
use crate::table::{Cell, Look, cell, table};
use crate::words::line_words;
use crate::{compose, named};

/// One dependent, with the connection that it names.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DependentEntry {
    connection: String,
    connection_id: String,
    kind: &'static str,
    name: String,
    product: String,
}

#[derive(Serialize)]
struct DependentsDocument {
    version: u32,
    dependents: Vec<DependentEntry>,
}

/// What became of a list.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ImportDocument<'a> {
    version: u32,
    added: usize,
    listed_already: usize,
    errors: &'a [LineErrorView],
}

/// Lists dependents, or takes them from a list.
pub async fn dependents(
    place: &PlaceArguments,
    arguments: &DependentsArguments,
) -> Result<Exit, Trouble> {
    if let Some(file) = &arguments.import {
        return import(place, file, arguments.output.json).await;
    }
    let vault = compose::store(place)?;
    let records = match &arguments.name {
        Some(name) => vec![named::one(&vault, name).await?],
        None => named::all(&vault).await?,
    };
    let mut dependents = Vec::new();
    for record in &records {
        let found = vault.dependents(&record.id).await;
        let found = found.map_err(|error| Trouble::failed(&error))?;
        dependents.extend(found.iter().map(|dependent| entry(record, dependent)));
    }
    if arguments.output.json {
        print::json(&DependentsDocument {
            version: VERSION,
            dependents,
        })?;
    } else if dependents.is_empty() {
        print::word("No dependents are listed.");
    } else {
        let rows: Vec<[Cell; 4]> = dependents.iter().map(row).collect();
        let titles = ["CONNECTION", "KIND", "NAME", "PRODUCT"];
        print::styled(&table(titles, &rows, Look::of_output()))?;
    }
    Ok(Exit::Clean)
}

/// Adds what can be added, and names the lines that cannot.
async fn import(place: &PlaceArguments, file: &Path, json: bool) -> Result<Exit, Trouble> {
    let mut around = compose::plain_surroundings();
    let file = std::path::absolute(file).map_err(|error| Trouble::failed(&error))?;
    around.files = Arc::new(GivenFile(file));
    let orgkeep = compose::program(compose::store(place)?, around);
    let preview = orgkeep.preview_dependents(NoRequest {}).await?;
    for error in &preview.errors {
        print::word(&line_words(error));
    }
    let preview_id = preview.id.unwrap_or_default();
    let request = ImportDependentsRequest {
        preview: preview_id,
    };
    let added = orgkeep.import_dependents(request).await?.added as usize;
    let listed_already = preview.lines.len().saturating_sub(added);
    let counted = counted(added, "dependent");
    print::word(&format!(
        "{counted} added, {listed_already} listed already."
    ));
    if json {
        print::json(&ImportDocument {
            version: VERSION,
            added,
            listed_already,
            errors: &preview.errors,
        })?;
    }
    let wrong = !preview.errors.is_empty();
    Ok(if wrong { Exit::Refused } else { Exit::Clean })
}

fn entry(record: &ConnectionRecord, dependent: &DependentRecord) -> DependentEntry {
    DependentEntry {
        connection: record.name.to_string(),
        connection_id: record.id.to_string(),
        kind: dependent.fields.kind().key(),
        name: dependent.fields.name().to_owned(),
        product: dependent.fields.product().to_owned(),
    }
}

fn row(entry: &DependentEntry) -> [Cell; 4] {
    [
        cell(&entry.connection),
        cell(entry.kind),
        cell(&entry.name),
        cell(&entry.product),
    ]
}
