//! One table of scopes: metadata token, runtime name, Setup wording.

use std::sync::LazyLock;

use orgkeep_domain::scope::Scopes;
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

static TABLE: LazyLock<Vec<ScopeRow>> = LazyLock::new(|| scope_table().unwrap_or_default());

/// The metadata token of a runtime scope.
#[must_use]
pub fn token(runtime: &str) -> Option<&'static str> {
    row(|row| row.runtime == runtime).map(|row| row.metadata.as_str())
}

/// The runtime scope of a metadata token.
#[must_use]
pub fn runtime(token: &str) -> Option<&'static str> {
    row(|row| row.metadata == token).map(|row| row.runtime.as_str())
}

/// The token that somebody meant who wrote something else in metadata: the runtime name, or another case.
#[must_use]
pub fn meant(text: &str) -> Option<&'static str> {
    let same = |row: &ScopeRow| {
        row.runtime.eq_ignore_ascii_case(text) || row.metadata.eq_ignore_ascii_case(text)
    };
    row(same).map(|row| row.metadata.as_str())
}

/// The metadata tokens of scopes, in the order of the table. Scopes that are not in it are left out.
#[must_use]
pub fn tokens(scopes: &Scopes) -> Vec<&'static str> {
    rows_of(scopes).map(|row| row.metadata.as_str()).collect()
}

/// The rows of scopes, each under its own name: `offline_access` is not `refresh_token` here.
pub fn rows_of(scopes: &Scopes) -> impl Iterator<Item = &'static ScopeRow> {
    TABLE
        .iter()
        .filter(|row| scopes.iter().any(|scope| scope == row.runtime))
}

fn row(wanted: impl Fn(&ScopeRow) -> bool) -> Option<&'static ScopeRow> {
    TABLE.iter().find(|row| wanted(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_scope_is_listed_twice() {
        let table = scope_table().unwrap();
        for (index, row) in table.iter().enumerate() {
            let others = &table[index + 1..];
            assert!(!others.iter().any(|other| other.runtime == row.runtime));
            assert!(!others.iter().any(|other| other.metadata == row.metadata));
            assert!(!others.iter().any(|other| other.setup == row.setup));
        }
    }

    /// The list that Salesforce's deployment validator prints (salesforce.md, 1.4).
    #[test]
    fn every_token_that_metadata_takes_is_in_the_table() {
        let validator = "Basic, OfflineAccess, DataCloudUserClaims, Email, Address, CDPSegment, Chatbot, \
             CustomApplications, Full, Profile, CDP, CDPProfile, RefreshToken, Phone, PwdlessLogin, \
             Interaction, Pardot, CDPIngest, CDPIdentityResolution, CustomPermissions, ForgotPassword, \
             UserRegistration, OpenID, Chatter, Wave, SFApiPlatform, SCRT, Web, EinsteinGPT, Lightning, \
             Content, CDPCalculatedInsight, Eclair, Api, MCP, CDPQuery";
        let mut wanted: Vec<&str> = validator.split(", ").collect();
        let table = scope_table().unwrap();
        let mut listed: Vec<&str> = table.iter().map(|row| row.metadata.as_str()).collect();
        wanted.sort_unstable();
        listed.sort_unstable();
        assert_eq!(listed, wanted);
    }

    #[test]
    fn a_scope_and_its_token_lead_to_each_other() {
        assert_eq!(token("sfap_api"), Some("SFApiPlatform"));
        assert_eq!(runtime("Basic"), Some("id"));
        assert_eq!(token("SFApiPlatform"), None);
        assert_eq!(
            (meant("API"), meant("sfap_api")),
            (Some("Api"), Some("SFApiPlatform"))
        );
        assert_eq!(meant("SfapApi"), None);
        assert_eq!(
            tokens(&Scopes::parse("refresh_token api")),
            ["Api", "RefreshToken"]
        );
        assert_eq!(tokens(&Scopes::parse("offline_access")), ["OfflineAccess"]);
    }
}
