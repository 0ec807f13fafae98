//! OAuth scopes as Salesforce names them at run time.

use core::fmt;
use std::collections::BTreeSet;

/// A set of runtime scopes (`api`, `refresh_token`…), ordered for display and comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scopes(BTreeSet<String>);

impl Scopes {
    /// Reads a space-separated list (RFC 6749, 3.3). Tokens outside its alphabet are dropped, and so is
    /// everything after the first hundred: the list comes from a server.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self(
            text.split(' ')
                .filter(|token| is_scope_token(token))
                .take(100)
                .map(str::to_owned)
                .collect(),
        )
    }

    /// Whether a scope is in the set. `refresh_token` and `offline_access` are one scope under two names.
    #[must_use]
    pub fn contains(&self, scope: &str) -> bool {
        self.0.contains(scope) || twin(scope).is_some_and(|twin| self.0.contains(twin))
    }

    /// Adds every scope of the other set.
    pub fn extend(&mut self, other: &Self) {
        self.0.extend(other.0.iter().cloned());
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The scopes in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// The scopes of this set that the other one lacks.
    pub fn missing_from<'a>(&'a self, granted: &'a Self) -> impl Iterator<Item = &'a str> {
        self.iter().filter(|scope| !granted.contains(scope))
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, scope) in self.iter().enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            f.write_str(scope)?;
        }
        Ok(())
    }
}

impl<'a> FromIterator<&'a str> for Scopes {
    fn from_iter<I: IntoIterator<Item = &'a str>>(scopes: I) -> Self {
        Self(scopes.into_iter().map(str::to_owned).collect())
    }
}

fn twin(scope: &str) -> Option<&'static str> {
    match scope {
        "refresh_token" => Some("offline_access"),
        "offline_access" => Some("refresh_token"),
        _ => None,
    }
}

fn is_scope_token(token: &str) -> bool {
    (1..=100).contains(&token.len())
        && token.bytes().all(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':' | b'.' | b'-' | b'/')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offline_access_counts_as_refresh_token() {
        let granted = Scopes::parse("api offline_access");
        let wanted = Scopes::parse("api refresh_token web");
        assert_eq!(wanted.missing_from(&granted).collect::<Vec<_>>(), ["web"]);
    }

    #[test]
    fn a_hostile_list_keeps_only_scope_tokens() {
        assert_eq!(Scopes::parse("api  <b>x</b> web\u{7}").to_string(), "api");
    }

    #[test]
    fn a_scope_is_known_by_either_of_its_names_and_by_no_other() {
        for (granted, wanted, is_there) in [
            ("api", "api", true),
            ("offline_access", "refresh_token", true),
            ("refresh_token", "offline_access", true),
            ("refresh_token", "api", false),
            ("", "web", false),
        ] {
            let found = Scopes::parse(granted).contains(wanted);
            assert_eq!(found, is_there, "{wanted} in {granted:?}");
        }
    }

    #[test]
    fn sets_are_put_together_and_written_in_order() {
        let mut scopes: Scopes = ["web", "api"].into_iter().collect();
        scopes.extend(&Scopes::parse("id api"));
        assert_eq!(scopes.to_string(), "api id web");
        assert!(!scopes.is_empty());
        assert!(Scopes::default().is_empty());
    }
}
