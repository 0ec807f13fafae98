//! What several trees have in common.

use super::API_VERSION;
use super::project::{PackageDirectory, project_file, scratch_file};
use crate::blueprint::Blueprint;
use crate::environment::{DEFAULT_ENVIRONMENT, Environments};
use crate::link::DevHubLink;
use crate::markdown::{code, escape};
use crate::metadata::writer::{Elements, manifest};
use crate::metadata::{Kind, files};
use crate::name::{ApiName, Username};
use crate::scope_table::rows_of;
use crate::tree::Tree;

/// Names under which the parts of an app are packaged.
pub(super) struct Packages {
    /// The app's package.
    pub app: String,
    /// The package of its policies.
    pub policies: String,
}

impl Packages {
    pub(super) fn of(blueprint: &Blueprint) -> Self {
        let slug = blueprint.parts().identity.api_name.slug();
        Self {
            app: format!("{slug}-app"),
            policies: format!("{slug}-policies"),
        }
    }
}

/// One component as a file of a package.
pub(super) fn add(tree: &mut Tree, folder: &str, kind: Kind, app: &ApiName, elements: &Elements) {
    let path = format!("{folder}/{}", kind.file(app));
    tree.add(&path, elements.file(kind.type_name()));
}

/// The app, and its OAuth settings with the Dev Hub's link.
pub(super) fn add_packaged_app(
    tree: &mut Tree,
    folder: &str,
    blueprint: &Blueprint,
    link: &DevHubLink,
) {
    let name = &blueprint.parts().identity.api_name;
    let app = files::app(blueprint, Some(&link.org_scoped_app()));
    let oauth = files::oauth(blueprint, Some(&link.oauth_link()));
    add(tree, folder, Kind::App, name, &app);
    add(tree, folder, Kind::OauthSettings, name, &oauth);
}

/// Both policies of an app.
pub(super) fn add_policies(
    tree: &mut Tree,
    folder: &str,
    blueprint: &Blueprint,
    run_as: Option<&Username>,
) {
    let name = &blueprint.parts().identity.api_name;
    add(tree, folder, Kind::Policies, name, &files::policies(name));
    let oauth = files::oauth_policies(blueprint, run_as);
    add(tree, folder, Kind::OauthPolicies, name, &oauth);
}

/// A folder of policies for each org. Client credentials are off in the one for all others: nobody knows the
/// user names of scratch orgs.
pub(super) fn add_environments(
    tree: &mut Tree,
    folder: &str,
    blueprint: &Blueprint,
    environments: &Environments,
    others: bool,
) {
    for (alias, run_as) in environments {
        add_policies(
            tree,
            &format!("{folder}/{alias}"),
            blueprint,
            run_as.as_ref(),
        );
    }
    if others {
        add_policies(
            tree,
            &format!("{folder}/{DEFAULT_ENVIRONMENT}"),
            blueprint,
            None,
        );
    }
}

/// A `package.xml` with one component for each of the types.
pub(super) fn add_manifest(tree: &mut Tree, path: &str, app: &ApiName, kinds: &[Kind]) {
    let members: Vec<(&str, Vec<String>)> = kinds
        .iter()
        .map(|kind| (kind.type_name(), vec![kind.member(app)]))
        .collect();
    tree.add(path, manifest(&members, API_VERSION));
}

/// The files that every project has.
pub(super) fn add_project(
    tree: &mut Tree,
    name: &str,
    directories: &[PackageDirectory],
    forceignore: &str,
) {
    tree.add("sfdx-project.json", project_file(name, directories));
    tree.add("config/project-scratch-def.json", scratch_file(name));
    tree.add(".gitignore", include_str!("../../data/gitignore"));
    tree.add(".forceignore", forceignore);
}

/// What to enter in the Dev Hub, as one sentence of a README.
pub(super) fn values(blueprint: &Blueprint) -> String {
    let parts = blueprint.parts();
    let callbacks: Vec<String> = parts
        .callbacks
        .iter()
        .map(|url| code(url.as_str()))
        .collect();
    let scopes: Vec<String> = rows_of(&parts.scopes).map(|row| code(&row.setup)).collect();
    let on = |flag| if flag { "on" } else { "off" };
    format!(
        "callback {}; scopes {}; secret for Web Server Flow {}, for Refresh Token Flow {}, PKCE {}, refresh token \
         rotation {}, Authorization Code and Credentials Flow {}, Client Credentials Flow {}.",
        callbacks.join(" and "),
        scopes.join(", "),
        on(parts.security.secret_for_web_server_flow),
        on(parts.security.secret_for_refresh_token_flow),
        on(parts.security.require_pkce),
        on(parts.security.rotate_refresh_tokens),
        on(parts.flows.code_and_credentials),
        on(parts.client_credentials.is_some()),
    )
}

pub(super) fn label(blueprint: &Blueprint) -> String {
    escape(blueprint.parts().identity.label.as_str())
}

/// The folders of policies, for a README.
pub(super) fn folders(environments: &Environments, others: bool) -> String {
    let aliases = environments.keys().map(|alias| alias.as_str());
    let all: Vec<String> = aliases
        .chain(others.then_some(DEFAULT_ENVIRONMENT))
        .map(|alias| code(&format!("{alias}/")))
        .collect();
    all.join(", ")
}
