//! What is in the zip of a deployment: a `package.xml`, and exactly the files that it names.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use zip::ZipArchive;

use super::{
    component::{Component, NAMESPACE, Problem},
    deployment::Order,
    kind::Kind,
    shelf::SETTINGS,
};
use crate::xml::{self, Element};

/// Bytes of one file; metadata is small.
const LARGEST: u64 = 1024 * 1024;

type Files = BTreeMap<String, String>;

/// Reads a zip. An error is what the deployment fails with as a whole.
pub(super) fn read(bytes: &[u8], version: u32) -> Result<Order, String> {
    let mut files = unpacked(bytes).ok_or("the file is not a zip archive")?;
    let package = files.remove("package.xml").ok_or("No package.xml found")?;
    let destructive = files.remove("destructiveChanges.xml");
    let mut order = Order {
        components: Vec::new(),
        removals: Vec::new(),
        check_only: false,
        roll_back: true,
        problems: Vec::new(),
    };
    let listed = version_of(&package)?;
    if listed != version {
        return Err(format!(
            "package.xml is of version {listed}.0 and the request of {version}.0"
        ));
    }
    for (kind, name) in members(&package, version)? {
        match component(&mut files, kind, &name, version) {
            Ok(component) => order.components.push(component),
            Err(problem) => order.problems.push(problem),
        }
    }
    if let Some(destructive) = destructive {
        order.removals = members(&destructive, version)?;
    }
    let extra = files.into_keys().map(|file| Problem {
        type_name: String::new(),
        name: file.clone(),
        code: "FIELD_INTEGRITY_EXCEPTION".to_owned(),
        text: format!("The file {file} is not in package.xml"),
        fields: Vec::new(),
    });
    order.problems.extend(extra);
    Ok(order)
}

fn unpacked(bytes: &[u8]) -> Option<Files> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut files = Files::new();
    for place in 0..archive.len() {
        let entry = archive.by_index(place).ok()?;
        let name = entry.name().ok()?.into_owned();
        if entry.is_dir() {
            continue;
        }
        let mut text = String::new();
        entry.take(LARGEST).read_to_string(&mut text).ok()?;
        files.insert(name, text);
    }
    Some(files)
}

fn package(text: &str) -> Result<Element, String> {
    let root = xml::parse(text).filter(|root| root.is(NAMESPACE, "Package"));
    root.ok_or_else(|| "package.xml is not well-formed".to_owned())
}

fn version_of(text: &str) -> Result<u32, String> {
    let root = package(text)?;
    let version = root
        .children
        .iter()
        .find(|child| child.is(NAMESPACE, "version"));
    let number = version.and_then(|own| own.text.trim().strip_suffix(".0")?.parse().ok());
    number.ok_or_else(|| "package.xml has no version".to_owned())
}

/// Type and name of everything that a package names.
fn members(text: &str, version: u32) -> Result<Vec<(Kind, String)>, String> {
    let mut found = Vec::new();
    for types in package(text)?.children {
        let text_of = |name: &str| {
            let own = types
                .children
                .iter()
                .filter(|child| child.is(NAMESPACE, name));
            own.map(|child| child.text.trim().to_owned())
                .collect::<Vec<_>>()
        };
        let Some(name) = text_of("name").into_iter().next() else {
            continue;
        };
        let kind = Kind::of_package(&name).filter(|kind| kind.since() <= version);
        let kind =
            kind.ok_or_else(|| format!("Unknown type name '{name}' specified in package.xml"))?;
        found.extend(text_of("members").into_iter().map(|member| (kind, member)));
    }
    Ok(found)
}

fn component(
    files: &mut Files,
    kind: Kind,
    name: &str,
    version: u32,
) -> Result<Component, Problem> {
    let file = format!("{}/{name}.{}", kind.folder(), kind.suffix());
    let nothing = Component {
        kind,
        name: name.to_owned(),
        fields: BTreeMap::new(),
    };
    let refused = |text: &str| nothing.refused("FIELD_INTEGRITY_EXCEPTION", text, "");
    let text = files.remove(&file);
    let text = text.ok_or_else(|| refused(&format!("An object of type {} named {name} was listed in package.xml, but was not found in the zip", kind.package_name())))?;
    let root = xml::parse(&text).filter(|root| root.is(NAMESPACE, kind.type_name()));
    let root = root.ok_or_else(|| refused("The file is not well-formed metadata of its type"))?;
    if kind == Kind::AppSettings && name != SETTINGS {
        return Err(refused("There are no such settings"));
    }
    Component::read(kind, name, &root.children, version)
}
