//! New credentials that are typed and not applied: O-14.

use anyhow::{Context as _, ensure};
use orgkeep_api::attempt::AttemptView;
use orgkeep_api::command::Commands as _;
use orgkeep_api::connection::{ConnectionRequest, ConnectionView};
use orgkeep_api::failure::FailureView;
use orgkeep_api::pending::ReauthenticateRequest;
use orgkeep_api::testing::VerdictId;
use orgkeep_api::vault::VaultView;
use orgkeep_domain::id::ConnectionId;
use orgkeep_journeys::child::{self, Player};
use orgkeep_journeys::outside::PATIENCE;
use orgkeep_journeys::plan::Plan;
use orgkeep_journeys::row::Row;
use orgkeep_journeys::secret::random_text;
use orgkeep_journeys::sign_in::Consent;
use orgkeep_journeys::standing::StoredRows;
use orgkeep_journeys::twin::Twin;
use orgkeep_journeys::waiting::told;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{
    AppKind, ClientApp, Endpoint, Fault, JournalEntry, OrgKey, Times, UserRole, WireEffect,
};

use crate::role::TEST;

const ORG: OrgKey = OrgKey::Uat;
/// The role of the copy that is killed.
pub const KILLED: &str = "authenticated again";

/// Where the person, or the computer, gives up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Abandoned {
    Typed,
    Closed,
    AtTheBrowser,
    Denied,
    AtTheQuestion,
    BeforeTheSave,
}

const POINTS: [Abandoned; 6] = [
    Abandoned::Typed,
    Abandoned::Closed,
    Abandoned::AtTheBrowser,
    Abandoned::Denied,
    Abandoned::AtTheQuestion,
    Abandoned::BeforeTheSave,
];

/// One connection with new credentials typed for it.
struct Staged {
    world: World,
    old: ClientApp,
    new: ClientApp,
    rows: StoredRows,
    typed: ConnectionView,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn o_14_credentials_that_are_not_applied_are_not_in_force() -> anyhow::Result<()> {
    let mut row = Row::new("O-14", POINTS.len());
    for point in POINTS {
        row.note(format!("{point:?}"), abandoned(point).await);
    }
    row.finish(Ok(()))
}

async fn abandoned(point: Abandoned) -> anyhow::Result<()> {
    let mut staged = Staged::start().await?;
    let (id, world) = (staged.typed.row.id.clone(), &mut staged.world);
    match point {
        Abandoned::Typed => {}
        Abandoned::Closed => {
            world.reopen().await?;
            world.unlocked().await?;
        }
        Abandoned::AtTheBrowser => {
            let consent = world.consent_again(&id, true).await?;
            world.cancel(&consent.id).await?;
            world.failed_because(FailureView::Cancelled).await?;
        }
        Abandoned::Denied => {
            let consent = world.consent_again(&id, true).await?;
            world.deny_as(&consent, &world.admin(ORG)).await?;
            world.failed_because(told("denied")).await?;
        }
        Abandoned::AtTheQuestion => refused_at_the_question(world, &id).await?,
        Abandoned::BeforeTheSave => killed_before_the_save(world, &id).await?,
    }
    staged.old_ones_are_in_force(point).await?;
    staged.world.end().await
}

impl Staged {
    async fn start() -> anyhow::Result<Self> {
        let world = World::with(Plan {
            key_file: true,
            ..Plan::default()
        })
        .await?;
        let old = world.simulator.app(ORG, AppKind::Confidential);
        let connection = world
            .register(&world.registration(ORG, AppKind::Confidential))
            .await?;
        let mut new = ClientApp::confidential(ORG, "Newer");
        new.secret = Some(format!("Secret{}", random_text(58)?));
        let new = world.install(new);
        let rows = world.rows()?;
        let typed = world.type_pending(&connection.row.id, &new).await?;
        Ok(Self {
            world,
            old,
            new,
            rows,
            typed,
        })
    }

    /// What would be tested, or used, is what was authorized; what was typed is still there.
    async fn old_ones_are_in_force(&self, point: Abandoned) -> anyhow::Result<()> {
        let (world, id) = (&self.world, &self.typed.row.id);
        world.same(&self.rows)?;
        let secrets = world
            .vault()
            .await?
            .secrets(&ConnectionId::parse(id)?)
            .await?;
        let app = secrets.credentials.app().context("no app is in force")?;
        ensure!(
            app.consumer_key.as_str() == self.old.client_id,
            "another key is in force"
        );
        let old = self
            .old
            .secret
            .clone()
            .map(orgkeep_secret::ConsumerSecret::new);
        let same = app.consumer_secret.as_ref().zip(old);
        ensure!(
            same.is_some_and(|(stored, old)| stored.matches(&old)),
            "another secret is in force"
        );
        let shown = world.details(id).await?;
        let pending = shown.pending.clone().context("what was typed is gone")?;
        ensure!(
            pending.interrupted_at.is_some() == (point == Abandoned::BeforeTheSave),
            "{pending:?}"
        );
        let expected = ConnectionView {
            pending: Some(pending),
            ..self.typed.clone()
        };
        ensure!(shown == expected, "{shown:?} instead of {expected:?}");
        self.a_test_names_the_old_ones(&shown).await?;
        self.can_still_be_applied().await
    }

    /// Test says which credentials it used: those in force, with their date. It changes nothing but the verdict.
    async fn a_test_names_the_old_ones(&self, before: &ConnectionView) -> anyhow::Result<()> {
        let (world, id) = (&self.world, before.row.id.clone());
        world.simulator.faults().clear();
        world.simulator.journal().clear();
        let request = ConnectionRequest { id: id.clone() };
        let tested = world
            .ask(world.orgkeep.test_connection(request))
            .await?
            .test;
        let used = &tested.credentials;
        ensure!(tested.found.verdict == VerdictId::Working, "{tested:?}");
        ensure!(
            used.consumer_key == before.consumer_key
                && used.authorized_at == before.row.authenticated_at
                && used.in_force,
            "{used:?}"
        );
        let asked = world.simulator.journal().entries();
        let new = self.new.secret.as_deref().unwrap_or_default();
        let sent = |entry: &JournalEntry| {
            let form = entry.form();
            form.text("client_id") == self.new.client_id || form.text("client_secret") == new
        };
        ensure!(!asked.iter().any(sent), "what was typed was sent");
        let after = world.details(&id).await?;
        ensure!(after.pending == before.pending, "{:?}", after.pending);
        ensure!(after.consumer_key == before.consumer_key, "{after:?}");
        Ok(())
    }

    async fn can_still_be_applied(&self) -> anyhow::Result<()> {
        let world = &self.world;
        world.simulator.faults().clear();
        let consent = world.consent_again(&self.typed.row.id, true).await?;
        world.allow_as(&consent, &world.admin(ORG)).await?;
        let applied = world.connected().await?.connection;
        ensure!(applied.pending.is_none(), "still pending");
        let asked = world.simulator.journal().last_token_request();
        let asked = asked.context("nothing was asked")?;
        ensure!(
            asked.get("client_secret") == self.new.secret.as_deref(),
            "the typed secret was not retried"
        );
        Ok(())
    }
}

async fn refused_at_the_question(world: &World, id: &str) -> anyhow::Result<()> {
    let users = world.simulator.org(ORG).users;
    let colleague = users.iter().find(|user| user.role == UserRole::Ordinary);
    let consent = world.consent_again(id, true).await?;
    world
        .allow_as(&consent, colleague.context("nobody else is there")?)
        .await?;
    world.question().await?;
    world.answer(&consent.id, false).await?;
    world.failed_because(FailureView::IdentityRefused).await?;
    Ok(())
}

/// Another copy has swapped the code for tokens, and dies before it has saved them.
async fn killed_before_the_save(world: &mut World, id: &str) -> anyhow::Result<()> {
    world.orgkeep.clone().close().await;
    let mut other = Player::start(TEST, KILLED, &world.for_twins())?;
    other.tell(id)?;
    let address = tokio::task::block_in_place(|| other.hear())?;
    let hang = Fault::Wire {
        at: Some(Endpoint::Userinfo),
        effect: WireEffect::Hang,
    };
    world.simulator.faults().set(hang, Times::Always);
    let consent = Consent {
        id: String::new(),
        draft: id.to_owned(),
        address,
    };
    world.remember();
    world.simulator.journal().clear();
    world.allow_as(&consent, &world.admin(ORG)).await?;
    let exchanged = |entries: &[JournalEntry]| {
        entries
            .iter()
            .any(|entry| entry.endpoint == Endpoint::Userinfo)
    };
    let journal = world.simulator.journal();
    journal.wait_for(exchanged, PATIENCE).await?;
    other.kill()?;
    world.open_again().await?;
    world.unlocked().await
}

/// The copy's part.
pub async fn authenticate_again() -> anyhow::Result<()> {
    let twin = Twin::open().await?;
    let open = |view: &VaultView| matches!(view, VaultView::Open { .. });
    twin.orgkeep.watch_vault().wait_for(open).await?;
    let id = tokio::task::spawn_blocking(child::hear_parent).await??;
    let request = ReauthenticateRequest {
        id: id.context("nobody says which")?,
        with_pending: true,
        all_scopes: false,
    };
    twin.orgkeep.reauthenticate(request).await?;
    child::say(&twin.browser.opened(1).await?)?;
    let over = |view: &AttemptView| !matches!(view, AttemptView::Running { .. });
    twin.orgkeep.watch_attempt().wait_for(over).await?;
    Ok(())
}
