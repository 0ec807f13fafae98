//! `alias.json`: what people call the orgs of a home.

use std::collections::BTreeMap;

use orgkeep_domain::text::neutral;
use serde::Deserialize;
use serde_json::Value;

/// The longest alias that is shown, in characters.
const LONGEST: usize = 80;

/// The aliases of a home, by user name.
#[derive(Debug, Default)]
pub struct Aliases(BTreeMap<String, Vec<String>>);

#[derive(Deserialize)]
struct AliasFileWire {
    #[serde(default)]
    orgs: BTreeMap<String, Value>,
}

impl Aliases {
    /// Reads `{"orgs":{"alias":"username"}}`. A file that makes no sense has no aliases.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Self {
        let wire: Option<AliasFileWire> = serde_json::from_slice(bytes).ok();
        let mut aliases = Self::default();
        for (alias, username) in wire.map(|wire| wire.orgs).unwrap_or_default() {
            let alias = neutral(&alias, LONGEST);
            if let (Value::String(username), false) = (username, alias.is_empty()) {
                aliases.0.entry(username).or_default().push(alias);
            }
        }
        aliases
    }

    /// Those of one user, in alphabetical order.
    #[must_use]
    pub fn of(&self, username: &str) -> &[String] {
        self.0.get(username).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_are_found_by_user_and_nonsense_has_none() {
        let file = br#"{"orgs":{"uat":"a@b.c","acme\u001b[31m":"a@b.c","odd":7}}"#;
        let aliases = Aliases::parse(file);
        assert_eq!(aliases.of("a@b.c"), ["acme[31m", "uat"]);
        assert_eq!(aliases.of("x@b.c"), [""; 0]);
        assert_eq!(Aliases::parse(b"no").of("a@b.c"), [""; 0]);
    }
}
