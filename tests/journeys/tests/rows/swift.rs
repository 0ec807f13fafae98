//! A browser that is faster than the call that opens it: L-01.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use anyhow::{Context as _, bail, ensure};
use orgkeep_app::surroundings::{Browser, BrowserAddress, InstalledBrowser, OutsideError};
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_journeys::outside::PATIENCE;
use orgkeep_journeys::row::{Row, size};
use orgkeep_journeys::standing::LIVE_WITHIN;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, Decision, OrgKey, Outcome, RobotBrowser, User};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::time::timeout;
use url::{Position, Url};

const ORG: OrgKey = OrgKey::Uat;
const V4: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const V6: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);

/// The whole sign-in happens while it is being opened: it is at the callback, and answered there, before it has started.
struct SwiftBrowser {
    person: User,
    port: u16,
    /// By which family it comes back, and what came of it.
    way: watch::Sender<IpAddr>,
    answered: watch::Sender<Option<Result<(), String>>>,
    runtime: Handle,
}

impl Browser for SwiftBrowser {
    fn open(&self, address: &BrowserAddress, _choice: &BrowserChoice) -> Result<(), OutsideError> {
        let gone = self.runtime.block_on(self.go(address.as_str()));
        let gone = gone.map_err(|error| format!("{error:#}"));
        self.answered.send_replace(Some(gone));
        Ok(())
    }

    fn installed(&self) -> Vec<InstalledBrowser> {
        Vec::new()
    }
}

impl SwiftBrowser {
    async fn go(&self, address: &str) -> anyhow::Result<()> {
        let port = self.port;
        for ip in [V4, V6] {
            let there = TcpStream::connect((ip, port)).await;
            there.with_context(|| format!("nobody listens on {ip} yet"))?;
        }
        let mut robot = RobotBrowser::new();
        let outcome = robot
            .consent(address, &self.person, Decision::Allow)
            .await?;
        let Outcome::Callback(callback) = outcome else {
            bail!("it stayed on a page of Salesforce");
        };
        let callback = Url::parse(&callback)?;
        let back = self.go_back(&callback[Position::BeforePath..Position::AfterQuery]);
        let back = timeout(LIVE_WITHIN, back).await;
        back.context("it was not answered while it was being opened")?
    }

    async fn go_back(&self, target: &str) -> anyhow::Result<()> {
        let way = *self.way.borrow();
        let mut stream = TcpStream::connect((way, self.port)).await?;
        let request = format!(
            "GET {target} HTTP/1.1\r\nHost: localhost:{}\r\n\r\n",
            self.port
        );
        stream.write_all(request.as_bytes()).await?;
        let mut reply = String::new();
        stream.read_to_string(&mut reply).await?;
        ensure!(reply.starts_with("HTTP/1.1 303 "), "{reply}");
        Ok(())
    }
}

/// Twenty launches, and fifty callbacks by each family: both sockets are there before the browser, and nothing waits for
/// its start to be over.
#[tokio::test(flavor = "multi_thread")]
async fn l_01_a_browser_that_is_answered_before_it_has_started_finishes_the_sign_in()
-> anyhow::Result<()> {
    let ways = [(V4, size(20, 1)), (V4, size(50, 2)), (V6, size(50, 2))];
    let mut row = Row::new("L-01", ways.iter().map(|(_, times)| times).sum());
    let mut world = World::start().await?;
    let browser = Arc::new(SwiftBrowser {
        person: world.admin(ORG),
        port: world.callback.port(),
        way: watch::Sender::new(V4),
        answered: watch::Sender::new(None),
        runtime: Handle::current(),
    });
    world.reopen_beside(browser.clone()).await;
    for (way, times) in ways {
        browser.way.send_replace(way);
        for time in 1..=times {
            let signed_in = signs_in(&world, &browser).await;
            row.note(format!("{time} by {way}"), signed_in);
        }
    }
    row.finish(world.end().await)
}

async fn signs_in(world: &World, browser: &SwiftBrowser) -> anyhow::Result<()> {
    browser.answered.send_replace(None);
    let draft = world
        .fill_draft(&world.registration(ORG, AppKind::Public))
        .await?;
    let id = world.connect(&draft.id).await?;
    let connected = world.connected().await;
    let mut answered = browser.answered.subscribe();
    let answered = timeout(PATIENCE, answered.wait_for(Option::is_some)).await??;
    ensure!(*answered == Some(Ok(())), "{answered:?}");
    drop(answered);
    connected?;
    world.leave(&id).await?;
    world.closed().await
}
