//! What comes back, or seems to: O-06, O-07, L-21, R-13, R-31, R-53.

use std::net::Ipv4Addr;

use anyhow::{Context as _, ensure};
use orgkeep_api::attempt::{AttemptView, HintView, StageView};
use orgkeep_api::command::Commands as _;
use orgkeep_api::failure::FailureView;
use orgkeep_api::paste::PasteVerdictView;
use orgkeep_journeys::row::{Row, is_full, size};
use orgkeep_journeys::secret::random_text;
use orgkeep_journeys::sign_in::{Consent, parameter};
use orgkeep_journeys::waiting::told;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, Decision, Endpoint, Fault, HostKey, IssuerAnswer, OrgKey, Times};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

const ORG: OrgKey = OrgKey::Uat;

/// How a browser begins that insists on https (RFC 8446, 5.1): a handshake record.
const TLS_HELLO: &[u8] = b"\x16\x03\x01\x00\xf8\x01\x00\x00\xf4\x03\x03";

/// A sign-in that waits, and its genuine callback, which nobody has delivered yet.
async fn waiting(world: &World) -> anyhow::Result<(Consent, String)> {
    waiting_at(world, ORG).await
}

async fn waiting_at(world: &World, org: OrgKey) -> anyhow::Result<(Consent, String)> {
    let consent = world
        .at_consent(&world.registration(org, AppKind::Public))
        .await?;
    let genuine = world
        .decide(&consent, &world.admin(org), Decision::Allow)
        .await?;
    Ok((consent, genuine))
}

fn still_waits(world: &World) -> anyhow::Result<()> {
    let view = world.orgkeep.watch_attempt().borrow().clone();
    let waits = matches!(&view, AttemptView::Running { attempt }
        if matches!(attempt.stage, StageView::AwaitingConsent { .. }));
    ensure!(waits, "the sign-in does not wait any more: {view:?}");
    Ok(())
}

/// The genuine callback finishes the sign-in, and exactly one code was exchanged for it.
async fn lives_on(
    world: &World,
    consent: &Consent,
    genuine: &str,
    exchanged: usize,
) -> anyhow::Result<()> {
    still_waits(world)?;
    let tokens = || world.simulator.journal().token_requests().len();
    ensure!(tokens() == exchanged, "something was exchanged");
    world.live(genuine).await?;
    ensure!(tokens() == exchanged + 1, "not exactly one exchange");
    world.leave(&consent.id).await?;
    world.closed().await
}

#[tokio::test]
async fn o_06_a_wrong_state_is_ignored() -> anyhow::Result<()> {
    const KINDS: [&str; 8] = [
        "missing",
        "empty",
        "random",
        "one character off",
        "case changed",
        "prefix",
        "suffix",
        "the previous flow's",
    ];
    let mut row = Row::new("O-06", size(40, KINDS.len()));
    let world = World::start().await?;
    let mut previous = random_text(43)?;
    for number in 0..row.intended() {
        let kind = KINDS[number % KINDS.len()];
        let (consent, genuine) = waiting(&world).await?;
        let state = wrong_state(kind, &consent.state(), &previous)?;
        previous = consent.state();
        let ignored = is_ignored(&world, &consent, &genuine, state.as_deref()).await;
        row.note(format!("{kind} {number}"), ignored);
    }
    row.finish(world.end().await)
}

fn wrong_state(kind: &str, right: &str, previous: &str) -> anyhow::Result<Option<String>> {
    let swapped = |character: char| {
        if character.is_ascii_lowercase() {
            character.to_ascii_uppercase()
        } else {
            character.to_ascii_lowercase()
        }
    };
    Ok(Some(match kind {
        "missing" => return Ok(None),
        "empty" => String::new(),
        "random" => random_text(43)?,
        "one character off" => {
            let last = if right.ends_with('A') { 'B' } else { 'A' };
            format!("{}{last}", &right[..42])
        }
        "case changed" => right.chars().map(swapped).collect(),
        "prefix" => right[..42].to_owned(),
        "suffix" => format!("{right}A"),
        _ => previous.to_owned(),
    }))
}

async fn is_ignored(
    world: &World,
    consent: &Consent,
    genuine: &str,
    state: Option<&str>,
) -> anyhow::Result<()> {
    let exchanged = world.simulator.journal().token_requests().len();
    let mut pairs = vec![("code", "aPrxForged")];
    pairs.extend(state.map(|state| ("state", state)));
    let visit = world.deliver(&world.callback_with(&pairs)?).await?;
    ensure!(visit.status == 400, "it was answered with {}", visit.status);
    lives_on(world, consent, genuine, exchanged).await
}

/// L-12 and O-06, as the person learns of them.
#[tokio::test]
async fn what_is_ignored_is_hinted_at() -> anyhow::Result<()> {
    let world = World::start().await?;
    let (consent, genuine) = waiting(&world).await?;
    let hinted = async |hints: &[HintView]| {
        let wanted = |view: &AttemptView| matches!(view, AttemptView::Running { attempt } if attempt.hints == hints);
        world.wait_attempt(wanted).await
    };
    let mut browser = TcpStream::connect((Ipv4Addr::LOCALHOST, world.callback.port())).await?;
    browser.write_all(TLS_HELLO).await?;
    hinted(&[HintView::BrowserForcesHttps]).await?;
    let older = [("code", "aPrxForged"), ("state", "of an older sign-in")];
    world.deliver(&world.callback_with(&older)?).await?;
    hinted(&[HintView::OldAnswer, HintView::BrowserForcesHttps]).await?;
    lives_on(&world, &consent, &genuine, 0).await?;
    world.end().await
}

#[tokio::test]
async fn o_07_only_an_error_with_the_right_state_ends_the_sign_in() -> anyhow::Result<()> {
    let errors = [
        ("access_denied", told("denied")),
        ("invalid_scope", told("scopeNotAllowed")),
        ("invalid_request", told("requestRefused")),
        ("unauthorized_client", told("unknown")),
        ("unsupported_response_type", told("flowDisabled")),
        ("server_error", told("serverFault")),
        ("temporarily_unavailable", told("serverBusy")),
        ("OAUTH_APP_BLOCKED", told("appBlocked")),
    ];
    let errors = if is_full() { &errors[..] } else { &errors[..2] };
    let mut row = Row::new("O-07", errors.len() * 3);
    let world = World::start().await?;
    world
        .register(&world.registration(OrgKey::Production, AppKind::Confidential))
        .await?;
    for (code, reason) in errors {
        for state in ["no", "wrong", "right"] {
            let outcome = forged_error(&world, code, reason, state).await;
            row.note(format!("{code} with {state} state"), outcome);
        }
    }
    row.finish(world.end().await)
}

async fn forged_error(
    world: &World,
    code: &str,
    reason: &FailureView,
    state: &str,
) -> anyhow::Result<()> {
    let (consent, genuine) = waiting(world).await?;
    let before = world.rows()?;
    let exchanged = world.simulator.journal().token_requests().len();
    let (right, wrong) = (consent.state(), random_text(43)?);
    let mut pairs = vec![
        ("error", code),
        ("error_description", "<b>told</b> by nobody"),
    ];
    pairs.extend(match state {
        "right" => Some(("state", right.as_str())),
        "wrong" => Some(("state", wrong.as_str())),
        _ => None,
    });
    let visit = world.deliver(&world.callback_with(&pairs)?).await?;
    world.same(&before)?;
    if state != "right" {
        ensure!(visit.status == 400, "it was answered with {}", visit.status);
        return lives_on(world, &consent, &genuine, exchanged).await;
    }
    let failed = world.failed_because(reason.clone()).await?;
    ensure!(
        failed.server_code.as_deref() == Some(code),
        "{:?}",
        failed.server_code
    );
    ensure!(
        failed.server_words.as_deref() == Some("<b>told</b> by nobody"),
        "the words"
    );
    world.same(&before)?;
    world.leave(&consent.id).await?;
    world.closed().await
}

#[tokio::test]
async fn l_21_a_pasted_address_passes_the_same_checks() -> anyhow::Result<()> {
    let mut row = Row::new("L-21", 7);
    let world = World::start().await?;
    for kind in [
        "wrong host",
        "wrong path",
        "wrong state",
        "1 MiB",
        "javascript:",
        "valid",
        "second use",
    ] {
        row.note(kind, pasted(&world, kind).await);
    }
    row.finish(world.end().await)
}

async fn pasted(world: &World, kind: &str) -> anyhow::Result<()> {
    let (consent, genuine) = waiting(world).await?;
    let exchanged = world.simulator.journal().token_requests().len();
    let (state, port) = (consent.state(), world.callback.port());
    let (address, expected) = match kind {
        "wrong host" => (
            genuine.replace("localhost", "evil.example"),
            PasteVerdictView::NotACallback,
        ),
        "wrong path" => (
            format!("http://localhost:{port}/other?code=aPrxForged&state={state}"),
            PasteVerdictView::NotACallback,
        ),
        "wrong state" => (
            genuine.replace(&state, &random_text(43)?),
            PasteVerdictView::OtherSignIn,
        ),
        "1 MiB" => (
            format!("{genuine}&x={}", "A".repeat(1024 * 1024)),
            PasteVerdictView::NotACallback,
        ),
        "javascript:" => (
            "javascript:alert(1)".to_owned(),
            PasteVerdictView::NotACallback,
        ),
        _ => (genuine.clone(), PasteVerdictView::Accepted),
    };
    let verdict = world.paste(&consent.id, address.clone()).await?;
    ensure!(verdict == expected, "{verdict:?}");
    if expected != PasteVerdictView::Accepted {
        return lives_on(world, &consent, &genuine, exchanged).await;
    }
    if kind == "second use" {
        let again = world.paste(&consent.id, address).await;
        ensure!(again.is_err(), "it was taken two times");
    }
    world.connected().await?;
    let tokens = world.simulator.journal().token_requests().len();
    ensure!(tokens == exchanged + 1, "not exactly one exchange");
    world.leave(&consent.id).await?;
    world.closed().await
}

#[tokio::test]
async fn r_31_an_error_that_cannot_be_read_is_told_as_such() -> anyhow::Result<()> {
    let long = "x".repeat(101);
    let codes = [
        "<b>",
        "a b",
        "\"",
        "\\",
        "é",
        "\u{1f600}",
        "\u{202e}x",
        "\u{200b}",
        "a&b",
        "a=b",
        "a/b",
        "a;b",
        "{{x}}",
        "${x}",
        "'",
        "`",
        "a+b",
        "a?b",
        "a#b",
        &long,
    ];
    let mut row = Row::new("R-31", codes.len());
    let world = World::start().await?;
    for code in codes {
        row.note(code.escape_debug(), unreadable(&world, code).await);
    }
    row.finish(world.end().await)
}

/// Neither repeated nor told as an empty text.
async fn unreadable(world: &World, code: &str) -> anyhow::Result<()> {
    let (consent, _genuine) = waiting(world).await?;
    let callback = world.callback_with(&[("error", code), ("state", &consent.state())])?;
    world.deliver(&callback).await?;
    let failed = world.failed_because(told("unreadable")).await?;
    ensure!(
        failed.server_code.is_none() && failed.server_words.is_none(),
        "{:?}, {:?}",
        failed.server_code,
        failed.server_words
    );
    world.leave(&consent.id).await?;
    world.closed().await
}

#[tokio::test]
async fn r_13_a_code_reaches_its_own_server_only() -> anyhow::Result<()> {
    let pairs = [
        (OrgKey::Uat, OrgKey::Production),
        (OrgKey::Production, OrgKey::Uat),
    ];
    let mut row = Row::new("R-13", 2 * pairs.len());
    let world = World::start().await?;
    for (first, second) in pairs {
        let outcome = swapped(&world, first, second).await;
        row.note(format!("{first:?}, then {second:?}"), outcome);
        let outcome = mixed_up(&world, first, second).await;
        row.note(format!("{first:?} in the place of {second:?}"), outcome);
    }
    row.finish(world.end().await)
}

/// A genuine answer of a server whose sign-in was cancelled. Its code was never spent.
async fn left_over(world: &World, org: OrgKey) -> anyhow::Result<String> {
    let (consent, answer) = waiting_at(world, org).await?;
    world.cancel(&consent.id).await?;
    world.failed_because(FailureView::Cancelled).await?;
    world.leave(&consent.id).await?;
    world.closed().await?;
    Ok(answer)
}

/// The answer of one server comes while another one is waited for.
async fn swapped(world: &World, first: OrgKey, second: OrgKey) -> anyhow::Result<()> {
    let theirs = left_over(world, first).await?;
    world.simulator.journal().clear();
    let (consent, genuine) = waiting_at(world, second).await?;
    let visit = world.deliver(&theirs).await?;
    ensure!(visit.status == 400, "it was answered with {}", visit.status);
    lives_on(world, &consent, &genuine, 0).await?;
    let own = parameter(&genuine, "code").context("no code")?;
    let asked = world.simulator.journal().of_endpoint(Endpoint::Token);
    let right = asked.iter().all(|request| {
        request.host == HostKey::MyDomain(second) && request.form().text("code") == own
    });
    ensure!(right && asked.len() == 1, "a code went astray");
    Ok(())
}

/// The other server's code comes under the state of this sign-in: `iss` tells.
async fn mixed_up(world: &World, first: OrgKey, second: OrgKey) -> anyhow::Result<()> {
    let faults = world.simulator.faults();
    faults.set(Fault::Issuer(IssuerAnswer::Equal), Times::Always);
    let theirs = left_over(world, first).await?;
    world.simulator.journal().clear();
    let (consent, _genuine) = waiting_at(world, second).await?;
    let code = parameter(&theirs, "code").context("no code")?;
    let issuer = world.simulator.org(first).my_domain_url;
    let state = consent.state();
    let pairs = [("code", &*code), ("state", &state), ("iss", &issuer)];
    world.deliver(&world.callback_with(&pairs)?).await?;
    world.failed_because(FailureView::IssuerMismatch).await?;
    let asked = world.simulator.journal().token_requests();
    ensure!(asked.is_empty(), "the code was sent");
    faults.clear();
    world.leave(&consent.id).await?;
    world.closed().await
}

/// A link that was copied to another computer brings its answer there.
#[tokio::test]
async fn r_53_a_link_that_is_opened_elsewhere_finishes_nothing() -> anyhow::Result<()> {
    let mut row = Row::new("R-53", 2);
    let (here, elsewhere) = (World::start().await?, World::start().await?);
    row.note("nobody signs in there", nobody(&here, &elsewhere).await);
    row.note("somebody does", somebody(&here, &elsewhere).await);
    let ends = [elsewhere.end().await, here.end().await];
    row.finish(ends.into_iter().collect())
}

/// The callback as it arrives at the other computer: the name is that computer's own.
fn landed(answer: &str, here: &World, elsewhere: &World) -> anyhow::Result<String> {
    let port = |world: &World| format!(":{}", world.callback.port());
    let landed = answer.replacen(&port(here), &port(elsewhere), 1);
    ensure!(landed != answer, "the port is written otherwise");
    Ok(landed)
}

async fn nobody(here: &World, elsewhere: &World) -> anyhow::Result<()> {
    let (begun, answer) = waiting(here).await?;
    let before = here.simulator.journal().token_requests().len();
    let answered = elsewhere.deliver(&landed(&answer, here, elsewhere)?).await;
    ensure!(answered.is_err(), "somebody listens there");
    lives_on(here, &begun, &answer, before).await
}

async fn somebody(here: &World, elsewhere: &World) -> anyhow::Result<()> {
    let (begun, answer) = waiting(here).await?;
    let (own, genuine) = waiting(elsewhere).await?;
    let spent = |world: &World| world.simulator.journal().token_requests().len();
    let (before, before_there) = (spent(here), spent(elsewhere));
    let visit = elsewhere
        .deliver(&landed(&answer, here, elsewhere)?)
        .await?;
    ensure!(visit.status == 400, "it was answered with {}", visit.status);
    ensure!(spent(here) == before, "the code was spent");
    lives_on(elsewhere, &own, &genuine, before_there).await?;
    lives_on(here, &begun, &answer, before).await
}
