//! What somebody wants a source tree to be made of, as typed.

use orgkeep_blueprint::answers::Answers;
use orgkeep_blueprint::plan::Pattern;

/// Everything that a tree is made of, right or wrong.
#[derive(Debug, Clone)]
pub struct SourceWish {
    /// The products that the app serves besides Orgkeep, by id or short name.
    pub presets: Vec<String>,
    /// What the app is called, and the answers to the products' questions.
    pub answers: Answers,
    /// How it gets into orgs.
    pub pattern: Pattern,
    /// The Dev Hub's link; for the packaged patterns.
    pub link: LinkText,
    /// Orgs with policies of their own, for dual those of production. None means the usual ones.
    pub environments: Vec<EnvironmentText>,
    /// The app below production; for dual.
    pub below: BelowText,
}

/// What ties a package to its Dev Hub. Each is the value, or the text of the retrieved file.
#[derive(Debug, Clone, Default)]
pub struct LinkText {
    /// `oauthLink`, or the `.ecaOauth-meta.xml`.
    pub oauth_link: String,
    /// `orgScopedExternalApp`, or the `.eca-meta.xml`.
    pub org_scoped_app: String,
}

/// An org with policies of its own.
#[derive(Debug, Clone, Default)]
pub struct EnvironmentText {
    /// Its alias.
    pub alias: String,
    /// As whom client credentials run there; empty where they are off.
    pub run_as: String,
}

/// The app for everything below production. Its API name is the one of its link.
#[derive(Debug, Clone, Default)]
pub struct BelowText {
    /// Its link.
    pub link: LinkText,
    /// Its callback URLs beside Orgkeep's, one for each line; none takes those of production.
    pub callbacks: String,
    /// Its orgs with policies of their own. None means the usual one.
    pub environments: Vec<EnvironmentText>,
}
