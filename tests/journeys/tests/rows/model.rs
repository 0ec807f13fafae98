//! A sign-in as a state machine, against a model of a few lines: Q-02.

use std::cell::Cell;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use orgkeep_api::failure::FailureView;
use orgkeep_domain::attempt::{Arrival, AwaitingConsent, Draft, IssuerRule, Purpose};
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::callback::{parse_callback_query, parse_pasted_callback};
use orgkeep_domain::client::{CallbackUrl, ClientApp, ClientKind, ConsumerKey};
use orgkeep_journeys::row::{Row, size};
use orgkeep_journeys::secret::random_text;
use orgkeep_journeys::sign_in::Consent;
use orgkeep_journeys::waiting::told;
use orgkeep_journeys::world::World;
use orgkeep_secret::{CodeVerifier, StateToken};
use orgkeep_simulator::{AppKind, Decision, OrgKey};
use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};

const ORG: OrgKey = OrgKey::Uat;

/// What can happen while a person is at Salesforce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Event {
    Genuine,
    GenuineRefusal,
    OtherIssuer,
    WrongState,
    WrongStateRefusal,
    NoState,
    CodeAndError,
    PasteGenuine,
    PasteWrongState,
    PasteElsewhere,
    Wake,
    Cancel,
    Timeout,
    Close,
}

const EVENTS: [Event; 14] = [
    Event::Genuine,
    Event::GenuineRefusal,
    Event::OtherIssuer,
    Event::WrongState,
    Event::WrongStateRefusal,
    Event::NoState,
    Event::CodeAndError,
    Event::PasteGenuine,
    Event::PasteWrongState,
    Event::PasteElsewhere,
    Event::Wake,
    Event::Cancel,
    Event::Timeout,
    Event::Close,
];

/// How a sign-in ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Exchanged,
    Refused,
    OtherServer,
    Cancelled,
    TimedOut,
    Closed,
}

/// The model: only six things end a sign-in, and only the first of them counts.
fn model(before: Option<End>, event: Event) -> Option<End> {
    before.or(match event {
        Event::Genuine | Event::PasteGenuine => Some(End::Exchanged),
        Event::GenuineRefusal => Some(End::Refused),
        Event::OtherIssuer => Some(End::OtherServer),
        Event::Cancel => Some(End::Cancelled),
        Event::Timeout => Some(End::TimedOut),
        Event::Close => Some(End::Closed),
        _ => None,
    })
}

/// Orders of events in which endings are rarer than the rest, so that most of an order is played.
fn orders() -> impl Strategy<Value = Vec<Event>> {
    let event = (any::<u16>(), any::<u16>()).prop_map(|(place, again)| {
        let pick = |number: u16| EVENTS[usize::from(number) % EVENTS.len()];
        let first = pick(place);
        if model(None, first).is_some() {
            pick(again)
        } else {
            first
        }
    });
    vec(event, 1..16)
}

#[tokio::test]
async fn q_02_model_and_code_agree_on_every_order_of_events() -> anyhow::Result<()> {
    let (pure, real) = (size(99_700, 1_988), size(300, 12));
    let mut row = Row::new("Q-02", pure + real);
    let config = Config {
        cases: u32::try_from(pure)?,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new(config);
    let agreed = Cell::new(0);
    let outcome = runner.run(&orders(), |events| {
        let outcome = agrees(&events);
        proptest::prop_assert!(outcome.is_ok(), "{outcome:?}");
        agreed.set(agreed.get() + 1);
        Ok(())
    });
    row.note_survivors(agreed.get());
    outcome?;
    let mut world = World::start().await?;
    for number in 0..real {
        let events = orders()
            .new_tree(&mut runner)
            .map_err(anyhow::Error::msg)?
            .current();
        let outcome = plays_out(&mut world, &events).await;
        row.note(format!("{number}: {events:?}"), outcome);
    }
    row.finish(world.end().await)
}

/// The states alone.
fn agrees(events: &[Event]) -> anyhow::Result<()> {
    let callback = CallbackUrl::standard();
    let (mut waiting, mut end, mut expected, mut exchanged) = (Some(awaiting()?), None, None, 0);
    for event in events {
        expected = model(expected, *event);
        let Some(awaiting) = waiting.take() else {
            continue;
        };
        let query = match event {
            Event::Cancel | Event::Timeout | Event::Close => {
                end = model(None, *event);
                continue;
            }
            Event::Wake => None,
            Event::PasteGenuine | Event::PasteWrongState | Event::PasteElsewhere => {
                parse_pasted_callback(&raw(*event), &callback).ok()
            }
            _ => parse_callback_query(&raw(*event)).ok(),
        };
        let Some(query) = query else {
            waiting = Some(awaiting);
            continue;
        };
        match awaiting.receive(query) {
            Arrival::Ignored(same) => waiting = Some(same),
            Arrival::Denied(..) => end = Some(End::Refused),
            Arrival::WrongIssuer(_) => end = Some(End::OtherServer),
            Arrival::Granted(_) => {
                exchanged += 1;
                end = Some(End::Exchanged);
            }
        }
    }
    ensure!(end == expected, "{end:?} instead of {expected:?}");
    ensure!(
        exchanged <= 1 && waiting.is_none() == end.is_some(),
        "exchanged {exchanged} times"
    );
    Ok(())
}

fn raw(event: Event) -> String {
    match event {
        Event::Genuine => "code=c&state=right",
        Event::GenuineRefusal => "error=access_denied&state=right",
        Event::OtherIssuer => "code=c&state=right&iss=https%3A%2F%2Fevil.example",
        Event::WrongStateRefusal => "error=access_denied&state=wrong",
        Event::NoState => "code=c",
        Event::CodeAndError => "code=c&error=access_denied&state=right",
        Event::PasteGenuine => "http://localhost:33333/?code=c&state=right",
        Event::PasteWrongState => "http://localhost:33333/?code=c&state=wrong",
        Event::PasteElsewhere => "http://localhost:33334/?code=c&state=right",
        _ => "code=c&state=wrong",
    }
    .to_owned()
}

fn awaiting() -> anyhow::Result<AwaitingConsent> {
    let host = "https://acme.my.salesforce.com";
    let draft = Draft {
        authority: Authority::parse(host, AuthorityRule::Salesforce)?,
        client: ClientApp {
            kind: ClientKind::ExternalClientApp,
            key: ConsumerKey::parse("3MVG9key")?,
            secret: None,
        },
        callback: CallbackUrl::standard(),
        scopes: None,
        login_hint: None,
        purpose: Purpose::Register { expected_org: None },
    };
    let state = StateToken::new("right".to_owned());
    let issuer = IssuerRule::IfPresent(host.to_owned());
    Ok(draft.ask_consent(state, CodeVerifier::new("verifier".to_owned()), issuer))
}

/// The real driver, listener and store.
async fn plays_out(world: &mut World, events: &[Event]) -> anyhow::Result<()> {
    let consent = world
        .at_consent(&world.registration(ORG, AppKind::Public))
        .await?;
    let genuine = world
        .decide(&consent, &world.admin(ORG), Decision::Allow)
        .await?;
    let before = world.simulator.journal().token_requests().len();
    let mut expected = None;
    for event in events {
        let over = expected.is_some();
        expected = model(expected, *event);
        let happened = happen(world, &consent, &genuine, *event).await;
        ensure!(over || happened.is_ok(), "{event:?}: {happened:?}");
        if !over && expected.is_some() {
            ended(world, expected).await?;
        }
    }
    if expected.is_none() {
        happen(world, &consent, &genuine, Event::Cancel).await?;
        ended(world, Some(End::Cancelled)).await?;
    }
    let exchanged = world.simulator.journal().token_requests().len() - before;
    let wanted = usize::from(expected == Some(End::Exchanged));
    ensure!(
        exchanged == wanted,
        "exchanged {exchanged} times, {expected:?}"
    );
    if expected != Some(End::Closed) {
        world.leave(&consent.id).await?;
    }
    Ok(())
}

async fn happen(
    world: &mut World,
    consent: &Consent,
    genuine: &str,
    event: Event,
) -> anyhow::Result<()> {
    let (right, wrong) = (consent.state(), random_text(43)?);
    let with = |pairs: &[(&str, &str)]| world.callback_with(pairs);
    let denied = ("error", "access_denied");
    let callback = match event {
        Event::Genuine => genuine.to_owned(),
        Event::GenuineRefusal => with(&[denied, ("state", &right)])?,
        Event::OtherIssuer => format!("{genuine}&iss=https%3A%2F%2Fevil.example"),
        Event::WrongState => with(&[("code", "aPrxForged"), ("state", &wrong)])?,
        Event::WrongStateRefusal => with(&[denied, ("state", &wrong)])?,
        Event::NoState => with(&[("code", "aPrxForged")])?,
        Event::CodeAndError => format!("{genuine}&error=access_denied"),
        _ => return wish(world, consent, genuine, event).await,
    };
    world.deliver(&callback).await.map(drop)
}

async fn wish(
    world: &mut World,
    consent: &Consent,
    genuine: &str,
    event: Event,
) -> anyhow::Result<()> {
    let address = match event {
        Event::PasteGenuine => genuine.to_owned(),
        Event::PasteWrongState => genuine.replace(&consent.state(), &random_text(43)?),
        Event::PasteElsewhere => genuine.replace("localhost", "evil.example"),
        Event::Cancel => return world.cancel(&consent.id).await,
        Event::Close => return world.reopen().await,
        Event::Timeout => {
            world.clock.jump(Duration::from_secs(601));
            return Ok(());
        }
        _ => {
            world.clock.jump(Duration::from_secs(10));
            return Ok(());
        }
    };
    world.paste(&consent.id, address).await.map(drop)
}

async fn ended(world: &World, end: Option<End>) -> anyhow::Result<()> {
    match end.context("it has not ended")? {
        End::Exchanged => world.connected().await.map(drop)?,
        End::Refused => world.failed_because(told("denied")).await.map(drop)?,
        End::OtherServer => world
            .failed_because(FailureView::IssuerMismatch)
            .await
            .map(drop)?,
        End::Cancelled => world
            .failed_because(FailureView::Cancelled)
            .await
            .map(drop)?,
        End::TimedOut => world
            .failed_because(FailureView::NothingCameBack)
            .await
            .map(drop)?,
        End::Closed => {}
    }
    world.closed().await
}
