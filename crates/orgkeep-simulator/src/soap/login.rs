//! Who may log in, and the session that comes of it.

use super::{Refusal, envelope::Credentials, wire::Elements};
use crate::{
    backstage::Backstage,
    clock::millis,
    host::HostKey,
    org::{Org, User},
    salesforce_id::without_checksum,
    world::{AccessToken, Subject, World},
};

const INVALID_LOGIN: &str = "Invalid username, password, security token; or user locked out.";
const NEW_PLACE: &str = "Invalid username, password, security token; or user locked out. Are you at a new location? \
    When accessing Salesforce--either via a desktop client or the API--from outside of your company's trusted \
    networks, you must add a security token to your password to log in.";

/// Logs in, and says what a login answers with.
pub(super) fn login(
    back: &Backstage,
    host: HostKey,
    credentials: &Credentials,
    version: &str,
) -> Result<Elements, Refusal> {
    let now = back.now();
    back.change(|world| {
        let found = world.user_at(host, &credentials.username);
        let (org, user) = found.ok_or_else(|| Refusal::login("INVALID_LOGIN", INVALID_LOGIN))?;
        judge(org, user, &credentials.password)?;
        let (org, user) = (org.clone(), user.clone());
        let session = open_session(world, &org, &user, now);
        let seconds = world.lifetimes.access_token.as_secs();
        Ok(result(&org, &user, &session, version, seconds))
    })
}

fn judge(org: &Org, user: &User, presented: &str) -> Result<(), Refusal> {
    let token = presented.strip_prefix(&user.password);
    match token {
        Some(token) if user.is_active && token == user.security_token => Ok(()),
        Some("") if user.is_active && org.trusts_address => Ok(()),
        Some("") if user.is_active => {
            Err(Refusal::login("LOGIN_MUST_USE_SECURITY_TOKEN", NEW_PLACE))
        }
        _ => Err(Refusal::login("INVALID_LOGIN", INVALID_LOGIN)),
    }
}

/// With an expired password the session has access to nothing.
fn open_session(world: &mut World, org: &Org, user: &User, now: i64) -> String {
    let value = format!("{}!{}", without_checksum(&org.id), world.entropy.text(96));
    let subject = Subject {
        org: org.key,
        user_id: user.id.clone(),
    };
    let scopes = if user.password_expired {
        Vec::new()
    } else {
        vec!["full".to_owned()]
    };
    let lifetime = millis(world.lifetimes.access_token);
    let session = AccessToken {
        value: value.clone(),
        issued_at: now,
        expires_at: now.saturating_add(lifetime),
        is_jwt: false,
    };
    world.grants.add_login(subject, scopes, session);
    value
}

/// In the order of the interface's description.
fn result(org: &Org, user: &User, session: &str, version: &str, seconds: u64) -> Elements {
    let address = |interface: &str| {
        let org_id = without_checksum(&org.id);
        format!(
            "{}/services/Soap/{interface}/{version}/{org_id}",
            org.my_domain_url
        )
    };
    let person = Elements::new([
        ("organizationId", org.id.clone()),
        ("organizationName", org.name.clone()),
        ("sessionSecondsValid", seconds.to_string()),
        ("userEmail", user.email.clone()),
        ("userFullName", user.display_name.clone()),
        ("userId", user.id.clone()),
        ("userLanguage", "en_US".to_owned()),
        ("userLocale", "en_US".to_owned()),
        ("userName", user.username.clone()),
        ("userTimeZone", "Europe/Berlin".to_owned()),
        ("userType", "Standard".to_owned()),
    ]);
    let result = Elements::new([
        ("metadataServerUrl", address("m")),
        ("passwordExpired", user.password_expired.to_string()),
        ("sandbox", org.key.is_sandbox().to_string()),
        ("serverUrl", address("u")),
        ("sessionId", session.to_owned()),
        ("userId", user.id.clone()),
    ]);
    result.with("userInfo", person)
}
