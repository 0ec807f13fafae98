//! Swapping the code for tokens: O-05, O-10, O-11, R-32.

use anyhow::{Context as _, ensure};
use orgkeep_api::failure::FailureView;
use orgkeep_domain::id::ConnectionId;
use orgkeep_journeys::row::{Row, size};
use orgkeep_journeys::secret::random_text;
use orgkeep_journeys::sign_in::Registration;
use orgkeep_journeys::world::World;
use orgkeep_secret::RefreshToken;
use orgkeep_simulator::{
    AppKind, Decision, Endpoint, Fault, FieldChange, GrantKind, OrgKey, Times, Tuning,
};
use serde_json::json;
use tokio::task::JoinSet;

const ORG: OrgKey = OrgKey::Uat;

#[tokio::test]
async fn o_05_a_lost_answer_is_not_asked_for_again() -> anyhow::Result<()> {
    let losses = [
        ("hang", FailureView::TimedOut),
        ("reset-after-body", FailureView::Unreachable),
        (
            "bad-gateway-502",
            FailureView::ServerBusy { retry_after: None },
        ),
        ("truncated-json", FailureView::UnexpectedAnswer),
    ];
    let mut row = Row::new("O-05", size(20, losses.len()));
    // Side by side: half a minute of silence is the same for all that hang.
    let mut runs = JoinSet::new();
    for number in 0..row.intended() {
        let (scenario, reason) = losses[number % losses.len()].clone();
        runs.spawn(async move { (scenario, lost(scenario, reason).await) });
    }
    while let Some(run) = runs.join_next().await {
        let (scenario, outcome) = run?;
        row.note(scenario, outcome);
    }
    row.finish(Ok(()))
}

async fn lost(scenario: &str, reason: FailureView) -> anyhow::Result<()> {
    let world = World::start().await?;
    world
        .register(&world.registration(OrgKey::Production, AppKind::Confidential))
        .await?;
    let before = world.rows()?;
    world.simulator.journal().clear();
    let consent = world
        .at_consent(&world.registration(ORG, AppKind::Public))
        .await?;
    world
        .simulator
        .faults()
        .set_scenario(scenario, &Tuning::default(), Times::Always)?;
    world.allow_as(&consent, &world.admin(ORG)).await?;
    world.failed_because(reason).await?;
    let presented = world.simulator.journal().token_requests();
    ensure!(
        presented.len() == 1,
        "the code was presented {} times",
        presented.len()
    );
    world.same(&before)?;
    world.closed().await?;

    world.simulator.faults().clear();
    let again = world.consent_for(&consent.draft).await?;
    world.allow_as(&again, &world.admin(ORG)).await?;
    world.connected().await?;
    world.end().await
}

#[tokio::test]
async fn o_10_a_malformed_token_reply_saves_nothing() -> anyhow::Result<()> {
    let scenarios = [
        "token-type-absent",
        "token-type-mac",
        "no-access-token",
        "no-instance-url",
        "numbers-for-strings",
        "null-access-token",
        "empty-access-token",
        "token-reply-array",
        "html-instead-of-json",
    ];
    let mut row = Row::new("O-10", scenarios.len());
    let world = World::start().await?;
    world
        .register(&world.registration(OrgKey::Production, AppKind::Confidential))
        .await?;
    for scenario in scenarios {
        row.note(scenario, refused(&world, scenario).await);
    }
    row.finish(world.end().await)
}

async fn refused(world: &World, scenario: &str) -> anyhow::Result<()> {
    let before = world.rows()?;
    world.simulator.journal().clear();
    let consent = world
        .at_consent(&world.registration(ORG, AppKind::Public))
        .await?;
    world
        .simulator
        .faults()
        .set_scenario(scenario, &Tuning::default(), Times::Always)?;
    world.allow_as(&consent, &world.admin(ORG)).await?;
    let failed = world.failed().await?;
    world.simulator.faults().clear();
    let expected = [FailureView::AnswerRefused, FailureView::UnexpectedAnswer];
    ensure!(expected.contains(&failed.reason), "{:?}", failed.reason);
    let asked = world.simulator.journal();
    ensure!(
        asked.of_endpoint(Endpoint::Userinfo).is_empty(),
        "a token was used"
    );
    world.same(&before)?;
    world.leave(&consent.id).await?;
    world.closed().await
}

/// Codes as they stand in the callback's address, and what they are.
fn odd_codes() -> [(String, String); 7] {
    let long = "aPrx".repeat(500);
    let pairs = [
        ("aPrx.once%3D%3D", "aPrx.once=="),
        ("aPrx.once%2B", "aPrx.once+"),
        ("aPrx.once+two", "aPrx.once two"),
        ("aPrx.once%2Ftwo", "aPrx.once/two"),
        // Decoded twice, this would be an equals sign.
        ("aPrx.once%253D", "aPrx.once%3D"),
        ("aPrx.o.n.c.e", "aPrx.o.n.c.e"),
        (&*long, &*long),
    ];
    pairs.map(|(sent, meant)| (sent.to_owned(), meant.to_owned()))
}

#[tokio::test]
async fn o_11_a_code_is_decoded_once_and_arrives_as_it_was_issued() -> anyhow::Result<()> {
    let codes = odd_codes();
    let mut row = Row::new("O-11", codes.len());
    let world = World::start().await?;
    // The same org each time: from the second time on it is updated.
    let typed = world.registration(ORG, AppKind::Public);
    for (sent, meant) in codes {
        row.note(&sent, arrives(&world, &typed, &sent, &meant).await);
    }
    row.finish(world.end().await)
}

async fn arrives(
    world: &World,
    typed: &Registration,
    sent: &str,
    meant: &str,
) -> anyhow::Result<()> {
    world.simulator.journal().clear();
    let issued = Fault::CodeText(meant.to_owned());
    world.simulator.faults().set(issued, Times::Next(1));
    let consent = world.at_consent(typed).await?;
    world
        .decide(&consent, &world.admin(ORG), Decision::Allow)
        .await?;
    let callback = world.callback.as_str();
    let callback = format!("{callback}/?code={sent}&state={}", consent.state());
    world.live(&callback).await?;
    let asked = world.simulator.journal().token_requests();
    let codes: Vec<Option<&str>> = asked.iter().map(|form| form.get("code")).collect();
    ensure!(codes == [Some(meant)], "{codes:?}");
    world.leave(&consent.id).await?;
    world.closed().await
}

#[tokio::test]
async fn r_32_no_length_of_codes_and_tokens_is_taken_for_granted() -> anyhow::Result<()> {
    let mut row = Row::new("R-32", 2);
    let world = World::start().await?;
    let typed = world.registration(ORG, AppKind::Public);
    let code = "aPrx".repeat(2048);
    let arrived = arrives(&world, &typed, &code, &code).await;
    row.note("a code of 8 KiB", arrived);
    let kept = is_kept_whole(&world, &typed).await;
    row.note("a refresh token of 16 KiB", kept);
    row.finish(world.end().await)
}

async fn is_kept_whole(world: &World, typed: &Registration) -> anyhow::Result<()> {
    let long = random_text(16 * 1024)?;
    world.secrets.keep("refresh token", &long);
    let issued = Fault::TokenField {
        grant: Some(GrantKind::Code),
        name: "refresh_token".to_owned(),
        change: FieldChange::Set(json!(long)),
    };
    world.simulator.faults().set(issued, Times::Next(1));
    let id = world.register(typed).await?.row.id;
    let id = ConnectionId::parse(&id)?;
    let stored = world.vault().await?.secrets(&id).await?;
    let token = stored.credentials.into_refresh_token();
    let token = token.context("no refresh token")?;
    ensure!(token.matches(&RefreshToken::new(long)), "it was changed");
    Ok(())
}
