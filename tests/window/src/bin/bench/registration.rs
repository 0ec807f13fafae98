//! From Connect to the browser, and from the callback to saved.
//!
//! The whole program runs without a window against the practice org, with the real listener, store and HTTP.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use orgkeep_api::attempt::{AttemptRequest, AttemptView, ConnectRequest};
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::connection::{ConnectionRequest, OrgTypeView};
use orgkeep_api::register::{DraftFields, SaveDraftRequest, WizardStepView};
use orgkeep_api::vault::VaultView;
use orgkeep_app::facade::Orgkeep;
use orgkeep_app::surroundings::{
    Browser, BrowserAddress, Clipboard, Computer, Family, InstalledBrowser, Notifier, OutsideError,
    SalesforceCli, Surroundings, SystemClock, Timing,
};
use orgkeep_domain::activity::{Actor, Program};
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_domain::client::CallbackUrl;
use orgkeep_journeys::file_dialog::DecidedFileDialog;
use orgkeep_journeys::salesforce_cli::ScriptedCli;
use orgkeep_simulator::{
    AppKind, Decision, OrgKey, Outcome, RobotBrowser, Simulator, SimulatorConfig,
};
use orgkeep_vault::custody::KeyCustody;
use orgkeep_vault::vault::VaultSettings;
use tokio::sync::watch;

use crate::figure::{Sample, say};

/// Latencies of Salesforce, in milliseconds, and how long the time from the callback to saved may be at each.
const LATENCIES: [(u64, u32); 2] = [(0, 40), (100, 260)];

/// How often an org is registered at each.
const RUNS: usize = 15;

/// Registers again and again, and prints both figures at both latencies.
///
/// # Errors
/// When a registration fails.
pub async fn figures() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let simulator = Simulator::start(SimulatorConfig::ephemeral()).await?;
    let (opened, addresses) = watch::channel(None);
    let orgkeep = open(folder.path(), Arc::new(Stopwatch { opened })).await?;
    let mut bench = Bench {
        orgkeep,
        simulator,
        addresses,
    };
    for (latency, bar) in LATENCIES {
        bench.measure(latency, bar).await?;
    }
    Ok(())
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

struct Bench {
    orgkeep: Orgkeep,
    simulator: Simulator,
    addresses: watch::Receiver<Option<(String, Instant)>>,
}

impl Bench {
    async fn measure(&mut self, latency: u64, bar: u32) -> anyhow::Result<()> {
        self.simulator.set_latency(Duration::from_millis(latency));
        let mut to_browser = Vec::new();
        let mut to_saved = Vec::new();
        for _ in 0..RUNS {
            let (browser, saved) = self.register().await?;
            to_browser.push(milliseconds(browser));
            to_saved.push(milliseconds(saved));
        }
        let (to_browser, to_saved) = (Sample::of(to_browser)?, Sample::of(to_saved)?);
        say(&format!(
            "Connect to browser, {latency} ms latency: {}; bar without latency: 50 ms; the Salesforce CLI: 610 to 750 ms",
            to_browser.text("ms")
        ))?;
        say(&format!(
            "callback to saved, {latency} ms latency: {}; bar: {bar} ms; the Salesforce CLI at 50 ms: about 1000 ms",
            to_saved.text("ms")
        ))
    }

    /// One whole registration. Gives the time to the browser and the time from callback to saved.
    async fn register(&mut self) -> anyhow::Result<(Duration, Duration)> {
        let draft = self.fill_draft().await?;
        self.addresses.mark_unchanged();
        let begun = Instant::now();
        let request = ConnectRequest {
            draft,
            all_scopes: false,
        };
        self.orgkeep.connect(request).await?;
        self.addresses.changed().await?;
        let seen = self.addresses.borrow_and_update().clone();
        let (address, opened) = seen.context("no address")?;
        let saved = self.allow(&address).await?;
        Ok((opened - begun, saved))
    }

    /// Signs in and presses Allow. Gives the time from the callback to saved.
    async fn allow(&self, address: &str) -> anyhow::Result<Duration> {
        let org = self.simulator.org(OrgKey::Production);
        let mut robot = RobotBrowser::new();
        let consent = robot.consent(address, org.admin(), Decision::Allow).await?;
        let Outcome::Callback(callback) = consent else {
            anyhow::bail!("the browser stayed at Salesforce");
        };
        let mut views = self.orgkeep.watch_attempt();
        let called = Instant::now();
        let delivery = tokio::spawn(async move {
            robot.deliver(&callback).await?;
            // As the browser does; the port is let go after it, and the next run can begin at once.
            robot.open("http://localhost:33333/done").await.map(drop)
        });
        let over = |view: &AttemptView| !matches!(view, AttemptView::Running { .. });
        let view = views.wait_for(over).await?.clone();
        let saved = called.elapsed();
        delivery.await??;
        let AttemptView::Connected { connected } = view else {
            anyhow::bail!("not connected: {view:?}");
        };
        let request = AttemptRequest { id: connected.id };
        self.orgkeep.close_attempt(request).await?;
        // The next run registers for the first time as well: what is there already would be asked about.
        let id = connected.connection.row.id;
        self.orgkeep
            .remove_connection(ConnectionRequest { id })
            .await?;
        Ok(saved)
    }

    async fn fill_draft(&self) -> anyhow::Result<String> {
        let app = self.simulator.app(OrgKey::Production, AppKind::Public);
        let draft = self.orgkeep.new_draft(NoRequest {}).await?;
        let fields = DraftFields {
            name: "Bench".to_owned(),
            org_type: OrgTypeView::Production,
            login_url: self
                .simulator
                .org(OrgKey::Production)
                .my_domain_url()
                .to_owned(),
            consumer_key: app.client_id,
            ..draft.fields
        };
        let request = SaveDraftRequest {
            id: draft.id.clone(),
            step: WizardStepView::Credentials,
            fields,
        };
        self.orgkeep.save_draft(request).await?;
        Ok(draft.id)
    }
}

async fn open(folder: &std::path::Path, outside: Arc<Stopwatch>) -> anyhow::Result<Orgkeep> {
    let settings = VaultSettings {
        folder: folder.join("practice"),
        rule: AuthorityRule::Practice,
        custody: KeyCustody::KeyFile(folder.join("practice.key")),
        clock: Arc::new(jiff::Timestamp::now),
        actor: Actor::new(Some("admin"), Program::Window),
    };
    let around = Surroundings {
        browser: outside.clone(),
        clipboard: outside.clone(),
        files: Arc::<DecidedFileDialog>::default(),
        salesforce_cli: SalesforceCli {
            home: None,
            keychain_key: Arc::new(|| None),
            programs: Arc::<ScriptedCli>::default(),
            patience: Duration::ZERO,
        },
        notifier: outside.clone(),
        computer: outside,
        clock: Arc::new(SystemClock),
        reopen: None,
        practice: None,
        callback: CallbackUrl::standard(),
        timing: Timing::default(),
        program: "Orgkeep".to_owned(),
        keeps_waits: true,
    };
    let orgkeep = Orgkeep::open(settings, around).await;
    let is_open = |view: &VaultView| matches!(view, VaultView::Open { .. });
    orgkeep.watch_vault().wait_for(is_open).await?;
    Ok(orgkeep)
}

/// A browser that only looks at the clock.
struct Stopwatch {
    opened: watch::Sender<Option<(String, Instant)>>,
}

impl Browser for Stopwatch {
    fn installed(&self) -> Vec<InstalledBrowser> {
        Vec::new()
    }

    fn open(&self, address: &BrowserAddress, _: &BrowserChoice) -> Result<(), OutsideError> {
        let now = Instant::now();
        self.opened
            .send_replace(Some((address.as_str().to_owned(), now)));
        Ok(())
    }
}

impl Clipboard for Stopwatch {
    fn put(&self, _address: &BrowserAddress) -> Result<(), OutsideError> {
        Err(OutsideError("there is no clipboard here".to_owned()))
    }

    fn take_back(&self) {}
}

impl Notifier for Stopwatch {
    fn key_is_active(&self, _connection: &str) {}

    fn stopped_working(&self, _connections: &[String]) {}
}

impl Computer for Stopwatch {
    fn has_loopback(&self, _family: Family) -> bool {
        true
    }

    fn free_space(&self, _folder: &std::path::Path) -> Option<u64> {
        None
    }

    fn trusted_authorities(&self) -> usize {
        0
    }

    fn versions(&self) -> Vec<(String, String)> {
        Vec::new()
    }
}
