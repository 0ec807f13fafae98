//! Each file by itself: its place, its elements, its names.

use super::Case;
use crate::check::Rule;
use crate::check::component::Component;
use crate::metadata::Kind;
use crate::position::Position;
use crate::scope_table;

pub(super) fn check(case: &mut Case<'_>) {
    let apps: Vec<&str> = case.of_kind(Kind::App).map(Component::member).collect();
    for component in &case.folder.components {
        place(case, component);
        order(case, component);
        if component.kind == Kind::App {
            org_scoped_name(case, component);
        } else if !apps.is_empty() {
            owner(case, component, &apps);
        }
        if component.kind == Kind::OauthSettings {
            scopes(case, component);
        }
    }
}

fn place(case: &mut Case<'_>, component: &Component) {
    let Component {
        path, kind, root, ..
    } = component;
    let is_type = root.name == kind.type_name();
    let by_name = Kind::of_file(path.file_name());
    let folder = path.folder().rsplit('/').next().unwrap_or_default();
    // What is laid out for the Metadata API has no `-meta.xml`, and is not part of a package directory.
    if by_name.is_none() && !path.as_str().ends_with(".xml") && !is_packaged(case, component) {
        return;
    }
    let what = if !is_type {
        format!(
            "By its name it is {}, and it holds {}.",
            kind.type_name(),
            root.name
        )
    } else if by_name != Some(*kind) {
        format!(
            "{} files end in .{}-meta.xml.",
            kind.type_name(),
            kind.suffix()
        )
    } else if folder != kind.folder() {
        format!(
            "{} files are in a folder {}.",
            kind.type_name(),
            kind.folder()
        )
    } else {
        return;
    };
    case.find(Rule::WrongFolderOrSuffix, path, Position::START, what);
}

fn is_packaged(case: &Case<'_>, component: &Component) -> bool {
    let project = case.folder.project.as_ref();
    project.is_some_and(|(_, project)| project.directory_of(&component.path).is_some())
}

/// The first element that stands too late. Upper and lower case can be sorted in two ways; both are fine.
fn order(case: &mut Case<'_>, component: &Component) {
    let children = &component.root.children;
    let in_order = |fold: fn(&str) -> String| {
        children
            .windows(2)
            .position(|pair| fold(&pair[0].name) > fold(&pair[1].name))
    };
    let (Some(plain), Some(_folded)) = (in_order(str::to_owned), in_order(str::to_ascii_lowercase))
    else {
        return;
    };
    let (before, late) = (&children[plain], &children[plain + 1]);
    let what = format!("{} stands after {}.", late.name, before.name);
    case.find(
        Rule::ElementsOutOfOrder,
        &component.path,
        component.place(late.at),
        what,
    );
}

fn owner(case: &mut Case<'_>, component: &Component, apps: &[&str]) {
    let what = match component.app() {
        None => "externalClientApplication is missing.".to_owned(),
        Some(app) if apps.contains(&app) => return,
        Some(app) => format!("There is no app {app}; there is {}.", apps.join(", ")),
    };
    let position = component.place_of("externalClientApplication");
    case.find(Rule::AppNameDiffers, &component.path, position, what);
}

fn org_scoped_name(case: &mut Case<'_>, app: &Component) {
    let Some((_, name)) = app
        .root
        .text_of("orgScopedExternalApp")
        .and_then(|text| text.split_once(':'))
    else {
        return;
    };
    if name != app.member() {
        let what = format!(
            "orgScopedExternalApp calls the app {name}, the file calls it {}.",
            app.member()
        );
        let position = app.place_of("orgScopedExternalApp");
        case.find(Rule::AppNameDiffers, &app.path, position, what);
    }
}

fn scopes(case: &mut Case<'_>, component: &Component) {
    let Some(element) = component.root.child("commaSeparatedOauthScopes") else {
        return;
    };
    let names = element
        .text
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    for name in names.filter(|name| scope_table::runtime(name).is_none()) {
        let position = component.place_in(element, name);
        let (rule, what) = match scope_table::meant(name) {
            Some(token) => (
                Rule::RuntimeScopeName,
                format!("\u{201c}{name}\u{201d} is called \u{201c}{token}\u{201d} in metadata."),
            ),
            None => (
                Rule::UnknownScope,
                format!("\u{201c}{name}\u{201d} is not in the list."),
            ),
        };
        case.find(rule, &component.path, position, what);
    }
}
