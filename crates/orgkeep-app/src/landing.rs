//! Where in an org a browser arrives, as a person says it.

use orgkeep_domain::catalogue::SetupPage;
use orgkeep_salesforce::single_access::{LandingPath, LandingPathError};

/// A place in an org.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination<'a> {
    /// The home page.
    Home,
    /// The External Client App Manager in Setup.
    AppManager,
    /// Any path.
    Path(&'a str),
}

impl Destination<'_> {
    /// Its path within the org.
    ///
    /// # Errors
    /// [`LandingPathError`] for a path that could lead elsewhere.
    pub fn landing(self) -> Result<LandingPath, LandingPathError> {
        match self {
            Self::Home => Ok(LandingPath::home()),
            Self::AppManager => Ok(LandingPath::setup(SetupPage::ExternalClientAppManager)),
            Self::Path(text) => LandingPath::parse(text),
        }
    }
}
