//! Hostile requests to every command: T-03; and what no request can name, R-54.

use std::time::Duration;

use anyhow::{bail, ensure};
use orgkeep_api::command::{COMMANDS, Commands as _, NoRequest};
use orgkeep_api::error::ErrorCode;
use orgkeep_api::message::*;
use orgkeep_app::facade::Orgkeep;
use orgkeep_journeys::child::{self, Player};
use orgkeep_journeys::memory::{giving_back, resident_bytes};
use orgkeep_journeys::row::{Row, size};
use orgkeep_journeys::trace;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, OrgKey};
use serde_json::{Map, Value, json};
use tokio::time::error::Elapsed;
use tokio::time::timeout;

use crate::role::TEST;

const ORG: OrgKey = OrgKey::Uat;
/// Growth that is allowed (security.md, standing check "calm").
const GROWTH: usize = 16 * 1024 * 1024;

fn payloads() -> usize {
    size(1000, 50)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t_03_hostile_requests_get_a_typed_answer() -> anyhow::Result<()> {
    let mut row = Row::new("T-03", payloads() * COMMANDS.len());
    // In a process of its own, so that its growth is its own.
    let child = Player::start(TEST, "commands", &giving_back(&[]))?;
    let sent = tokio::task::block_in_place(|| child.noted_in(&mut row));
    row.finish(sent)
}

#[test]
fn every_honest_request_is_one() {
    let known = Known {
        draft: "d".to_owned(),
        connection: "c".to_owned(),
        blueprint: "b".to_owned(),
    };
    for (command, request, _) in COMMANDS {
        assert!(parses(request, honest(request, &known)), "{command}");
    }
}

/// a connection's servers come from its sign-in, and no request puts another one in their place.
#[test]
fn r_54_no_request_names_a_server_of_a_connection() {
    let known = Known {
        draft: "d".to_owned(),
        connection: "c".to_owned(),
        blueprint: "b".to_owned(),
    };
    let servers = [
        "loginUrl",
        "instanceUrl",
        "tokenUrl",
        "tokenEndpoint",
        "authority",
        "host",
    ];
    let mut requests = 0;
    for (command, request, _) in COMMANDS {
        let honest = honest(request, &known);
        let Value::Object(fields) = &honest else {
            continue;
        };
        // A host is confirmed for a draft, which has no secret yet.
        let others = servers
            .iter()
            .filter(|name| **name != "host" || *request != "ConfirmHostRequest");
        for name in others {
            assert!(!fields.contains_key(*name), "{command} has {name}");
            let mut fields = fields.clone();
            fields.insert((*name).to_owned(), json!("https://evil.example"));
            let takes = parses(request, Value::Object(fields));
            assert!(!takes, "{command} takes {name}");
        }
        requests += 1;
    }
    assert!(requests > 50, "only {requests} requests have fields");
}

/// The child's part.
pub async fn send_everything() -> anyhow::Result<()> {
    let world = World::start().await?;
    let connection = world
        .register(&world.registration(ORG, AppKind::Public))
        .await?
        .row
        .id;
    let mut chance = Chance(0x5eed);
    let largest = vec![Value::String("A".repeat(10 * 1024 * 1024)); 4];
    let mut resident = None;
    for (command, request, _) in COMMANDS {
        let draft = world
            .fill_draft(&world.registration(ORG, AppKind::Public))
            .await?
            .id;
        let known = Known {
            draft,
            connection: connection.clone(),
            blueprint: new_blueprint(&world).await?,
        };
        let mut survived = 0;
        for number in 0..payloads() {
            let payload = payload(request, number, &known, &largest, &mut chance);
            let panics = trace::panics();
            let sent = send(&world.orgkeep, command, payload);
            let answer = timeout(Duration::from_secs(60), sent).await;
            match is_answered(number, answer, trace::panics() - panics) {
                Ok(()) => survived += 1,
                failed => child::note(&format!("{command} {number}"), &failed)?,
            }
        }
        child::note_survivors(survived)?;
        forget_drafts(&world).await?;
        forget_blueprints(&world).await?;
        // The largest payloads were sent once now: from here on nothing may pile up.
        resident.get_or_insert(resident_bytes()?);
    }
    let grown = resident_bytes()?.saturating_sub(resident.unwrap_or_default());
    ensure!(grown <= GROWTH, "calm: it grew by {grown} bytes");
    goes_on(&world).await?;
    child::note_no_more()
}

/// What became of a request.
#[derive(Debug)]
enum Answer {
    /// It is none: no code of a command has seen it.
    NoRequest,
    /// It was not carried out.
    Refused(ErrorCode),
    /// It was.
    View,
}

fn is_answered(
    number: usize,
    answer: Result<Answer, Elapsed>,
    panics: usize,
) -> anyhow::Result<()> {
    ensure!(panics == 0, "something panicked");
    match (number, answer?) {
        // A command has taken it, so what it says is no fault of the program.
        (_, Answer::Refused(ErrorCode::Internal)) => bail!("taken for a fault of the program"),
        (NOTHING, Answer::NoRequest) => Ok(()),
        (NOTHING, answer) => bail!("nothing was a request: {answer:?}"),
        (TEXTS, Answer::View) => bail!("four texts were carried out"),
        _ => Ok(()),
    }
}

/// After all of it a person can still sign in.
async fn goes_on(world: &World) -> anyhow::Result<()> {
    let running = match &*world.orgkeep.watch_attempt().borrow() {
        AttemptView::Running { attempt } => Some(attempt.id.clone()),
        _ => None,
    };
    if let Some(id) = running {
        world.cancel(&id).await?;
        world.failed().await?;
    }
    world.simulator.faults().clear();
    world
        .register(&world.registration(ORG, AppKind::Confidential))
        .await?;
    world.standing().await
}

async fn forget_drafts(world: &World) -> anyhow::Result<()> {
    for draft in world.orgkeep.drafts(NoRequest {}).await?.drafts {
        world
            .orgkeep
            .discard_draft(DraftRequest { id: draft.id })
            .await?;
    }
    Ok(())
}

async fn new_blueprint(world: &World) -> anyhow::Result<String> {
    let request = NewBlueprintRequest {
        name: String::new(),
        app: AppFields::default(),
    };
    Ok(world.orgkeep.new_blueprint(request).await?.id)
}

async fn forget_blueprints(world: &World) -> anyhow::Result<()> {
    for blueprint in world.orgkeep.blueprints(NoRequest {}).await?.own {
        let request = BlueprintRequest { id: blueprint.id };
        world.orgkeep.remove_blueprint(request).await?;
    }
    Ok(())
}

macro_rules! dispatcher {
    (
        commands { $($(#[$doc:meta])* $command:ident($request:ident) -> $view:ident;)* }
        streams { $($(#[$stream_doc:meta])* $stream:ident -> $snapshot:ident;)* }
    ) => {
        /// As the window's handler does it: what does not parse goes no further.
        async fn send(orgkeep: &Orgkeep, command: &str, payload: Value) -> Answer {
            match command {
                $(stringify!($command) => {
                    let Ok(request) = serde_json::from_value::<$request>(payload) else {
                        return Answer::NoRequest;
                    };
                    match orgkeep.$command(request).await {
                        Ok(view) => {
                            drop(serde_json::to_string(&view));
                            Answer::View
                        }
                        Err(error) => Answer::Refused(error.code),
                    }
                })*
                _ => Answer::NoRequest,
            }
        }

        /// Whether a request of this type can be made of the value.
        fn parses(request: &str, value: Value) -> bool {
            match request {
                $(stringify!($request) => serde_json::from_value::<$request>(value).is_ok(),)*
                _ => false,
            }
        }
    };
}

orgkeep_api::for_each_command!(dispatcher);

/// What a page could know.
struct Known {
    draft: String,
    connection: String,
    blueprint: String,
}

/// A small generator of numbers, the same in every run.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).unwrap_or_default()
    }
}

/// A request as the page would send it.
fn honest(request: &str, known: &Known) -> Value {
    let Known {
        draft,
        connection,
        blueprint,
    } = known;
    match request {
        "NoRequest" => json!({}),
        "PassphraseRequest" => json!({"passphrase": "x"}),
        "ChangeKeyRequest" => json!({"current": null, "new": {"kind": "keyring"}}),
        "StartOverRequest" => json!({"confirmation": "x", "new": {"kind": "keyring"}}),
        "RecoverRequest" => json!({"key": "x", "new": {"kind": "keyring"}}),
        "ConnectionRequest" | "RevocationRequest" => json!({"id": connection}),
        "RelabelRequest" => json!({"id": connection, "name": "n", "environment": "uat"}),
        "TestConnectionsRequest" => json!({"ids": [connection]}),
        "TestScheduleRequest" => json!({"everyHours": 24}),
        "OpenOrgRequest" => {
            json!({"id": connection, "landing": {"kind": "path", "path": "/lightning/page/home"}})
        }
        "ConnectionBrowserRequest" => {
            json!({"id": connection, "browser": {"id": "firefox", "private": true}})
        }
        "LabelRequest" => json!({"ids": [connection], "addTags": ["a", "b"], "removeTags": ["c"],
            "favourite": true, "colour": "blue", "owner": "o", "environment": "uat"}),
        "NoteRequest" => json!({"id": connection, "notes": "n"}),
        "ListOrder" => json!({"sort": "name", "descending": false, "favouritesFirst": true,
            "grouped": true, "folded": ["acme.my.salesforce.com"]}),
        "SavedFilter" => json!({"name": "f", "filter": filter()}),
        "ExportInventoryRequest" => json!({"ids": [connection], "format": "csv"}),
        "SavedFilterRequest" => json!({"name": "f"}),
        "PendingCredentialsRequest" => json!({"id": connection, "consumerKey": "k",
            "secret": {"kind": "typed", "secret": "s"}}),
        "ReauthenticateRequest" => {
            json!({"id": connection, "withPending": false, "allScopes": false})
        }
        "MigrateRequest" => json!({"id": connection, "allScopes": false}),
        "QueueMovesRequest" | "CheckMovesRequest" => json!({"connections": [connection]}),
        "ExportMovesRequest" => json!({"format": "markdown"}),
        "KeepingRequest" => json!({"days": 14}),
        "PlanAppRequest" => plan_app(draft, connection),
        "CreateAppRequest" => json!({"plan": plan_app(draft, connection),
            "changesExisting": false, "productionConfirmed": false}),
        "CreationRequest" => json!({"id": "c"}),
        "DismissAppRequest" => json!({"id": "c", "forGood": false}),
        "CheckAppRequest" => check_app(connection, blueprint),
        "ApplyPoliciesRequest" => {
            json!({"check": check_app(connection, blueprint), "productionConfirmed": true})
        }
        "RotateSecretRequest" => json!({"id": connection, "productionConfirmed": true}),
        "PreviewImportRequest" => json!({"source": "cliHome"}),
        "RunImportRequest" => json!({"preview": "p", "chosen": [
            {"key": "ada@acme.example.json", "withTokens": true}]}),
        "AddDependentRequest" => json!({"connection": connection, "fields": dependent()}),
        "ChangeDependentRequest" => {
            json!({"connection": connection, "id": "d", "fields": dependent()})
        }
        "DependentRequest" => json!({"connection": connection, "id": "d"}),
        "ImportDependentsRequest" => json!({"preview": "p"}),
        "AnswerIdentityRequest" => json!({"id": draft, "accept": true}),
        "DraftRequest" | "AttemptRequest" => json!({"id": draft}),
        "DraftLoginRequest" => json!({"id": draft, "field": "securityToken", "secret": "s"}),
        "PendingLoginRequest" => json!({"id": connection, "username": "u@acme.example",
            "password": "p", "securityToken": "t"}),
        "PracticeLoginRequest" => json!({"draft": draft, "org": "uat"}),
        "SaveDraftRequest" => json!({"id": draft, "step": "credentials", "fields": {
            "name": "n", "orgType": "sandbox", "authentication": "connectedApp", "retirementAccepted": true, "loginUrl": "http://localhost:1", "consumerKey": "k",
            "username": "u", "browser": {"id": "firefox", "private": true}, "opensWhenActive": true,
            "app": app(), "ticked": ["callback"],
        }}),
        "DraftSecretRequest" => json!({"id": draft, "secret": "s"}),
        "ConfirmHostRequest" => json!({"draft": draft, "host": "login.acme.example"}),
        "DecodeRequest" => json!({"text": "error=access_denied"}),
        "SetupPageRequest" => json!({"of": {"kind": "connection", "id": connection},
            "page": "externalClientAppManager"}),
        "ConnectRequest" => json!({"draft": draft, "allScopes": false}),
        "OpensWhenActiveRequest" => json!({"id": draft, "opens": true}),
        "PasteRequest" => {
            json!({"id": draft, "address": "http://localhost:33333/?code=c&state=s"})
        }
        "BlueprintRequest" => json!({"id": blueprint}),
        "NewBlueprintRequest" => json!({"name": "n", "app": app()}),
        "SaveBlueprintRequest" => json!({"id": blueprint, "name": "n", "app": app()}),
        "CompareRequest" => json!({
            "left": {"kind": "own", "id": blueprint}, "right": {"kind": "preset", "id": "vault"},
        }),
        "RecommendRequest" => json!({"yes": ["strict_isolation", "shared_credentials"]}),
        "SourceRequest" => source(),
        "WriteSourceRequest" => json!({"source": source(), "token": "t"}),
        "CheckSourceRequest" => check(),
        "ApplyRemedyRequest" => json!({"check": check(), "token": "t"}),
        "ActivityRequest" => json!({"filter": activity_filter(connection), "before": 9}),
        "ExportActivityRequest" => json!({"filter": activity_filter(connection), "format": "csv"}),
        "PracticeAppRequest" => json!({"draft": draft, "org": "uat", "app": "public"}),
        "ScenarioRequest" => json!({"id": "latency", "on": false}),
        unknown => json!({"unknown": unknown}),
    }
}

fn activity_filter(connection: &str) -> Value {
    json!({
        "connection": connection, "kinds": ["register", "test"], "results": ["done"],
        "program": "window", "from": "2026-11-20T00:00:00Z", "until": null,
    })
}

/// Nothing is at this folder, and a payload without its token writes nothing there.
const NOWHERE: &str = "/no-such-folder/eca";

fn source() -> Value {
    let link = json!({"oauthLink": "00D000000000001:888000000000001", "orgScopedApp": "00D000000000001:A"});
    json!({
        "app": app(), "pattern": "dual", "link": link, "environments": [{"alias": "prod", "runAs": ""}],
        "below": {"link": link, "callbacks": "https://a.example", "environments": []}, "folder": NOWHERE,
    })
}

fn filter() -> Value {
    json!({
        "search": "s", "statuses": ["connected"], "orgTypes": ["sandbox"], "authentications": ["standard"],
        "environments": ["uat"], "tags": ["a"], "owners": ["o"], "favourites": true, "ending": false,
    })
}

fn plan_app(draft: &str, connection: &str) -> Value {
    json!({"connection": connection, "goal": {"kind": "draft", "id": draft}, "confidential": true})
}

fn check_app(connection: &str, blueprint: &str) -> Value {
    json!({"id": connection, "against": {"kind": "own", "id": blueprint}})
}

fn check() -> Value {
    json!({"folder": NOWHERE, "pattern": "plain"})
}

fn dependent() -> Value {
    json!({"kind": "pipeline", "name": "n", "product": "p"})
}

fn app() -> Value {
    json!({
        "label": "l", "apiName": "a", "contactEmail": "admin@example.com", "description": "d",
        "presets": ["vault", "compliance-rehearsal"],
        "inputs": [{"preset": "vault", "key": "instance", "value": "https://vault.example"}],
        "choices": [{"setting": "requirePkce", "value": "off"}],
    })
}

/// The number of the payload that is nothing at all.
const NOTHING: usize = 2;
/// The number of the payload that is a list of texts: the fields of a request by their order, if it has four.
const TEXTS: usize = 3;

/// The first ones are chosen; all others are an honest request in which chance has changed something.
fn payload(
    request: &str,
    number: usize,
    known: &Known,
    largest: &[Value],
    chance: &mut Chance,
) -> Value {
    let mut value = honest(request, known);
    match number {
        0 => value,
        1 => with_every_text(value, &largest[0]),
        NOTHING => Value::Null,
        TEXTS => Value::Array(largest.to_vec()),
        4 => json!({}),
        _ => {
            for _ in 0..=chance.below(3) {
                value = changed(value, known, chance);
            }
            value
        }
    }
}

fn with_every_text(value: Value, text: &Value) -> Value {
    match value {
        Value::String(_) => text.clone(),
        Value::Object(fields) => {
            let fields = fields.into_iter();
            fields
                .map(|(name, value)| (name, with_every_text(value, text)))
                .collect()
        }
        other => other,
    }
}

fn changed(value: Value, known: &Known, chance: &mut Chance) -> Value {
    match value {
        Value::Object(mut fields) if chance.below(8) > 0 => {
            change_field(&mut fields, known, chance);
            Value::Object(fields)
        }
        Value::Array(mut values) if !values.is_empty() && chance.below(3) > 0 => {
            let place = chance.below(values.len());
            values[place] = changed(values[place].take(), known, chance);
            Value::Array(values)
        }
        _ => hostile(known, chance),
    }
}

fn change_field(fields: &mut Map<String, Value>, known: &Known, chance: &mut Chance) {
    let names: Vec<String> = fields.keys().cloned().collect();
    let name = match names.len() {
        0 => "id".to_owned(),
        length => names[chance.below(length)].clone(),
    };
    match chance.below(10) {
        0 => {
            fields.remove(&name);
        }
        1 => {
            fields.insert("__proto__".to_owned(), json!({"isAdmin": true}));
        }
        2 => {
            fields.insert(format!("{name}\u{0}"), hostile(known, chance));
        }
        _ => {
            let old = fields.remove(&name).unwrap_or_default();
            fields.insert(name, changed(old, known, chance));
        }
    }
}

fn hostile(known: &Known, chance: &mut Chance) -> Value {
    let texts = orgkeep_journeys::payload::hostile_texts();
    match chance.below(22) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(-1),
        3 => json!(u64::MAX),
        4 => json!(f64::MAX),
        5 => json!(1e-320),
        6 => json!([]),
        7 => json!({"__proto__": {"x": 1}, "constructor": {"prototype": {}}}),
        8 => (0..100).fold(Value::Null, |inner, _| json!([inner])),
        9 => (0..100).fold(Value::Null, |inner, _| json!({"id": inner})),
        10 => json!("\u{0}"),
        11 => json!("../../../../etc/passwd"),
        12 => json!("00000000-0000-0000-0000-000000000000"),
        13 => json!(known.draft),
        14 => json!(known.connection),
        15 => json!("9".repeat(400)),
        16 => json!(vec!["x"; 10_000]),
        _ => json!(texts[chance.below(texts.len() - 1)]),
    }
}
