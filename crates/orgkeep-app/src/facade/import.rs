//! Importing connections that other tools know. Nobody is contacted: whether tokens work, a test will tell.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use orgkeep_api::command::{Done, NoRequest};
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::import::*;
use orgkeep_vault::commit::SaveError;
use orgkeep_vault::error::ReadError;
use orgkeep_vault::import::Imported;

use super::{Orgkeep, blocking, not_found, store_error};
use crate::attempt::rfc3339;
use crate::import::candidate::{Candidate, Taken};
use crate::import::matching::Known;
use crate::import::through_cli::{Given, PROGRAM, ask_for_tokens};
use crate::import::view::{entry_view, line_error_view};
use crate::import::{Findings, Source, SourceError};
use crate::surroundings::FileKind;

/// What the last preview was of. A new preview takes its place.
pub(super) struct Previewed {
    id: String,
    source: Source,
}

impl Orgkeep {
    /// Looked up anew each time: the CLI may have been installed meanwhile.
    pub(super) async fn import_sources(&self, _: NoRequest) -> Result<ImportSourcesView, ApiError> {
        let through_cli = self.cli_program().await?.is_some();
        Ok(ImportSourcesView { through_cli })
    }

    pub(super) async fn preview_import(
        &self,
        request: PreviewImportRequest,
    ) -> Result<ImportPreviewView, ApiError> {
        let Some(source) = self.source(request.source).await? else {
            return Ok(ImportPreviewView {
                id: None,
                place: String::new(),
                entries: Vec::new(),
                errors: Vec::new(),
            });
        };
        let findings = self.look(source.clone()).await?;
        let known = self.known().await?;
        let rule = self.shared.rule;
        let entry = |candidate| entry_view(candidate, &known, rule);
        let id = uuid::Uuid::new_v4().to_string();
        let view = ImportPreviewView {
            id: Some(id.clone()),
            place: source.place().to_string_lossy().into_owned(),
            entries: findings.candidates.iter().map(entry).collect(),
            errors: findings.errors.iter().map(line_error_view).collect(),
        };
        *self.shared.previews.connections.lock().await = Some(Previewed { id, source });
        Ok(view)
    }

    /// Looks again: what is imported is what stands there now, and what is here already is left out.
    pub(super) async fn run_import(
        &self,
        request: RunImportRequest,
    ) -> Result<ImportResultView, ApiError> {
        let source = self.previewed_source(&request.preview).await?;
        let asks_the_cli = matches!(source, Source::ThroughCli(_));
        let findings = self.look(source).await?;
        let known = self.known().await?;
        let chosen: BTreeMap<String, bool> = request
            .chosen
            .into_iter()
            .map(|chosen| (chosen.key, chosen.with_tokens))
            .collect();
        let new = findings.candidates.into_iter();
        let new = new.filter(|candidate| {
            chosen.contains_key(&candidate.key) && known.matched(candidate).is_none()
        });
        let given = match asks_the_cli {
            true => self.ask_the_cli(new.collect(), &chosen).await?,
            false => Given {
                candidates: new.collect(),
                refused: Vec::new(),
            },
        };
        let imported = self.take(given.candidates, &chosen).await?;
        self.refresh_connections().await;
        let over = imported.connections.len() + imported.drafts.len() + given.refused.len();
        Ok(ImportResultView {
            connections: imported
                .connections
                .iter()
                .map(ToString::to_string)
                .collect(),
            drafts: imported.drafts.iter().map(ToString::to_string).collect(),
            left_out: u32::try_from(chosen.len().saturating_sub(over)).unwrap_or(u32::MAX),
            not_given: given.refused,
        })
    }

    pub(super) async fn stop_import(&self, _: NoRequest) -> Result<Done, ApiError> {
        self.shared.previews.stop.notify_waiters();
        Ok(Done {})
    }

    /// All of them or none.
    async fn take(
        &self,
        candidates: Vec<Candidate>,
        chosen: &BTreeMap<String, bool>,
    ) -> Result<Imported, ApiError> {
        let (mut connections, mut drafts) = (Vec::new(), Vec::new());
        for candidate in candidates {
            let with_tokens = chosen.get(&candidate.key) == Some(&true);
            match candidate.take(with_tokens) {
                Some(Taken::Connection(connection)) => connections.push(*connection),
                Some(Taken::Draft(draft)) => drafts.push(*draft),
                None => {}
            }
        }
        let imported = self.vault()?.import(connections, drafts).await;
        imported.map_err(import_error)
    }

    /// Asks until somebody stops it. What the CLI gave until then is forgotten.
    async fn ask_the_cli(
        &self,
        candidates: Vec<Candidate>,
        chosen: &BTreeMap<String, bool>,
    ) -> Result<Given, ApiError> {
        let stop = &self.shared.previews.stop;
        let stopped = stop.notified();
        let program = self.cli_program().await?.ok_or_else(no_cli)?;
        let is_wanted = |candidate: &Candidate| chosen.get(&candidate.key) == Some(&true);
        let cli = &self.shared.around.salesforce_cli;
        let given = ask_for_tokens(cli, &program, candidates, is_wanted, stopped).await;
        given.ok_or_else(|| ApiError::new(ErrorCode::Stopped, "the import was stopped"))
    }

    async fn cli_program(&self) -> Result<Option<PathBuf>, ApiError> {
        let programs = Arc::clone(&self.shared.around.salesforce_cli.programs);
        blocking(move || programs.find(PROGRAM)).await
    }

    async fn source(&self, wanted: ImportSource) -> Result<Option<Source>, ApiError> {
        let files = &self.shared.around.files;
        let source = match wanted {
            ImportSource::CliHome => Some(Source::CliHome(self.cli_home()?)),
            ImportSource::ThroughCli => {
                self.cli_program().await?.ok_or_else(no_cli)?;
                Some(Source::ThroughCli(self.cli_home()?))
            }
            ImportSource::ChosenCliHome => files.choose_folder().await.map(Source::CliHome),
            ImportSource::ChosenList => {
                let chosen: Option<PathBuf> = files.choose_file(FileKind::List).await;
                chosen.map(Source::List)
            }
        };
        Ok(source)
    }

    fn cli_home(&self) -> Result<PathBuf, ApiError> {
        let home = self.shared.around.salesforce_cli.home.clone();
        home.ok_or_else(|| ApiError::new(ErrorCode::File, "this user has no home folder"))
    }

    async fn previewed_source(&self, id: &str) -> Result<Source, ApiError> {
        let previewed = self.shared.previews.connections.lock().await;
        let same = previewed.as_ref().filter(|previewed| previewed.id == id);
        same.map(|previewed| previewed.source.clone())
            .ok_or_else(not_found)
    }

    async fn look(&self, source: Source) -> Result<Findings, ApiError> {
        let rule = self.shared.rule;
        let today: String = rfc3339(self.shared.around.clock.now())
            .chars()
            .take(10)
            .collect();
        let cli = self.shared.around.salesforce_cli.clone();
        let looked = blocking(move || {
            let keychain = match &source {
                Source::CliHome(_) => (cli.keychain_key)(),
                Source::ThroughCli(_) | Source::List(_) => None,
            };
            source.look(rule, keychain.as_ref(), &today)
        });
        looked.await?.map_err(source_error)
    }

    async fn known(&self) -> Result<Known, ApiError> {
        let vault = self.vault()?;
        let drafts: Result<_, ReadError> = vault.drafts().await;
        Ok(Known {
            connections: vault.connections().await.map_err(store_error)?.records,
            drafts: drafts.map_err(store_error)?,
        })
    }
}

fn no_cli() -> ApiError {
    let words = "the Salesforce CLI is not among the programs of this user";
    ApiError::new(ErrorCode::File, words)
}

/// What cannot be read is a matter of the file; what can be read and is no list is a matter of what stands in it.
pub(super) fn source_error(error: SourceError) -> ApiError {
    let code = match error {
        SourceError::Home(_) | SourceError::File(_) => ErrorCode::File,
        SourceError::List(_) => ErrorCode::NotAList,
    };
    ApiError::new(code, error)
}

fn import_error(error: SaveError) -> ApiError {
    match error {
        SaveError::Locked(reason) => ApiError::new(ErrorCode::VaultLocked, reason),
        other => store_error(other),
    }
}
