//! A migration that is interrupted, at every step and by every fault: O-15.

use std::time::Duration;

use anyhow::{Context as _, ensure};
use orgkeep_api::attempt::AttemptView;
use orgkeep_api::command::Commands as _;
use orgkeep_api::connection::{AuthenticationView, ConnectionRequest, ConnectionView};
use orgkeep_api::dependent::{
    AddDependentRequest, DependentFields, DependentKindView, DependentsView,
};
use orgkeep_api::failure::FailureView;
use orgkeep_api::migration::MigrateRequest;
use orgkeep_api::vault::VaultView;
use orgkeep_domain::id::ConnectionId;
use orgkeep_journeys::child::{self, Player};
use orgkeep_journeys::outside::PATIENCE;
use orgkeep_journeys::plan::Plan;
use orgkeep_journeys::row::Row;
use orgkeep_journeys::session::pause_at;
use orgkeep_journeys::sign_in::Consent;
use orgkeep_journeys::standing::StoredRows;
use orgkeep_journeys::twin::Twin;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{
    AppKind, ClientApp, Decision, Endpoint, Fault, OrgKey, RobotBrowser, Times, UserRole,
    WireEffect,
};
use orgkeep_vault::vault::STORE_FILE;
use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

use crate::role::TEST;

/// The org of the connection.
pub const ORG: OrgKey = OrgKey::Uat;
/// The role of the copy that is killed.
pub const KILLED: &str = "moved";
/// At which step the copy is killed.
const STEP: &str = "ORGKEEP_JOURNEY_STEP";

/// Where a process dies, in the order of a migration. Up to the last but one the connection is as it was.
const STEPS: [&str; 8] = [
    "checking the key",
    "listening",
    "waiting for the answer",
    "exchanging",
    "identifying",
    "saving",
    "kept",
    "moved",
];
/// The step from which on the connection is moved.
const MOVED: &str = "moved";
/// The statements of the one transaction.
const STATEMENTS: [(&str, &str); 4] = [
    ("DELETE", "pending"),
    ("INSERT", "revocation"),
    ("INSERT", "earlier"),
    ("UPDATE", "connection"),
];

/// What goes wrong.
#[derive(Debug, Clone)]
enum Trouble {
    Killed(&'static str),
    Salesforce(Endpoint, WireEffect),
    Refused(Endpoint, u16),
    OtherOrg,
    OtherUser,
    Denied,
    Cancelled(Endpoint),
    CancelledAtTheBrowser,
    TooLate,
    Store(&'static str, &'static str),
}

fn troubles() -> Vec<Trouble> {
    let mut all: Vec<Trouble> = STEPS.map(Trouble::Killed).into();
    for at in [Endpoint::Token, Endpoint::Userinfo, Endpoint::Query] {
        for effect in [
            WireEffect::ResetBeforeBody,
            WireEffect::AnswerLost,
            WireEffect::Truncated,
        ] {
            all.push(Trouble::Salesforce(at, effect));
        }
        all.extend([500, 503].map(|status| Trouble::Refused(at, status)));
        all.push(Trouble::Cancelled(at));
    }
    all.extend([
        Trouble::OtherOrg,
        Trouble::OtherUser,
        Trouble::Denied,
        Trouble::CancelledAtTheBrowser,
        Trouble::TooLate,
    ]);
    all.extend(STATEMENTS.map(|(statement, table)| Trouble::Store(statement, table)));
    all
}

/// How a connection signed in before its migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    ConnectedApp,
    Password,
}

/// A connection with another app typed for it, and all that must not change.
pub struct Typed {
    pub world: World,
    pub id: String,
    /// The app in force, which a password has not.
    old: Option<ClientApp>,
    new: ClientApp,
    before: ConnectionView,
    rows: StoredRows,
    hash: Vec<u8>,
    dependents: DependentsView,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn o_15_a_migration_that_is_interrupted_changes_nothing() -> anyhow::Result<()> {
    all_interrupted(Before::ConnectedApp, troubles()).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn o_15_a_migration_from_a_password_that_is_interrupted_changes_nothing() -> anyhow::Result<()>
{
    let mut troubles = troubles();
    // A password has no token to revoke.
    troubles.retain(|trouble| !matches!(trouble, Trouble::Store(_, "revocation")));
    all_interrupted(Before::Password, troubles).await
}

async fn all_interrupted(before: Before, troubles: Vec<Trouble>) -> anyhow::Result<()> {
    let mut row = Row::new("O-15", troubles.len());
    for trouble in troubles {
        row.note(
            format!("{before:?}: {trouble:?}"),
            interrupted(before, trouble).await,
        );
    }
    row.finish(Ok(()))
}

async fn interrupted(before: Before, trouble: Trouble) -> anyhow::Result<()> {
    let mut typed = Typed::start(before).await?;
    typed.run_into(&trouble).await?;
    if matches!(trouble, Trouble::Killed(MOVED)) {
        typed.is_moved(true).await?;
    } else {
        typed.is_unchanged().await?;
        if matches!(trouble, Trouble::Store(..)) {
            typed.nothing_new_is_alive().await?;
        }
        typed.can_be_tried_again().await?;
    }
    typed.world.end().await
}

impl Typed {
    pub async fn start(from: Before) -> anyhow::Result<Self> {
        let plan = Plan {
            key_file: true,
            ..Plan::default()
        };
        let world = World::with(plan).await?;
        let (connection, new) = match from {
            Before::ConnectedApp => world.movable(ORG).await?,
            Before::Password => {
                let connection = world.log_in(&world.login(ORG)?).await?;
                (connection, world.app_to_move_to(ORG)?)
            }
        };
        let old = || world.simulator.app(ORG, AppKind::Confidential);
        let id = connection.row.id.clone();
        let pipeline = AddDependentRequest {
            connection: id.clone(),
            fields: DependentFields {
                kind: DependentKindView::Pipeline,
                name: "Nightly".to_owned(),
                product: "ARM".to_owned(),
            },
        };
        let dependents = world.orgkeep.add_dependent(pipeline).await?;
        let before = world.type_move(&id, &new).await?;
        Ok(Self {
            old: (from == Before::ConnectedApp).then(old),
            new,
            rows: world.rows()?,
            hash: hash_of(&world)?,
            before,
            dependents,
            id,
            world,
        })
    }

    async fn run_into(&mut self, trouble: &Trouble) -> anyhow::Result<()> {
        let fault = |at: &Endpoint, effect: WireEffect| Fault::Wire {
            at: Some(*at),
            effect,
        };
        match trouble {
            Trouble::Killed(step) => return self.killed_at(step).await,
            Trouble::Salesforce(at, effect) => self.set(fault(at, effect.clone())),
            Trouble::Refused(at, status) => self.set(Fault::Reply {
                at: Some(*at),
                status: *status,
                headers: Vec::new(),
                body: String::new(),
            }),
            Trouble::OtherOrg => self.set(Fault::WrongOrg(OrgKey::Production)),
            Trouble::Cancelled(at) => self.set(fault(at, WireEffect::Hang)),
            Trouble::Store(statement, table) => self.break_store(statement, table)?,
            _ => {}
        }
        let consent = self.world.consent_to_move(&self.id).await?;
        self.at_the_browser(trouble, &consent).await?;
        self.world.failed().await?;
        self.world.leave(&consent.id).await?;
        self.world.simulator.faults().clear();
        Ok(self
            .store()?
            .execute_batch("DROP TRIGGER IF EXISTS fault")?)
    }

    async fn at_the_browser(&self, trouble: &Trouble, consent: &Consent) -> anyhow::Result<()> {
        let (world, admin) = (&self.world, self.world.admin(ORG));
        match trouble {
            Trouble::CancelledAtTheBrowser => world.cancel(&consent.id).await,
            Trouble::TooLate => {
                world.clock.jump(Duration::from_secs(3600));
                Ok(())
            }
            Trouble::Denied => world.deny_as(consent, &admin).await.map(drop),
            Trouble::OtherUser => {
                let users = world.simulator.org(ORG).users;
                let colleague = users.iter().find(|user| user.role == UserRole::Ordinary);
                world
                    .allow_as(consent, colleague.context("nobody else")?)
                    .await?;
                world.question().await?;
                world.answer(&consent.id, false).await
            }
            Trouble::Cancelled(at) => {
                world.simulator.journal().clear();
                world.allow_as(consent, &admin).await?;
                self.asked(*at).await?;
                world.cancel(&consent.id).await
            }
            _ => world.allow_as(consent, &admin).await.map(drop),
        }
    }

    /// Another copy moves the connection, and dies at this step.
    async fn killed_at(&mut self, step: &'static str) -> anyhow::Result<()> {
        self.world.orgkeep.clone().close().await;
        let mut settings = self.world.for_twins().to_vec();
        settings.push((STEP, step.to_owned()));
        let mut other = Player::start(TEST, KILLED, &settings)?;
        other.tell(&self.id)?;
        let mut said = tokio::task::block_in_place(|| other.hear())?;
        let mut browser = None;
        if said.starts_with("http") {
            let admin = self.world.admin(ORG);
            let address = said;
            self.world.remember();
            browser = Some(tokio::spawn(async move {
                let mut robot = RobotBrowser::new();
                let outcome = robot.consent(&address, &admin, Decision::Allow).await?;
                if let orgkeep_simulator::Outcome::Callback(callback) = outcome {
                    // Whoever is killed answers nobody.
                    let _page = robot.deliver(&callback).await;
                }
                anyhow::Ok(())
            }));
            said = tokio::task::block_in_place(|| other.hear())?;
        }
        ensure!(said == format!("at {step}"), "it said {said}");
        other.kill()?;
        if let Some(browser) = browser {
            browser.await??;
        }
        self.world.open_again().await?;
        self.world.unlocked().await
    }

    pub async fn asked(&self, at: Endpoint) -> anyhow::Result<()> {
        let journal = self.world.simulator.journal();
        let has_arrived = |entries: &[orgkeep_simulator::JournalEntry]| {
            entries.iter().any(|entry| entry.endpoint == at)
        };
        journal.wait_for(has_arrived, PATIENCE).await?;
        Ok(())
    }

    fn set(&self, fault: Fault) {
        self.world.simulator.faults().set(fault, Times::Always);
    }

    fn store(&self) -> anyhow::Result<Connection> {
        Ok(Connection::open(self.world.data_folder().join(STORE_FILE))?)
    }

    fn break_store(&self, statement: &str, table: &str) -> anyhow::Result<()> {
        let trigger = format!(
            "CREATE TRIGGER fault AFTER {statement} ON {table} BEGIN SELECT RAISE(ABORT, 'fault'); END"
        );
        Ok(self.store()?.execute_batch(&trigger)?)
    }

    /// Row and ciphertexts are what they were, byte for byte, and so is all that names the connection; its token lives,
    /// and what was typed is still there.
    pub async fn is_unchanged(&self) -> anyhow::Result<()> {
        let world = &self.world;
        world.same(&self.rows)?;
        ensure!(hash_of(world)? == self.hash, "the hash is another");
        let shown = world.details(&self.id).await?;
        let typed = |view: &ConnectionView| view.pending.clone().map(|pending| pending.typed_at);
        ensure!(
            typed(&shown) == typed(&self.before),
            "what was typed is gone"
        );
        ensure!(shown.earlier.is_none(), "something is kept");
        ensure!(self.listed().await? == self.dependents, "other dependents");
        if let Some(old) = &self.old {
            let alive = world.simulator.grant_count(&old.client_id);
            ensure!(alive == 1, "{alive} tokens of the old app are alive");
        }
        let queue = world.vault().await?.pending_revocations().await?;
        ensure!(queue.is_empty(), "a token waits to be revoked");
        self.works_as_before().await
    }

    /// Its session is the one that it had, and is taken.
    async fn works_as_before(&self) -> anyhow::Result<()> {
        let id = ConnectionId::parse(&self.id)?;
        let limits = self.world.sessions().await?.limits(&id).await?;
        ensure!(!limits.is_empty(), "it does not work any more");
        self.world.same(&self.rows)
    }

    /// What could not be saved is revoked: it would count as one of the five sign-ins.
    async fn nothing_new_is_alive(&self) -> anyhow::Result<()> {
        let simulator = &self.world.simulator;
        let revoked = |_: &[_]| simulator.grant_count(&self.new.client_id) == 0;
        let settled = simulator.journal().wait_for(revoked, PATIENCE).await;
        settled.context("tokens that nobody keeps are alive")?;
        Ok(())
    }

    pub async fn can_be_tried_again(&self) -> anyhow::Result<()> {
        let world = &self.world;
        let consent = world.consent_to_move(&self.id).await?;
        world.allow_as(&consent, &world.admin(ORG)).await?;
        world.connected().await?;
        self.is_moved(false).await
    }

    pub async fn is_moved(&self, killed: bool) -> anyhow::Result<()> {
        let world = &self.world;
        let shown = world.details(&self.id).await?;
        let (row, before) = (&shown.row, &self.before.row);
        ensure!(world.rows()?.count() == 1, "there is another entry");
        ensure!(row.name == before.name && shown.created_at == self.before.created_at);
        ensure!(row.authentication == AuthenticationView::ExternalClientApp);
        ensure!(
            shown
                .consumer_key
                .is_some_and(|key| self.new.client_id.starts_with(&key[..6])),
            "another app"
        );
        ensure!(shown.pending.is_none() && shown.earlier.is_some());
        ensure!(self.listed().await? == self.dependents, "other dependents");
        if let Some(old) = &self.old {
            let revoked = |_: &[_]| world.simulator.grant_count(&old.client_id) == 0;
            let settled = world.simulator.journal().wait_for(revoked, PATIENCE).await;
            settled.with_context(|| format!("the old token lives; killed: {killed}"))?;
        }
        Ok(())
    }

    async fn listed(&self) -> anyhow::Result<DependentsView> {
        let id = self.id.clone();
        let listed = self.world.orgkeep.dependents(ConnectionRequest { id });
        Ok(listed.await?)
    }
}

/// What the one transaction of a way back does.
const BACK: [(&str, &str); 3] = [
    ("DELETE", "earlier"),
    ("INSERT", "revocation"),
    ("UPDATE", "connection"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_way_back_that_cannot_be_saved_leaves_the_new_app_in_force() -> anyhow::Result<()> {
    for (statement, table) in BACK {
        let typed = Typed::start(Before::ConnectedApp).await?;
        typed.can_be_tried_again().await?;
        let (world, id) = (&typed.world, &typed.id);
        let (before, rows) = (world.details(id).await?, world.rows()?);
        typed.break_store(statement, table)?;
        let back = world.consent_to_return(id).await?;
        world.allow_as(&back, &world.admin(ORG)).await?;
        world.failed_because(FailureView::NotSaved).await?;
        world.leave(&back.id).await?;
        world.same(&rows)?;
        let now = world.details(id).await?;
        ensure!(
            now.row == before.row && now.earlier.is_some(),
            "{statement} {table}: {now:?}"
        );
        let old = typed.old.as_ref().context("it had an app")?;
        for (app, alive) in [(old, 0), (&typed.new, 1)] {
            let settled = |_: &[_]| world.simulator.grant_count(&app.client_id) == alive;
            let settled = world.simulator.journal().wait_for(settled, PATIENCE).await;
            settled.with_context(|| format!("{statement} {table}: {}", app.name))?;
        }
        typed.store()?.execute_batch("DROP TRIGGER fault")?;
        let back = world.consent_to_return(id).await?;
        world.allow_as(&back, &world.admin(ORG)).await?;
        let returned = world.connected().await?.connection;
        ensure!(returned.row.authentication == AuthenticationView::ConnectedApp);
        typed.world.end().await?;
    }
    Ok(())
}

/// Of the connection's row with all its ciphertexts.
fn hash_of(world: &World) -> anyhow::Result<Vec<u8>> {
    let rows = format!("{:?}", world.rows()?);
    Ok(Sha256::digest(rows.as_bytes()).to_vec())
}

/// The copy's part: moves the connection whose id it hears, and stops at its step.
pub async fn move_and_stop() -> anyhow::Result<()> {
    pause_at(std::env::var(STEP)?)?;
    let twin = Twin::open().await?;
    let open = |view: &VaultView| matches!(view, VaultView::Open { .. });
    twin.orgkeep.watch_vault().wait_for(open).await?;
    let id = tokio::task::spawn_blocking(child::hear_parent).await??;
    let request = MigrateRequest {
        id: id.context("nobody says which")?,
        all_scopes: false,
    };
    twin.orgkeep.migrate(request).await?;
    child::say(&twin.browser.opened(1).await?)?;
    let over = |view: &AttemptView| !matches!(view, AttemptView::Running { .. });
    twin.orgkeep.watch_attempt().wait_for(over).await?;
    Ok(())
}
