//! Pattern 2: source and a bootstrap script, one consumer for each org.

use super::API_VERSION;
use super::common::{Packages, add, add_environments, add_manifest, add_project, folders, label};
use super::packaged::{example, installs};
use super::project::PackageDirectory;
use super::template::fill;
use crate::blueprint::Blueprint;
use crate::environment::Environments;
use crate::metadata::writer::Elements;
use crate::metadata::{Kind, files};
use crate::tree::Tree;

const SCRIPT: &str = "scripts/bootstrap.sh";

pub(super) fn write(blueprint: &Blueprint, environments: &Environments, tree: &mut Tree) {
    let name = &blueprint.parts().identity.api_name;
    let packages = Packages::of(blueprint);
    add(tree, "app", Kind::App, name, &files::app(blueprint, None));
    add_environments(tree, "policies", blueprint, environments, true);
    add_manifest(tree, "manifest/package.xml", name, &[Kind::App]);
    let directories = [
        PackageDirectory::source("app", &packages.app)
            .first()
            .then_running(SCRIPT),
        PackageDirectory::source("policies", &packages.policies).aliasfied(),
    ];
    let forceignore = include_str!("../../data/forceignore-bootstrap");
    add_project(tree, &name.slug(), &directories, forceignore);
    let [lower, lower_folder] = example(environments);
    let values = [
        lower,
        lower_folder,
        ("app", name.to_string()),
        ("version", API_VERSION.to_owned()),
        ("label", label(blueprint)),
        ("package", packages.app.clone()),
        ("policies", packages.policies.clone()),
        ("folders", folders(environments, true)),
        ("installs", installs(environments, &packages)),
        ("components", components(blueprint)),
    ];
    let script = include_str!("../../data/bootstrap/bootstrap.sh");
    let apex = include_str!("../../data/bootstrap/bootstrap.apex");
    let readme = include_str!("../../data/readme/bootstrap.md");
    tree.add(SCRIPT, fill(script, &values));
    tree.add("app/scripts/bootstrap.apex", fill(apex, &values));
    tree.add("README.md", fill(readme, &values));
}

/// The calls that create what is missing, in order.
fn components(blueprint: &Blueprint) -> String {
    let name = &blueprint.parts().identity.api_name;
    let calls = [
        (Kind::OauthSettings, files::oauth(blueprint, None)),
        (Kind::GlobalOauthSettings, files::global_oauth(blueprint)),
        (Kind::Policies, files::policies(name)),
    ];
    let calls: Vec<String> = calls
        .into_iter()
        .map(|(kind, elements)| {
            let (type_name, member) = (kind.type_name(), kind.member(name));
            format!(
                "job.ensure('{type_name}', '{member}',\n{});",
                literal(&elements)
            )
        })
        .collect();
    calls.join("\n")
}

/// Elements as a literal of Apex, one on each line.
fn literal(elements: &Elements) -> String {
    let quote = |line: &String| {
        let escaped = line
            .replace('\\', "\\\\")
            .replace('\'', "\\'")
            .replace('\n', "\\n");
        format!("    '{escaped}'")
    };
    let lines: Vec<String> = elements.lines("").iter().map(quote).collect();
    lines.join(" +\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_literal_of_apex_early() {
        let elements = Elements::default().text("label", "a'b\\c\nd<");
        assert_eq!(
            literal(&elements),
            "    '<label>a\\'b\\\\c\\nd&lt;</label>'"
        );
    }
}
