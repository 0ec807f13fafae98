//! A code becomes tokens.

use super::{Answered, Refusal, answer::make_access_token};
use crate::{
    app::ClientApp,
    asked::Asked,
    backstage::Backstage,
    fault::Fault,
    form::Form,
    org::{OrgKey, UserRole},
    world::{Code, CodeProblem, Grant, Subject, World},
};

/// Exchanges a code.
pub(super) fn exchange(
    back: &Backstage,
    asked: &Asked,
    form: &Form,
    app: &ClientApp,
) -> Result<Answered, Refusal> {
    if !asked.host.serves(app.org) {
        return Err(Refusal::invalid_grant("authentication failure"));
    }
    let code = spend(back, form, app)?;
    let subject = scripted_subject(back, &code.subject);
    let now = back.now();
    back.change(|world| {
        if !world
            .person(&subject)
            .is_some_and(|(_, user)| user.is_active)
        {
            return Err(Refusal::invalid_grant("inactive user"));
        }
        Ok(open_grant(world, app, &code, subject, now))
    })
}

fn spend(back: &Backstage, form: &Form, app: &ClientApp) -> Result<Code, Refusal> {
    let now = back.now();
    let (value, callback) = (form.text("code"), form.text("redirect_uri"));
    let verifier = form.get("code_verifier");
    let spent = back.change(|world| {
        let codes = &mut world.codes;
        codes.spend(value, &app.client_id, callback, verifier, now)
    });
    spent.map_err(|problem| match problem {
        CodeProblem::Unknown => Refusal::invalid_grant("invalid authorization code"),
        CodeProblem::Expired => Refusal::invalid_grant("expired authorization code"),
        CodeProblem::OtherCallback => Refusal::new(
            "redirect_uri_mismatch",
            "redirect_uri must match configuration",
        ),
        CodeProblem::WrongVerifier => Refusal::invalid_grant("invalid code verifier"),
    })
}

/// Whose tokens are answered: the person's who consented, unless a fault swaps them.
fn scripted_subject(back: &Backstage, subject: &Subject) -> Subject {
    let other_org = back.faults.take(|fault| match fault {
        Fault::WrongOrg(org) => Some(*org),
        _ => None,
    });
    let of_role = |org: OrgKey, role| Subject {
        org,
        user_id: back.org(org).user(role).id.clone(),
    };
    if let Some(org) = other_org {
        return of_role(org, UserRole::Admin);
    }
    let other_user = back
        .faults
        .take(|fault| (*fault == Fault::WrongUser).then_some(()));
    if other_user.is_none() {
        return subject.clone();
    }
    let ordinary = of_role(subject.org, UserRole::Ordinary);
    if ordinary == *subject {
        of_role(subject.org, UserRole::Admin)
    } else {
        ordinary
    }
}

fn open_grant(
    world: &mut World,
    app: &ClientApp,
    code: &Code,
    subject: Subject,
    now: i64,
) -> Answered {
    let asks_refresh = |scope: &String| scope == "refresh_token" || scope == "offline_access";
    let gets_refresh = code.scopes.iter().any(asks_refresh) && !app.withholds_refresh_token;
    let refresh_token = gets_refresh.then(|| make_refresh_token(world));
    let access = make_access_token(world, app, &subject, now);
    let grant = Grant {
        number: 0,
        client_id: app.client_id.clone(),
        subject: subject.clone(),
        scopes: code.scopes.clone(),
        granted_at: now,
        refresh_token: refresh_token.clone(),
        retired: Vec::new(),
        access_tokens: vec![access.clone()],
    };
    world.grants.add(grant);
    Answered {
        access,
        refresh_token,
        subject,
        scopes: code.scopes.clone(),
        nonce: code.nonce.clone(),
    }
}

/// An opaque refresh token, beginning as Salesforce's usually do.
pub(super) fn make_refresh_token(world: &mut World) -> String {
    format!("5Aep861{}", world.entropy.text(80))
}
