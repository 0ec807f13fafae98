//! What comes back, or seems to: O-06, O-07, L-21.

use anyhow::ensure;
use orgkeep_api::attempt::{AttemptView, StageView};
use orgkeep_api::command::Commands as _;
use orgkeep_api::failure::FailureView;
use orgkeep_api::paste::PasteVerdictView;
use orgkeep_journeys::row::{Row, is_full, size};
use orgkeep_journeys::secret::random_text;
use orgkeep_journeys::sign_in::Consent;
use orgkeep_journeys::waiting::told;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, Decision, OrgKey};

const ORG: OrgKey = OrgKey::Uat;

/// A sign-in that waits, and its genuine callback, which nobody has delivered yet.
async fn waiting(world: &World) -> anyhow::Result<(Consent, String)> {
    let consent = world
        .at_consent(&world.registration(ORG, AppKind::Public))
        .await?;
    let genuine = world
        .decide(&consent, &world.admin(ORG), Decision::Allow)
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
