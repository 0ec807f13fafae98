//! One request: note it, let faults have their say, answer it.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{ConnectInfo, Request, State},
    http::{Method, StatusCode},
    response::Response,
};

use crate::{
    asked::Asked,
    authorize,
    backstage::Backstage,
    control, credentials, discovery,
    fault::{Endpoint, Fault, WireEffect, header_map, is_here, perform},
    host::HostKey,
    identity,
    listen::Bound,
    metadata, page, reply, rest, single_access, soap,
    socket::Socket,
    token,
};

/// Bytes of a request's body that are read; more is refused.
const BODY_LIMIT: usize = 8 * 1024 * 1024;

/// One host's way in.
#[derive(Clone)]
struct Door {
    host: HostKey,
    back: Arc<Backstage>,
}

/// Serves a host until the practice org stops; one task for each of its sockets.
pub(crate) fn serve(
    host: HostKey,
    bound: Bound,
    back: &Arc<Backstage>,
) -> Vec<tokio::task::JoinHandle<()>> {
    let sockets = bound.sockets.into_iter();
    let tasks = sockets.map(|socket| {
        let door = Door {
            host,
            back: Arc::clone(back),
        };
        let back = Arc::clone(back);
        let router = Router::new().fallback(answer).with_state(door);
        let service = router.into_make_service_with_connect_info::<Socket>();
        tokio::spawn(async move {
            let stopped = async move { back.stopped().await };
            let served = axum::serve(socket, service)
                .with_graceful_shutdown(stopped)
                .await;
            if let Err(error) = served {
                tracing::warn!(%error, "a practice host ended");
            }
        })
    });
    tasks.collect()
}

async fn answer(
    State(door): State<Door>,
    ConnectInfo(socket): ConnectInfo<Socket>,
    request: Request,
) -> Response {
    let back = Arc::clone(&door.back);
    tokio::select! {
        answer = handle(door, socket, request) => answer,
        () = back.stopped() => reply::text(StatusCode::SERVICE_UNAVAILABLE, "stopping"),
    }
}

async fn handle(door: Door, socket: Socket, request: Request) -> Response {
    let back = &door.back;
    let (head, body) = request.into_parts();
    let mut asked = Asked::from_head(door.host, head);
    let endpoint = asked.endpoint();
    let wire = back.faults.take(|fault| match fault {
        Fault::Wire { at, effect } if is_here(*at, endpoint) => Some(effect.clone()),
        _ => None,
    });
    if wire == Some(WireEffect::ResetBeforeBody) {
        back.journal.note(back.now(), &asked);
        return perform(&WireEffect::ResetBeforeBody, &socket, Response::default()).await;
    }
    if let Err(refusal) = read_body(&mut asked, body).await {
        return *refusal;
    }
    if endpoint == Endpoint::Control {
        return control::answer(back, &asked);
    }
    let number = back.journal.note(back.now(), &asked);
    wait(back.faults.take_latency(endpoint)).await;
    let Some(effect) = wire else {
        let answer = act(back, &asked).await;
        back.journal.answered(number, answer.status().as_u16());
        return answer;
    };
    let answer = if acts(&effect) {
        act(back, &asked).await
    } else {
        Response::default()
    };
    if matches!(effect, WireEffect::AnswerLate(_)) {
        back.journal.answered(number, answer.status().as_u16());
    }
    perform(&effect, &socket, answer).await
}

/// A sleep of no time still costs a tick of the timer, which would be measured against this server.
async fn wait(latency: Duration) {
    if !latency.is_zero() {
        tokio::time::sleep(latency).await;
    }
}

async fn read_body(asked: &mut Asked, body: Body) -> Result<(), Box<Response>> {
    match to_bytes(body, BODY_LIMIT).await {
        Ok(bytes) => {
            asked.body = bytes;
            Ok(())
        }
        Err(_) => Err(Box::new(reply::text(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too large",
        ))),
    }
}

/// Whether the request is carried out before its connection comes to grief.
fn acts(effect: &WireEffect) -> bool {
    matches!(
        effect,
        WireEffect::AnswerLost
            | WireEffect::HangAfterActing
            | WireEffect::AnswerLate(_)
            | WireEffect::Truncated
            | WireEffect::StallInBody
            | WireEffect::Drip
    )
}

/// The scripted reply if there is one, else the strict one.
async fn act(back: &Backstage, asked: &Asked) -> Response {
    let now = back.now();
    if back.look(|world| metadata::is_due(world, now)) {
        back.change(|world| metadata::settle(world, now));
    }
    let endpoint = asked.endpoint();
    let scripted = back.faults.take(|fault| match fault {
        Fault::Reply {
            at,
            status,
            headers,
            body,
        } if is_here(*at, endpoint) => {
            let mut answer = Response::new(Body::from(body.clone()));
            *answer.status_mut() = StatusCode::from_u16(*status).unwrap_or(StatusCode::OK);
            *answer.headers_mut() = header_map(headers);
            Some(answer)
        }
        _ => None,
    });
    match scripted {
        Some(answer) => answer,
        None => route(back, asked).await,
    }
}

/// Every address of the practice org.
async fn route(back: &Backstage, asked: &Asked) -> Response {
    match asked.endpoint() {
        Endpoint::Authorize => authorize::begin(back, asked),
        Endpoint::Token => token::token(back, asked),
        Endpoint::Revoke => token::revoke(back, asked),
        Endpoint::Introspect => token::introspect(back, asked),
        Endpoint::Userinfo => identity::userinfo(back, asked),
        Endpoint::SingleAccess => single_access::link(back, asked),
        Endpoint::Identity if asked.path == "/id/keys" => discovery::keys(),
        Endpoint::Identity => identity::identity(back, asked),
        Endpoint::OpenidConfiguration => discovery::openid_configuration(back, asked),
        Endpoint::AuthConfiguration => discovery::auth_configuration(back, asked),
        Endpoint::Versions => rest::versions(),
        Endpoint::Query | Endpoint::Rest => rest::versioned(back, asked),
        Endpoint::Soap => soap::answer(back, asked),
        Endpoint::Metadata => metadata::call(back, asked),
        Endpoint::Deploy => metadata::deploy(back, asked).await,
        Endpoint::Credentials => credentials::answer(back, asked),
        Endpoint::Page => person_page(back, asked),
        Endpoint::Control => control::answer(back, asked),
    }
}

/// What a browser shows.
fn person_page(back: &Backstage, asked: &Asked) -> Response {
    match (asked.path.as_str(), &asked.method) {
        ("/", &Method::POST) => authorize::sign_in(back, asked),
        ("/", _) => authorize::show_sign_in(back, asked),
        (authorize::CONSENT_PATH, &Method::POST) => authorize::decide(back, asked),
        (authorize::CONSENT_PATH, _) => authorize::ask(back, asked),
        (authorize::PROBLEM_PATH, _) => authorize::show_problem(asked),
        (authorize::HOME_PATH, _) => authorize::home(back, asked),
        (authorize::LOGOUT_PATH, _) => authorize::sign_out(back, asked),
        (single_access::FRONTDOOR_PATH, _) => single_access::enter(back, asked),
        (path, _) if path.starts_with("/lightning/setup/") => setup_page(back, asked),
        _ => reply::html(StatusCode::NOT_FOUND, page::not_found()),
    }
}

/// Any page of Setup, on the My Domain of an org.
fn setup_page(back: &Backstage, asked: &Asked) -> Response {
    let HostKey::MyDomain(key) = asked.host else {
        return reply::html(StatusCode::NOT_FOUND, page::not_found());
    };
    let page = back.look(|world| {
        let own: Vec<_> = world.apps.iter().filter(|app| app.org == key).collect();
        page::setup(&own)
    });
    reply::html(StatusCode::OK, page)
}
