//! The token reply: its fields, its signature, and what faults make of them.

use axum::{http::StatusCode, response::Response};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value, json};
use sha2::Sha256;

use crate::{
    app::ClientApp,
    backstage::Backstage,
    clock::millis,
    fault::{Fault, FieldChange, GrantKind},
    reply,
    salesforce_id::without_checksum,
    world::{AccessToken, Subject, World},
};

/// What either grant comes to.
pub(super) struct Answered {
    pub access: AccessToken,
    pub refresh_token: Option<String>,
    pub subject: Subject,
    pub scopes: Vec<String>,
    pub nonce: Option<String>,
}

/// `base64(HMAC-SHA256(secret, id + issued_at))`.
pub(crate) fn sign(secret: &str, id: &str, issued_at: &str) -> String {
    // HMAC takes keys of any length, so the empty answer never comes about.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(id.as_bytes());
    mac.update(issued_at.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

/// An access token of the app's kind, not yet part of a grant.
pub(super) fn make_access_token(
    world: &mut World,
    app: &ClientApp,
    subject: &Subject,
    now: i64,
) -> AccessToken {
    let lifetimes = world.lifetimes;
    let lifetime = if app.issues_jwt {
        lifetimes.jwt
    } else {
        lifetimes.access_token
    };
    let expires_at = now.saturating_add(millis(lifetime));
    let value = if app.issues_jwt {
        make_jwt(world, app, subject, now, expires_at)
    } else {
        let org_id = without_checksum(&world.org(subject.org).id).to_owned();
        format!("{org_id}!{}", world.entropy.text(96))
    };
    AccessToken {
        value,
        issued_at: now,
        expires_at,
        is_jwt: app.issues_jwt,
    }
}

/// A token of a JWT's shape; its signature is 256 random bytes, as long as RS256's.
fn make_jwt(
    world: &mut World,
    app: &ClientApp,
    subject: &Subject,
    now: i64,
    expires_at: i64,
) -> String {
    let org = world.org(subject.org);
    let claims = json!({
        "scp": app.scopes.join(" "),
        "aud": [&org.my_domain_url],
        "sub": format!("uid:{}", subject.user_id),
        "client_id": app.client_id,
        "iss": org.my_domain_url,
        "iat": now / 1_000,
        "exp": expires_at / 1_000,
    });
    jwt_of(world, &claims)
}

fn jwt_of(world: &mut World, claims: &Value) -> String {
    let header = json!({"alg": "RS256", "typ": "JWT", "kid": "practice", "tty": "sfdc-core-token"});
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signature = URL_SAFE_NO_PAD.encode(world.entropy.bytes(256));
    format!("{}.{}.{signature}", part(&header), part(claims))
}

/// Writes the reply.
pub(super) fn write(
    back: &Backstage,
    kind: GrantKind,
    app: &ClientApp,
    answered: &Answered,
) -> Response {
    let mut fields = fields(back, app, answered);
    add_id_token(back, app, answered, &mut fields);
    spoil(back, kind, &mut fields);
    let scripted = back.faults.take(|fault| match fault {
        Fault::TokenBody(body) => Some(body.clone()),
        _ => None,
    });
    reply::json(StatusCode::OK, &scripted.unwrap_or(Value::Object(fields)))
}

fn fields(back: &Backstage, app: &ClientApp, answered: &Answered) -> Map<String, Value> {
    let org = back.org(answered.subject.org);
    let id = format!(
        "{}/id/{}/{}",
        org.login_url, org.id, answered.subject.user_id
    );
    let issued_at = answered.access.issued_at.to_string();
    let mut fields = Map::new();
    let mut put = |name: &str, value: &str| fields.insert(name.to_owned(), json!(value));
    put("access_token", &answered.access.value);
    if let Some(token) = &answered.refresh_token {
        put("refresh_token", token);
    }
    put("signature", &sign(&app.signing_key(), &id, &issued_at));
    put("scope", &answered.scopes.join(" "));
    put("instance_url", &org.my_domain_url);
    put("id", &id);
    put("token_type", "Bearer");
    put("issued_at", &issued_at);
    put(
        "token_format",
        if answered.access.is_jwt {
            "jwt"
        } else {
            "opaque"
        },
    );
    if answered.scopes.iter().any(|scope| scope == "sfap_api") {
        // Salesforce names a host of its own here; the practice org names none but itself.
        put("api_instance_url", &org.my_domain_url);
    }
    fields
}

fn add_id_token(
    back: &Backstage,
    app: &ClientApp,
    answered: &Answered,
    fields: &mut Map<String, Value>,
) {
    if !answered.scopes.iter().any(|scope| scope == "openid") {
        return;
    }
    let now = answered.access.issued_at;
    let subject = &answered.subject;
    let token = back.change(|world| {
        let org = world.org(subject.org);
        let claims = json!({
            "iss": org.login_url,
            "sub": format!("{}/id/{}/{}", org.login_url, org.id, subject.user_id),
            "aud": app.client_id,
            "iat": now / 1_000,
            "exp": now / 1_000 + 120,
            "nonce": answered.nonce,
        });
        jwt_of(world, &claims)
    });
    fields.insert("id_token".to_owned(), json!(token));
}

/// Applies the field faults that are on.
fn spoil(back: &Backstage, kind: GrantKind, fields: &mut Map<String, Value>) {
    let changes = back.faults.take_all(|fault| match fault {
        Fault::TokenField {
            grant,
            name,
            change,
        } if grant.is_none_or(|grant| grant == kind) => Some((name.clone(), change.clone())),
        _ => None,
    });
    for (name, change) in changes {
        match change {
            FieldChange::Remove => {
                fields.remove(&name);
            }
            FieldChange::Set(value) => {
                fields.insert(name, value);
            }
            FieldChange::AddWord(word) => {
                change_text(fields, &name, |text| format!("{text} {word}"))
            }
            FieldChange::DropWord => change_text(fields, &name, |text| {
                text.rsplit_once(' ')
                    .map_or("", |(rest, _)| rest)
                    .to_owned()
            }),
        }
    }
}

fn change_text(fields: &mut Map<String, Value>, name: &str, change: impl Fn(&str) -> String) {
    if let Some(Value::String(text)) = fields.get_mut(name) {
        *text = change(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_salesforces() {
        let id = "https://login.salesforce.com/id/00D000000000001EAA/005000000000001AAA";
        let signature = sign("ABCDEF0123456789", id, "1767225600000");
        assert_eq!(signature, "5kTBeLwogyyj4tUh9vT/azR62ZOYAV9sWaT5mqjspok=");
    }
}
