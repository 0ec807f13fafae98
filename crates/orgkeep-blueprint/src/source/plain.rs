//! One deployment into one org.

use super::common::{add, add_manifest, add_policies, add_project, label};
use super::project::PackageDirectory;
use super::template::fill;
use crate::blueprint::Blueprint;
use crate::metadata::{Kind, files};
use crate::tree::Tree;

const APP: &[Kind] = &[Kind::App, Kind::OauthSettings, Kind::GlobalOauthSettings];
const POLICIES: &[Kind] = &[Kind::Policies, Kind::OauthPolicies];

pub(super) fn write(blueprint: &Blueprint, tree: &mut Tree) {
    let parts = blueprint.parts();
    let name = &parts.identity.api_name;
    add(tree, "app", Kind::App, name, &files::app(blueprint, None));
    add(
        tree,
        "app",
        Kind::OauthSettings,
        name,
        &files::oauth(blueprint, None),
    );
    add(
        tree,
        "app",
        Kind::GlobalOauthSettings,
        name,
        &files::global_oauth(blueprint),
    );
    add_policies(
        tree,
        "policies",
        blueprint,
        parts.client_credentials.as_ref(),
    );
    add_manifest(tree, "manifest/package.xml", name, APP);
    add_manifest(tree, "manifest/policies.xml", name, POLICIES);
    let slug = name.slug();
    let directories = [
        PackageDirectory::source("app", &format!("{slug}-app")).first(),
        PackageDirectory::source("policies", &format!("{slug}-policies")),
    ];
    let forceignore = include_str!("../../data/forceignore-plain");
    add_project(tree, &slug, &directories, forceignore);
    let global = format!("app/{}", Kind::GlobalOauthSettings.file(name));
    let readme = include_str!("../../data/readme/plain.md");
    let values = [("label", label(blueprint)), ("global", global)];
    tree.add("README.md", fill(readme, &values));
}
