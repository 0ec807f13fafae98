//! Pattern 1: packaged, one consumer for all orgs.

use super::common::{
    Packages, add_environments, add_manifest, add_packaged_app, add_project, folders, label, values,
};
use super::project::PackageDirectory;
use super::template::fill;
use crate::environment::{DEFAULT_ENVIRONMENT, Environments};
use crate::metadata::Kind;
use crate::plan::PackagedApp;
use crate::tree::Tree;

pub(super) const FORCEIGNORE: &str = include_str!("../../data/forceignore-packaged");
/// What a package holds.
pub(super) const KINDS: &[Kind] = &[Kind::App, Kind::OauthSettings];

pub(super) fn write(app: &PackagedApp, tree: &mut Tree) {
    let blueprint = &app.blueprint;
    let name = &blueprint.parts().identity.api_name;
    let packages = Packages::of(blueprint);
    add_packaged_app(tree, "app", blueprint, &app.link);
    add_environments(tree, "policies", blueprint, &app.environments, true);
    add_manifest(tree, "manifest/package.xml", name, KINDS);
    let directories = [
        PackageDirectory::unlocked("app", &packages.app).first(),
        PackageDirectory::source("policies", &packages.policies).aliasfied(),
    ];
    add_project(tree, &name.slug(), &directories, FORCEIGNORE);
    let readme = include_str!("../../data/readme/packaged.md");
    let [lower, lower_folder] = example(&app.environments);
    let values = [
        lower,
        lower_folder,
        ("label", label(blueprint)),
        ("package", packages.app.clone()),
        ("policies", packages.policies.clone()),
        ("folders", folders(&app.environments, true)),
        ("values", values(blueprint)),
        ("installs", installs(&app.environments, &packages)),
    ];
    tree.add("README.md", fill(readme, &values));
}

/// Lower environments first, production last.
pub(super) fn installs(environments: &Environments, packages: &Packages) -> String {
    let lines: Vec<String> = lower_first(environments)
        .into_iter()
        .map(|alias| {
            let Packages { app, policies } = packages;
            format!("sfp install --targetorg {alias} --artifacts {app},{policies}")
        })
        .collect();
    lines.join("\n")
}

fn lower_first(environments: &Environments) -> Vec<&str> {
    let mut aliases: Vec<&str> = environments.keys().map(|alias| alias.as_str()).collect();
    aliases.sort_by_key(|alias| is_production(alias));
    aliases
}

fn is_production(alias: &str) -> bool {
    alias.to_ascii_lowercase().starts_with("prod")
}

/// An org below production for the examples of a README, and its folder of policies.
pub(super) fn example(environments: &Environments) -> [(&'static str, String); 2] {
    let lower = lower_first(environments)
        .into_iter()
        .find(|alias| !is_production(alias));
    [
        ("lower", lower.unwrap_or("uat").to_owned()),
        (
            "lower_folder",
            lower.unwrap_or(DEFAULT_ENVIRONMENT).to_owned(),
        ),
    ]
}
