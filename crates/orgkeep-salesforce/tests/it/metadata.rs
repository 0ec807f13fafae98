//! Metadata against the practice org: deployments, single components, consumer secrets. The bodies of requests are
//! compared as XML with the ones of salesforce.md.

use std::time::Duration;

use anyhow::{Context as _, Result};
use orgkeep_salesforce::http::CallError;
use orgkeep_salesforce::metadata::{
    Component, DeployId, DeployOptions, Deployed, Deployment, Save, StagedState, app_id,
    begin_deployment, cancel_deployment, consumers, delete, deployment, discard_staged, key_pair,
    list, pack, read, rotate, save, stage, staged,
};
use orgkeep_simulator::{AppKind, Endpoint, OrgKey, Tuning};

use crate::signed_in::SignedIn;

const ORG: OrgKey = OrgKey::Uat;
const GLOBAL: &str = "ExtlClntAppGlobalOauthSettings";

async fn admin() -> Result<SignedIn> {
    let admin = SignedIn::to(ORG, AppKind::Public, false).await?;
    admin
        .simulator
        .set_metadata_times(Duration::from_millis(20), Duration::ZERO);
    admin.simulator.journal().clear();
    Ok(admin)
}

fn file(kind: &str, elements: &str) -> String {
    format!("<{kind} xmlns=\"http://soap.sforce.com/2006/04/metadata\">{elements}</{kind}>")
}

/// The smallest app, as an archive.
fn archive(callback: &str) -> Result<Vec<u8>> {
    let types = |name: &str, member: &str| {
        format!("<types><members>{member}</members><name>{name}</name></types>")
    };
    let package = [
        types("ExternalClientApplication", "New"),
        types("ExtlClntAppOauthSettings", "New_oauth"),
        types(GLOBAL, "New_glbloauth"),
        "<version>66.0</version>".to_owned(),
    ];
    let own = "<externalClientApplication>New</externalClientApplication>";
    let files = [
        ("package.xml", file("Package", &package.concat())),
        (
            "externalClientApps/New.eca",
            file(
                "ExternalClientApplication",
                "<contactEmail>a@b.example</contactEmail><distributionState>Local</distributionState><label>New</label>",
            ),
        ),
        (
            "extlClntAppOauthSettings/New_oauth.ecaOauth",
            file(
                "ExtlClntAppOauthSettings",
                &format!("<commaSeparatedOauthScopes>Api</commaSeparatedOauthScopes>{own}"),
            ),
        ),
        (
            "extlClntAppGlobalOauthSets/New_glbloauth.ecaGlblOauth",
            file(
                GLOBAL,
                &format!("<callbackUrl>{callback}</callbackUrl>{own}"),
            ),
        ),
    ];
    Ok(pack(
        files.iter().map(|(path, text)| (*path, text.as_str())),
    )?)
}

async fn deploy(admin: &SignedIn, callback: &str, check_only: bool) -> Result<Deployment> {
    let options = DeployOptions { check_only };
    let archive = archive(callback)?;
    let id = begin_deployment(&admin.client, admin.session(), archive, options).await?;
    until_done(admin, &id).await
}

async fn until_done(admin: &SignedIn, id: &DeployId) -> Result<Deployment> {
    loop {
        let found = deployment(&admin.client, admin.session(), id).await?;
        if found.ended.is_some() {
            return Ok(found);
        }
        admin.simulator.clock().advance(Duration::from_millis(20));
    }
}

#[tokio::test]
async fn a_deployment_makes_an_app_or_only_tries_to() -> Result<()> {
    let admin = admin().await?;
    let tried = deploy(&admin, "http://localhost:33333", true).await?;
    assert_eq!(tried.ended, Some(Deployed::Succeeded));
    assert!(admin.simulator.metadata_of(ORG, "New").is_empty());
    let made = deploy(&admin, "http://localhost:33333", false).await?;
    assert_eq!(
        (made.ended, made.problems),
        (Some(Deployed::Succeeded), Vec::new())
    );
    let global = read(
        &admin.client,
        admin.session(),
        GLOBAL,
        &["New_glbloauth", "Nobody"],
    )
    .await?;
    let key = global[0]
        .fields
        .iter()
        .find(|(name, _)| name == "consumerKey");
    assert!(key.context("no key")?.1.starts_with("3MVG9"));
    assert_eq!(global.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_deployment_that_fails_leaves_nothing_and_says_why() -> Result<()> {
    let admin = admin().await?;
    let failed = deploy(&admin, "http://elsewhere.example", false).await?;
    assert_eq!(failed.ended, Some(Deployed::Failed));
    let [problem] = failed.problems.as_slice() else {
        panic!("{failed:?}");
    };
    assert_eq!(
        (problem.type_name.as_str(), problem.full_name.as_str()),
        (GLOBAL, "New_glbloauth")
    );
    assert!(admin.simulator.metadata_of(ORG, "New").is_empty());
    Ok(())
}

#[tokio::test]
async fn a_deployment_can_be_called_off() -> Result<()> {
    let admin = admin().await?;
    admin.simulator.faults().switch_on("deploy-stuck")?;
    let options = DeployOptions { check_only: false };
    let sent = archive("http://localhost:33333")?;
    let id = begin_deployment(&admin.client, admin.session(), sent, options).await?;
    assert_eq!(
        deployment(&admin.client, admin.session(), &id).await?.ended,
        None
    );
    cancel_deployment(&admin.client, admin.session(), &id).await?;
    assert_eq!(
        until_done(&admin, &id).await?.ended,
        Some(Deployed::Canceled)
    );
    Ok(())
}

#[tokio::test]
async fn components_are_listed_read_written_and_removed_one_by_one() -> Result<()> {
    let admin = admin().await?;
    let (client, session) = (&admin.client, admin.session());
    deploy(&admin, "http://localhost:33333", false).await?;
    let types = [
        "ExternalClientApplication",
        "ConnectedApp",
        GLOBAL,
        "ExtlClntAppOauthConfigurablePolicies",
    ];
    let listed = list(client, session, &types).await?;
    let has = |name: &str| listed.iter().any(|own| own.full_name == name);
    assert!(has("New") && has("Legacy_Integration") && has("New_oauth_defaultPolicy"));
    let policy = |level: &str| Component {
        type_name: "ExtlClntAppOauthConfigurablePolicies".to_owned(),
        full_name: "New_oauth_defaultPolicy".to_owned(),
        fields: vec![
            ("requiredSessionLevel".to_owned(), level.to_owned()),
            ("externalClientApplication".to_owned(), "New".to_owned()),
        ],
        nested: Vec::new(),
    };
    let saved = save(client, session, Save::Upsert, &[policy("HIGH_ASSURANCE")]).await?;
    assert_eq!(
        (saved[0].created, saved[0].problems.len()),
        (Some(false), 0)
    );
    let refused = save(client, session, Save::Update, &[policy("HIGHEST")]).await?;
    assert_eq!(refused[0].problems[0].fields, ["requiredSessionLevel"]);
    assert_eq!(refused[0].problems[0].cause().id(), "fieldInvalid");
    let refused = save(client, session, Save::Create, &[policy("LOW")]).await?;
    assert_eq!(refused[0].problems[0].cause().id(), "nameTaken");
    let gone = delete(client, session, "ExternalClientApplication", &["New"]).await?;
    assert!(gone[0].problems.is_empty());
    assert!(admin.simulator.metadata_of(ORG, "New").is_empty());
    let again = delete(client, session, "ExternalClientApplication", &["New"]).await?;
    assert_eq!(again[0].problems[0].cause().id(), "appNameMismatch");
    Ok(())
}

/// Each as a whole request would be refused, and what it means.
#[tokio::test]
async fn every_refusal_of_the_interfaces_has_its_cause() -> Result<()> {
    let admin = admin().await?;
    for (scenario, cause) in [
        ("metadata-insufficient-access", "permissionMissing"),
        ("metadata-type-unknown", "typeUnknown"),
        ("metadata-version-unsupported", "apiVersionUnsupported"),
        ("metadata-api-disabled", "apiDisabled"),
        ("metadata-unknown-exception", "serverFault"),
        ("metadata-session-invalid", "sessionExpired"),
    ] {
        admin.next(scenario, &Tuning::default())?;
        let refused = list(&admin.client, admin.session(), &["ConnectedApp"])
            .await
            .unwrap_err();
        assert_eq!(
            refused.cause().map(|cause| cause.id()),
            Some(cause),
            "{scenario}"
        );
        let is_token = matches!(refused, CallError::TokenRefused(_));
        assert_eq!(is_token, cause == "sessionExpired", "{scenario}");
    }
    for (scenario, cause) in [
        ("deploy-not-allowed", Some("apiDisabled")),
        ("deploy-insufficient-access", Some("permissionMissing")),
        ("deploy-session-expired", Some("sessionExpired")),
        ("deploy-maintenance", None),
    ] {
        admin.next(scenario, &Tuning::default())?;
        let id = DeployId::parse("0Af000000000001").context("an id")?;
        let refused = deployment(&admin.client, admin.session(), &id)
            .await
            .unwrap_err();
        assert_eq!(refused.cause().map(|cause| cause.id()), cause, "{scenario}");
        let is_busy = matches!(refused, CallError::Busy { .. });
        assert_eq!(is_busy, cause.is_none(), "{scenario}");
    }
    for scenario in ["secrets-not-enabled", "secrets-not-for-user"] {
        admin.next(scenario, &Tuning::default())?;
        let refused = app_id(&admin.client, admin.session(), "New")
            .await
            .unwrap_err();
        assert_eq!(
            refused.cause().map(|cause| cause.id()),
            Some("secretReadingOff")
        );
    }
    Ok(())
}

fn switch(on: bool) -> Component {
    Component {
        type_name: "ExternalClientAppSettings".to_owned(),
        full_name: "ExternalClientApp".to_owned(),
        fields: vec![(
            "enableClientSecretInRestApiAccess".to_owned(),
            on.to_string(),
        )],
        nested: Vec::new(),
    }
}

#[tokio::test]
async fn an_app_that_is_not_there_is_looked_for_to_the_last_page() -> Result<()> {
    let admin = admin().await?;
    admin.simulator.journal().clear();
    let found = app_id(&admin.client, admin.session(), "No_Such_App").await?;
    assert!(found.is_none());
    let asked = admin.simulator.journal().entries();
    assert_eq!(asked.len(), 1, "there is one page");
    Ok(())
}

#[tokio::test]
async fn key_and_secret_are_read_and_rotated_once_the_switch_is_on() -> Result<()> {
    let admin = admin().await?;
    let (client, session) = (&admin.client, admin.session());
    let app = app_id(client, session, "Practice_Confidential")
        .await?
        .context("no app")?;
    let early = consumers(client, session, &app).await.unwrap_err();
    assert_eq!(
        early.cause().map(|cause| cause.id()),
        Some("secretReadingOff")
    );
    save(client, session, Save::Update, &[switch(true)]).await?;
    let consumer = consumers(client, session, &app).await?.remove(0).id;
    assert!(
        key_pair(client, session, &app, &consumer)
            .await?
            .secret
            .is_none(),
        "too early"
    );
    admin.simulator.clock().advance(Duration::from_secs(1));
    let before = key_pair(client, session, &app, &consumer).await?;
    let known = admin.simulator.app(ORG, AppKind::Confidential);
    assert_eq!(
        before.secret.map(|own| own.expose().to_owned()),
        known.secret
    );

    let new = stage(client, session, &app, &consumer).await?;
    assert_eq!(new.state, StagedState::Staged);
    rotate(client, session, (&app, &consumer), &new.id).await?;
    let now = key_pair(client, session, &app, &consumer).await?;
    assert_eq!(now.key, new.pair.key);
    let old = staged(client, session, &app, &consumer)
        .await?
        .context("the old pair")?;
    assert_eq!(
        (old.state, old.pair.key),
        (StagedState::Rotated, before.key)
    );
    discard_staged(client, session, (&app, &consumer), &old.id).await?;
    assert!(staged(client, session, &app, &consumer).await?.is_none());
    Ok(())
}

/// What was sent to an endpoint, with the session taken out.
fn sent(admin: &SignedIn, endpoint: Endpoint) -> Vec<String> {
    let entries = admin.simulator.journal().of_endpoint(endpoint);
    let token = admin.tokens.access.expose();
    let bodies = entries
        .iter()
        .map(|entry| String::from_utf8_lossy(&entry.body).replace(token, "SESSION"));
    bodies.collect()
}

/// Element, attributes and text in order: prefixes resolved, spaces between elements gone.
fn canonical(text: &str) -> String {
    let mut reader = quick_xml::NsReader::from_str(text);
    let mut lines = Vec::new();
    loop {
        use quick_xml::events::Event;
        let (namespace, event) = reader.read_resolved_event().unwrap();
        let namespace = format!("{namespace:?}");
        match event {
            Event::Start(tag) => lines.push(format!(
                "{namespace} {} {}",
                tag.local_name().as_ref(),
                typed(&tag)
            )),
            Event::Text(text) if !text.xml10_content().trim().is_empty() => {
                lines.push(text.xml10_content().trim().to_owned());
            }
            Event::End(tag) => lines.push(format!("/{}", tag.local_name().as_ref())),
            Event::Eof => return lines.join("\n"),
            _ => {}
        }
    }
}

fn typed(tag: &quick_xml::events::BytesStart<'_>) -> String {
    let all = tag.attributes().flatten();
    let own = all.filter(|own| !own.key.as_ref().starts_with("xmlns"));
    own.map(|own| format!("{}={}", own.key.as_ref(), own.value))
        .collect()
}

#[tokio::test]
async fn requests_are_the_documented_ones() -> Result<()> {
    let admin = admin().await?;
    let component = Component {
        type_name: "ExtlClntAppOauthSettings".to_owned(),
        full_name: "Orgkeep_Connection_oauth".to_owned(),
        fields: vec![
            ("label".to_owned(), "Orgkeep_Connection_oauth".to_owned()),
            (
                "commaSeparatedOauthScopes".to_owned(),
                "Api, Web, RefreshToken".to_owned(),
            ),
            (
                "externalClientApplication".to_owned(),
                "Orgkeep_Connection".to_owned(),
            ),
        ],
        nested: Vec::new(),
    };
    save(&admin.client, admin.session(), Save::Upsert, &[component]).await?;
    delete(
        &admin.client,
        admin.session(),
        "ExternalClientApplication",
        &["A", "B"],
    )
    .await?;
    read(&admin.client, admin.session(), GLOBAL, &["A_glbloauth"]).await?;
    list(&admin.client, admin.session(), &[GLOBAL]).await?;
    let made = sent(&admin, Endpoint::Metadata);
    let golden = [
        include_str!("../golden/upsert.xml"),
        include_str!("../golden/delete.xml"),
        include_str!("../golden/read.xml"),
        include_str!("../golden/list.xml"),
    ];
    assert_eq!(made.len(), golden.len());
    for (made, golden) in made.iter().zip(golden) {
        assert_eq!(canonical(made), canonical(golden));
    }
    Ok(())
}

#[tokio::test]
async fn a_deployment_is_two_parts_each_of_its_type() -> Result<()> {
    let admin = admin().await?;
    deploy(&admin, "http://localhost:33333", false).await?;
    let body = sent(&admin, Endpoint::Deploy).remove(0);
    for part in [
        "Content-Disposition: form-data; name=\"json\"\r\nContent-Type: application/json\r\n",
        "Content-Disposition: form-data; name=\"file\"; filename=\"package.zip\"\r\nContent-Type: application/zip\r\n",
        "{\"deployOptions\":{\"checkOnly\":false,\"rollbackOnError\":true,\"singlePackage\":true}}",
    ] {
        assert!(body.contains(part), "{part}");
    }
    Ok(())
}
