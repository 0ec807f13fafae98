//! What is wrong with a wish, in sentences that say what to do.

use orgkeep_blueprint::answers::Problem;
use orgkeep_blueprint::link::LinkError;
use orgkeep_blueprint::plan::PlanError;
use orgkeep_domain::text::neutral;

use crate::source::wish::LinkText;

/// Everything that is missing or wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong with the app's own fields.
    pub problems: Vec<Problem>,
    /// What is wrong with everything else.
    pub faults: Vec<Fault>,
}

/// Something that is missing or wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What, and what to do.
    pub text: String,
}

/// The parts of a wish that can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The app as a whole.
    App,
    /// The Dev Hub's link.
    Link,
    /// Orgs with policies of their own.
    Environments,
    /// The link of the app below production.
    BelowLink,
    /// The callback URLs of the app below production.
    BelowCallbacks,
    /// The orgs below production.
    BelowEnvironments,
    /// The folder.
    Folder,
}

impl Refusal {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty() && self.faults.is_empty()
    }

    /// Adds a fault.
    pub fn blame(&mut self, place: Place, text: impl Into<String>) {
        let text = text.into();
        self.faults.push(Fault { place, text });
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self {
            problems: Vec::new(),
            faults: vec![fault],
        }
    }
}

/// What was typed, between quotes; it may be long, or have characters that hide.
pub(super) fn quoted(typed: &str) -> String {
    const LONGEST: usize = 80;
    format!("“{}”", neutral(typed, LONGEST))
}

pub(super) fn of_link(text: &LinkText, error: LinkError) -> String {
    let missing = |value: &str| value.trim().is_empty();
    if missing(&text.oauth_link) || missing(&text.org_scoped_app) {
        return "A package needs oauthLink and orgScopedExternalApp of its Dev Hub. Make the app there, retrieve \
                both files, and paste them. Nobody can make the values up."
            .to_owned();
    }
    match error {
        LinkError::OauthLink => {
            "The oauthLink has the form 00D…:888…, with 15 characters before the colon. Paste the .ecaOauth-meta.xml \
             that was retrieved from the Dev Hub."
        }
        LinkError::OrgScopedApp => {
            "The orgScopedExternalApp has the form 00D…:Name, with 15 characters before the colon. Paste the \
             .eca-meta.xml that was retrieved from the Dev Hub."
        }
        LinkError::DifferentOrgs => {
            "The two values come from different orgs. Retrieve both files from one Dev Hub."
        }
        LinkError::OtherFile(kind) => {
            return format!("This is not the retrieved {kind} file. Paste the file of that type.");
        }
    }
    .to_owned()
}

/// `below` are the aliases that were named for the app below production.
pub(super) fn of_plan(error: &PlanError, below: &[&str]) -> Fault {
    let environments = |alias: &str| match below.contains(&alias) {
        true => Place::BelowEnvironments,
        false => Place::Environments,
    };
    let (place, text) = match error {
        PlanError::OtherName { link, .. } => (
            Place::Link,
            format!("The Dev Hub calls the app {link}. Use that name."),
        ),
        PlanError::NoRunAs(alias) => (
            environments(alias.as_str()),
            format!("Client credentials are on. Name the user as whom they run in {alias}."),
        ),
        PlanError::UselessRunAs(alias) => (
            environments(alias.as_str()),
            format!(
                "Client credentials are off, so nothing runs as a user in {alias}. Leave the user out, or switch \
                 them on."
            ),
        ),
        PlanError::SameApp => (
            Place::BelowLink,
            "This is the app of production. Make a second app in the Dev Hub, with a consumer of its own.".to_owned(),
        ),
        PlanError::SameFolder(alias) => (
            environments(alias.as_str()),
            format!("Another org is called {alias} as well, in other letters. Choose another alias."),
        ),
        PlanError::NoProduction => (
            Place::Environments,
            "Production needs an org with policies. Name its alias.".to_owned(),
        ),
        PlanError::SharedEnvironment(alias) => (
            Place::BelowEnvironments,
            format!("{alias} has the policies of production's app already. An org gets one of the two."),
        ),
    };
    Fault { place, text }
}
