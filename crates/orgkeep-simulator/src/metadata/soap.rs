//! `/services/Soap/m/{version}`: reading and writing single components (salesforce.md, 5.2).

use axum::{
    http::{Method, StatusCode, header},
    response::Response,
};

use super::{
    component::{Component, NAMESPACE, Problem},
    consumer,
    kind::Kind,
    scripted_problem,
    shelf::{self, SETTINGS, Write},
    wire,
};
use crate::{
    asked::Asked,
    backstage::Backstage,
    fault::Fault,
    host::HostKey,
    org::OrgKey,
    reply,
    soap::{ENVELOPE, is_soap},
    xml::{self, Element},
};

/// Components in one call.
const MOST: usize = 10;

/// Versions that are answered.
const VERSIONS: std::ops::RangeInclusive<u32> = 31..=68;

/// Why a whole call is refused.
pub(super) struct Refusal {
    pub code: String,
    pub message: String,
}

impl Refusal {
    fn new(code: &str, message: &str) -> Self {
        Self {
            code: code.to_owned(),
            message: message.to_owned(),
        }
    }
}

/// Who calls what.
struct Call {
    org: OrgKey,
    version: u32,
    operation: Element,
}

/// Answers a call.
pub(crate) fn answer(back: &Backstage, asked: &Asked) -> Response {
    if asked.method != Method::POST {
        return reply::text(StatusCode::METHOD_NOT_ALLOWED, "POST only");
    }
    if !is_soap(asked.header(header::CONTENT_TYPE)) {
        return reply::text(StatusCode::UNSUPPORTED_MEDIA_TYPE, "text/xml only");
    }
    match open(back, asked).and_then(|call| carry_out(back, &call)) {
        Ok(body) => wire::envelope(StatusCode::OK, &body),
        Err(refusal) => wire::fault(&refusal),
    }
}

/// The call of a living session of this org, opaque, of somebody who may change metadata.
fn open(back: &Backstage, asked: &Asked) -> Result<Call, Refusal> {
    let version = version(&asked.path)?;
    let (session, operation) = parts(&asked.body)
        .ok_or_else(|| Refusal::new("Client", "The request is not a SOAP 1.1 envelope"))?;
    let scripted = back.faults.take(|fault| match fault {
        Fault::MetadataFault { code, message } => Some(Refusal::new(code, message)),
        _ => None,
    });
    if let Some(refusal) = scripted {
        return Err(refusal);
    }
    let now = back.now();
    let who = back.change(|world| {
        let (subject, _) = world.use_access_token(&session, now)?;
        let (org, user) = world.person(&subject)?;
        Some((org.key, user.may_change_metadata))
    });
    let here =
        |(org, _): &(OrgKey, bool)| asked.host == HostKey::MyDomain(*org) && session.contains('!');
    let (org, may) = who.filter(here).ok_or_else(|| {
        let message = "Invalid Session ID found in SessionHeader: Illegal Session";
        Refusal::new("INVALID_SESSION_ID", message)
    })?;
    if !may {
        let message = "insufficient access rights on cross-reference id";
        return Err(Refusal::new("INSUFFICIENT_ACCESS", message));
    }
    Ok(Call {
        org,
        version,
        operation,
    })
}

fn version(path: &str) -> Result<u32, Refusal> {
    let text = path.trim_start_matches("/services/Soap/m/");
    let text = text.split('/').next().unwrap_or_default();
    let version = text.strip_suffix(".0").and_then(|text| text.parse().ok());
    let version = version.filter(|version| VERSIONS.contains(version));
    version.ok_or_else(|| {
        Refusal::new(
            "UNSUPPORTED_API_VERSION",
            "Invalid Api version specified on URL",
        )
    })
}

/// The session of the header and the operation of the body.
fn parts(body: &[u8]) -> Option<(String, Element)> {
    let envelope = xml::parse(std::str::from_utf8(body).ok()?)?;
    let mut children = envelope.children.into_iter();
    let (header, body) = (children.next()?, children.next()?);
    if !header.is(ENVELOPE, "Header") || !body.is(ENVELOPE, "Body") || children.next().is_some() {
        return None;
    }
    let header = header.children.into_iter();
    let mut sessions = header.filter(|own| own.is(NAMESPACE, "SessionHeader"));
    let session = sessions.next()?.children.into_iter().next()?;
    let mut operations = body.children.into_iter();
    let operation = operations.next().filter(|own| own.namespace == NAMESPACE)?;
    (operations.next().is_none() && session.is(NAMESPACE, "sessionId"))
        .then_some((session.text, operation))
}

fn carry_out(back: &Backstage, call: &Call) -> Result<String, Refusal> {
    match call.operation.name.as_str() {
        "listMetadata" => list(back, call),
        "readMetadata" => read(back, call),
        "createMetadata" => write(back, call, Write::Create),
        "updateMetadata" => write(back, call, Write::Update),
        "upsertMetadata" => write(back, call, Write::Upsert),
        "deleteMetadata" => delete(back, call),
        _ => Err(Refusal::new("Client", "No operation available for request")),
    }
}

impl Call {
    /// The texts of the operation's children of a name.
    fn texts(&self, name: &str) -> Vec<&str> {
        let own = self
            .operation
            .children
            .iter()
            .filter(|own| own.is(NAMESPACE, name));
        own.map(|own| own.text.trim()).collect()
    }

    fn kind(&self, name: &str) -> Result<Kind, Refusal> {
        let kind = Kind::of_type(name).filter(|kind| kind.since() <= self.version);
        kind.ok_or_else(|| {
            let message = format!("{name} is not a known type in version {}.0", self.version);
            Refusal::new("INVALID_TYPE", &message)
        })
    }

    fn bounded<T>(&self, list: Vec<T>) -> Result<Vec<T>, Refusal> {
        if list.is_empty() || list.len() > MOST {
            return Err(Refusal::new(
                "LIMIT_EXCEEDED",
                "one to ten components in one call",
            ));
        }
        Ok(list)
    }
}

fn list(back: &Backstage, call: &Call) -> Result<String, Refusal> {
    let mut rows = String::new();
    for query in call
        .operation
        .children
        .iter()
        .filter(|own| own.is(NAMESPACE, "queries"))
    {
        let wanted = query.children.iter().find(|own| own.is(NAMESPACE, "type"));
        let wanted = wanted.map_or("", |own| own.text.trim());
        let names = if wanted == "ConnectedApp" {
            back.org(call.org).connected_apps
        } else {
            let kind = call.kind(wanted)?;
            back.look(|world| {
                let own = world.shelf(call.org).components.iter();
                let own = own.filter(|own| own.kind == kind);
                own.map(|own| own.name.clone()).collect()
            })
        };
        rows.extend(names.iter().map(|name| wire::file_properties(wanted, name)));
    }
    Ok(wire::response("listMetadata", &rows))
}

/// What is not there is answered with a record that says nothing.
fn read(back: &Backstage, call: &Call) -> Result<String, Refusal> {
    let kind = call.kind(call.texts("type").first().copied().unwrap_or_default())?;
    let names = call.bounded(call.texts("fullNames"))?;
    let records = names.iter().map(|name| {
        let found = back.look(|world| match kind {
            Kind::AppSettings => (*name == SETTINGS).then(|| shelf::read_settings(world, call.org)),
            _ => world.shelf(call.org).find(kind, name).map(|own| {
                let app = world.app_named(call.org, own.app());
                consumer::as_read(own, world.org(call.org), app)
            }),
        });
        found.map_or_else(wire::empty_record, |own| wire::record(&own))
    });
    let records: String = records.collect();
    Ok(wire::response(
        "readMetadata",
        &format!("<result>{records}</result>"),
    ))
}

fn write(back: &Backstage, call: &Call, how: Write) -> Result<String, Refusal> {
    let elements = call.operation.children.iter();
    let elements: Vec<&Element> = elements
        .filter(|own| own.is(NAMESPACE, "metadata"))
        .collect();
    let mut results = String::new();
    let mut first = None;
    for element in call.bounded(elements)? {
        let kind = call.kind(element.type_of.as_str())?;
        if *first.get_or_insert(kind) != kind {
            return Err(Refusal::new("INVALID_TYPE", "one type in one call"));
        }
        let name = element
            .children
            .first()
            .filter(|own| own.is(NAMESPACE, "fullName"));
        let name = name.ok_or_else(|| Refusal::new("Client", "fullName comes first"))?;
        let component =
            Component::read(kind, name.text.trim(), &element.children[1..], call.version);
        let outcome = component.and_then(|component| put(back, call.org, component, how));
        results.push_str(&wire::save_result(name.text.trim(), how, outcome.as_ref()));
    }
    let operation = &call.operation.name;
    Ok(wire::response(operation, &results))
}

fn put(back: &Backstage, org: OrgKey, component: Component, how: Write) -> Result<bool, Problem> {
    if let Some(problem) = scripted_problem(back, [&component]) {
        return Err(problem);
    }
    let now = back.now();
    back.change(|world| shelf::write(world, org, component, how, now))
}

fn delete(back: &Backstage, call: &Call) -> Result<String, Refusal> {
    let kind = call.kind(call.texts("type").first().copied().unwrap_or_default())?;
    let now = back.now();
    let names = call.bounded(call.texts("fullNames"))?;
    let results = names.iter().map(|name| {
        let was_there = back.change(|world| shelf::remove(world, call.org, kind, name, now));
        let outcome = if was_there {
            Ok(false)
        } else {
            Err(gone(kind, name))
        };
        wire::save_result(name, Write::Update, outcome.as_ref())
    });
    let results: String = results.collect();
    Ok(wire::response("deleteMetadata", &results))
}

fn gone(kind: Kind, name: &str) -> Problem {
    Problem {
        type_name: kind.type_name().to_owned(),
        name: name.to_owned(),
        code: "INVALID_CROSS_REFERENCE_KEY".to_owned(),
        text: format!("no {} named {name} found", kind.type_name()),
        fields: Vec::new(),
    }
}
