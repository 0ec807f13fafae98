//! What Salesforce says when it refuses, why it says so, and what a person does about it.
//!
//! One data file, `data/catalogue.toml`, holds causes and the signs by which they are recognised
//! (salesforce.md, 3.5, 5.1 and 5.2). Everything that meets an error of Salesforce, and the page that
//! shows it, speaks of a [`Cause`]; codes and descriptions are compared here and nowhere else.

mod classify;
mod file;
#[cfg(test)]
mod tests;
mod values;

use core::fmt;
use core::hash::{Hash, Hasher};
use std::sync::LazyLock;

use serde::Deserialize;

pub(crate) use classify::folded;
pub use classify::{classify, is_known_code, recognise};
pub(crate) use values::named;
pub use values::{Place, RetryPolicy, SetupPage, StepAction, UnknownNameError};

use crate::verdict::Verdict;

const FILE: &str = include_str!("../../data/catalogue.toml");

/// An unusable file, which a test keeps from happening, leaves the built-in cause for everything.
static CATALOGUE: LazyLock<file::Catalogue> =
    LazyLock::new(|| file::Catalogue::parse(FILE).unwrap_or_default());

static BUILT_IN: LazyLock<CauseEntry> = LazyLock::new(|| CauseEntry {
    id: UNKNOWN.to_owned(),
    title: "Salesforce refused".to_owned(),
    why: "Its own words are under Details.".to_owned(),
    steps: Vec::new(),
    retry: RetryPolicy::AfterFix,
    verdict: None,
    setup_page: None,
});

const UNKNOWN: &str = "unknown";
const UNREADABLE: &str = "unreadable";

/// One thing that can be wrong: a handle to an entry of the catalogue.
#[derive(Clone, Copy)]
pub struct Cause(&'static CauseEntry);

#[derive(Debug)]
struct CauseEntry {
    id: String,
    title: String,
    why: String,
    steps: Vec<Step>,
    retry: RetryPolicy,
    verdict: Option<Verdict>,
    setup_page: Option<SetupPage>,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What to do.
    pub title: String,
    /// Where, or how.
    pub note: Option<String>,
    /// The button that does it or leads there.
    pub action: Option<StepAction>,
}

/// How a cause shows: a code, a piece of the description, or both.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    code: Option<String>,
    text: Option<String>,
    #[serde(rename = "where")]
    places: Vec<Place>,
    cause: String,
    source: String,
}

/// All causes, in the order of the file.
pub fn causes() -> impl Iterator<Item = Cause> {
    CATALOGUE.causes.iter().map(Cause)
}

/// All signs, in the order of the file.
pub fn signs() -> impl Iterator<Item = &'static Sign> {
    CATALOGUE.signs.iter()
}

impl Cause {
    /// The cause with this id, for ids that were stored or sent.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        causes().find(|cause| cause.id() == id)
    }

    /// The cause with an id that is written in the program. A slip degrades to [`Cause::unknown`].
    #[must_use]
    pub fn of(id: &'static str) -> Self {
        Self::parse(id).unwrap_or_else(Self::unknown)
    }

    /// The cause of what the catalogue does not know.
    #[must_use]
    pub fn unknown() -> Self {
        Self::parse(UNKNOWN).unwrap_or_else(|| Self(&BUILT_IN))
    }

    /// The cause of an error whose code cannot be read, where its description says no more.
    #[must_use]
    pub fn unreadable() -> Self {
        Self::of(UNREADABLE)
    }

    /// The name of the cause, camel case. Never changes once it has been stored.
    #[must_use]
    pub fn id(self) -> &'static str {
        &self.0.id
    }

    /// What happened, at most 60 characters.
    #[must_use]
    pub fn title(self) -> &'static str {
        &self.0.title
    }

    /// Why, in one sentence or a few.
    #[must_use]
    pub fn why(self) -> &'static str {
        &self.0.why
    }

    /// What to do, in order.
    #[must_use]
    pub fn steps(self) -> &'static [Step] {
        &self.0.steps
    }

    /// When to try again.
    #[must_use]
    pub fn retry(self) -> RetryPolicy {
        self.0.retry
    }

    /// What a test of a connection comes to that meets it. [`Verdict::of`] adds what is known besides.
    #[must_use]
    pub fn verdict(self) -> Verdict {
        self.0.verdict.unwrap_or(Verdict::Refused)
    }

    /// The page that [`StepAction::OpenSetupPage`] opens.
    #[must_use]
    pub fn setup_page(self) -> Option<SetupPage> {
        self.0.setup_page
    }
}

impl PartialEq for Cause {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

impl Eq for Cause {}

impl Hash for Cause {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id().hash(state);
    }
}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cause({})", self.id())
    }
}

impl Sign {
    /// The code, as Salesforce spells it. One that ends in `*` stands for a family.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The piece of the description, lower case.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// Where it has been seen.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// What it means.
    #[must_use]
    pub fn cause(&self) -> Cause {
        Cause::parse(&self.cause).unwrap_or_else(Cause::unknown)
    }

    /// The sections of salesforce.md, or of another document where one is named.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }
}
