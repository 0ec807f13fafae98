//! `/services/oauth2/userinfo` and the identity URL: who a token speaks for.

use axum::{http::StatusCode, response::Response};
use serde_json::{Value, json};

use crate::{
    asked::Asked,
    backstage::Backstage,
    org::{Org, User},
    reply,
};

/// Answers `/services/oauth2/userinfo`.
pub(crate) fn userinfo(back: &Backstage, asked: &Asked) -> Response {
    match person(back, asked) {
        Ok((org, user)) => reply::json(StatusCode::OK, &userinfo_of(&org, &user)),
        Err(words) => reply::of_type(
            StatusCode::FORBIDDEN,
            "text/html;charset=UTF-8",
            words.to_owned(),
        ),
    }
}

/// Answers `/id/{org}/{user}`: only for the token's own person.
pub(crate) fn identity(back: &Backstage, asked: &Asked) -> Response {
    match person(back, asked) {
        Ok((org, user)) if asked.path == format!("/id/{}/{}", org.id, user.id) => {
            reply::json(StatusCode::OK, &identity_of(&org, &user))
        }
        Ok(_) => refuse("Wrong_Org"),
        Err(words) => refuse(words),
    }
}

fn refuse(words: &str) -> Response {
    reply::of_type(
        StatusCode::FORBIDDEN,
        "text/html;charset=UTF-8",
        words.to_owned(),
    )
}

/// The person of the request's access token, at a host where they belong.
fn person(back: &Backstage, asked: &Asked) -> Result<(Org, User), &'static str> {
    let token = asked.bearer().ok_or("Missing_OAuth_Token")?;
    let now = back.now();
    back.change(|world| {
        let (subject, _) = world
            .use_access_token(token, now)
            .ok_or("Bad_OAuth_Token")?;
        let (org, user) = world.person(&subject).ok_or("Bad_OAuth_Token")?;
        if asked.host.serves(org.key) {
            Ok((org.clone(), user.clone()))
        } else {
            Err("Bad_OAuth_Token")
        }
    })
}

fn userinfo_of(org: &Org, user: &User) -> Value {
    let (given_name, family_name) = names(user);
    json!({
        "sub": format!("{}/id/{}/{}", org.login_url, org.id, user.id),
        "user_id": user.id,
        "organization_id": org.id,
        "preferred_username": user.preferred_username,
        "nickname": given_name,
        "name": user.display_name,
        "given_name": given_name,
        "family_name": family_name,
        "email": user.email,
        "email_verified": true,
        "zoneinfo": "Europe/Berlin",
        "locale": "en_US",
        "user_type": "STANDARD",
        "active": user.is_active,
        "photos": {"picture": format!("{}/profilephoto/005/F", org.my_domain_url)},
        "urls": urls(org, user),
    })
}

fn identity_of(org: &Org, user: &User) -> Value {
    let (first_name, last_name) = names(user);
    json!({
        "id": format!("{}/id/{}/{}", org.login_url, org.id, user.id),
        "asserted_user": true,
        "user_id": user.id,
        "organization_id": org.id,
        "username": user.username,
        "nick_name": first_name,
        "display_name": user.display_name,
        "first_name": first_name,
        "last_name": last_name,
        "email": user.email,
        "email_verified": true,
        "active": user.is_active,
        "user_type": "STANDARD",
        "language": "en_US",
        "locale": "en_US",
        "urls": urls(org, user),
    })
}

fn names(user: &User) -> (&str, &str) {
    let whole = user.display_name.as_str();
    whole.split_once(' ').unwrap_or(("", whole))
}

/// Addresses with Salesforce's `{version}` placeholder.
fn urls(org: &Org, user: &User) -> Value {
    let own = &org.my_domain_url;
    json!({
        "enterprise": format!("{own}/services/Soap/c/{{version}}/{}", org.id),
        "metadata": format!("{own}/services/Soap/m/{{version}}/{}", org.id),
        "partner": format!("{own}/services/Soap/u/{{version}}/{}", org.id),
        "rest": format!("{own}/services/data/v{{version}}/"),
        "sobjects": format!("{own}/services/data/v{{version}}/sobjects/"),
        "query": format!("{own}/services/data/v{{version}}/query/"),
        "profile": format!("{own}/{}", user.id),
        "custom_domain": own,
    })
}
