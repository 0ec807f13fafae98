//! Two of Pattern 1: one for production, one for everything below.

use super::common::{
    Packages, add_environments, add_manifest, add_packaged_app, add_project, folders, label, values,
};
use super::packaged::{FORCEIGNORE, KINDS, installs};
use super::project::PackageDirectory;
use super::template::fill;
use crate::plan::PackagedApp;
use crate::tree::Tree;

/// One of the two apps: where it is, and whether its policies have a folder for orgs that nobody listed.
struct Side<'a> {
    app: &'a PackagedApp,
    folder: &'static str,
    packages: Packages,
    others: bool,
}

impl<'a> Side<'a> {
    fn of(app: &'a PackagedApp, folder: &'static str, others: bool) -> Self {
        Self {
            packages: Packages::of(&app.blueprint),
            app,
            folder,
            others,
        }
    }
}

pub(super) fn write(production: &PackagedApp, non_production: &PackagedApp, tree: &mut Tree) {
    let production = Side::of(production, "production", false);
    let other = Side::of(non_production, "non-production", true);
    let [app, policies] = add_side(&production, tree);
    let [other_app, other_policies] = add_side(&other, tree);
    let directories = [app.first(), policies, other_app, other_policies];
    let name = production.app.blueprint.parts().identity.api_name.slug();
    add_project(tree, &name, &directories, FORCEIGNORE);
    add_readme(&production, &other, tree);
}

fn add_side(side: &Side<'_>, tree: &mut Tree) -> [PackageDirectory; 2] {
    let Side {
        app,
        folder,
        packages,
        others,
    } = side;
    let name = &app.blueprint.parts().identity.api_name;
    let (at, policies) = (format!("{folder}/app"), format!("{folder}/policies"));
    add_packaged_app(tree, &at, &app.blueprint, &app.link);
    add_environments(tree, &policies, &app.blueprint, &app.environments, *others);
    add_manifest(tree, &format!("manifest/{folder}.xml"), name, KINDS);
    let release = format!("config/release-config-{folder}.yaml");
    tree.add(&release, release_config(folder, packages));
    [
        PackageDirectory::unlocked(&at, &packages.app),
        PackageDirectory::source(&policies, &packages.policies)
            .aliasfied()
            .after(&packages.app),
    ]
}

/// What an org of this side gets, and nothing of the other.
fn release_config(folder: &str, packages: &Packages) -> String {
    let Packages { app, policies } = packages;
    format!("releaseName: {folder}\nincludeOnlyArtifacts:\n  - {app}\n  - {policies}\n")
}

fn add_readme(production: &Side<'_>, other: &Side<'_>, tree: &mut Tree) {
    let installs = [
        installs(&other.app.environments, &other.packages),
        installs(&production.app.environments, &production.packages),
    ];
    let readme = include_str!("../../data/readme/dual.md");
    let values = [
        ("label", label(&production.app.blueprint)),
        ("package", production.packages.app.clone()),
        ("policies", production.packages.policies.clone()),
        ("folders", folders(&production.app.environments, false)),
        ("values", values(&production.app.blueprint)),
        ("other_label", label(&other.app.blueprint)),
        ("other_package", other.packages.app.clone()),
        ("other_policies", other.packages.policies.clone()),
        ("other_folders", folders(&other.app.environments, true)),
        ("other_values", values(&other.app.blueprint)),
        ("installs", installs.join("\n")),
    ];
    tree.add("README.md", fill(readme, &values));
}
