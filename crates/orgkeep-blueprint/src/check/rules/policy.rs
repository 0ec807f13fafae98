//! Policies: when they are deployed, and as whom client credentials run.

use super::Case;
use crate::check::Rule;
use crate::check::component::Component;
use crate::environment::DEFAULT_ENVIRONMENT;
use crate::metadata::Kind;
use crate::plan::Pattern;
use crate::position::Position;

const USER: &str = "clientCredentialsFlowUser";
const ENABLED: &str = "isClientCredentialsFlowEnabled";

pub(super) fn check(case: &mut Case<'_>) {
    for component in &case.folder.components {
        if component.is_policy() {
            before_oauth(case, component);
        }
        if component.kind == Kind::OauthPolicies {
            client_credentials(case, component);
        }
    }
}

/// Beside a packaged app, or beside one whose OAuth settings a script makes later, policies come too early.
/// And where nothing brings OAuth, they never come late enough.
fn before_oauth(case: &mut Case<'_>, policy: &Component) {
    let mut apps = case.of_kind(Kind::App);
    let Some(app) = apps.find(|app| Some(app.member()) == policy.app()) else {
        return;
    };
    let mut settings = case.of_kind(Kind::OauthSettings);
    let has_oauth = settings.any(|oauth| oauth.app() == policy.app());
    let what = match case.pattern {
        Some(Pattern::Bootstrap | Pattern::Packaged | Pattern::Dual)
            if together(case, app, policy) =>
        {
            "They are in the same package directory as their app."
        }
        Some(Pattern::Plain | Pattern::Packaged | Pattern::Dual) if !has_oauth => {
            "Nothing here brings the OAuth settings of their app."
        }
        _ => return,
    };
    case.find(
        Rule::PoliciesBeforeOauth,
        &policy.path,
        Position::START,
        what,
    );
}

fn together(case: &Case<'_>, app: &Component, policy: &Component) -> bool {
    let Some((_, project)) = &case.folder.project else {
        return false;
    };
    let index = |component: &Component| {
        project
            .directory_of(&component.path)
            .map(|(index, _)| index)
    };
    index(app).is_some() && index(app) == index(policy)
}

fn client_credentials(case: &mut Case<'_>, policy: &Component) {
    let user = policy.root.text_of(USER);
    if user.is_some() && is_in_default(case, policy) {
        let what = "A user name of one org stands in the folder for all others.";
        case.find(
            Rule::RunAsUserInDefault,
            &policy.path,
            policy.place_of(USER),
            what,
        );
    } else if user.is_none() && policy.root.is_true(ENABLED) {
        let what = "The flow is on, and clientCredentialsFlowUser is missing.";
        case.find(
            Rule::ClientCredentialsWithoutUser,
            &policy.path,
            policy.place_of(ENABLED),
            what,
        );
    }
}

/// `default/` means something only in a directory that has a folder for each org: `main/default/` is a
/// convention of every project.
fn is_in_default(case: &Case<'_>, policy: &Component) -> bool {
    let Some((_, project)) = &case.folder.project else {
        return false;
    };
    let directory = project
        .directory_of(&policy.path)
        .map(|(_, directory)| directory);
    directory
        .filter(|directory| directory.is_aliasfied)
        .is_some_and(|directory| {
            let inner = policy.path.as_str().strip_prefix(directory.path.as_str());
            let mut parts = inner.unwrap_or_default().trim_start_matches('/').split('/');
            parts.next() == Some(DEFAULT_ENVIRONMENT)
        })
}
