//! Sign-ins that are refused, by a person, by Salesforce, or by Orgkeep itself.

use std::net::TcpListener;

use orgkeep_api::address::{AddressReasonView, LoginUrlCheckView};
use orgkeep_api::attempt::ConnectRequest;
use orgkeep_api::command::Commands as _;
use orgkeep_api::error::ErrorCode;
use orgkeep_api::failure::FailureView;
use orgkeep_api::register::DraftRequest;
use orgkeep_api::vault::{StoreReasonView, VaultView};
use orgkeep_app::facade::Orgkeep;
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_journeys::plan::Plan;
use orgkeep_journeys::secret::random_text;
use orgkeep_journeys::waiting::told;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, Endpoint, Fault, OrgKey, Times};

#[tokio::test]
async fn a_denial_keeps_everything_that_was_typed() -> anyhow::Result<()> {
    let world = World::start().await?;
    let typed = world.registration(OrgKey::Uat, AppKind::Confidential);
    let consent = world.at_consent(&typed).await?;
    world.deny_as(&consent, &world.admin(OrgKey::Uat)).await?;
    let failed = world.failed_because(told("denied")).await?;
    assert_eq!(failed.server_code.as_deref(), Some("access_denied"));
    let request = DraftRequest {
        id: consent.draft.clone(),
    };
    let draft = world.ask(world.orgkeep.draft(request)).await?;
    assert_eq!(draft.fields.consumer_key, typed.key);
    assert_eq!(draft.secret.map(|secret| secret.characters), Some(64));
    assert_eq!(draft.interrupted_at, None);

    let again = world.consent_for(&consent.draft).await?;
    world.allow_as(&again, &world.admin(OrgKey::Uat)).await?;
    world.connected().await?;
    world.end().await
}

#[tokio::test]
async fn a_wrong_secret_is_named_and_corrected() -> anyhow::Result<()> {
    let world = World::start().await?;
    let mut typed = world.registration(OrgKey::Uat, AppKind::Confidential);
    let right = typed.secret.replace(random_text(64)?);
    let consent = world.at_consent(&typed).await?;
    world.allow_as(&consent, &world.admin(OrgKey::Uat)).await?;
    world.failed_because(told("secretWrong")).await?;
    assert_eq!(world.rows()?.count(), 0);

    world.type_secret(&consent.draft, right.as_deref()).await?;
    let again = world.consent_for(&consent.draft).await?;
    world.allow_as(&again, &world.admin(OrgKey::Uat)).await?;
    assert!(world.connected().await?.connection.has_secret);
    world.end().await
}

#[tokio::test]
async fn tokens_of_another_org_than_the_address_names_are_let_go() -> anyhow::Result<()> {
    let world = World::start().await?;
    world
        .simulator
        .faults()
        .set(Fault::WrongOrg(OrgKey::Production), Times::Next(1));
    let consent = world
        .at_consent(&world.registration(OrgKey::Developer, AppKind::Public))
        .await?;
    world
        .allow_as(&consent, &world.admin(OrgKey::Developer))
        .await?;
    world.failed_because(FailureView::WrongOrg).await?;
    assert_eq!(world.rows()?.count(), 0);
    let revoked = |entries: &[orgkeep_simulator::JournalEntry]| {
        entries
            .iter()
            .any(|entry| entry.endpoint == Endpoint::Revoke && entry.status == Some(200))
    };
    world
        .simulator
        .journal()
        .wait_for(revoked, orgkeep_journeys::outside::PATIENCE)
        .await?;
    world.end().await
}

#[tokio::test]
async fn at_a_generic_login_host_any_org_may_sign_in() -> anyhow::Result<()> {
    let world = World::start().await?;
    let mut typed = world.registration(OrgKey::Uat, AppKind::Public);
    typed.login_url = world.simulator.test_url();
    let connection = world.register(&typed).await?;
    assert_eq!(connection.row.org_id, world.simulator.org(OrgKey::Uat).id);
    assert_eq!(
        connection.row.host,
        host_of(&world.simulator.org(OrgKey::Uat).my_domain_url)
    );
    world.end().await
}

fn host_of(origin: &str) -> String {
    origin.trim_start_matches("http://").to_owned()
}

#[tokio::test]
async fn whoever_signed_in_is_who_the_connection_belongs_to() -> anyhow::Result<()> {
    let world = World::start().await?;
    world
        .simulator
        .faults()
        .set(Fault::WrongUser, Times::Next(1));
    let connection = world
        .register(&world.registration(OrgKey::Uat, AppKind::Public))
        .await?;
    let ordinary = world
        .simulator
        .org(OrgKey::Uat)
        .user(orgkeep_simulator::UserRole::Ordinary)
        .clone();
    assert_eq!(connection.row.username, ordinary.username);
    assert_eq!(connection.user_id, ordinary.id);
    world.end().await
}

#[tokio::test]
async fn a_stranger_on_the_port_is_named_and_no_browser_opens() -> anyhow::Result<()> {
    let world = World::start().await?;
    let stranger = TcpListener::bind(("::1", world.callback.port()))?;
    let draft = world
        .fill_draft(&world.registration(OrgKey::Uat, AppKind::Public))
        .await?;
    world.connect(&draft.id).await?;
    let FailureView::PortOccupied { holder } = world.failed().await?.reason else {
        panic!("the port was free");
    };
    assert!(
        holder
            .unwrap()
            .contains(&format!("(process {})", std::process::id()))
    );
    assert_eq!(world.browser.count(), 0);
    drop(stranger);
    let consent = world.consent_for(&draft.id).await?;
    world.allow_as(&consent, &world.admin(OrgKey::Uat)).await?;
    world.connected().await?;
    world.end().await
}

/// What a vault says of an address, and that no sign-in begins there.
async fn is_refused(world: &World, address: &str) -> anyhow::Result<AddressReasonView> {
    let mut typed = world.registration(OrgKey::Uat, AppKind::Public);
    typed.login_url = address.to_owned();
    let draft = world.fill_draft(&typed).await?;
    let request = ConnectRequest {
        draft: draft.id,
        all_scopes: false,
    };
    let answer = world.ask(world.orgkeep.connect(request)).await;
    assert!(answer.is_err_and(|error| error.code == ErrorCode::Invalid));
    assert_eq!(world.browser.count(), 0);
    assert!(world.simulator.journal().entries().is_empty());
    match draft.checks.login_url {
        LoginUrlCheckView::Refused { reason } => Ok(reason),
        other => anyhow::bail!("{address} is {other:?}"),
    }
}

#[tokio::test]
async fn a_practice_vault_refuses_real_hosts() -> anyhow::Result<()> {
    let world = World::start().await?;
    for host in [
        "https://login.salesforce.com",
        "https://acme.my.salesforce.com",
    ] {
        assert_eq!(
            is_refused(&world, host).await?,
            AddressReasonView::NotPractice
        );
    }
    world.end().await
}

#[tokio::test]
async fn an_ordinary_vault_refuses_the_practice_org() -> anyhow::Result<()> {
    let plan = Plan {
        rule: AuthorityRule::Salesforce,
        ..Plan::default()
    };
    let world = World::with(plan).await?;
    let practice = world.simulator.login_url();
    let port = practice.rsplit(':').next().unwrap();
    let other_scheme = format!("https://localhost:{port}");
    for address in [practice.as_str(), &other_scheme, "https://localhost"] {
        assert_eq!(is_refused(&world, address).await?, AddressReasonView::Host);
    }
    world.end().await
}

#[tokio::test]
async fn a_vault_of_one_kind_does_not_open_as_the_other() -> anyhow::Result<()> {
    let world = World::start().await?;
    let mut settings = world.vault_settings();
    settings.rule = AuthorityRule::Salesforce;
    let other = Orgkeep::open(settings, world.surroundings()).await;
    let view = other.watch_vault().borrow().clone();
    assert!(
        matches!(
            view,
            VaultView::Unusable {
                reason: StoreReasonView::Inaccessible,
                ..
            }
        ),
        "{view:?}"
    );
    world.end().await
}
