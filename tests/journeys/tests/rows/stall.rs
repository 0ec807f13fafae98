//! Servers that stop in the middle: H-06.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use orgkeep_api::failure::FailureView;
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_journeys::child::{self, Player};
use orgkeep_journeys::plan::Plan;
use orgkeep_journeys::row::Row;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, Endpoint, Fault, OrgKey, Times, WireEffect};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinSet;

use crate::role::TEST;

const ORG: OrgKey = OrgKey::Uat;
/// The role of the other process, which has a proxy.
pub const STALLED: &str = "stalled";
/// Says whether it cancels.
const CANCELS: &str = "ORGKEEP_STALL_CANCELS";
/// Within which everything is given up, and a little for the program's own work.
const GIVEN_UP_WITHIN: Duration = Duration::from_secs(31);
const CANCELLED_WITHIN: Duration = Duration::from_secs(1);

/// Where a server stops.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Stall {
    /// It takes no connection.
    Connect,
    /// It takes it and does not say who it is.
    Tls,
    /// It takes the request and answers nothing.
    Headers,
    /// One byte per second.
    Drip,
    /// It carries out what was asked and says nothing of it.
    AfterBody,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn h_06_a_server_that_stops_is_given_up_and_holds_nobody_up() -> anyhow::Result<()> {
    let mut row = Row::new("H-06", 10);
    let mut runs = JoinSet::new();
    for stall in [
        Stall::Connect,
        Stall::Headers,
        Stall::Drip,
        Stall::AfterBody,
    ] {
        for cancels in [false, true] {
            runs.spawn(async move { (stall, cancels, endured(stall, cancels).await) });
        }
    }
    for cancels in [false, true] {
        runs.spawn(async move { (Stall::Tls, cancels, behind_a_silent_proxy(cancels).await) });
    }
    while let Some(run) = runs.join_next().await {
        let (stall, cancels, outcome) = run?;
        row.note(format!("{stall:?}, cancelled: {cancels}"), outcome);
    }
    row.finish(Ok(()))
}

/// In a process of its own, which reaches everything through a proxy. It is told when the proxy has led it to a server.
async fn behind_a_silent_proxy(cancels: bool) -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let settings = [
        ("HTTPS_PROXY", format!("http://{}", listener.local_addr()?)),
        ("NO_PROXY", String::new()),
        ("no_proxy", String::new()),
        (CANCELS, if cancels { "yes" } else { "no" }.to_owned()),
    ];
    let mut player = Player::start(TEST, STALLED, &settings)?;
    let led = async { lead_to_silence(listener.accept().await?.0).await };
    let led = tokio::time::timeout(Duration::from_secs(10), led).await;
    if led.is_err() {
        player.kill()?;
        bail!("it does not come to the proxy");
    }
    player.tell("silent")?;
    // Others that come wait for the proxy itself, which is as silent.
    let said = tokio::task::spawn_blocking(move || {
        let said = player.hear()?;
        player.dismiss()?;
        anyhow::Ok(said)
    });
    let said = said.await??;
    drop((listener, led??));
    ensure!(said.is_empty(), "{said}");
    Ok(())
}

/// Leads a client of the proxy to a server without a word.
async fn lead_to_silence(client: TcpStream) -> anyhow::Result<BufReader<TcpStream>> {
    let mut client = BufReader::new(client);
    let mut head = String::new();
    while client.read_line(&mut head).await? > 2 {}
    client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
    // Its first word to the server.
    client.fill_buf().await?;
    Ok(client)
}

/// The part of the other process.
pub async fn endure_silence() -> anyhow::Result<()> {
    let cancels = std::env::var(CANCELS)? == "yes";
    let outcome = endured(Stall::Tls, cancels).await;
    let said = outcome.err().map(|error| format!("{error:#}"));
    child::say(&said.unwrap_or_default().replace('\n', " "))
}

async fn endured(stall: Stall, cancels: bool) -> anyhow::Result<()> {
    let ordinary = stall == Stall::Tls;
    let world = World::with(Plan {
        rule: if ordinary {
            AuthorityRule::Salesforce
        } else {
            AuthorityRule::Practice
        },
        ..Plan::default()
    })
    .await?;
    if !ordinary {
        world
            .register(&world.registration(OrgKey::Production, AppKind::Confidential))
            .await?;
    }
    let before = world.rows()?;
    let full = FullServer::start()?;
    let id = begin(&world, stall, &full).await?;
    let begun = Instant::now();
    stopped(&world, stall, &full).await?;
    if cancels {
        let begun = Instant::now();
        world.cancel(&id).await?;
        world.failed_because(FailureView::Cancelled).await?;
        let took = begun.elapsed();
        ensure!(took <= CANCELLED_WITHIN, "cancelled after {took:?}");
    } else {
        let failed = world.failed().await?;
        let took = begun.elapsed();
        ensure!(took <= GIVEN_UP_WITHIN, "given up after {took:?}");
        let reasons = [FailureView::TimedOut, FailureView::Unreachable];
        ensure!(reasons.contains(&failed.reason), "{:?}", failed.reason);
    }
    world.simulator.faults().clear();
    world.same(&before)?;
    world.leave(&id).await?;
    world.end().await
}

/// Begins a sign-in that runs into the server.
async fn begin(world: &World, stall: Stall, full: &FullServer) -> anyhow::Result<String> {
    let mut typed = world.registration(ORG, AppKind::Public);
    let wire = |at, effect| {
        let fault = Fault::Wire {
            at: Some(at),
            effect,
        };
        world.simulator.faults().set(fault, Times::Always);
    };
    match stall {
        Stall::Connect => typed.login_url = format!("http://{}", full.address),
        Stall::Tls => typed.login_url = "https://acme.my.salesforce.com".to_owned(),
        Stall::Headers => wire(Endpoint::Authorize, WireEffect::Hang),
        Stall::Drip => wire(Endpoint::Authorize, WireEffect::Drip),
        Stall::AfterBody => {
            let consent = world.at_consent(&typed).await?;
            world.simulator.journal().clear();
            wire(Endpoint::Token, WireEffect::HangAfterActing);
            world.allow_as(&consent, &world.admin(ORG)).await?;
            return Ok(consent.id);
        }
    }
    world.simulator.journal().clear();
    let draft = world.fill_draft(&typed).await?;
    world.connect(&draft.id).await
}

/// Waits until the request is where it stops, as far as anybody can tell.
async fn stopped(world: &World, stall: Stall, full: &FullServer) -> anyhow::Result<()> {
    let reached = async {
        match stall {
            Stall::Connect => full.is_called().await,
            Stall::Tls => {
                let told = tokio::task::spawn_blocking(child::hear_parent).await??;
                ensure!(told.as_deref() == Some("silent"), "{told:?}");
                Ok(())
            }
            Stall::Headers | Stall::Drip => is_asked(world, Endpoint::Authorize).await,
            Stall::AfterBody => is_asked(world, Endpoint::Token).await,
        }
    };
    let reached = tokio::time::timeout(Duration::from_secs(10), reached).await;
    reached.context("nothing was asked")?
}

async fn is_asked(world: &World, at: Endpoint) -> anyhow::Result<()> {
    let journal = world.simulator.journal();
    let mut bell = journal.subscribe();
    bell.wait_for(|_| !journal.of_endpoint(at).is_empty())
        .await?;
    Ok(())
}

/// A server whose queue is full: the system takes no more connections for it.
struct FullServer {
    address: SocketAddr,
    _held: (TcpListener, Vec<std::net::TcpStream>),
}

impl FullServer {
    fn start() -> anyhow::Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 0))?;
        let listener = socket.listen(1)?;
        let address = listener.local_addr()?;
        let mut queue = Vec::new();
        while let Ok(stream) =
            std::net::TcpStream::connect_timeout(&address, Duration::from_millis(200))
        {
            queue.push(stream);
        }
        Ok(Self {
            address,
            _held: (listener, queue),
        })
    }

    /// Until somebody waits to be connected. Nobody tells of that; the system's table shows it.
    async fn is_called(&self) -> anyhow::Result<()> {
        let port = format!(":{:04X} 02 ", self.address.port());
        while !std::fs::read_to_string("/proc/net/tcp")?.contains(&port) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(())
    }
}
