//! The catalogue's file: read once, checked while it is read.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{CauseEntry, RetryPolicy, SetupPage, Sign, Step};
use crate::verdict::Verdict;

/// Everything the file says.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    pub(super) causes: Vec<CauseEntry>,
    pub(super) signs: Vec<Sign>,
}

/// Why the file is not usable.
#[derive(Debug, thiserror::Error)]
pub(super) enum CatalogueError {
    /// It does not parse, or uses a word that is none.
    #[error("the catalogue does not parse")]
    Syntax(#[from] toml::de::Error),
    /// It points to a step or a cause that it does not have.
    #[error("the catalogue has no {0}")]
    Missing(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CatalogueText {
    sign: Vec<Sign>,
    step: BTreeMap<String, Step>,
    cause: Vec<CauseText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct CauseText {
    id: String,
    title: String,
    why: String,
    retry: RetryPolicy,
    verdict: Option<Verdict>,
    setup_page: Option<SetupPage>,
    steps: Vec<StepText>,
}

/// A step of its own, or the name of one that several causes share.
#[derive(Deserialize)]
#[serde(untagged)]
enum StepText {
    Shared(String),
    Own(Step),
}

impl Catalogue {
    pub(super) fn parse(text: &str) -> Result<Self, CatalogueError> {
        let file: CatalogueText = toml::from_str(text)?;
        let causes: Vec<CauseEntry> = file
            .cause
            .into_iter()
            .map(|cause| cause.with_steps_of(&file.step))
            .collect::<Result<_, _>>()?;
        for sign in &file.sign {
            if !causes.iter().any(|cause| cause.id == sign.cause) {
                return Err(CatalogueError::Missing(sign.cause.clone()));
            }
        }
        Ok(Self {
            causes,
            signs: file.sign,
        })
    }
}

impl CauseText {
    fn with_steps_of(self, shared: &BTreeMap<String, Step>) -> Result<CauseEntry, CatalogueError> {
        let step = |text| match text {
            StepText::Own(step) => Ok(step),
            StepText::Shared(name) => shared
                .get(&name)
                .cloned()
                .ok_or(CatalogueError::Missing(name)),
        };
        Ok(CauseEntry {
            id: self.id,
            title: self.title,
            why: self.why,
            steps: self.steps.into_iter().map(step).collect::<Result<_, _>>()?,
            retry: self.retry,
            verdict: self.verdict,
            setup_page: self.setup_page,
        })
    }
}
