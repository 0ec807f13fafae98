//! What may be opened in the person's browser: T-07.

use anyhow::ensure;
use orgkeep_api::attempt::{AttemptRequest, ConnectRequest};
use orgkeep_api::checklist::SetupPageId;
use orgkeep_api::command::Commands as _;
use orgkeep_api::opening::{Landing, OpenOrgRequest, OpenedView};
use orgkeep_api::register::{SetupOwner, SetupPageRequest};
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_journeys::payload::{hostile_addresses, link_to};
use orgkeep_journeys::plan::Plan;
use orgkeep_journeys::row::Row;
use orgkeep_journeys::sign_in::Consent;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, OrgKey, Times};

const ORG: OrgKey = OrgKey::Uat;

#[tokio::test]
async fn t_07_only_addresses_of_the_bound_host_are_opened() -> anyhow::Result<()> {
    let paths = [
        "connect",
        "open again",
        "setup page",
        "open org",
        "link from the server",
    ];
    let mut row = Row::new("T-07", hostile_addresses().len() * paths.len());
    let plan = Plan {
        rule: AuthorityRule::Salesforce,
        ..Plan::default()
    };
    let (ordinary, practice) = (World::with(plan).await?, World::start().await?);
    let registered = practice.registration(ORG, AppKind::Confidential);
    let connection = practice.register(&registered).await?.row.id;
    let consent = practice
        .at_consent(&practice.registration(ORG, AppKind::Public))
        .await?;
    for (name, address) in hostile_addresses() {
        for path in paths {
            let outcome = match path {
                "open again" => is_the_same_again(&practice, &consent, &address).await,
                "open org" => lands_nowhere_else(&practice, &connection, &address).await,
                "link from the server" => follows_no_link(&practice, &connection, &address).await,
                _ => opens_nothing(&[&ordinary, &practice], path, &address).await,
            };
            row.note(format!("{name} through {path}"), outcome);
        }
    }
    practice.allow_as(&consent, &practice.admin(ORG)).await?;
    practice.connected().await?;
    let standing = ordinary.end().await.and(practice.end().await);
    row.finish(standing)
}

async fn opens_nothing(worlds: &[&World], path: &str, address: &str) -> anyhow::Result<()> {
    for world in worlds {
        let before = world.browser.count();
        let mut typed = world.registration(ORG, AppKind::Public);
        typed.login_url = address.to_owned();
        let draft = world.fill_draft(&typed).await?.id;
        let refused = if path == "connect" {
            let request = ConnectRequest {
                draft,
                all_scopes: false,
            };
            world.ask(world.orgkeep.connect(request)).await.is_err()
        } else {
            let page = SetupPageId::ExternalClientAppManager;
            let request = SetupPageRequest {
                of: SetupOwner::Draft { id: draft },
                page,
            };
            world
                .ask(world.orgkeep.open_setup_page(request))
                .await
                .is_err()
        };
        ensure!(refused, "it was not refused");
        ensure!(world.browser.count() == before, "something was opened");
    }
    Ok(())
}

/// What is typed as a path within the org is one, or nothing is asked of Salesforce for it.
async fn lands_nowhere_else(world: &World, connection: &str, address: &str) -> anyhow::Result<()> {
    let before = (
        world.browser.count(),
        world.simulator.journal().entries().len(),
    );
    let path = address.to_owned();
    let request = OpenOrgRequest {
        id: connection.to_owned(),
        landing: Landing::Path { path },
    };
    let refused = world.ask(world.orgkeep.open_org(request)).await.is_err();
    ensure!(refused, "it was not refused");
    let after = (
        world.browser.count(),
        world.simulator.journal().entries().len(),
    );
    ensure!(after == before, "something was asked or opened");
    Ok(())
}

/// The link into the org is Salesforce's to make, and another host's is not taken.
async fn follows_no_link(world: &World, connection: &str, address: &str) -> anyhow::Result<()> {
    let faults = world.simulator.faults();
    faults.set(link_to(address), Times::Next(1));
    let before = world.browser.count();
    let request = OpenOrgRequest {
        id: connection.to_owned(),
        landing: Landing::Home,
    };
    let opened = world.ask(world.orgkeep.open_org(request)).await?;
    let refused = matches!(opened, OpenedView::Hindered { .. });
    ensure!(refused, "it was not refused: {opened:?}");
    ensure!(world.browser.count() == before, "something was opened");
    Ok(())
}

/// The address of the draft is changed while its sign-in runs. What is opened again is what was built
/// for the host that the sign-in is bound to.
async fn is_the_same_again(world: &World, consent: &Consent, address: &str) -> anyhow::Result<()> {
    let mut typed = world.registration(ORG, AppKind::Public);
    typed.login_url = address.to_owned();
    world.type_into(&consent.draft, &typed).await?;
    let before = world.browser.count();
    let request = AttemptRequest {
        id: consent.id.clone(),
    };
    world.ask(world.orgkeep.open_browser_again(request)).await?;
    let opened = world.browser.opened(before + 1).await?;
    ensure!(opened == consent.address, "another address was opened");
    let unknown = AttemptRequest {
        id: address.to_owned(),
    };
    ensure!(
        world
            .ask(world.orgkeep.open_browser_again(unknown))
            .await
            .is_err(),
        "an unknown id"
    );
    ensure!(
        world.browser.count() == before + 1,
        "something else was opened"
    );
    Ok(())
}

#[tokio::test]
async fn a_setup_page_is_one_of_the_org_behind_the_address() -> anyhow::Result<()> {
    let plan = Plan {
        rule: AuthorityRule::Salesforce,
        ..Plan::default()
    };
    let world = World::with(plan).await?;
    let mut typed = world.registration(ORG, AppKind::Public);
    typed.login_url = "https://Acme.my.salesforce.com/".to_owned();
    let draft = world.fill_draft(&typed).await?.id;
    for page in [
        SetupPageId::ExternalClientAppManager,
        SetupPageId::ExternalClientAppSettings,
    ] {
        let request = SetupPageRequest {
            of: SetupOwner::Draft { id: draft.clone() },
            page,
        };
        world.ask(world.orgkeep.open_setup_page(request)).await?;
    }
    let own = "https://acme.my.salesforce.com/lightning/setup/";
    assert_eq!(world.browser.count(), 2);
    assert!(
        world
            .browser
            .addresses()
            .iter()
            .all(|address| address.starts_with(own))
    );
    typed.login_url = "https://login.salesforce.com".to_owned();
    world.type_into(&draft, &typed).await?;
    let request = SetupPageRequest {
        of: SetupOwner::Draft { id: draft },
        page: SetupPageId::ExternalClientAppManager,
    };
    assert!(
        world
            .ask(world.orgkeep.open_setup_page(request))
            .await
            .is_err()
    );
    Ok(())
}
