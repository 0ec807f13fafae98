//! What a host says about itself to anybody: its endpoints, its org, its way of signing in.

use axum::{http::StatusCode, response::Response};
use serde_json::{Value, json};

use crate::{
    asked::Asked,
    backstage::Backstage,
    fault::{DiscoveryLie, Fault, IssuerAnswer},
    host::HostKey,
    page, reply,
};

/// How `iss` is answered for now; `None` is Salesforce's way, which is not to know it.
pub(crate) fn issuer_answer(back: &Backstage) -> Option<IssuerAnswer> {
    back.faults.peek(|fault| match fault {
        Fault::Issuer(answer) => Some(*answer),
        _ => None,
    })
}

/// `/.well-known/openid-configuration`. It has no `code_challenge_methods_supported`, as Salesforce's has none.
pub(crate) fn openid_configuration(back: &Backstage, asked: &Asked) -> Response {
    let own = back.url(asked.host);
    let mut document = json!({
        "issuer": own,
        "authorization_endpoint": format!("{own}/services/oauth2/authorize"),
        "token_endpoint": format!("{own}/services/oauth2/token"),
        "revocation_endpoint": format!("{own}/services/oauth2/revoke"),
        "userinfo_endpoint": format!("{own}/services/oauth2/userinfo"),
        "introspection_endpoint": format!("{own}/services/oauth2/introspect"),
        "jwks_uri": format!("{own}/id/keys"),
        "scopes_supported": ["id", "api", "web", "full", "chatter_api", "openid", "refresh_token", "sfap_api"],
        "response_types_supported": ["code", "token", "token id_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "display_values_supported": ["page", "popup", "touch"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic", "private_key_jwt"],
    });
    advertise_issuer(back, &mut document);
    lie(back, &mut document);
    reply::json(StatusCode::OK, &document)
}

fn advertise_issuer(back: &Backstage, document: &mut Value) {
    let answer = issuer_answer(back);
    if answer.is_some_and(|answer| answer != IssuerAnswer::PresentThoughNotAdvertised) {
        document["authorization_response_iss_parameter_supported"] = json!(true);
    }
}

fn lie(back: &Backstage, document: &mut Value) {
    let lies = back.faults.take_all(|fault| match fault {
        Fault::Discovery(lie) => Some(*lie),
        _ => None,
    });
    for lie in lies {
        let (name, value) = match lie {
            DiscoveryLie::IssuerOfAnotherHost => ("issuer", "https://another-issuer.invalid"),
            DiscoveryLie::InsecureIssuer => ("issuer", "http://insecure-issuer.invalid"),
            DiscoveryLie::TokenEndpointElsewhere => (
                "token_endpoint",
                "https://elsewhere.invalid/services/oauth2/token",
            ),
            DiscoveryLie::RevocationEndpointElsewhere => (
                "revocation_endpoint",
                "https://elsewhere.invalid/services/oauth2/revoke",
            ),
        };
        document[name] = json!(value);
    }
}

/// `/.well-known/auth-configuration`: My Domain hosts have it, the generic ones do not.
pub(crate) fn auth_configuration(back: &Backstage, asked: &Asked) -> Response {
    let HostKey::MyDomain(key) = asked.host else {
        return reply::html(StatusCode::NOT_FOUND, page::not_found());
    };
    let org = back.org(key);
    let document = json!({
        "OrgId": org.id,
        "Url": org.my_domain_url,
        "LoginPage": {"LoginPageType": "Standard", "LoginPageUrl": null},
        "SamlProviders": [],
        "AuthProviders": [],
        "CertificateLogin": null,
        "MobileSDK": {"UseAndroidNativeBrowserForAuthentication": false, "UseiOSNativeBrowserForAuthentication": false},
    });
    reply::json(StatusCode::OK, &document)
}

/// `/id/keys`. Practice tokens are signed with nothing that could be checked.
pub(crate) fn keys() -> Response {
    reply::json(StatusCode::OK, &json!({"keys": []}))
}
