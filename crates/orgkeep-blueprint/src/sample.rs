//! Blueprints for tests.

use orgkeep_domain::scope::Scopes;

use crate::blueprint::{Blueprint, BlueprintParts, Distribution, Flows, Identity, Security};
use crate::callback::Callbacks;
use crate::name::{ApiName, ContactEmail, Label};
use crate::policy::Policies;

/// A public client for Orgkeep alone.
pub(crate) fn blueprint() -> Blueprint {
    Blueprint::new(BlueprintParts {
        identity: Identity {
            label: Label::parse("Orgkeep Connection").unwrap(),
            api_name: ApiName::parse("Orgkeep_Connection").unwrap(),
            contact_email: ContactEmail::parse("admin@example.com").unwrap(),
            description: None,
        },
        distribution: Distribution::Local,
        callbacks: Callbacks::parse_lines("http://localhost:33333").unwrap(),
        scopes: Scopes::parse("api web refresh_token id"),
        flows: Flows::default(),
        security: Security {
            secret_for_web_server_flow: false,
            secret_for_refresh_token_flow: false,
            require_pkce: true,
            rotate_refresh_tokens: true,
        },
        policies: Policies::default(),
        client_credentials: None,
    })
    .unwrap()
}
