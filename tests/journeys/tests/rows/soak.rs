//! Thirty days of fifty orgs on a bad network, with the clock jumping from day to day: Q-04.
//!
//! One process lives through all of it with the vault open, as a window that nobody closes; its memory is measured. This
//! one is the weather, and the person who signs in again where that is asked.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use orgkeep_api::command::Commands as _;
use orgkeep_api::connection::AuthenticationView;
use orgkeep_api::vault::VaultView;
use orgkeep_app::facade::Orgkeep;
use orgkeep_app::surroundings::Clock as _;
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_domain::client::CallbackUrl;
use orgkeep_domain::id::{ConnectionId, OrgId};
use orgkeep_domain::verdict::Verdict;
use orgkeep_journeys::child::{self, Player};
use orgkeep_journeys::memory::{giving_back, resident_bytes};
use orgkeep_journeys::outside::Outside;
use orgkeep_journeys::plan::{Plan, actor, timing};
use orgkeep_journeys::row::{Row, is_full, size};
use orgkeep_journeys::sign_in::Registration;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{
    AppKind, Endpoint, Fault, OrgKey, Simulator, SimulatorConfig, Times, Tuning, WireEffect,
};
use orgkeep_vault::custody::KeyCustody;
use orgkeep_vault::vault::{Vault, VaultSettings};
use tokio::task::{block_in_place, spawn_blocking};

use crate::command::Chance;
use crate::role::TEST;

/// The role of the process that lives through it.
pub const SOAKER: &str = "soaker";
const FOLDER: &str = "ORGKEEP_SOAKER_FOLDER";

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// After so many days everything was loaded and seen once; from then on memory may grow by a twentieth.
const WARM: usize = 5;

/// What one practice org does on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weather {
    Fair,
    Scenario(&'static str, Endpoint, u32),
    Wire(&'static str, Endpoint, u32),
    /// It tells somebody that a token is dead which is not.
    Lies,
    /// An admin revokes everything.
    Revokes,
}

fn weather(chance: &mut Chance) -> Weather {
    let times = u32::try_from(1 + chance.below(3)).unwrap_or(1);
    let (token, api) = (Endpoint::Token, Endpoint::Rest);
    match chance.below(19) {
        0 => Weather::Scenario("already-being-processed", token, times),
        1 => Weather::Scenario("token-server-error", token, times),
        2 => Weather::Scenario("html-instead-of-json", token, times),
        3 => Weather::Scenario("service-unavailable", token, times),
        4 => Weather::Scenario("expired-code", token, 1),
        5 => Weather::Wire("answer lost", token, 1),
        6 => Weather::Wire("reset before", token, times),
        7 => Weather::Wire("reset after", token, times),
        8 => Weather::Wire("truncated", token, 1),
        9 => Weather::Lies,
        10 => Weather::Revokes,
        11 => Weather::Scenario("service-unavailable", api, times),
        12 => Weather::Scenario("html-instead-of-json", api, times),
        13 => Weather::Wire("reset before", api, times),
        _ => Weather::Fair,
    }
}

fn falls(simulator: &Simulator, weather: Weather) -> anyhow::Result<()> {
    let faults = simulator.faults();
    match weather {
        Weather::Fair => {}
        Weather::Scenario(id, at, times) => {
            faults.set_scenario(id, &Tuning::at(at), Times::Next(times))?;
        }
        Weather::Lies => {
            let here = Tuning::at(Endpoint::Token);
            faults.set_scenario("expired-refresh-token", &here, Times::Next(1))?;
        }
        Weather::Revokes => simulator.end_grants(),
        Weather::Wire(effect, at, times) => {
            let effect = match effect {
                "answer lost" => WireEffect::AnswerLost,
                "reset before" => WireEffect::ResetBeforeBody,
                "reset after" => WireEffect::ResetAfterBody,
                _ => WireEffect::Truncated,
            };
            let at = Some(at);
            faults.set(Fault::Wire { at, effect }, Times::Next(times));
        }
    }
    Ok(())
}

/// One connection, and where it leads.
struct Account {
    id: ConnectionId,
    place: usize,
    org: OrgKey,
    wrong: Vec<String>,
}

/// The person's machine, and practice orgs enough.
struct Soak {
    world: World,
    vault: Vault,
    places: Vec<Arc<Simulator>>,
    accounts: Vec<Account>,
}

impl Soak {
    async fn start(places: usize) -> anyhow::Result<Self> {
        let plan = Plan {
            key_file: true,
            ..Plan::default()
        };
        let world = World::with(plan).await?;
        let mut all = vec![Arc::clone(&world.simulator)];
        while all.len() < places {
            all.push(Arc::new(
                Simulator::start(SimulatorConfig::ephemeral()).await?,
            ));
        }
        let vault = world.vault().await?;
        let mut soak = Self {
            world,
            vault,
            places: all,
            accounts: Vec::new(),
        };
        for place in 0..places {
            for org in OrgKey::ALL {
                soak.register(place, org).await?;
            }
        }
        Ok(soak)
    }

    /// Signs in to an org that has its like nowhere, through an app that rotates.
    async fn register(&mut self, place: usize, org: OrgKey) -> anyhow::Result<()> {
        let simulator = &self.places[place];
        let number = self.accounts.len();
        let id = OrgId::parse(&format!("00D9{number:011}"))?;
        simulator.change_org(org, |own| own.id = id.as_str().to_owned());
        let app = simulator.app(org, AppKind::Public);
        let callback = self.world.callback.as_str().to_owned();
        simulator.change_app(&app.client_id, |app| {
            app.callbacks = vec![callback];
            app.rotates_refresh_tokens = true;
        })?;
        let typed = Registration {
            org,
            name: format!("{} {number}", org.name()),
            authentication: AuthenticationView::ExternalClientApp,
            login_url: simulator.org(org).my_domain_url,
            key: app.client_id,
            secret: None,
            presets: Vec::new(),
        };
        let consent = self.world.at_consent(&typed).await?;
        let admin = simulator.org(org).admin().clone();
        self.world.allow_as(&consent, &admin).await?;
        self.world.accept_what_is_asked().await?;
        let connected = self.world.connected().await?;
        self.world.leave(&consent.id).await?;
        self.accounts.push(Account {
            id: ConnectionId::parse(&connected.connection.row.id)?,
            place,
            org,
            wrong: Vec::new(),
        });
        Ok(())
    }

    async fn sign_in_again(&self, account: &Account) -> anyhow::Result<()> {
        let consent = self.world.consent_again(account.id.as_str(), false).await?;
        let admin = self.places[account.place].org(account.org).admin().clone();
        self.world.allow_as(&consent, &admin).await?;
        self.world.accept_what_is_asked().await?;
        self.world.connected().await?;
        self.world.leave(&consent.id).await
    }

    /// Whether Salesforce would still take the stored refresh token.
    async fn is_alive(&self, account: &Account) -> anyhow::Result<bool> {
        let secrets = self.vault.secrets(&account.id).await?;
        let token = secrets.credentials.into_refresh_token();
        let token = token.context("no refresh token")?;
        Ok(self.places[account.place].is_alive(token.expose()))
    }

    /// What the day left of each connection, and a new sign-in where that is asked.
    async fn judge(
        &mut self,
        day: usize,
        weather: &[Weather],
        verdicts: &BTreeMap<String, Verdict>,
    ) -> anyhow::Result<()> {
        for number in 0..self.accounts.len() {
            let account = &self.accounts[number];
            let alive = self.is_alive(account).await?;
            let verdict = verdicts.get(account.id.as_str()).copied();
            let lied_to = weather[account.place] == Weather::Lies;
            let is_right = match verdict {
                Some(Verdict::Working) => alive,
                Some(verdict) if verdict.is_final() => !alive || lied_to,
                _ => false,
            };
            if verdict.is_some_and(Verdict::is_final) {
                self.sign_in_again(account).await?;
            }
            if !is_right {
                let wrong = format!("day {day}: {verdict:?}, {}", weather_of(weather, account));
                self.accounts[number].wrong.push(wrong);
            }
        }
        Ok(())
    }
}

fn weather_of(weather: &[Weather], account: &Account) -> String {
    format!("{:?}", weather[account.place])
}

#[tokio::test(flavor = "multi_thread")]
async fn q_04_for_days_every_org_is_connected_or_rightly_to_be_signed_in_to_again()
-> anyhow::Result<()> {
    let (places, days) = (size(10, 1), size(30, 3));
    let mut soak = Soak::start(places).await?;
    let folder = soak.world.data_folder().to_string_lossy().into_owned();
    let mut soaker = Player::start(TEST, SOAKER, &giving_back(&[(FOLDER, folder)]))?;
    ensure!(
        block_in_place(|| soaker.hear())? == "ready",
        "it is not open"
    );
    let (mut chance, mut resident) = (Chance(0x50a4), Vec::new());
    for day in 1..=days {
        let weather: Vec<Weather> = soak.places.iter().map(|_| weather(&mut chance)).collect();
        for (simulator, weather) in soak.places.iter().zip(&weather) {
            simulator.end_access_tokens();
            falls(simulator, *weather)?;
        }
        ordered(&mut soaker, "day")?;
        soak.places.iter().for_each(|own| own.faults().clear());
        let verdicts = ordered(&mut soaker, "evening")?;
        soak.judge(day, &weather, &verdicts).await?;
        soak.places.iter().for_each(|own| own.journal().clear());
        soaker.tell("memory")?;
        resident.push(block_in_place(|| soaker.hear())?.parse::<usize>()?);
    }
    let verdicts = ordered(&mut soaker, "evening")?;
    let mut row = Row::new("Q-04", soak.accounts.len());
    for account in &mut soak.accounts {
        let last = verdicts.get(account.id.as_str()).copied();
        if last != Some(Verdict::Working) {
            account.wrong.push(format!("at last: {last:?}"));
        }
        let outcome = if account.wrong.is_empty() {
            Ok(())
        } else {
            Err(anyhow::anyhow!(account.wrong.join("; ")))
        };
        row.note(account.id.as_str(), outcome);
    }
    block_in_place(|| soaker.dismiss())?;
    drop(soak.vault);
    let ended = soak.world.end().await;
    row.finish(ended.and_then(|()| calm(&resident)))
}

/// Growth since the first days, of a whole run only: in a short one it says nothing.
fn calm(resident: &[usize]) -> anyhow::Result<()> {
    let (Some(warm), Some(last)) = (resident.get(WARM - 1), resident.last()) else {
        return Ok(());
    };
    let grown = last.saturating_sub(*warm);
    ensure!(
        !is_full() || grown <= warm / 20,
        "it grew from {warm} to {last} bytes"
    );
    Ok(())
}

/// What the other process found when it tested everything.
fn ordered(soaker: &mut Player, order: &str) -> anyhow::Result<BTreeMap<String, Verdict>> {
    soaker.tell(order)?;
    let said = block_in_place(|| soaker.hear())?;
    let pairs = said.split_whitespace().filter_map(|pair| {
        let (id, verdict) = pair.split_once('=')?;
        Some((id.to_owned(), Verdict::parse(verdict)?))
    });
    Ok(pairs.collect())
}

/// That process's part.
pub async fn live_on() -> anyhow::Result<()> {
    let folder = PathBuf::from(std::env::var(FOLDER)?);
    let outside = Outside::default();
    let (clock, now) = (Arc::clone(&outside.clock), Arc::clone(&outside.clock));
    let settings = VaultSettings {
        custody: KeyCustody::KeyFile(folder.join("practice.key")),
        folder,
        rule: AuthorityRule::Practice,
        clock: Arc::new(move || now.now()),
        actor: actor(),
    };
    let around = outside.around(&CallbackUrl::standard(), timing());
    let orgkeep = Orgkeep::open(settings, around).await;
    let open = |view: &VaultView| matches!(view, VaultView::Open { .. });
    orgkeep.watch_vault().wait_for(open).await?;
    child::say("ready")?;
    while let Some(order) = spawn_blocking(child::hear_parent).await?? {
        match order.as_str() {
            "memory" => child::say(&resident_bytes()?.to_string())?,
            "day" => {
                clock.jump(DAY);
                child::say(&tested(&orgkeep).await?)?;
            }
            _ => child::say(&tested(&orgkeep).await?)?,
        }
    }
    orgkeep.close().await;
    Ok(())
}

async fn tested(orgkeep: &Orgkeep) -> anyhow::Result<String> {
    let rows = orgkeep.watch_connections().borrow().rows.clone();
    let ids: Result<Vec<_>, _> = rows
        .iter()
        .map(|row| ConnectionId::parse(&row.id))
        .collect();
    let mut run = orgkeep.sessions()?.test_all(ids?);
    let mut found = Vec::new();
    while let Some(tested) = run.next().await {
        if let Ok(outcome) = tested.outcome {
            found.push(format!("{}={}", tested.id, outcome.verdict.name()));
        }
    }
    Ok(found.join(" "))
}
