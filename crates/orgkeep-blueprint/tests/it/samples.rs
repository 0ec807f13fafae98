//! Plans for tests: one of each pattern.

use orgkeep_blueprint::answers::Answers;
use orgkeep_blueprint::blueprint::{Blueprint, BlueprintParts};
use orgkeep_blueprint::callback::Callbacks;
use orgkeep_blueprint::environment::{Alias, Environments};
use orgkeep_blueprint::link::DevHubLink;
use orgkeep_blueprint::merge::merge;
use orgkeep_blueprint::name::{ApiName, Label, MemberName, Username};
use orgkeep_blueprint::plan::{PackagedApp, Pattern, Plan, PlanParts};
use orgkeep_blueprint::policy::PermittedUsers;
use orgkeep_blueprint::preset::{presets, served};

pub const DEV_HUB: &str = "00D000000000001";

/// Orgkeep alone, as a public client.
pub fn public() -> Blueprint {
    let answers = Answers {
        name: "Orgkeep Connection".to_owned(),
        contact_email: "admin@example.com".to_owned(),
        description: "Lets Orgkeep sign in to this org".to_owned(),
        ..Answers::default()
    };
    merge(&served(&presets().unwrap(), &[]), &answers)
        .blueprint()
        .unwrap()
}

/// A confidential client with client credentials and pre-authorized users, and a label full of markup.
pub fn confidential() -> Blueprint {
    let mut parts = public().into_parts();
    parts.identity.label = Label::parse("Nightly <Sync> & 'Träume' \\ \"*\"").unwrap();
    parts.identity.api_name = ApiName::parse("Nightly_Sync").unwrap();
    parts.callbacks = Callbacks::parse_lines(
        "http://localhost:33333\nhttps://sync.example/callback?tenant=1&region=eu",
    )
    .unwrap();
    parts.security.secret_for_web_server_flow = true;
    parts.security.secret_for_refresh_token_flow = true;
    parts.security.rotate_refresh_tokens = false;
    parts.policies.permitted_users = PermittedUsers::AdminApproved;
    parts.policies.permission_sets = [MemberName::parse("Integration & Co").unwrap()].into();
    parts.client_credentials = Some(user("integration@acme.example"));
    Blueprint::new(parts).unwrap()
}

pub fn user(name: &str) -> Username {
    Username::parse(name).unwrap()
}

pub fn packaged(blueprint: Blueprint, consumer: &str, environments: Environments) -> PackagedApp {
    let app = &blueprint.parts().identity.api_name;
    let link = DevHubLink::parse(
        &format!("{DEV_HUB}:{consumer}"),
        &format!("{DEV_HUB}:{app}"),
    );
    PackagedApp {
        link: link.unwrap(),
        blueprint,
        environments,
    }
}

pub fn environments(aliases: &[(&str, Option<&str>)]) -> Environments {
    aliases
        .iter()
        .map(|(alias, run_as)| (Alias::parse(alias).unwrap(), run_as.map(user)))
        .collect()
}

pub fn plan(pattern: Pattern) -> Plan {
    let run_as = environments(&[
        ("prod", Some("integration@acme.example")),
        ("uat", Some("integration@acme.example.uat")),
    ]);
    let parts = match pattern {
        Pattern::Plain => PlanParts::Plain(confidential()),
        Pattern::Packaged => {
            PlanParts::Packaged(packaged(confidential(), "888000000000001", run_as))
        }
        Pattern::Bootstrap => PlanParts::Bootstrap {
            blueprint: confidential(),
            environments: run_as,
        },
        Pattern::Dual => {
            let other = Blueprint::new(BlueprintParts {
                callbacks: Callbacks::parse_lines("https://test.example/callback").unwrap(),
                ..renamed("Orgkeep Non-production", "Orgkeep_NonProd")
            });
            PlanParts::Dual {
                production: packaged(public(), "888000000000001", environments(&[("prod", None)])),
                non_production: packaged(
                    other.unwrap(),
                    "888000000000002",
                    environments(&[("uat", None)]),
                ),
            }
        }
    };
    Plan::new(parts).unwrap()
}

pub fn renamed(label: &str, api_name: &str) -> BlueprintParts {
    let mut parts = public().into_parts();
    parts.identity.label = Label::parse(label).unwrap();
    parts.identity.api_name = ApiName::parse(api_name).unwrap();
    parts
}
