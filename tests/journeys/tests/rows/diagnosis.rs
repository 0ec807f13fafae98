//! Does Diagnostics name the right cause? Q-06.

use std::sync::Arc;

use anyhow::{Context as _, ensure};
use keyring_core::Error;
use orgkeep_api::checkup::{CheckStateView, DiagnosisView, FindingView};
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::vault::VaultView;
use orgkeep_app::facade::Orgkeep;
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_domain::client::CallbackUrl;
use orgkeep_journeys::child::{self, Player};
use orgkeep_journeys::keyring::MemoryKeyring;
use orgkeep_journeys::leak::{Encoding, Search};
use orgkeep_journeys::outside::Outside;
use orgkeep_journeys::plan::{actor, timing};
use orgkeep_journeys::port::{free_callback, free_ports, hold};
use orgkeep_journeys::row::Row;
use orgkeep_journeys::secret::random_text;
use orgkeep_journeys::trace;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{Endpoint, Fault, Times};
use orgkeep_vault::vault::{STORE_FILE, VaultSettings};

/// How a process is told to diagnose behind a proxy that does not answer.
pub const BEHIND_A_PROXY: &str = "diagnosis behind a proxy";
const FOLDER: &str = "ORGKEEP_JOURNEY_FOLDER";

#[derive(Debug, Clone, Copy)]
enum Broken {
    Nothing,
    Port,
    Ipv6,
    KeyringLocked,
    KeyringFails,
    Certificates,
    Clock,
    Permissions,
    Store,
    Disk,
    Browser,
    CaptivePortal,
    Proxy,
}

const ALL: [(Broken, Option<FindingView>); 13] = [
    (Broken::Nothing, None),
    (Broken::Port, Some(FindingView::PortOccupied)),
    (Broken::Ipv6, Some(FindingView::PortFreeWithoutIpv6)),
    (Broken::KeyringLocked, Some(FindingView::KeyringLocked)),
    (Broken::KeyringFails, Some(FindingView::KeyringFailed)),
    (Broken::Certificates, Some(FindingView::CertificatesMissing)),
    (Broken::Clock, Some(FindingView::ClockOff)),
    (Broken::Permissions, Some(FindingView::StoreExposed)),
    (Broken::Store, Some(FindingView::StoreDamaged)),
    (Broken::Disk, Some(FindingView::DiskNearlyFull)),
    (Broken::Browser, Some(FindingView::BrowserMissing)),
    (Broken::CaptivePortal, Some(FindingView::CaptivePortal)),
    (Broken::Proxy, Some(FindingView::ProxyUnreachable)),
];

/// Twelve broken environments, and one in which nothing is broken: there nothing may be named.
#[tokio::test]
async fn q_06_diagnostics_names_the_right_cause() -> anyhow::Result<()> {
    let mut row = Row::new("Q-06", ALL.len() - 1);
    for (broken, expected) in ALL {
        let outcome = named(broken, expected).await;
        match expected {
            Some(_) => row.note(format!("{broken:?}"), outcome),
            None => outcome.context("a computer in order")?,
        }
    }
    row.finish(Ok(()))
}

async fn named(broken: Broken, expected: Option<FindingView>) -> anyhow::Result<()> {
    if let Broken::Proxy = broken {
        return behind_a_proxy();
    }
    let mut world = World::start().await?;
    world.unlocked().await?;
    let typed = world.registration(
        orgkeep_simulator::OrgKey::Uat,
        orgkeep_simulator::AppKind::Confidential,
    );
    world.register(&typed).await?;
    let held = break_it(&mut world, broken).await?;
    let view = world.ask(world.orgkeep.diagnose(NoRequest {})).await?;
    drop(held);
    judge(&view, expected)?;
    let report = &view.report;
    ensure!(
        !report.contains(&typed.login_url),
        "the report names a server of the person"
    );
    ensure!(
        !report.contains(&*world.data_folder().to_string_lossy()),
        "the report names a folder"
    );
    // The standing checks open every ciphertext, which needs what was broken.
    mend(&world, broken)?;
    world.end().await
}

/// Nothing but the expected finding stands in the way.
fn judge(view: &DiagnosisView, expected: Option<FindingView>) -> anyhow::Result<()> {
    let trouble = [CheckStateView::Broken, CheckStateView::Noted];
    let found: Vec<FindingView> = view
        .checks
        .iter()
        .filter(|line| trouble.contains(&line.state))
        .filter_map(|line| line.finding)
        .collect();
    let first = found.first().copied();
    ensure!(first == expected, "{found:?} instead of {expected:?}");
    // What follows from it may be named too: without an answer, nobody tells the time.
    let follows =
        |other: &FindingView| *other == FindingView::ClockUnknown || Some(*other) == expected;
    ensure!(found.iter().skip(1).all(follows), "{found:?}");
    Ok(())
}

/// Breaks one thing; what it gives back keeps it broken.
async fn break_it(
    world: &mut World,
    broken: Broken,
) -> anyhow::Result<Option<std::net::TcpListener>> {
    let computer = Arc::clone(&world.outside.computer);
    match broken {
        Broken::Nothing | Broken::Proxy => {}
        Broken::Port => return Ok(Some(hold(&world.callback)?)),
        Broken::Ipv6 => computer.remove_ipv6(),
        Broken::KeyringLocked => {
            reopen_with(world, || Error::NoStorageAccess("locked".into())).await?;
        }
        Broken::KeyringFails => world.keyring.refuse(Some(|| Error::NoDefaultStore)),
        Broken::Certificates => computer.forget_authorities(),
        Broken::Clock => world.clock.jump(std::time::Duration::from_secs(600)),
        Broken::Permissions => share(&world.data_folder())?,
        Broken::Store => garble(&world.data_folder())?,
        Broken::Disk => computer.fill_disk(1 << 20),
        Broken::Browser => world.browser.uninstall(),
        Broken::CaptivePortal => world.simulator.faults().set(portal(), Times::Always),
    }
    Ok(None)
}

async fn reopen_with(world: &mut World, refusal: fn() -> Error) -> anyhow::Result<()> {
    world.keyring.refuse(Some(refusal));
    world.reopen().await?;
    let locked = |view: &VaultView| matches!(view, VaultView::Locked { .. });
    world.orgkeep.watch_vault().wait_for(locked).await?;
    Ok(())
}

#[cfg(unix)]
fn share(folder: &std::path::Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(std::fs::set_permissions(
        folder,
        std::fs::Permissions::from_mode(0o755),
    )?)
}

#[cfg(not(unix))]
fn share(_folder: &std::path::Path) -> anyhow::Result<()> {
    anyhow::bail!("rights are made otherwise here")
}

/// Another program writes into a ciphertext.
fn garble(folder: &std::path::Path) -> anyhow::Result<()> {
    let store = rusqlite::Connection::open(folder.join(STORE_FILE))?;
    store.execute_batch(
        "CREATE TABLE aside AS SELECT access_token FROM connection;
         UPDATE connection SET access_token = zeroblob(80)",
    )?;
    Ok(())
}

fn mend(world: &World, broken: Broken) -> anyhow::Result<()> {
    world.keyring.refuse(None);
    if let Broken::Store = broken {
        let store = rusqlite::Connection::open(world.data_folder().join(STORE_FILE))?;
        store.execute_batch(
            "UPDATE connection SET access_token = (SELECT access_token FROM aside);
             DROP TABLE aside",
        )?;
    }
    Ok(())
}

fn portal() -> Fault {
    Fault::Reply {
        at: Some(Endpoint::Versions),
        status: 200,
        headers: vec![("content-type".to_owned(), "text/html".to_owned())],
        body: "<html><form>Accept the terms of this network</form></html>".to_owned(),
    }
}

fn behind_a_proxy() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let password = random_text(32)?;
    // Nobody listens there.
    let proxy = format!("http://admin:{password}@127.0.0.1:{}", free_ports(1)?);
    let settings = [
        (FOLDER, folder.path().to_string_lossy().into_owned()),
        ("HTTPS_PROXY", proxy),
    ];
    let mut player = Player::start(crate::role::TEST, BEHIND_A_PROXY, &settings)?;
    let findings = player.hear()?;
    let report = player.hear()?;
    player.dismiss()?;
    ensure!(findings == "true", "the proxy was not named: {report}");
    ensure!(
        !report.contains(&password),
        "the report holds the proxy's password"
    );
    Ok(())
}

/// H-12: the password of a proxy that is down stands in no line of the log, in whatever form.
fn is_not_logged(proxy: &str, log: &[u8]) -> anyhow::Result<()> {
    let credentials = proxy
        .split_once("//")
        .and_then(|(_, rest)| rest.split_once('@'));
    let (credentials, _) = credentials.context("a proxy without a password")?;
    let (_, password) = credentials.split_once(':').context("no password")?;
    let secrets = [password, credentials].map(|text| ("password".to_owned(), text.to_owned()));
    let found = Search::of(&secrets, &Encoding::ALL)?.in_bytes("the log", log);
    ensure!(found.is_empty(), "{found:?}");
    let address = Search::of(
        &[("its host".to_owned(), "127.0.0.1".to_owned())],
        &[Encoding::Raw],
    )?;
    ensure!(
        !address.in_bytes("the log", log).is_empty(),
        "nothing was logged of the proxy"
    );
    Ok(())
}

/// The part of the other process.
pub async fn diagnose_behind_a_proxy() -> anyhow::Result<()> {
    let began = trace::mark()?;
    let folder = std::path::PathBuf::from(std::env::var(FOLDER)?);
    let (outside, keyring) = (Outside::default(), MemoryKeyring::default());
    let settings = VaultSettings {
        folder,
        rule: AuthorityRule::Salesforce,
        custody: keyring.custody(),
        clock: Arc::new(jiff::Timestamp::now),
        actor: actor(),
    };
    let callback: CallbackUrl = free_callback()?;
    let orgkeep = Orgkeep::open(settings, outside.around(&callback, timing())).await;
    let open = |view: &VaultView| matches!(view, VaultView::Open { .. });
    orgkeep.watch_vault().wait_for(open).await?;
    let view = orgkeep.diagnose(NoRequest {}).await?;
    let named = judge(&view, Some(FindingView::ProxyUnreachable));
    is_not_logged(&std::env::var("HTTPS_PROXY")?, &trace::since(began)?)?;
    child::say(&named.is_ok().to_string())?;
    child::say(&view.report.replace('\n', " / "))
}
