//! A login host that Orgkeep does not know: only the person can vouch for it, by typing it.

use orgkeep_api::address::{ConfirmHostRequest, CustomHostView, LoginUrlCheckView};
use orgkeep_api::command::Commands as _;
use orgkeep_api::error::ErrorCode;
use orgkeep_api::register::DraftView;
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_journeys::plan::Plan;
use orgkeep_journeys::sign_in::Registration;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{AppKind, OrgKey};

async fn ordinary() -> anyhow::Result<World> {
    let plan = Plan {
        rule: AuthorityRule::Salesforce,
        ..Plan::default()
    };
    World::with(plan).await
}

async fn typed(world: &World, address: &str) -> anyhow::Result<DraftView> {
    let typed = Registration {
        login_url: address.to_owned(),
        ..world.registration(OrgKey::Uat, AppKind::Public)
    };
    world.fill_draft(&typed).await
}

async fn vouch(world: &World, draft: &str, host: &str) -> Result<DraftView, ErrorCode> {
    let request = ConfirmHostRequest {
        draft: draft.to_owned(),
        host: host.to_owned(),
    };
    let answer = world.ask(world.orgkeep.confirm_login_host(request)).await;
    answer.map_err(|error| error.code)
}

fn is_confirmed(draft: &DraftView) -> bool {
    matches!(
        draft.checks.login_url,
        LoginUrlCheckView::Custom {
            confirmed: true,
            ..
        }
    )
}

#[tokio::test]
async fn a_custom_host_is_used_only_after_it_was_typed() -> anyhow::Result<()> {
    let world = ordinary().await?;
    let draft = typed(&world, "https://crm.larkfield.example/login?x=1").await?;
    assert!(!is_confirmed(&draft) && !draft.checks.ready);
    for slip in [
        "",
        "larkfield.example",
        "crm.larkfield.example.evil.example",
    ] {
        assert_eq!(
            vouch(&world, &draft.id, slip).await,
            Err(ErrorCode::Invalid)
        );
    }
    let confirmed = vouch(&world, &draft.id, " CRM.larkfield.example ").await;
    let confirmed = confirmed.map_err(|code| anyhow::anyhow!("{code:?}"))?;
    assert!(is_confirmed(&confirmed) && confirmed.checks.ready);
    world.end().await
}

#[tokio::test]
async fn what_was_vouched_for_is_one_host_and_no_other() -> anyhow::Result<()> {
    let world = ordinary().await?;
    let draft = typed(&world, "https://crm.larkfield.example").await?;
    vouch(&world, &draft.id, "crm.larkfield.example")
        .await
        .map_err(|code| anyhow::anyhow!("{code:?}"))?;
    let other = Registration {
        login_url: "https://crm.larkfield.example.evil.example".to_owned(),
        ..world.registration(OrgKey::Uat, AppKind::Public)
    };
    let moved = world.type_into(&draft.id, &other).await?;
    assert!(!is_confirmed(&moved) && !moved.checks.ready);
    world.end().await
}

#[tokio::test]
async fn a_homograph_is_shown_as_it_really_is() -> anyhow::Result<()> {
    let world = ordinary().await?;
    // The first letter is Cyrillic.
    let draft = typed(&world, "https://\u{430}cme.my.salesforce.example").await?;
    let LoginUrlCheckView::Custom {
        host, looks_like, ..
    } = &draft.checks.login_url
    else {
        anyhow::bail!("{:?}", draft.checks.login_url);
    };
    assert!(host.starts_with("xn--") && host.is_ascii());
    assert_eq!(*looks_like, CustomHostView::Homograph);
    let typed_as_seen = vouch(&world, &draft.id, "\u{430}cme.my.salesforce.example").await;
    assert_eq!(typed_as_seen, Err(ErrorCode::Invalid));
    world.end().await
}

#[tokio::test]
async fn a_site_names_the_org_s_own_address() -> anyhow::Result<()> {
    let world = ordinary().await?;
    let draft = typed(&world, "https://acme.my.site.com/partners").await?;
    let LoginUrlCheckView::Custom {
        looks_like,
        suggestion,
        ..
    } = &draft.checks.login_url
    else {
        anyhow::bail!("{:?}", draft.checks.login_url);
    };
    assert_eq!(*looks_like, CustomHostView::Site);
    assert_eq!(
        suggestion.as_deref(),
        Some("https://acme.my.salesforce.com")
    );
    world.end().await
}
