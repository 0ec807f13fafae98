//! Taking over what other tools know of orgs. Nothing is written where it comes from, and nobody is contacted.

pub(crate) mod candidate;
pub(crate) mod home;
pub(crate) mod matching;
pub(crate) mod through_cli;
pub(crate) mod view;

use std::path::{Path, PathBuf};

use orgkeep_domain::authority::AuthorityRule;
use orgkeep_import::cli::alias::Aliases;
use orgkeep_import::cli::auth_file::{Reading, parse_auth_file};
use orgkeep_import::cli::key::CliKey;
use orgkeep_import::cli::tokens::TokensFrom;
use orgkeep_import::list::connection::parse_connections;
use orgkeep_import::list::record::{LineError, ListError};
use orgkeep_secret::HomeKey;

use crate::file::{ReadFileError, read_text};
use candidate::{Candidate, Found};
use home::{Home, HomeError, read_home};

/// Where an import comes from. It is looked at again when it is carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// A home of the Salesforce CLI.
    CliHome(PathBuf),
    /// The same, with tokens that the CLI itself gives for those that are chosen.
    ThroughCli(PathBuf),
    /// A list of connections.
    List(PathBuf),
}

/// Everything that was found at a source.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) errors: Vec<LineError>,
}

/// Why a source cannot be looked at. No error names a path or repeats anything of it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SourceError {
    /// The home cannot be read.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] ReadFileError),
    /// It is no list.
    #[error(transparent)]
    List(#[from] ListError),
}

impl Source {
    /// The folder or file.
    pub(crate) fn place(&self) -> &Path {
        match self {
            Self::CliHome(path) | Self::ThroughCli(path) | Self::List(path) => path,
        }
    }

    /// Looks at it. Blocks.
    ///
    /// # Errors
    /// [`SourceError`] when there is nothing to look at.
    pub(crate) fn look(
        &self,
        rule: AuthorityRule,
        keychain: Option<&HomeKey>,
        today: &str,
    ) -> Result<Findings, SourceError> {
        match self {
            Self::CliHome(path) => {
                let home = read_home(path)?;
                let key = key_of(&home, keychain);
                let tokens = TokensFrom::Key(key.as_ref());
                Ok(found_in(home, tokens, rule, today))
            }
            Self::ThroughCli(path) => Ok(found_in(read_home(path)?, TokensFrom::Cli, rule, today)),
            Self::List(path) => {
                let list = parse_connections(&read_text(path)?, rule)?;
                let listed = list.connections.into_iter();
                Ok(Findings {
                    candidates: listed.map(Candidate::listed).collect(),
                    errors: list.errors,
                })
            }
        }
    }
}

/// A key file of the home stands before the keychain: it is this home's own.
fn key_of(home: &Home, keychain: Option<&HomeKey>) -> Option<CliKey> {
    let in_file = home.key_file.as_deref();
    let in_file = in_file.and_then(|bytes| CliKey::parse_file(bytes).ok());
    in_file.or_else(|| keychain.and_then(|key| CliKey::from_keychain(key).ok()))
}

fn found_in(home: Home, tokens: TokensFrom<'_>, rule: AuthorityRule, today: &str) -> Findings {
    let aliases = Aliases::parse(&home.alias_file.unwrap_or_default());
    let reading = Reading {
        rule,
        tokens,
        aliases: &aliases,
        today,
    };
    let files = home.auth_files.into_iter();
    let candidates = files.map(|(name, content)| {
        let found = content.and_then(|bytes| parse_auth_file(&name, &bytes, &reading));
        Candidate {
            key: name,
            found: match found {
                Ok(org) => Found::CliOrg(Box::new(org)),
                Err(reason) => Found::Unusable(reason),
            },
        }
    });
    Findings {
        candidates: candidates.collect(),
        errors: Vec::new(),
    }
}
