//! What ties an app to the org in which it was made.

use super::Case;
use crate::check::Rule;
use crate::check::component::Component;
use crate::link::{OAUTH_LINK, ORG_SCOPED_APP, split};
use crate::metadata::Kind;

pub(super) fn check(case: &mut Case<'_>, expected: Option<&str>) {
    if case.pattern.is_none() {
        return;
    }
    let links: Vec<(&Component, &'static str)> = case
        .of_kind(Kind::App)
        .map(|app| (app, ORG_SCOPED_APP))
        .chain(
            case.of_kind(Kind::OauthSettings)
                .map(|oauth| (oauth, OAUTH_LINK)),
        )
        .collect();
    let packaged = case.is_packaged();
    // The files agree on the org of the first link, unless it is known which one is right.
    let agreed = links
        .iter()
        .find_map(|(one, name)| Some(split(one.root.text_of(name)?)?.0));
    let right = expected.map(|org| org.get(..15).unwrap_or(org)).or(agreed);
    for (component, name) in links {
        match component.root.text_of(name) {
            Some(link) => wrong(case, component, name, link, right),
            None if packaged && name == OAUTH_LINK => missing(case, component),
            None => {}
        }
    }
}

fn wrong(case: &mut Case<'_>, component: &Component, name: &str, link: &str, right: Option<&str>) {
    let what = match split(link) {
        _ if !case.is_packaged() => format!("{name} stands in an app that is Local."),
        None => {
            format!("{name} does not have the form 00D…:…, with 15 characters before the colon.")
        }
        Some((org, _)) if Some(org) == right => return,
        Some((org, _)) => {
            format!(
                "{name} names the org {org}, not {}.",
                right.unwrap_or("the Dev Hub")
            )
        }
    };
    let position = component.place_of(name);
    case.find(Rule::LinkOfAnotherOrg, &component.path, position, what);
}

fn missing(case: &mut Case<'_>, component: &Component) {
    let position = component.place(component.root.end_at);
    let what = "The settings belong to a package and have no oauthLink.";
    case.find(Rule::MissingOauthLink, &component.path, position, what);
}
