//! What the browser is sent to: O-01, O-03, O-04, R-04, R-11.

use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

use anyhow::ensure;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use orgkeep_api::failure::FailureView;
use orgkeep_journeys::row::{Row, size};
use orgkeep_journeys::secret::random_text;
use orgkeep_journeys::sign_in::{Consent, Registration};
use orgkeep_journeys::waiting::told;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, ClientApp, Endpoint, Fault, Form, OrgKey, Times, Tuning};
use sha2::{Digest as _, Sha256};

const ORG: OrgKey = OrgKey::Uat;

#[tokio::test]
async fn o_01_every_request_is_as_strong_as_it_must_be() -> anyhow::Result<()> {
    let mut row = Row::new("O-01", size(20, 4));
    let world = World::start().await?;
    for kind in [AppKind::Public, AppKind::Confidential] {
        world
            .simulator
            .change_app(&world.simulator.app(ORG, kind).client_id, |app| {
                app.pkce_required = false;
                app.scopes.push("sfap_api".to_owned());
            })?;
    }
    let mut seen = HashSet::new();
    for number in 0..row.intended() {
        let kind = [AppKind::Confidential, AppKind::Public][number % 2];
        let mut typed = world.registration(ORG, kind);
        let mut scopes = BTreeSet::from(["api", "id", "refresh_token", "web"]);
        if number % 4 > 1 {
            typed.presets.push("compliance-rehearsal".to_owned());
            scopes.insert("sfap_api");
        }
        let strong = is_strong(&world, &typed, &scopes, &mut seen).await;
        row.note(format!("{kind:?} {number}"), strong);
    }
    row.finish(world.end().await)
}

async fn is_strong(
    world: &World,
    typed: &Registration,
    scopes: &BTreeSet<&str>,
    seen: &mut HashSet<String>,
) -> anyhow::Result<()> {
    let consent = world.at_consent(typed).await?;
    let value = |name| consent.parameter(name).unwrap_or_default();
    ensure!(value("response_type") == "code", "response_type");
    ensure!(value("code_challenge_method") == "S256", "not S256");
    ensure!(
        value("redirect_uri") == world.callback.as_str(),
        "redirect_uri"
    );
    let (state, challenge) = (value("state"), value("code_challenge"));
    ensure!(
        challenge.len() == 43 && is_base64url(&challenge),
        "challenge"
    );
    ensure!(
        state.len() >= 22 && is_base64url(&state) && state != challenge,
        "state"
    );
    is_impersonal(&state, &personal(world, typed))?;
    for value in [&state, &challenge] {
        ensure!(seen.insert(value.clone()), "it was used before");
    }
    let asked = value("scope");
    ensure!(
        asked.split(' ').collect::<BTreeSet<_>>() == *scopes,
        "scopes: {asked}"
    );
    ensure!(
        consent.address.starts_with(&typed.login_url),
        "another host"
    );

    finish(world, &consent).await?;
    let exchanged = last_exchange(world)?;
    let verifier = exchanged.text("code_verifier");
    ensure!((43..=128).contains(&verifier.len()), "verifier");
    ensure!(
        challenge_of(verifier) == challenge,
        "the challenge is not the verifier's"
    );
    for secret in [Some(verifier), typed.secret.as_deref()]
        .into_iter()
        .flatten()
    {
        ensure!(!consent.address.contains(secret), "a secret in the address");
    }
    world.closed().await
}

/// What tells of the person, the org or the app.
fn personal(world: &World, typed: &Registration) -> [String; 5] {
    let (person, org) = (world.admin(typed.org), world.simulator.org(typed.org));
    let (name, key) = (typed.name.clone(), typed.key.clone());
    [name, key, person.username, org.id, org.my_domain_url]
}

/// the state is 32 random bytes, in which nothing of all that stands, as letters or in Base64.
fn is_impersonal(state: &str, personal: &[String]) -> anyhow::Result<()> {
    let bytes = URL_SAFE_NO_PAD.decode(state)?;
    ensure!(bytes.len() == 32, "the state has {} bytes", bytes.len());
    let stands = |part: &[u8]| {
        let mut places = bytes.windows(6).chain(state.as_bytes().windows(6));
        places.any(|place| place == part)
    };
    let found = personal
        .iter()
        .any(|text| text.as_bytes().windows(6).any(stands));
    ensure!(!found, "the state tells something personal");
    Ok(())
}

#[test]
fn r_11_a_state_that_tells_something_would_be_seen() {
    let personal = ["admin@acme.example".to_owned()];
    for told in [
        "0123456789admin@0123456789abcdef",
        "acme.example-----------------------",
    ] {
        let told = &told.as_bytes()[..32];
        let state = URL_SAFE_NO_PAD.encode(told);
        assert!(is_impersonal(&state, &personal).is_err(), "{state}");
    }
    assert!(is_impersonal(&"A".repeat(43), &personal).is_ok());
}

async fn finish(world: &World, consent: &Consent) -> anyhow::Result<()> {
    world.allow_as(consent, &world.admin(ORG)).await?;
    world.connected().await?;
    world.leave(&consent.id).await
}

fn last_exchange(world: &World) -> anyhow::Result<Form> {
    let asked = world.simulator.journal().of_endpoint(Endpoint::Token);
    let last = asked
        .last()
        .ok_or_else(|| anyhow::anyhow!("nothing was exchanged"))?;
    ensure!(
        last.status == Some(200),
        "the practice org refused: {:?}",
        last.status
    );
    Ok(last.form())
}

fn challenge_of(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
}

fn is_base64url(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

#[tokio::test]
async fn o_03_nothing_is_used_again_after_a_failure() -> anyhow::Result<()> {
    let mut row = Row::new("O-03", size(50, 4));
    let world = World::start().await?;
    let mut seen = HashSet::new();
    for number in 0..row.intended() {
        let failure = ["cancel", "denial", "timeout", "500"][number % 4];
        let outcome = fail_and_succeed(&world, failure, &mut seen).await;
        row.note(format!("{failure} {number}"), outcome);
    }
    row.finish(world.end().await)
}

async fn fail_and_succeed(
    world: &World,
    failure: &str,
    seen: &mut HashSet<String>,
) -> anyhow::Result<()> {
    let failed = world
        .at_consent(&world.registration(ORG, AppKind::Public))
        .await?;
    fail(world, &failed, failure).await?;
    world.closed().await?;
    let again = world.consent_for(&failed.draft).await?;
    finish(world, &again).await?;
    for consent in [&failed, &again] {
        for name in ["state", "code_challenge"] {
            let value = consent.parameter(name).unwrap_or_default();
            ensure!(
                !value.is_empty() && seen.insert(value),
                "{name} was used before"
            );
        }
    }
    let verifier = last_exchange(world)?.text("code_verifier").to_owned();
    let challenge = again.parameter("code_challenge").unwrap_or_default();
    ensure!(
        challenge_of(&verifier) == challenge,
        "the challenge is not the verifier's"
    );
    ensure!(seen.insert(verifier), "the verifier was used before");
    world.closed().await
}

async fn fail(world: &World, consent: &Consent, failure: &str) -> anyhow::Result<()> {
    let reason = match failure {
        "cancel" => {
            world.cancel(&consent.id).await?;
            FailureView::Cancelled
        }
        "denial" => {
            forget_consent(world);
            world.deny_as(consent, &world.admin(ORG)).await?;
            told("denied")
        }
        "timeout" => {
            world.clock.jump(Duration::from_secs(601));
            FailureView::NothingCameBack
        }
        _ => {
            let faults = world.simulator.faults();
            faults.set_scenario("token-server-error", &Tuning::default(), Times::Next(1))?;
            world.allow_as(consent, &world.admin(ORG)).await?;
            FailureView::UnexpectedAnswer
        }
    };
    world.failed_because(reason).await.map(drop)
}

/// Whoever has allowed an app before is not asked again.
fn forget_consent(world: &World) {
    world.remember();
    world.simulator.end_grants();
}

#[tokio::test]
async fn o_04_credentials_arrive_byte_for_byte() -> anyhow::Result<()> {
    let variants = credentials()?;
    let mut row = Row::new("O-04", variants.len());
    let world = World::start().await?;
    for (name, key, secret) in variants {
        let arrives = arrives(&world, &key, secret.as_deref()).await;
        row.note(name, arrives);
    }
    row.finish(world.end().await)
}

type Credentials = (&'static str, String, Option<String>);

fn credentials() -> anyhow::Result<Vec<Credentials>> {
    let mut all = Vec::new();
    for name in ["&", "=", "+", "%", "/", " ", "é", "&=+%/ é"] {
        let visible: String = name.chars().filter(char::is_ascii_graphic).collect();
        let key = format!("3MVG9{visible}{}", random_text(40)?);
        let secret = format!("{}{name}{}", random_text(20)?, random_text(32)?);
        all.push((name, key, Some(secret)));
    }
    all.push(("one character", "k".to_owned(), Some("s".to_owned())));
    all.push(("a long secret", random_text(85)?, Some(random_text(4096)?)));
    all.push(("a long key", random_text(4096)?, Some(random_text(64)?)));
    all.push(("no secret", random_text(85)?, None));
    Ok(all)
}

async fn arrives(world: &World, key: &str, secret: Option<&str>) -> anyhow::Result<()> {
    let mut app = match secret {
        Some(_) => ClientApp::confidential(ORG, "Odd credentials"),
        None => ClientApp::public(ORG, "No secret"),
    };
    app.client_id = key.to_owned();
    app.secret = secret.map(str::to_owned);
    app.callbacks = vec![world.callback.as_str().to_owned()];
    world.simulator.add_app(app.clone());
    let consent = world.at_consent(&world.registration_of(&app)).await?;
    ensure!(
        consent.parameter("client_id").as_deref() == Some(key),
        "key in the address"
    );
    ensure!(
        consent.parameter("client_secret").is_none(),
        "a secret in the address"
    );
    finish(world, &consent).await?;
    let form = last_exchange(world)?;
    ensure!(form.get("client_id") == Some(key), "key in the exchange");
    ensure!(
        form.get("client_secret") == secret,
        "secret in the exchange"
    );
    let redirect = consent.parameter("redirect_uri");
    ensure!(
        form.get("redirect_uri") == redirect.as_deref(),
        "redirect_uri differs"
    );
    world.closed().await
}

#[tokio::test]
async fn r_04_where_s256_is_refused_nothing_weaker_is_tried() -> anyhow::Result<()> {
    let mut row = Row::new("R-04", 2);
    let world = World::start().await?;
    let draft = world
        .fill_draft(&world.registration(ORG, AppKind::Public))
        .await?;
    row.note(
        "before the browser",
        refused_at_once(&world, &draft.id).await,
    );
    row.note("in the browser", refused_there(&world, &draft.id).await);
    row.finish(world.end().await)
}

fn without_s256() -> Fault {
    Fault::ErrorToCallback {
        code: "invalid_request".to_owned(),
        description: "code_challenge_method S256 is not supported".to_owned(),
    }
}

async fn refused_at_once(world: &World, draft: &str) -> anyhow::Result<()> {
    world.simulator.faults().set(without_s256(), Times::Always);
    let id = world.connect(draft).await?;
    let failed = world.failed_because(told("requestRefused")).await;
    world.simulator.faults().clear();
    failed?;
    ensure!(world.browser.count() == 0, "a browser was opened");
    only_strong(world)?;
    world.leave(&id).await?;
    world.closed().await
}

async fn refused_there(world: &World, draft: &str) -> anyhow::Result<()> {
    let consent = world.consent_for(draft).await?;
    let before = world.simulator.journal().authorize_requests().len();
    world.simulator.faults().set(without_s256(), Times::Always);
    world.allow_as(&consent, &world.admin(ORG)).await?;
    let failed = world.failed_because(told("requestRefused")).await;
    world.simulator.faults().clear();
    failed?;
    let asked = world.simulator.journal().authorize_requests().len();
    ensure!(asked == before + 1, "it was asked once more");
    only_strong(world)?;
    world.leave(&consent.id).await?;
    world.closed().await
}

fn only_strong(world: &World) -> anyhow::Result<()> {
    let journal = world.simulator.journal();
    let strong = |asked: &Form| {
        asked.text("code_challenge_method") == "S256" && asked.text("code_challenge").len() == 43
    };
    let asked = journal.authorize_requests();
    ensure!(
        asked.iter().all(strong) && !asked.is_empty(),
        "a weaker one"
    );
    ensure!(journal.token_requests().is_empty(), "a code was sent");
    Ok(())
}
