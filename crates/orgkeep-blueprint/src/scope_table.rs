//! One table of scopes: metadata token, runtime name, Setup wording.

use serde::Deserialize;

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeRow {
    /// How metadata names it.
    pub metadata: String,
    /// How it is called at run time.
    pub runtime: String,
    /// The words of the Setup page.
    pub setup: String,
}

#[derive(Deserialize)]
struct ScopeFile {
    scope: Vec<ScopeRow>,
}

/// The rows, in the order in which Setup lists them.
///
/// # Errors
/// When the compiled-in file does not parse; a test keeps that from happening.
pub fn scope_table() -> Result<Vec<ScopeRow>, toml::de::Error> {
    toml::from_str::<ScopeFile>(include_str!("../data/scopes.toml")).map(|file| file.scope)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_scope_is_listed_twice() {
        let table = scope_table().unwrap();
        for (index, row) in table.iter().enumerate() {
            assert!(
                !table
                    .iter()
                    .skip(index + 1)
                    .any(|other| other.runtime == row.runtime)
            );
        }
    }
}
