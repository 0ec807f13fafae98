//! Orgs with policies of their own.

use core::fmt;
use std::collections::{BTreeMap, BTreeSet};

use crate::name::Username;

/// The folder for every org that has none of its own: scratch orgs, and sandboxes nobody listed.
pub const DEFAULT_ENVIRONMENT: &str = "default";

/// Folders that no org can have: the one for all others, and names that Windows keeps for devices.
const TAKEN: &[&str] = &[DEFAULT_ENVIRONMENT, "aux", "con", "nul", "prn"];

/// Devices that Windows numbers.
const NUMBERED: &[&str] = &["com", "lpt"];

/// The alias of an org, which is also the name of its folder of policies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Alias(String);

/// A text that is no alias.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an alias has 1 to 40 letters, digits, hyphens and underscores, and is not `default`")]
pub struct AliasError;

impl Alias {
    /// Takes 1 to 40 letters, digits, hyphens and underscores; not `default`, and no name that Windows keeps
    /// for devices.
    ///
    /// # Errors
    /// [`AliasError`].
    pub fn parse(text: &str) -> Result<Self, AliasError> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let fits = (1..=40).contains(&text.len()) && text.bytes().all(plain);
        if fits && !text.starts_with('-') && !is_taken(&text.to_ascii_lowercase()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(AliasError)
        }
    }

    /// The alias.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Alias {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_taken(lower: &str) -> bool {
    let numbered = |device: &&str| {
        let number = lower.strip_prefix(*device);
        number.is_some_and(|number| number.len() == 1 && number.bytes().all(|b| b.is_ascii_digit()))
    };
    TAKEN.contains(&lower) || NUMBERED.iter().any(numbered)
}

/// Orgs with policies of their own, and as whom client credentials run in each.
pub type Environments = BTreeMap<Alias, Option<Username>>;

/// The environments that a tree has where nobody named others: `prod` and `uat`.
#[must_use]
pub fn usual_environments() -> Environments {
    ["prod", "uat"]
        .into_iter()
        .filter_map(|alias| Some((Alias::parse(alias).ok()?, None)))
        .collect()
}

/// An alias that is another one in other letters: on some systems the two would share a folder.
pub(crate) fn twin(environments: &Environments) -> Option<&Alias> {
    let mut seen = BTreeSet::new();
    environments
        .keys()
        .find(|alias| !seen.insert(alias.0.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_is_a_folder_on_every_system() {
        for text in ["uat", "UAT-2", "prod_eu", "com", "company1"] {
            assert_eq!(Alias::parse(text).unwrap().as_str(), text);
        }
        for text in [
            "", "default", "Default", "-x", "a/b", "a b", "..", "aux", "COM1", "ü",
        ] {
            assert_eq!(Alias::parse(text), Err(AliasError), "{text}");
        }
    }

    #[test]
    fn aliases_in_other_letters_are_twins() {
        let named = |aliases: &[&str]| -> Environments {
            aliases
                .iter()
                .map(|alias| (Alias::parse(alias).unwrap(), None))
                .collect()
        };
        assert!(twin(&named(&["uat", "prod"])).is_none());
        assert!(twin(&named(&["uat", "UAT"])).is_some());
    }
}
