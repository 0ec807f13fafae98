//! What an app in an org is, beside what it should be, element by element; and what is risky about it.

use std::collections::BTreeSet;

use super::component::Component;
use super::{Kind, values};

/// An element that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The type of the component.
    pub kind: Kind,
    /// The element; empty where the whole component is missing.
    pub element: String,
    /// What it should say.
    pub wanted: Option<String>,
    /// What it says.
    pub found: Option<String>,
}

/// Something about an app that an attacker would like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// The network ranges of profiles do not bind the app's users.
    IpRelaxed,
    /// Every user may authorize the app.
    EveryoneMayAuthorize,
    /// Proof Key for Code Exchange is not required.
    NoPkce,
    /// The scope `full`.
    FullAccess,
    /// Refresh tokens work until someone revokes them.
    RefreshTokenForever,
    /// Refresh tokens are not replaced when they are used.
    NoRotation,
    /// The consumer secret has been in use for long. An app does not say since when: whoever signs in with it knows.
    OldSecret,
}

/// Names differ from org to org, and these order something instead of saying something.
const NOT_COMPARED: [&str; 4] = [
    "externalClientApplication",
    "label",
    "shouldRotateConsumerKey",
    "shouldRotateConsumerSecret",
];
/// Boxes that are ticked where nothing is said (salesforce.md, 1.5 and 1.6).
const USUALLY_ON: [&str; 4] = [
    "isEnabled",
    "isOauthPluginEnabled",
    "isPkceRequired",
    "isSecretRequiredForRefreshToken",
];

/// Every element of `wanted` that says something else in `found`. What `found` says besides is not compared.
#[must_use]
pub fn differences(wanted: &[Component], found: &[Component]) -> Vec<Difference> {
    let mut all = Vec::new();
    for own in wanted {
        match found.iter().find(|other| other.kind == own.kind) {
            Some(other) => all.extend(between(own, other)),
            None => all.push(Difference {
                kind: own.kind,
                element: String::new(),
                wanted: Some(own.name.clone()),
                found: None,
            }),
        }
    }
    all
}

fn between(wanted: &Component, found: &Component) -> Vec<Difference> {
    let compared = wanted.elements.iter().filter(|(name, _)| {
        let labels = wanted.kind == Kind::App && name.as_str() == "label";
        labels || !NOT_COMPARED.contains(&name.as_str())
    });
    let differing = compared.filter_map(|(name, text)| {
        let there = found.elements.get(name).filter(|text| !text.is_empty());
        let said = there.cloned().or_else(|| usual(name, text));
        let same = said
            .as_deref()
            .is_some_and(|said| is_same(name, text, said));
        (!same).then(|| Difference {
            kind: wanted.kind,
            element: name.clone(),
            wanted: Some(text.clone()),
            found: there.cloned(),
        })
    });
    differing.collect()
}

/// What an absent box says.
fn usual(name: &str, wanted: &str) -> Option<String> {
    let is_flag = matches!(wanted, "true" | "false");
    is_flag.then(|| USUALLY_ON.contains(&name).to_string())
}

/// Lists are the same in any order, and words of metadata in any case.
fn is_same(name: &str, one: &str, other: &str) -> bool {
    let set = |text: &str| -> BTreeSet<String> {
        if name == "callbackUrl" {
            text.lines().map(|line| line.trim().to_owned()).collect()
        } else {
            values::split(text).map(str::to_owned).collect()
        }
    };
    if name == "callbackUrl" || name.starts_with("commaSeparated") {
        set(one) == set(other)
    } else if name.ends_with("PolicyType") || name == "distributionState" {
        one.eq_ignore_ascii_case(other)
    } else {
        one == other
    }
}

/// What is risky about an app as it is in its org.
#[must_use]
pub fn risks(found: &[Component]) -> Vec<Risk> {
    let text = |kind: Kind, name: &str| {
        let own = found.iter().find(|own| own.kind == kind);
        own.and_then(|own| own.elements.get(name))
            .map(String::as_str)
    };
    let policy = |name: &str| text(Kind::OauthPolicies, name).unwrap_or_default();
    let global = |name: &str| text(Kind::GlobalOauthSettings, name);
    let scopes = text(Kind::OauthSettings, "commaSeparatedOauthScopes").unwrap_or_default();
    let relaxed = policy("ipRelaxationPolicyType").to_ascii_lowercase();
    let signs = [
        (relaxed.starts_with("bypass"), Risk::IpRelaxed),
        (
            policy("permittedUsersPolicyType") == "AllSelfAuthorized",
            Risk::EveryoneMayAuthorize,
        ),
        (global("isPkceRequired") == Some("false"), Risk::NoPkce),
        (
            values::split(scopes).any(|scope| scope == "Full"),
            Risk::FullAccess,
        ),
        (
            policy("refreshTokenPolicyType") == "Infinite",
            Risk::RefreshTokenForever,
        ),
        (
            global("isRefreshTokenRotationEnabled") == Some("false"),
            Risk::NoRotation,
        ),
    ];
    signs
        .into_iter()
        .filter_map(|(shows, risk)| shows.then_some(risk))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::{app_components, policy_components};
    use crate::sample;

    fn whole() -> Vec<Component> {
        let blueprint = sample::blueprint();
        let mut all = app_components(&blueprint);
        all.extend(policy_components(&blueprint));
        all
    }

    fn set(components: &mut [Component], kind: Kind, element: &str, text: Option<&str>) {
        let own = components.iter_mut().find(|own| own.kind == kind).unwrap();
        match text {
            Some(text) => own.elements.insert(element.to_owned(), text.to_owned()),
            None => own.elements.remove(element),
        };
    }

    #[test]
    fn an_app_is_itself_in_any_order_and_under_other_names() {
        let mut found = whole();
        set(
            &mut found,
            Kind::OauthSettings,
            "commaSeparatedOauthScopes",
            Some("RefreshToken,Basic, Web,Api"),
        );
        set(&mut found, Kind::OauthSettings, "label", Some("Another"));
        set(
            &mut found,
            Kind::GlobalOauthSettings,
            "isPkceRequired",
            None,
        );
        set(
            &mut found,
            Kind::GlobalOauthSettings,
            "consumerKey",
            Some("3MVG9"),
        );
        found[4].name = "X_defaultPolicy".to_owned();
        assert_eq!(differences(&whole(), &found), []);
    }

    #[test]
    fn each_element_that_says_something_else_is_named() {
        let mut found = whole();
        set(&mut found, Kind::App, "label", Some("Another"));
        set(
            &mut found,
            Kind::GlobalOauthSettings,
            "isPkceRequired",
            Some("false"),
        );
        set(
            &mut found,
            Kind::OauthPolicies,
            "ipRelaxationPolicyType",
            Some("Bypass"),
        );
        found.remove(3);
        let named: Vec<_> = differences(&whole(), &found)
            .into_iter()
            .map(|own| (own.kind, own.element))
            .collect();
        assert_eq!(
            named,
            [
                (Kind::App, "label".to_owned()),
                (Kind::GlobalOauthSettings, "isPkceRequired".to_owned()),
                (Kind::Policies, String::new()),
                (Kind::OauthPolicies, "ipRelaxationPolicyType".to_owned()),
            ]
        );
        assert_eq!(
            risks(&found),
            [Risk::IpRelaxed, Risk::EveryoneMayAuthorize, Risk::NoPkce]
        );
    }

    #[test]
    fn full_access_for_ever_is_risky_twice() {
        let mut found = whole();
        set(
            &mut found,
            Kind::OauthSettings,
            "commaSeparatedOauthScopes",
            Some("Full, Api"),
        );
        set(
            &mut found,
            Kind::OauthPolicies,
            "refreshTokenPolicyType",
            Some("Infinite"),
        );
        set(
            &mut found,
            Kind::OauthPolicies,
            "permittedUsersPolicyType",
            Some("AdminApprovedPreAuthorized"),
        );
        assert_eq!(risks(&found), [Risk::FullAccess, Risk::RefreshTokenForever]);
    }
}
