//! The sign-in page, and the session it leaves in the browser.

use axum::{
    http::{Method, StatusCode},
    response::Response,
};

use crate::{
    asked::Asked, backstage::Backstage, form::Form, host::HostKey, page, reply, world::Subject,
};

/// Where a sign-in without an authorization ends.
pub(crate) const HOME_PATH: &str = "/home/home.jsp";
/// Ends the session.
pub(crate) const LOGOUT_PATH: &str = "/secur/logout.jsp";

const REFUSED: &str =
    "Please check your username and password. If you still can't log in, contact your admin.";

/// All hosts are ports of one `localhost`, and cookies do not know ports: each host needs a name of its own.
fn cookie_name(back: &Backstage, host: HostKey) -> String {
    format!("practice_sid_{}", back.addresses.port(host))
}

/// Who is signed in.
pub(crate) fn session_of(back: &Backstage, asked: &Asked) -> Option<Subject> {
    let name = cookie_name(back, asked.host);
    let cookie = asked.cookie(&name)?;
    back.look(|world| {
        let session = world.browsers.session(asked.host, cookie)?;
        let (_, user) = world.person(&session.subject)?;
        user.is_active.then(|| session.subject.clone())
    })
}

/// The page with the form.
pub(crate) fn show(back: &Backstage, asked: &Asked) -> Response {
    let form = asked.parameters();
    let start = form.text("startURL");
    let hint = back.look(|world| {
        let waiting = world.browsers.waiting(asked.host, &source_of(start));
        waiting.map(|waiting| waiting.request.login_hint.clone())
    });
    sign_in_page(back, asked.host, &hint.unwrap_or_default(), start, None)
}

/// The form's target.
pub(crate) fn sign_in(back: &Backstage, asked: &Asked) -> Response {
    if asked.method != Method::POST {
        return show(back, asked);
    }
    let form = asked.form();
    let (username, start) = (form.text("username"), form.text("startURL"));
    match open_session(back, asked.host, username, form.text("password"), start) {
        Some(cookie) => signed_in(back, asked.host, &cookie, start),
        None => sign_in_page(back, asked.host, username, start, Some(REFUSED)),
    }
}

/// A session for the right password of an active user, and its cookie.
fn open_session(
    back: &Backstage,
    host: HostKey,
    username: &str,
    password: &str,
    start: &str,
) -> Option<String> {
    back.change(|world| {
        let (org, user) = world.user_at(host, username)?;
        if user.password != password || !user.is_active {
            return None;
        }
        let subject = Subject {
            org: org.key,
            user_id: user.id.clone(),
        };
        world.browsers.signed_in_for(&source_of(start));
        Some(world.browsers.sign_in(host, subject, &mut world.entropy))
    })
}

fn signed_in(back: &Backstage, host: HostKey, cookie: &str, start: &str) -> Response {
    // Only paths of this host: the page must not send anybody elsewhere.
    let is_path = start.starts_with('/') && !start.starts_with("//") && !start.contains('\\');
    let mut answer = reply::redirect(if is_path { start } else { HOME_PATH });
    let name = cookie_name(back, host);
    let value = format!("{name}={cookie}; Path=/; HttpOnly; SameSite=Lax");
    reply::set_header(&mut answer, "set-cookie", &value);
    answer
}

/// Says who is signed in.
pub(crate) fn home(back: &Backstage, asked: &Asked) -> Response {
    let Some(subject) = session_of(back, asked) else {
        return reply::redirect("/");
    };
    let page = back.look(|world| {
        let (org, user) = world.person(&subject)?;
        Some(page::home(org, user))
    });
    reply::html(StatusCode::OK, page.unwrap_or_default())
}

/// Ends the session and goes on to sign-in, for the same authorization if there is one.
pub(crate) fn sign_out(back: &Backstage, asked: &Asked) -> Response {
    let name = cookie_name(back, asked.host);
    if let Some(cookie) = asked.cookie(&name) {
        back.change(|world| world.browsers.sign_out(asked.host, cookie));
    }
    let form = asked.parameters();
    let mut answer = match form.get("source") {
        Some(source) => reply::redirect(&super::sign_in_address(source)),
        None => reply::redirect("/"),
    };
    let value = format!("{name}=; Path=/; Max-Age=0");
    reply::set_header(&mut answer, "set-cookie", &value);
    answer
}

fn sign_in_page(
    back: &Backstage,
    host: HostKey,
    username: &str,
    start: &str,
    refusal: Option<&str>,
) -> Response {
    let orgs = back.look(|world| {
        let keys = crate::OrgKey::ALL
            .into_iter()
            .filter(|&org| host.serves(org));
        keys.map(|key| world.org(key).clone()).collect::<Vec<_>>()
    });
    reply::html(
        StatusCode::OK,
        page::sign_in(host, &orgs, username, start, refusal),
    )
}

/// The opaque name in `…?source=…`.
fn source_of(start: &str) -> String {
    let query = start.split_once('?').map_or("", |(_, query)| query);
    Form::parse(query.as_bytes()).text("source").to_owned()
}
