//! A refresh token becomes an access token, and with rotation another refresh token.

use super::{Answered, Refusal, answer::make_access_token, code_grant::make_refresh_token};
use crate::{
    app::ClientApp,
    asked::Asked,
    backstage::Backstage,
    clock::millis,
    form::Form,
    world::{Grant, RefreshLookup, World},
};

const DEAD: &str = "expired access/refresh token";

/// Refreshes.
pub(super) fn refresh(
    back: &Backstage,
    asked: &Asked,
    form: &Form,
    app: &ClientApp,
) -> Result<Answered, Refusal> {
    let now = back.now();
    let presented = form.text("refresh_token");
    back.change(|world| {
        let number = find(world, presented, app)?;
        let grant = world.grants.get_mut(number).cloned();
        let grant = grant.ok_or_else(|| Refusal::invalid_grant(DEAD))?;
        judge(world, asked, &grant, now)?;
        Ok(renew(world, app, &grant, now))
    })
}

/// The grant of a living token. A token that rotation has replaced ends the whole family: somebody has a copy.
fn find(world: &mut World, presented: &str, app: &ClientApp) -> Result<u64, Refusal> {
    let number = match world.grants.find_refresh_token(presented) {
        RefreshLookup::Current(number) => number,
        RefreshLookup::Retired(number) => {
            world.grants.end(number);
            return Err(Refusal::invalid_grant(DEAD));
        }
        RefreshLookup::Unknown => return Err(Refusal::invalid_grant(DEAD)),
    };
    let grant = world.grants.get_mut(number);
    if grant.is_some_and(|grant| grant.client_id == app.client_id) {
        Ok(number)
    } else {
        Err(Refusal::invalid_grant(DEAD))
    }
}

fn judge(world: &World, asked: &Asked, grant: &Grant, now: i64) -> Result<(), Refusal> {
    if !asked.host.serves(grant.subject.org) {
        return Err(Refusal::invalid_grant("authentication failure"));
    }
    let person = world.person(&grant.subject);
    if !person.is_some_and(|(_, user)| user.is_active) {
        return Err(Refusal::invalid_grant("inactive user"));
    }
    let lifetime = world.lifetimes.grant.map(millis);
    let is_over = |lifetime: i64| now >= grant.granted_at.saturating_add(lifetime);
    if lifetime.is_some_and(is_over) {
        return Err(Refusal::invalid_grant("token validity expired"));
    }
    Ok(())
}

/// Adds an access token; with rotation retires the refresh token and names its successor.
fn renew(world: &mut World, app: &ClientApp, grant: &Grant, now: i64) -> Answered {
    let access = make_access_token(world, app, &grant.subject, now);
    let successor = app
        .rotates_refresh_tokens
        .then(|| make_refresh_token(world));
    if let Some(kept) = world.grants.get_mut(grant.number) {
        kept.access_tokens.retain(|old| now < old.expires_at);
        kept.access_tokens.push(access.clone());
        if successor.is_some() {
            let old = std::mem::replace(&mut kept.refresh_token, successor.clone());
            kept.retired.extend(old);
        }
    }
    Answered {
        access,
        refresh_token: successor,
        subject: grant.subject.clone(),
        scopes: grant.scopes.clone(),
        nonce: None,
    }
}
