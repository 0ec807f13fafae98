//! What a source tree is to be made of.

use core::fmt;
use std::collections::BTreeMap;

use crate::blueprint::{Blueprint, Distribution};
use crate::link::DevHubLink;
use crate::name::Username;

/// How an app gets into orgs as source (product.md, 6).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// Pattern 1: packaged, one consumer for all orgs.
    Packaged,
    /// Pattern 2: source and a bootstrap script, one consumer for each org.
    Bootstrap,
    /// Two of Pattern 1, for production and for everything below it.
    Dual,
    /// One deployment into one org.
    Plain,
}

impl Pattern {
    /// Every pattern.
    pub const ALL: [Self; 4] = [Self::Packaged, Self::Bootstrap, Self::Dual, Self::Plain];

    /// The word on a command line and in a recipe.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Packaged => "packaged",
            Self::Bootstrap => "bootstrap",
            Self::Dual => "dual",
            Self::Plain => "plain",
        }
    }

    /// The pattern of a word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pattern| pattern.key() == key)
    }

    /// The state that an app of this pattern must have.
    #[must_use]
    pub fn distribution(self) -> Distribution {
        match self {
            Self::Packaged | Self::Dual => Distribution::Packaged,
            Self::Bootstrap | Self::Plain => Distribution::Local,
        }
    }
}

/// The folder for every org that has none of its own: scratch orgs, and sandboxes nobody listed.
pub const DEFAULT_ENVIRONMENT: &str = "default";

/// The alias of an org, which is also the name of its folder of policies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Alias(String);

/// A text that is no alias.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an alias has 1 to 40 letters, digits, hyphens and underscores, and is not `default`")]
pub struct AliasError;

impl Alias {
    /// Takes 1 to 40 letters, digits, hyphens and underscores; not `default`.
    ///
    /// # Errors
    /// [`AliasError`].
    pub fn parse(text: &str) -> Result<Self, AliasError> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let fits = (1..=40).contains(&text.len()) && text.bytes().all(plain);
        if fits && !text.starts_with('-') && text != DEFAULT_ENVIRONMENT {
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

/// A packaged app with its policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackagedApp {
    /// The app.
    pub blueprint: Blueprint,
    /// What ties it to its Dev Hub.
    pub link: DevHubLink,
    /// Orgs with policies of their own.
    pub environments: Environments,
}

/// What a tree is to be made of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "there is one at a time, and a box would only burden those who make it"
)]
pub enum PlanParts {
    /// Pattern 1.
    Packaged(PackagedApp),
    /// Pattern 2.
    Bootstrap {
        /// The app.
        blueprint: Blueprint,
        /// Orgs with policies of their own.
        environments: Environments,
    },
    /// Two of Pattern 1.
    Dual {
        /// For production.
        production: PackagedApp,
        /// For everything below.
        non_production: PackagedApp,
    },
    /// One deployment into one org.
    Plain(Blueprint),
}

/// A plan in which nothing contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan(PlanParts);

/// Why there is no tree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// The Dev Hub calls the app otherwise.
    #[error("the Dev Hub calls the app {link}, and the blueprint calls it {blueprint}")]
    OtherName {
        /// The blueprint's API name.
        blueprint: String,
        /// The Dev Hub's.
        link: String,
    },
    /// Client credentials are on, and an org has no user to run them as.
    #[error("client credentials need a user to run as in {0}")]
    NoRunAs(Alias),
    /// A user to run as, although client credentials are off.
    #[error("client credentials are off, so nothing runs as a user in {0}")]
    UselessRunAs(Alias),
    /// Production and non-production are the same app or the same consumer.
    #[error("production and non-production must be two apps with a consumer each")]
    SameApp,
    /// An org gets policies of both apps.
    #[error("{0} cannot have the policies of both apps")]
    SharedEnvironment(Alias),
}

impl Plan {
    /// Checks the parts against each other, and gives every app the state that the pattern needs.
    ///
    /// # Errors
    /// [`PlanError`], the first one found.
    pub fn new(parts: PlanParts) -> Result<Self, PlanError> {
        let parts = parts.distributed();
        match &parts {
            PlanParts::Plain(_) => {}
            PlanParts::Bootstrap {
                blueprint,
                environments,
            } => {
                check_run_as(blueprint, environments)?;
            }
            PlanParts::Packaged(app) => app.check()?,
            PlanParts::Dual {
                production,
                non_production,
            } => {
                production.check()?;
                non_production.check()?;
                check_sides(production, non_production)?;
            }
        }
        Ok(Self(parts))
    }

    /// What it consists of.
    #[must_use]
    pub fn parts(&self) -> &PlanParts {
        &self.0
    }

    /// Which pattern it follows.
    #[must_use]
    pub fn pattern(&self) -> Pattern {
        self.0.pattern()
    }
}

impl PlanParts {
    fn pattern(&self) -> Pattern {
        match self {
            Self::Packaged(_) => Pattern::Packaged,
            Self::Bootstrap { .. } => Pattern::Bootstrap,
            Self::Dual { .. } => Pattern::Dual,
            Self::Plain(_) => Pattern::Plain,
        }
    }

    fn distributed(self) -> Self {
        let state = self.pattern().distribution();
        let packaged = |app: PackagedApp| PackagedApp {
            blueprint: app.blueprint.distributed(state),
            ..app
        };
        match self {
            Self::Packaged(app) => Self::Packaged(packaged(app)),
            Self::Dual {
                production,
                non_production,
            } => Self::Dual {
                production: packaged(production),
                non_production: packaged(non_production),
            },
            Self::Bootstrap {
                blueprint,
                environments,
            } => Self::Bootstrap {
                blueprint: blueprint.distributed(state),
                environments,
            },
            Self::Plain(blueprint) => Self::Plain(blueprint.distributed(state)),
        }
    }
}

impl PackagedApp {
    fn check(&self) -> Result<(), PlanError> {
        let name = &self.blueprint.parts().identity.api_name;
        if name != self.link.app() {
            return Err(PlanError::OtherName {
                blueprint: name.to_string(),
                link: self.link.app().to_string(),
            });
        }
        check_run_as(&self.blueprint, &self.environments)
    }
}

fn check_run_as(blueprint: &Blueprint, environments: &Environments) -> Result<(), PlanError> {
    let needed = blueprint.parts().client_credentials.is_some();
    for (alias, run_as) in environments {
        match (needed, run_as) {
            (true, None) => return Err(PlanError::NoRunAs(alias.clone())),
            (false, Some(_)) => return Err(PlanError::UselessRunAs(alias.clone())),
            _ => {}
        }
    }
    Ok(())
}

fn check_sides(production: &PackagedApp, other: &PackagedApp) -> Result<(), PlanError> {
    let same_app = production.link.app() == other.link.app();
    if same_app || production.link.oauth_link() == other.link.oauth_link() {
        return Err(PlanError::SameApp);
    }
    let mut aliases = production.environments.keys();
    match aliases.find(|alias| other.environments.contains_key(*alias)) {
        Some(shared) => Err(PlanError::SharedEnvironment(shared.clone())),
        None => Ok(()),
    }
}
