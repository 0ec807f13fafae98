//! Which server answered: O-08.

use anyhow::{Context as _, ensure};
use orgkeep_api::failure::FailureView;
use orgkeep_journeys::row::Row;
use orgkeep_journeys::sign_in::parameter;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, Decision, Fault, IssuerAnswer, OrgKey, Times};

const ORG: OrgKey = OrgKey::Uat;

#[tokio::test]
async fn o_08_only_an_equal_issuer_proceeds() -> anyhow::Result<()> {
    let answers = [
        IssuerAnswer::Equal,
        IssuerAnswer::OtherHost,
        IssuerAnswer::TrailingSlash,
        IssuerAnswer::UpperCase,
        IssuerAnswer::Twice,
        IssuerAnswer::MissingThoughAdvertised,
        IssuerAnswer::PresentThoughNotAdvertised,
    ];
    let mut row = Row::new("O-08", answers.len());
    let world = World::start().await?;
    for answer in answers {
        row.note(format!("{answer:?}"), judged(&world, answer).await);
    }
    row.finish(world.end().await)
}

async fn judged(world: &World, answer: IssuerAnswer) -> anyhow::Result<()> {
    world.simulator.faults().clear();
    world
        .simulator
        .faults()
        .set(Fault::Issuer(answer), Times::Always);
    let before = world.rows()?;
    let exchanged = world.simulator.journal().token_requests().len();
    let consent = world
        .at_consent(&world.registration(ORG, AppKind::Public))
        .await?;
    let callback = world
        .decide(&consent, &world.admin(ORG), Decision::Allow)
        .await?;
    let asked = || world.simulator.journal().token_requests().len() - exchanged;
    match answer {
        IssuerAnswer::Equal => world.live(&callback).await?,
        IssuerAnswer::Twice => {
            let visit = world.deliver(&callback).await?;
            ensure!(
                visit.status == 400 && asked() == 0,
                "a repeated issuer was believed"
            );
            world.live(&with_issuer(world, &callback)?).await?;
        }
        _ => {
            world.deliver(&callback).await?;
            world.failed_because(FailureView::IssuerMismatch).await?;
            ensure!(asked() == 0, "the code was exchanged");
            world.same(&before)?;
        }
    }
    world.leave(&consent.id).await?;
    world.closed().await
}

/// The callback as it should have been.
fn with_issuer(world: &World, callback: &str) -> anyhow::Result<String> {
    let value = |name| parameter(callback, name).context("a parameter is missing");
    let issuer = world.simulator.org(ORG).my_domain_url;
    world.callback_with(&[
        ("code", &value("code")?),
        ("state", &value("state")?),
        ("iss", &issuer),
    ])
}
