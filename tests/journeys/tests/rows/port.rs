//! The callback port at the end of a sign-in, and two copies that want it: L-08, L-09.

use std::time::Duration;

use anyhow::ensure;
use orgkeep_api::attempt::{AttemptRequest, AttemptView, ConnectRequest, StageView};
use orgkeep_api::command::Commands as _;
use orgkeep_api::failure::FailureView;
use orgkeep_api::register::DraftRequest;
use orgkeep_api::vault::VaultView;
use orgkeep_journeys::child::{self, Player};
use orgkeep_journeys::plan::Plan;
use orgkeep_journeys::row::{Row, size};
use orgkeep_journeys::sign_in::Consent;
use orgkeep_journeys::twin::{Twin, draft_for};
use orgkeep_journeys::waiting::{told, updated_or_over};
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, OrgKey};
use tokio::task::block_in_place;

use crate::role::TEST;

const ORG: OrgKey = OrgKey::Uat;

#[tokio::test]
async fn l_08_the_port_is_closed_at_the_end_whatever_it_was() -> anyhow::Result<()> {
    let ends = [
        "success",
        "denial",
        "cancel",
        "timeout",
        "exchange error",
        "quit",
    ];
    let mut row = Row::new("L-08", ends.len());
    for end in ends {
        row.note(end, ended(end).await);
    }
    row.finish(Ok(()))
}

async fn ended(end: &str) -> anyhow::Result<()> {
    let mut world = World::start().await?;
    let consent = world
        .at_consent(&world.registration(ORG, AppKind::Public))
        .await?;
    let admin = world.admin(ORG);
    match end {
        "success" => {
            world.allow_as(&consent, &admin).await?;
            world.connected().await?;
        }
        "denial" => {
            world.deny_as(&consent, &admin).await?;
            world.failed_because(told("denied")).await?;
        }
        "cancel" => {
            world.cancel(&consent.id).await?;
            world.failed_because(FailureView::Cancelled).await?;
        }
        "timeout" => {
            world.clock.jump(Duration::from_secs(601));
            world.failed_because(FailureView::NothingCameBack).await?;
        }
        "exchange error" => {
            world.simulator.faults().switch_on("expired-code")?;
            world.allow_as(&consent, &admin).await?;
            world.failed_because(told("codeExpired")).await?;
            world.simulator.faults().clear();
        }
        _ => world.orgkeep.clone().close().await,
    }
    world.closed().await?;
    world.reopen().await?;
    world
        .register(&world.registration(ORG, AppKind::Confidential))
        .await?;
    world.end().await
}

/// A child's part of L-09: begins a sign-in whenever it is told to, and tells how that went.
pub async fn sign_in_when_told() -> anyhow::Result<()> {
    let twin = Twin::open().await?;
    let open = |view: &VaultView| matches!(view, VaultView::Open { .. });
    twin.orgkeep.watch_vault().wait_for(open).await?;
    child::say("ready")?;
    while let Some(order) = tokio::task::spawn_blocking(child::hear_parent).await?? {
        let Some((address, key)) = order.split_once(' ') else {
            anyhow::bail!("not an order: {order}");
        };
        let draft = draft_for(&twin.orgkeep, address, key).await?;
        let before = twin.browser.count();
        twin.orgkeep
            .connect(ConnectRequest {
                draft: draft.clone(),
                all_scopes: false,
            })
            .await?;
        let begun = |view: &AttemptView| match view {
            AttemptView::Running { attempt } => {
                matches!(attempt.stage, StageView::AwaitingConsent { .. })
            }
            _ => true,
        };
        let view = twin.orgkeep.watch_attempt().wait_for(begun).await?.clone();
        let opened = twin.browser.count() - before;
        if let AttemptView::Running { .. } = view {
            child::say(&format!("waits {}", twin.browser.opened(before + 1).await?))?;
        } else {
            child::say(&format!(
                "{opened} browsers {}",
                serde_json::to_string(&view)?
            ))?;
        }
        // The org of an earlier round is registered already.
        let view = updated_or_over(&twin.orgkeep).await?;
        child::say(&leave(&twin, view, draft).await?)?;
    }
    Ok(())
}

async fn leave(twin: &Twin, view: AttemptView, draft: String) -> anyhow::Result<String> {
    let (id, said) = match view {
        AttemptView::Connected { connected } => (connected.id, "connected"),
        AttemptView::Failed { failed } => {
            twin.orgkeep
                .discard_draft(DraftRequest { id: draft })
                .await?;
            (failed.id, "failed")
        }
        other => anyhow::bail!("not over: {other:?}"),
    };
    twin.orgkeep.close_attempt(AttemptRequest { id }).await?;
    Ok(said.to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn l_09_of_two_copies_exactly_one_signs_in() -> anyhow::Result<()> {
    let mut row = Row::new("L-09", size(50, 4));
    let world = World::with(Plan {
        key_file: true,
        ..Plan::default()
    })
    .await?;
    world.unlocked().await?;
    let start = || Player::start(TEST, "signer", &world.for_twins());
    let mut copies = [start()?, start()?];
    for copy in &mut copies {
        ensure!(
            block_in_place(|| copy.hear())? == "ready",
            "it did not get ready"
        );
    }
    for round in 0..row.intended() {
        row.note(
            format!("round {round}"),
            round_of(&world, &mut copies).await,
        );
    }
    for copy in copies {
        block_in_place(|| copy.dismiss())?;
    }
    row.finish(world.end().await)
}

async fn round_of(world: &World, copies: &mut [Player; 2]) -> anyhow::Result<()> {
    let typed = world.registration(ORG, AppKind::Public);
    for copy in copies.iter_mut() {
        copy.tell(&format!("{} {}", typed.login_url, typed.key))?;
    }
    let [one, other] = copies;
    let said = block_in_place(|| anyhow::Ok([one.hear()?, other.hear()?]))?;
    let waits = |line: &String| line.strip_prefix("waits ").map(str::to_owned);
    let (winner, loser, address, refused) = match (waits(&said[0]), waits(&said[1])) {
        (Some(address), None) => (one, other, address, &said[1]),
        (None, Some(address)) => (other, one, address, &said[0]),
        _ => anyhow::bail!("not exactly one: {said:?}"),
    };
    ensure!(
        block_in_place(|| loser.hear())? == "failed",
        "the other one went on"
    );
    let consent = Consent {
        id: String::new(),
        draft: String::new(),
        address,
    };
    world.allow_as(&consent, &world.admin(ORG)).await?;
    ensure!(
        block_in_place(|| winner.hear())? == "connected",
        "the first one did not connect"
    );
    names(refused, winner.process())?;
    world.closed().await
}

/// The one that did not proceed says who is signing in, and since when; its browser stayed closed.
fn names(refused: &str, winner: u32) -> anyhow::Result<()> {
    let (browsers, view) = refused.split_once(" browsers ").unwrap_or_default();
    let view: serde_json::Value = serde_json::from_str(view)?;
    let reason = &view["failed"]["reason"];
    ensure!(
        browsers == "0" && reason["kind"] == "anotherSignIn",
        "{refused}"
    );
    let who = reason["who"].as_str().unwrap_or_default();
    ensure!(
        who == format!("Orgkeep (process {winner})"),
        "who: {reason}"
    );
    let since = reason["since"].as_str().unwrap_or_default();
    ensure!(since.parse::<jiff::Timestamp>().is_ok(), "since: {reason}");
    Ok(())
}
