//! Any blueprint, any plan.

use orgkeep_blueprint::blueprint::{
    Blueprint, BlueprintParts, Distribution, Flows, Identity, Security,
};
use orgkeep_blueprint::callback::{Callback, Callbacks};
use orgkeep_blueprint::environment::{Alias, Environments};
use orgkeep_blueprint::link::DevHubLink;
use orgkeep_blueprint::name::{ApiName, ContactEmail, Description, Label, MemberName, Username};
use orgkeep_blueprint::plan::{PackagedApp, Plan, PlanParts};
use orgkeep_blueprint::policy::*;
use orgkeep_blueprint::scope_table::scope_table;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Labels with every kind of character that a label can have.
fn label() -> impl Strategy<Value = Label> {
    let texts = prop_oneof![
        "[^\\x00-\\x1f]{1,40}",
        "[<>&'\"\\\\{}\\]`$#*|;: a-c]{1,40}",
        Just("]]>&amp;<!--{{label}}-->".to_owned()),
    ];
    texts.prop_filter_map("a label", |text| Label::parse(&text).ok())
}

fn identity() -> impl Strategy<Value = Identity> {
    let description = prop::option::of("[^\\x00-\\x1f]{1,80}");
    (label(), "[A-Za-z](_?[A-Za-z0-9]){0,20}", description).prop_filter_map(
        "names",
        |(label, name, text)| {
            Some(Identity {
                label,
                api_name: ApiName::parse(&name).ok()?,
                contact_email: ContactEmail::parse("admin@example.com").ok()?,
                description: text.and_then(|text| Description::parse(&text).ok()),
            })
        },
    )
}

fn callbacks() -> impl Strategy<Value = Callbacks> {
    let url = prop_oneof![
        Just("http://localhost:33333".to_owned()),
        "https://[a-z]{1,8}\\.example/[a-zA-Z0-9&=?'()*+,;:@%_.~-]{0,20}",
        "[a-z]{2,6}\\.app://callback",
    ];
    prop::collection::vec(url, 1..4).prop_filter_map("callbacks", |urls| {
        let urls: Result<Vec<Callback>, _> = urls.iter().map(|url| Callback::parse(url)).collect();
        Callbacks::new(urls.ok()?).ok()
    })
}

fn member() -> impl Strategy<Value = MemberName> {
    "[A-Za-z&<>'\" ]{1,20}".prop_filter_map("a name", |text| MemberName::parse(&text).ok())
}

fn validity() -> impl Strategy<Value = Validity> {
    (1_u16..500, select(ValidityUnit::ALL))
        .prop_filter_map("a time", |(count, unit)| Validity::new(count, unit))
}

fn policies() -> impl Strategy<Value = Policies> {
    let refresh = prop_oneof![
        Just(RefreshTokenPolicy::UntilRevoked),
        Just(RefreshTokenPolicy::Never),
        validity().prop_map(RefreshTokenPolicy::WhileUsed),
        validity().prop_map(RefreshTokenPolicy::For),
    ];
    (
        prop::collection::btree_set(member(), 0..3),
        prop::collection::btree_set(member(), 0..3),
        select(IpRelaxation::ALL),
        refresh,
        select(SessionLevel::ALL),
        prop::option::of(select(SessionAction::ALL)),
        prop::option::of(15_u16..=1440),
    )
        .prop_map(
            |(profiles, permission_sets, ip_relaxation, refresh_token, level, action, timeout)| {
                let approved = !profiles.is_empty() || !permission_sets.is_empty();
                Policies {
                    permitted_users: if approved {
                        PermittedUsers::AdminApproved
                    } else {
                        PermittedUsers::AllSelfAuthorize
                    },
                    profiles,
                    permission_sets,
                    ip_relaxation,
                    refresh_token,
                    session_level: level,
                    session_action: action.filter(|_| level == SessionLevel::HighAssurance),
                    session_timeout: timeout.and_then(SessionTimeout::new),
                }
            },
        )
}

fn boxes() -> impl Strategy<Value = (Flows, Security)> {
    any::<[bool; 8]>().prop_map(|on| {
        let flows = Flows {
            code_and_credentials: on[0],
            credentials_in_body: on[0] && on[1],
            device: on[2],
            token_exchange: on[3],
        };
        let security = Security {
            secret_for_web_server_flow: on[4],
            secret_for_refresh_token_flow: on[5],
            require_pkce: on[6],
            rotate_refresh_tokens: on[7],
        };
        (flows, security)
    })
}

pub fn blueprint() -> impl Strategy<Value = Blueprint> {
    let scopes: Vec<String> = scope_table()
        .unwrap()
        .into_iter()
        .map(|row| row.runtime)
        .collect();
    (
        identity(),
        callbacks(),
        subsequence(scopes, 1..8),
        boxes(),
        policies(),
        any::<bool>(),
    )
        .prop_map(
            |(identity, callbacks, scopes, (flows, security), policies, client_credentials)| {
                Blueprint::new(BlueprintParts {
                    identity,
                    distribution: Distribution::Local,
                    callbacks,
                    scopes: scopes.iter().map(String::as_str).collect(),
                    flows,
                    security,
                    policies,
                    client_credentials: client_credentials
                        .then(|| Username::parse("integration@acme.example").unwrap()),
                })
                .unwrap()
            },
        )
}

fn environments(blueprint: &Blueprint, aliases: &[String]) -> Environments {
    let run_as = blueprint.parts().client_credentials.clone();
    aliases
        .iter()
        .filter_map(|alias| Some((Alias::parse(alias).ok()?, run_as.clone())))
        .collect()
}

fn packaged(blueprint: Blueprint, consumer: &str, aliases: &[String]) -> PackagedApp {
    let app = &blueprint.parts().identity.api_name;
    let org = "00D000000000001";
    PackagedApp {
        link: DevHubLink::parse(&format!("{org}:{consumer}"), &format!("{org}:{app}")).unwrap(),
        environments: environments(&blueprint, aliases),
        blueprint,
    }
}

pub fn plan() -> impl Strategy<Value = Plan> {
    let aliases = prop::collection::vec("[a-c][A-Za-z0-9_-]{0,8}", 0..3);
    let other_aliases = prop::collection::vec("[d-f][A-Za-z0-9_-]{0,8}", 0..3);
    (blueprint(), blueprint(), aliases, other_aliases, 0..4).prop_filter_map(
        "a plan",
        |(blueprint, other, aliases, other_aliases, which)| {
            let consumer = "888000000000001";
            let parts = match which {
                0 => PlanParts::Plain(blueprint),
                1 => PlanParts::Packaged(packaged(blueprint, consumer, &aliases)),
                2 => PlanParts::Bootstrap {
                    environments: environments(&blueprint, &aliases),
                    blueprint,
                },
                _ => PlanParts::Dual {
                    production: packaged(blueprint, consumer, &aliases),
                    non_production: packaged(other, "888000000000002", &other_aliases),
                },
            };
            Plan::new(parts).ok()
        },
    )
}
