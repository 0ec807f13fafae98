//! The way back: to the callback with a code, or with an error.

use axum::response::Response;

use super::{AuthorizeRequest, Problem};
use crate::{
    backstage::Backstage,
    clock::millis,
    discovery::issuer_answer,
    fault::{Fault, IssuerAnswer},
    form::encode,
    host::HostKey,
    reply,
    world::{Code, Subject},
};

/// Gives the app a code.
pub(super) fn send_code(
    back: &Backstage,
    host: HostKey,
    request: &AuthorizeRequest,
    subject: &Subject,
) -> Response {
    let code = make_code(back, request, subject);
    let mut pairs = vec![("code", code.as_str())];
    pairs.extend(request.state.as_deref().map(|state| ("state", state)));
    to_callback(back, host, request, &pairs)
}

/// Tells the app why there is no code.
pub(super) fn send_error(
    back: &Backstage,
    host: HostKey,
    request: &AuthorizeRequest,
    problem: &Problem,
) -> Response {
    let mut pairs = vec![
        ("error", problem.code.as_str()),
        ("error_description", problem.description.as_str()),
    ];
    pairs.extend(request.state.as_deref().map(|state| ("state", state)));
    to_callback(back, host, request, &pairs)
}

/// A new code; like Salesforce's it ends in two equals signs, which the callback sees encoded.
fn make_code(back: &Backstage, request: &AuthorizeRequest, subject: &Subject) -> String {
    let scripted = back.faults.take(|fault| match fault {
        Fault::CodeText(text) => Some(text.clone()),
        _ => None,
    });
    let now = back.now();
    back.change(|world| {
        let value = scripted.unwrap_or_else(|| format!("aPrx{}==", world.entropy.text(68)));
        world.codes.keep(Code {
            value: value.clone(),
            client_id: request.client_id.clone(),
            redirect_uri: request.redirect_uri.clone(),
            subject: subject.clone(),
            scopes: request.scopes.clone(),
            challenge: request.challenge.clone(),
            nonce: request.nonce.clone(),
            expires_at: now.saturating_add(millis(world.lifetimes.code)),
            spent: false,
        });
        value
    })
}

fn to_callback(
    back: &Backstage,
    host: HostKey,
    request: &AuthorizeRequest,
    pairs: &[(&str, &str)],
) -> Response {
    let issuers = issuers(back, host);
    let mut pairs = pairs.to_vec();
    pairs.extend(issuers.iter().map(|issuer| ("iss", issuer.as_str())));
    let joint = if request.redirect_uri.contains('?') {
        '&'
    } else {
        '?'
    };
    reply::redirect(&format!(
        "{}{joint}{}",
        request.redirect_uri,
        encode(&pairs)
    ))
}

/// The values of `iss`: none, one, or two.
fn issuers(back: &Backstage, host: HostKey) -> Vec<String> {
    let own = back.url(host);
    match issuer_answer(back) {
        None | Some(IssuerAnswer::MissingThoughAdvertised) => Vec::new(),
        Some(IssuerAnswer::Equal) => vec![own],
        Some(IssuerAnswer::OtherHost | IssuerAnswer::PresentThoughNotAdvertised) => {
            vec!["https://another-issuer.invalid".to_owned()]
        }
        Some(IssuerAnswer::TrailingSlash) => vec![format!("{own}/")],
        Some(IssuerAnswer::UpperCase) => vec![own.to_uppercase()],
        Some(IssuerAnswer::Twice) => vec![own.clone(), own],
    }
}
