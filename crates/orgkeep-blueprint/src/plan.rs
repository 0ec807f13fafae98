//! What a source tree is to be made of.

use crate::blueprint::{Blueprint, Distribution};
use crate::environment::{Alias, Environments, twin};
use crate::link::DevHubLink;

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
    /// Two orgs would share a folder where upper and lower case are the same.
    #[error("another org is called {0} as well, in other letters")]
    SameFolder(Alias),
    /// There is no folder of policies for production.
    #[error("production needs an org with policies")]
    NoProduction,
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
                check_environments(blueprint, environments)?;
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
        check_environments(&self.blueprint, &self.environments)
    }
}

fn check_sides(production: &PackagedApp, other: &PackagedApp) -> Result<(), PlanError> {
    if production.environments.is_empty() {
        return Err(PlanError::NoProduction);
    }
    let same_app = production.link.app().slug() == other.link.app().slug();
    if same_app || production.link.oauth_link() == other.link.oauth_link() {
        return Err(PlanError::SameApp);
    }
    let mut aliases = production.environments.keys();
    match aliases.find(|alias| other.environments.contains_key(*alias)) {
        Some(shared) => Err(PlanError::SharedEnvironment(shared.clone())),
        None => Ok(()),
    }
}

fn check_environments(blueprint: &Blueprint, environments: &Environments) -> Result<(), PlanError> {
    if let Some(twin) = twin(environments) {
        return Err(PlanError::SameFolder(twin.clone()));
    }
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
