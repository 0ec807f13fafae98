//! What depends on connections: listed, typed by hand, and taken from lists.

use std::path::PathBuf;

use orgkeep_api::command::NoRequest;
use orgkeep_api::connection::ConnectionRequest;
use orgkeep_api::dependent::*;
use orgkeep_api::error::ApiError;
use orgkeep_api::import::{LineErrorView, LineFaultView};
use orgkeep_domain::dependent::DependentFields as Fields;
use orgkeep_domain::id::{ConnectionId, DependentId};
use orgkeep_import::list::dependent::{DependentList, ListedDependent, parse_dependents};
use orgkeep_vault::connection_record::ConnectionRecord;

use super::import::source_error;
use super::{Orgkeep, blocking, not_found, store_error};
use crate::dependent::{dependent_error, dependents_view, fields_view, taken};
use crate::file::read_text;
use crate::import::SourceError;
use crate::import::view::{line_error_view, line_number};
use crate::surroundings::FileKind;

/// The dependents of the last preview, each with its connection. A new preview takes its place.
pub(super) struct PreviewedDependents {
    id: String,
    added: Vec<(ConnectionId, Fields)>,
}

impl Orgkeep {
    pub(super) async fn dependents(
        &self,
        request: ConnectionRequest,
    ) -> Result<DependentsView, ApiError> {
        self.dependents_of(&request.id).await
    }

    pub(super) async fn add_dependent(
        &self,
        request: AddDependentRequest,
    ) -> Result<DependentsView, ApiError> {
        let connection = ConnectionId::parse(&request.connection).map_err(|_| not_found())?;
        let added = vec![(connection, taken(&request.fields)?)];
        let kept = self.vault()?.add_dependents(added).await;
        kept.map_err(dependent_error)?;
        self.dependents_of(&request.connection).await
    }

    pub(super) async fn change_dependent(
        &self,
        request: ChangeDependentRequest,
    ) -> Result<DependentsView, ApiError> {
        let id = DependentId::parse(&request.id).map_err(|_| not_found())?;
        let fields = taken(&request.fields)?;
        let changed = self.vault()?.change_dependent(&id, fields).await;
        changed.map_err(dependent_error)?;
        self.dependents_of(&request.connection).await
    }

    pub(super) async fn remove_dependent(
        &self,
        request: DependentRequest,
    ) -> Result<DependentsView, ApiError> {
        let id = DependentId::parse(&request.id).map_err(|_| not_found())?;
        let removed = self.vault()?.remove_dependent(&id).await;
        removed.map_err(store_error)?;
        self.dependents_of(&request.connection).await
    }

    pub(super) async fn preview_dependents(
        &self,
        _: NoRequest,
    ) -> Result<DependentsPreviewView, ApiError> {
        let chosen: Option<PathBuf> = self.shared.around.files.choose_file(FileKind::List).await;
        let Some(path) = chosen else {
            return Ok(DependentsPreviewView {
                id: None,
                place: String::new(),
                lines: Vec::new(),
                errors: Vec::new(),
            });
        };
        let place = path.to_string_lossy().into_owned();
        let list = blocking(move || parse(&path))
            .await?
            .map_err(source_error)?;
        let known = self.vault()?.connections().await.map_err(store_error)?;
        let id = uuid::Uuid::new_v4().to_string();
        let (view, added) = preview(&list, &known.records);
        let view = DependentsPreviewView {
            id: Some(id.clone()),
            place,
            ..view
        };
        *self.shared.previews.dependents.lock().await = Some(PreviewedDependents { id, added });
        Ok(view)
    }

    pub(super) async fn import_dependents(
        &self,
        request: ImportDependentsRequest,
    ) -> Result<DependentsAddedView, ApiError> {
        let mut previewed = self.shared.previews.dependents.lock().await;
        let taken = previewed.take_if(|previewed| previewed.id == request.preview);
        let added = taken.ok_or_else(not_found)?.added;
        let added = self.vault()?.add_dependents(added).await;
        let added = added.map_err(dependent_error)?;
        Ok(DependentsAddedView {
            added: u32::try_from(added).unwrap_or(u32::MAX),
        })
    }

    async fn dependents_of(&self, id: &str) -> Result<DependentsView, ApiError> {
        let record = self.connection_record(id).await?;
        let found = self.vault()?.dependents(&record.id).await;
        Ok(dependents_view(&found.map_err(store_error)?))
    }
}

fn parse(path: &std::path::Path) -> Result<DependentList, SourceError> {
    Ok(parse_dependents(&read_text(path)?)?)
}

/// A list names connections as people do. A name that several have is nobody's.
fn preview(
    list: &DependentList,
    known: &[ConnectionRecord],
) -> (DependentsPreviewView, Vec<(ConnectionId, Fields)>) {
    let mut view = DependentsPreviewView {
        id: None,
        place: String::new(),
        lines: Vec::new(),
        errors: list.errors.iter().map(line_error_view).collect(),
    };
    let mut added = Vec::new();
    for listed in &list.dependents {
        match owner_of(listed, known) {
            Ok(record) => {
                view.lines.push(DependentLineView {
                    line: line_number(listed.line),
                    connection: record.name.to_string(),
                    fields: fields_view(&listed.fields),
                });
                added.push((record.id.clone(), listed.fields.clone()));
            }
            Err(fault) => view.errors.push(LineErrorView {
                line: line_number(listed.line),
                field: "connection".to_owned(),
                fault,
            }),
        }
    }
    view.errors.sort_by_key(|error| error.line);
    (view, added)
}

fn owner_of<'a>(
    listed: &ListedDependent,
    known: &'a [ConnectionRecord],
) -> Result<&'a ConnectionRecord, LineFaultView> {
    let name = listed.connection.trim().to_lowercase();
    let mut named = known
        .iter()
        .filter(|record| record.name.as_str().to_lowercase() == name);
    match (named.next(), named.next()) {
        (Some(record), None) => Ok(record),
        (Some(_), Some(_)) => Err(LineFaultView::SeveralConnections),
        (None, _) => Err(LineFaultView::NoConnection),
    }
}
