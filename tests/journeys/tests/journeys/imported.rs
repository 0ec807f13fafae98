//! Signing in again for what was taken over from the Salesforce CLI: with the app and the callback that it had there.

use anyhow::Context as _;
use orgkeep_api::attempt::{AttemptView, StageView};
use orgkeep_api::command::Commands as _;
use orgkeep_api::import::{ChosenEntry, ImportSource, PreviewImportRequest, RunImportRequest};
use orgkeep_api::paste::PasteVerdictView;
use orgkeep_journeys::cli_home::KEYS;
use orgkeep_journeys::world::World;
use orgkeep_simulator::{ClientApp, Decision, OrgKey};
use serde_json::json;

const ORG: OrgKey = OrgKey::Uat;
/// That of every sign-in of the Salesforce CLI.
const CALLBACK: &str = "http://localhost:1717/OauthRedirect";

/// The id of a connection that was imported with the tokens of an app of its own.
async fn imported(world: &World) -> anyhow::Result<String> {
    let mut app = ClientApp::public(ORG, "Own app");
    app.callbacks = vec![CALLBACK.to_owned()];
    world.simulator.add_app(app.clone());
    let (org, admin) = (world.simulator.org(ORG), world.admin(ORG));
    let token = format!("{}!aCcEsSaCcEsSaCcEsS", org.id);
    world.secrets.keep("token of the CLI", &token);
    let sign_in = json!({
        "orgId": org.id,
        "userId": admin.id,
        "accessToken": token,
        "refreshToken": "5Aep861rEfReShReFrEsHrEfReSh",
        "instanceUrl": org.my_domain_url,
        "loginUrl": org.my_domain_url,
        "clientId": app.client_id,
        "isSandbox": true,
    });
    world
        .cli_home(KEYS[0])?
        .sign_in(&admin.username, &sign_in)?;
    let source = ImportSource::ChosenCliHome;
    let preview = world
        .ask(
            world
                .orgkeep
                .preview_import(PreviewImportRequest { source }),
        )
        .await?;
    let chosen = preview.entries.iter().map(|entry| ChosenEntry {
        key: entry.key.clone(),
        with_tokens: true,
    });
    let request = RunImportRequest {
        preview: preview.id.clone().unwrap_or_default(),
        chosen: chosen.collect(),
    };
    let result = world.ask(world.orgkeep.run_import(request)).await?;
    result
        .connections
        .into_iter()
        .next()
        .context("not imported")
}

#[tokio::test]
async fn an_imported_connection_signs_in_again_at_its_own_callback_also_by_a_pasted_address()
-> anyhow::Result<()> {
    let world = World::start().await?;
    world.unlocked().await?;
    let id = imported(&world).await?;
    let consent = world.consent_again(&id, false).await?;
    let view = world.orgkeep.watch_attempt().borrow().clone();
    let told = matches!(&view, AttemptView::Running { attempt }
        if matches!(&attempt.stage, StageView::AwaitingConsent { callback, .. } if callback == CALLBACK));
    assert!(told, "{view:?}");

    let genuine = world
        .decide(&consent, &world.admin(ORG), Decision::Allow)
        .await?;
    assert!(genuine.starts_with(CALLBACK), "{genuine}");
    let elsewhere = genuine.replace(CALLBACK, world.callback.as_str());
    assert_eq!(
        world.paste(&consent.id, elsewhere).await?,
        PasteVerdictView::NotACallback
    );
    assert_eq!(
        world.paste(&consent.id, genuine).await?,
        PasteVerdictView::Accepted
    );
    let connected = world.connected().await?;
    assert_eq!(connected.connection.row.id, id);
    world.leave(&consent.id).await?;
    world.end().await
}
