//! `/services/data/vXX.0/metadata/deployRequest` (salesforce.md, 5.3).

use axum::{
    body::Body,
    extract::{FromRequest, Multipart, Request},
    http::{Method, StatusCode},
    response::Response,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{archive, deployment, scripted_problem};
use crate::{
    asked::Asked,
    backstage::Backstage,
    fault::Fault,
    reply,
    rest::{self, Session},
};

/// The options that Orgkeep's kind of deployment has.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Options {
    #[serde(default)]
    check_only: bool,
    #[serde(default)]
    rollback_on_error: bool,
    #[serde(default)]
    single_package: bool,
    #[serde(default, rename = "ignoreWarnings")]
    _ignore_warnings: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Envelope {
    deploy_options: Options,
}

/// Answers a request about deployments.
pub(crate) async fn answer(back: &Backstage, asked: &Asked) -> Response {
    let session = match rest::session(back, asked) {
        Ok(session) => session,
        Err(refusal) => return *refusal,
    };
    if !session.user.may_change_metadata {
        let message = "insufficient access rights on cross-reference id";
        return reply::rest_error(StatusCode::FORBIDDEN, "INSUFFICIENT_ACCESS", message);
    }
    let id = asked
        .path
        .split("/deployRequest")
        .nth(1)
        .unwrap_or_default();
    match (&asked.method, id.trim_matches('/')) {
        (&Method::POST, "") => begin(back, &session, asked).await,
        (&Method::GET, id) if !id.is_empty() => show(back, &session, asked, id),
        (&Method::PATCH, id) if !id.is_empty() => cancel(back, &session, asked, id),
        _ => reply::text(StatusCode::METHOD_NOT_ALLOWED, "not here"),
    }
}

async fn begin(back: &Backstage, session: &Session, asked: &Asked) -> Response {
    let refused =
        |message: &str| reply::rest_error(StatusCode::BAD_REQUEST, "INVALID_MULTIPART", message);
    let Some((options, file)) = parts(asked).await else {
        return refused(
            "a part json of type application/json and a part file of type application/zip are wanted",
        );
    };
    if !options.single_package {
        return refused("the practice org takes single packages only");
    }
    let mut order = match archive::read(&file, session.version_number()) {
        Ok(order) => order,
        Err(message) => return refused(&message),
    };
    order.check_only = options.check_only;
    order.roll_back = options.rollback_on_error;
    order
        .problems
        .extend(scripted_problem(back, &order.components));
    let stuck = back
        .faults
        .take(|fault| matches!(fault, Fault::DeploymentStuck).then_some(()));
    let now = back.now();
    let queued =
        back.change(|world| deployment::queue(world, session.org.key, order, now, stuck.is_some()));
    let body = json!({
        "id": queued.id,
        "deployResult": queued.result(now, false),
        "deployOptions": {"checkOnly": options.check_only, "rollbackOnError": options.rollback_on_error,
            "singlePackage": options.single_package},
    });
    reply::json(StatusCode::CREATED, &body)
}

/// Both parts, each of its type.
async fn parts(asked: &Asked) -> Option<(Options, Vec<u8>)> {
    let mut request = Request::new(Body::from(asked.body.clone()));
    *request.headers_mut() = asked.headers.clone();
    let mut parts = Multipart::from_request(request, &()).await.ok()?;
    let (mut options, mut file) = (None, None);
    while let Some(part) = parts.next_field().await.ok()? {
        let kind = part.content_type().unwrap_or_default().to_owned();
        match (part.name()?.to_owned().as_str(), kind.as_str()) {
            ("json" | "entity_content", "application/json") => {
                let envelope: Envelope = serde_json::from_slice(&part.bytes().await.ok()?).ok()?;
                options = Some(envelope.deploy_options);
            }
            ("file", "application/zip") if part.file_name().is_some() => {
                file = Some(part.bytes().await.ok()?.to_vec());
            }
            _ => return None,
        }
    }
    options.zip(file)
}

fn show(back: &Backstage, session: &Session, asked: &Asked, id: &str) -> Response {
    let details = asked.parameters().text("includeDetails") == "true";
    let now = back.now();
    let found = back.look(|world| {
        let mut all = world.shelf(session.org.key).deployments.iter();
        all.find(|own| own.id == id)
            .map(|own| own.result(now, details))
    });
    answered(id, found)
}

fn cancel(back: &Backstage, session: &Session, asked: &Asked, id: &str) -> Response {
    let body: Value = serde_json::from_slice(&asked.body).unwrap_or_default();
    if body["deployResult"]["status"] != "Canceling" {
        return reply::rest_error(
            StatusCode::BAD_REQUEST,
            "INVALID_REQUEST",
            "only Canceling is taken",
        );
    }
    let now = back.now();
    let found = back.change(|world| deployment::cancel(world, session.org.key, id));
    answered(id, found.map(|own| own.result(now, false)))
}

fn answered(id: &str, result: Option<Value>) -> Response {
    match result {
        Some(result) => reply::json(StatusCode::OK, &json!({"id": id, "deployResult": result})),
        None => rest::not_found(),
    }
}
