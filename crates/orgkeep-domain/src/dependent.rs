//! What depends on a connection: a pipeline, job or mapping of another tool that names it.

use crate::text::{is_hidden, neutral};

/// What kind of thing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DependentKind {
    /// A deployment pipeline.
    Pipeline,
    /// A scheduled or started job.
    Job,
    /// A mapping of fields, users or data.
    Mapping,
}

impl DependentKind {
    /// Every kind, in the order in which people are offered them.
    pub const ALL: &[Self] = &[Self::Pipeline, Self::Job, Self::Mapping];

    /// The word under which it is stored and listed.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Pipeline => "pipeline",
            Self::Job => "job",
            Self::Mapping => "mapping",
        }
    }

    /// The kind behind a word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.key() == key)
    }
}

/// What is said of a dependent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DependentFields {
    kind: DependentKind,
    name: String,
    product: String,
}

/// Why a dependent is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DependentError {
    /// Its name has nothing visible.
    #[error("the name is empty")]
    Empty,
    /// Its name or its product has more than [`DependentFields::LONGEST`] characters.
    #[error("the text is too long")]
    TooLong,
}

impl DependentFields {
    /// The longest name and product, in characters.
    pub const LONGEST: usize = 120;

    /// Trims both texts and drops characters that cannot be seen. The product may be empty.
    ///
    /// # Errors
    /// [`DependentError`].
    pub fn parse(kind: DependentKind, name: &str, product: &str) -> Result<Self, DependentError> {
        let length = |text: &str| text.chars().filter(|c| !is_hidden(*c)).count();
        if length(name) > Self::LONGEST || length(product) > Self::LONGEST {
            return Err(DependentError::TooLong);
        }
        let name = neutral(name, Self::LONGEST);
        if name.is_empty() {
            return Err(DependentError::Empty);
        }
        let product = neutral(product, Self::LONGEST);
        Ok(Self {
            kind,
            name,
            product,
        })
    }

    /// What it is.
    #[must_use]
    pub fn kind(&self) -> DependentKind {
        self.kind
    }

    /// What people call it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The tool that it belongs to; may be empty.
    #[must_use]
    pub fn product(&self) -> &str {
        &self.product
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dependent_is_what_can_be_seen_of_it() {
        let fields = DependentFields::parse(DependentKind::Job, " Nightly\u{202e} ", "").unwrap();
        assert_eq!((fields.name(), fields.product()), ("Nightly", ""));
        let refused = |name: &str| DependentFields::parse(DependentKind::Job, name, "").err();
        assert_eq!(refused("\u{200b}"), Some(DependentError::Empty));
        assert_eq!(refused(&"x".repeat(121)), Some(DependentError::TooLong));
        let longest = "x".repeat(120);
        let fields = DependentFields::parse(DependentKind::Job, &longest, &longest).unwrap();
        assert_eq!(fields.name(), longest);
        assert_eq!(fields.product(), longest);
        let product = DependentFields::parse(DependentKind::Job, "Nightly", &"x".repeat(121));
        assert_eq!(product, Err(DependentError::TooLong));
    }

    #[test]
    fn words_lead_back_to_their_kinds() {
        for kind in DependentKind::ALL {
            assert_eq!(DependentKind::from_key(kind.key()), Some(*kind));
        }
        assert_eq!(DependentKind::from_key("dream"), None);
    }
}
