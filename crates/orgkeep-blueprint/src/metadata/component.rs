//! Single components of an app, for the Metadata API instead of a source tree (salesforce.md, 1.10 and 5.3).

use std::collections::BTreeMap;

use super::writer::{Elements, manifest};
use super::{Kind, files};
use crate::blueprint::Blueprint;
use crate::name::ApiName;
use crate::source::API_VERSION;
use crate::tree::Tree;
use crate::xml;

/// A component with the elements that it writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// Its type.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Element and text.
    pub elements: BTreeMap<String, String>,
}

/// The app itself, its OAuth settings and its global settings: what exists together or not at all.
#[must_use]
pub fn app_components(blueprint: &Blueprint) -> Vec<Component> {
    let app = &blueprint.parts().identity.api_name;
    vec![
        component(Kind::App, app, files::app(blueprint, None)),
        component(Kind::OauthSettings, app, files::oauth(blueprint, None)),
        component(
            Kind::GlobalOauthSettings,
            app,
            files::global_oauth(blueprint),
        ),
    ]
}

/// Which plug-ins are on, and the OAuth policies.
#[must_use]
pub fn policy_components(blueprint: &Blueprint) -> Vec<Component> {
    let parts = blueprint.parts();
    let app = &parts.identity.api_name;
    let oauth = files::oauth_policies(blueprint, parts.client_credentials.as_ref());
    vec![
        component(Kind::Policies, app, files::policies(app)),
        component(Kind::OauthPolicies, app, oauth),
    ]
}

fn component(kind: Kind, app: &ApiName, elements: Elements) -> Component {
    Component {
        kind,
        name: kind.member(app),
        elements: elements.into_pairs().collect(),
    }
}

impl Component {
    /// Where it is in a package, and what stands there.
    #[must_use]
    pub fn file(&self) -> (String, String) {
        let path = format!(
            "{}/{}.{}",
            self.kind.folder(),
            self.name,
            self.kind.suffix()
        );
        let elements = self.elements.iter();
        let elements = elements.fold(Elements::default(), |all, (name, text)| {
            all.text(name, text)
        });
        (path, elements.file(self.kind.type_name()))
    }

    /// A component from such a file. `None` for anything else.
    #[must_use]
    pub fn of_file(path: &str, text: &str) -> Option<Self> {
        let (folder, file) = path.split_once('/')?;
        let kind = Kind::of_folder(folder)?;
        let name = file.strip_suffix(kind.suffix())?.strip_suffix('.')?;
        let root = xml::parse(text)
            .ok()
            .filter(|root| root.name == kind.type_name())?;
        let children = root.children.into_iter();
        Some(Self {
            kind,
            name: name.to_owned(),
            elements: children.map(|child| (child.name, child.text)).collect(),
        })
    }
}

/// A package of these components, whole or not at all.
#[must_use]
pub fn deployment_package(components: &[Component]) -> Tree {
    let mut tree = Tree::default();
    for component in components {
        let (path, text) = component.file();
        tree.add(&path, text);
    }
    let members: Vec<_> = components
        .iter()
        .map(|own| (own.kind.type_name(), vec![own.name.clone()]))
        .collect();
    tree.add("package.xml", manifest(&members, API_VERSION));
    tree
}

/// A package that takes an app away, and with it everything of it (salesforce.md, 1.11).
#[must_use]
pub fn removal_package(app: &str) -> Tree {
    let mut tree = Tree::default();
    let gone = [(Kind::App.type_name(), vec![app.to_owned()])];
    tree.add("package.xml", manifest(&[], API_VERSION));
    tree.add("destructiveChanges.xml", manifest(&gone, API_VERSION));
    tree
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn a_component_reads_as_it_is_written() {
        let blueprint = sample::blueprint();
        for own in app_components(&blueprint)
            .into_iter()
            .chain(policy_components(&blueprint))
        {
            let (path, text) = own.file();
            assert_eq!(Component::of_file(&path, &text), Some(own), "{path}");
        }
    }

    #[test]
    fn a_package_has_bare_suffixes_and_names_its_files() {
        let tree = deployment_package(&app_components(&sample::blueprint()));
        let paths: Vec<&str> = tree.files.keys().map(|path| path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "externalClientApps/Orgkeep_Connection.eca",
                "extlClntAppGlobalOauthSets/Orgkeep_Connection_glbloauth.ecaGlblOauth",
                "extlClntAppOauthSettings/Orgkeep_Connection_oauth.ecaOauth",
                "package.xml",
            ]
        );
        let package = tree.text("package.xml").unwrap();
        assert!(package.contains("<members>Orgkeep_Connection_glbloauth</members>"));
    }

    #[test]
    fn a_removal_names_the_app_alone() {
        let tree = removal_package("Old");
        assert!(!tree.text("package.xml").unwrap().contains("<types>"));
        assert!(
            tree.text("destructiveChanges.xml")
                .unwrap()
                .contains("<members>Old</members>")
        );
    }
}
