//! The pages a person sees. Everything that came from outside is escaped.

mod look;

use look::{escape, layout};

use crate::{
    app::ClientApp,
    authorize::{CONSENT_PATH, HOME_PATH, LOGOUT_PATH, Problem},
    form::encode,
    host::HostKey,
    org::{Org, User},
};

/// The sign-in form. The element ids are Salesforce's.
pub(crate) fn sign_in(
    host: HostKey,
    orgs: &[Org],
    username: &str,
    start: &str,
    refusal: Option<&str>,
) -> String {
    let refusal = refusal.map_or_else(String::new, |text| {
        format!(
            "<p id=\"error\" class=\"refusal\" role=\"alert\">{}</p>",
            escape(text)
        )
    });
    let (start, username) = (escape(start), escape(username));
    let body = format!(
        "<h1>Sign in</h1><p class=\"where\">{where_}</p>{refusal}\
         <form id=\"login_form\" method=\"post\" action=\"/\">\
         <input type=\"hidden\" name=\"startURL\" value=\"{start}\">\
         <label for=\"username\">Username</label>\
         <input id=\"username\" name=\"username\" type=\"text\" autocomplete=\"username\" required autofocus value=\"{username}\">\
         <label for=\"password\">Password</label>\
         <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" required>\
         <button id=\"Login\" class=\"main\" type=\"submit\">Log In</button></form>{people}",
        where_ = place(host, orgs),
        people = people(orgs),
    );
    layout("Sign in", &body)
}

/// Where the person is about to sign in.
fn place(host: HostKey, orgs: &[Org]) -> String {
    match (host, orgs) {
        (HostKey::Login, _) => "Production, developer and Dev Hub orgs".to_owned(),
        (HostKey::Test, _) => "Sandboxes".to_owned(),
        (HostKey::MyDomain(key), [org, ..]) => {
            format!(
                "{} <span class=\"key\">{}</span>",
                escape(&org.name),
                key.name()
            )
        }
        (HostKey::MyDomain(key), []) => key.name().to_owned(),
    }
}

/// Who can sign in here: nobody has to look these up.
fn people(orgs: &[Org]) -> String {
    let row = |user: &User| {
        let state = if user.is_active { "" } else { " (inactive)" };
        format!(
            "<li><code>{}</code> <code>{}</code>{state}</li>",
            escape(&user.username),
            escape(&user.password)
        )
    };
    let rows: String = orgs
        .iter()
        .flat_map(|org| org.users.iter().map(row))
        .collect();
    format!("<details><summary>Who can sign in here</summary><ul>{rows}</ul></details>")
}

/// Allow or Deny. The element ids are Salesforce's.
pub(crate) fn consent(
    app: &ClientApp,
    org: &Org,
    user: &User,
    scopes: &[String],
    source: &str,
) -> String {
    let allowed: String = scopes.iter().map(|scope| scope_item(scope)).collect();
    let other = format!("{LOGOUT_PATH}?{}", encode(&[("source", source)]));
    let body = format!(
        "<h1>Allow access?</h1><p><strong>{app}</strong> is asking to:</p><ul class=\"scopes\">{allowed}</ul>\
         <p class=\"where\">Signed in to {org} as {username}. <a id=\"switch\" href=\"{other}\">Not you?</a></p>\
         <form id=\"editPage\" method=\"post\" action=\"{CONSENT_PATH}\">\
         <input type=\"hidden\" name=\"source\" value=\"{source}\"><div class=\"choice\">\
         <button id=\"oadeny\" name=\"decision\" value=\"deny\" type=\"submit\">Deny</button>\
         <button id=\"oaapprove\" class=\"main\" name=\"decision\" value=\"allow\" type=\"submit\">Allow</button>\
         </div></form>",
        app = escape(&app.name),
        org = escape(&org.name),
        username = escape(&user.username),
        other = escape(&other),
        source = escape(source),
    );
    layout("Allow access?", &body)
}

fn scope_item(scope: &str) -> String {
    let words = match scope {
        "id" => "Access the identity URL service",
        "api" => "Manage user data via APIs",
        "web" => "Manage user data via web browsers",
        "full" => "Full access",
        "refresh_token" | "offline_access" => "Perform requests at any time",
        "chatter_api" => "Access Connect REST API resources",
        "custom_permissions" => "Access custom permissions",
        "openid" => "Access unique user identifiers",
        "sfap_api" => "Access the Salesforce API Platform",
        _ => "Something with a name of its own",
    };
    format!("<li>{words} <code>{}</code></li>", escape(scope))
}

/// An error that stays here. The code stands in the text in the form a program looks for.
pub(crate) fn problem(problem: &Problem, advice: &str) -> String {
    let body = format!(
        "<h1>This can't be done</h1><p>{advice}</p><p>{description}</p>\
         <p class=\"where\">Code</p><p><code id=\"code\">{code}</code></p>\
         <details><summary>In full</summary><p><code>{query}</code></p></details>\
         <p><a href=\"{LOGOUT_PATH}\">Sign out</a></p>",
        description = escape(&problem.description),
        code = escape(&problem.code),
        // Only characters that need no escaping, and a plain ampersand, which programs search for.
        query = problem.query(),
    );
    layout("This can't be done", &body)
}

/// Signed in, with nothing to decide.
pub(crate) fn home(org: &Org, user: &User) -> String {
    let body = format!(
        "<h1>{org}</h1><p>You are signed in as {name} (<code>{username}</code>).</p>\
         <p><a id=\"logout\" href=\"{LOGOUT_PATH}\">Log out</a></p>",
        org = escape(&org.name),
        name = escape(&user.display_name),
        username = escape(&user.username),
    );
    layout("Home", &body)
}

/// Where a real org shows its Setup: the apps of this org, with what Setup would show of them.
pub(crate) fn setup(apps: &[&ClientApp]) -> String {
    let rows: String = apps.iter().map(|app| setup_row(app)).collect();
    let body = format!(
        "<h1>Setup</h1><p>In a real org, this is External Client App Manager. This org has these apps:</p>{rows}"
    );
    layout("Setup", &body)
}

fn setup_row(app: &ClientApp) -> String {
    format!(
        "<h2>{name}</h2><p>Consumer Key<br><code>{key}</code></p>\
         <p>Consumer Secret<br><code>{secret}</code></p><p>Callback URL<br><code>{callbacks}</code></p>",
        name = escape(&app.name),
        key = escape(&app.client_id),
        secret = escape(app.secret.as_deref().unwrap_or("not required")),
        callbacks = escape(&app.callbacks.join(" ")),
    )
}

/// Nothing is at this address.
pub(crate) fn not_found() -> String {
    let body = format!(
        "<h1>Nothing here</h1><p>This address is not part of the practice org.</p>\
         <p><a href=\"{HOME_PATH}\">Home</a></p>"
    );
    layout("Nothing here", &body)
}
