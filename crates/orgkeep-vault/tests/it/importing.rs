//! Connections and drafts of another tool.

use jiff::ToSpan as _;
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::client::{CallbackUrl, ConsumerKey};
use orgkeep_domain::connection::{
    AuthenticationType, ConnectionName, ConnectionStatus, Environment, OrgType,
};
use orgkeep_domain::id::{OrgId, UserId};
use orgkeep_secret::{AccessToken, ConsumerSecret, RefreshToken};
use orgkeep_vault::commit::SaveError;
use orgkeep_vault::connection_record::{ConnectionRecord, RegisteredApp, Upkeep};
use orgkeep_vault::draft_record::DraftFields;
use orgkeep_vault::import::ImportedConnection;
use orgkeep_vault::vault::Vault;

use crate::sample;
use crate::story::story;

fn authority(text: &str) -> Authority {
    Authority::parse(text, AuthorityRule::Salesforce).unwrap()
}

/// As a tool has it that knows everything. Its secrets are those of [`sample::authorized`].
fn found(org: u32) -> ImportedConnection {
    let same = sample::authorized(org, 1);
    ImportedConnection {
        name: ConnectionName::parse("ACME uat").unwrap(),
        org_type: OrgType::Sandbox,
        authentication: AuthenticationType::ConnectedApp,
        login: authority(&sample::host(org)),
        instance: authority(&sample::host(org)),
        consumer_key: ConsumerKey::parse(&sample::consumer_key(org)).unwrap(),
        callback: CallbackUrl::standard(),
        org_id: same.identity.org_id,
        user_id: same.identity.user.user_id,
        username: "admin@acme.example".to_owned(),
        org_name: "ACME".to_owned(),
        edition: "Developer Edition".to_owned(),
        instance_name: "CS1".to_owned(),
        namespace: Some("acme".to_owned()),
        end_date: Some("2026-12-20".to_owned()),
        authenticated_at: Some(sample::noon() - 1.hour()),
        access: Some(AccessToken::new(sample::canary("A", org, 1))),
        refresh: Some(RefreshToken::new(sample::canary("R", org, 1))),
        consumer_secret: Some(ConsumerSecret::new(sample::canary("S", org, 1))),
    }
}

async fn only(vault: &Vault) -> ConnectionRecord {
    let mut records = vault.connections().await.unwrap().records;
    assert_eq!(records.len(), 1);
    records.remove(0)
}

#[tokio::test]
async fn what_the_other_tool_knew_is_kept_and_what_only_the_org_can_say_is_empty() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let typed = DraftFields {
        name: "Half known".to_owned(),
        ..DraftFields::default()
    };
    let imported = vault.import(vec![found(1)], vec![typed]).await.unwrap();
    let record = only(&vault).await;
    let from = found(1);
    assert_eq!(imported.connections, std::slice::from_ref(&record.id));
    assert_eq!(
        (&record.name, record.org_type),
        (&from.name, OrgType::Sandbox)
    );
    assert_eq!(record.environment, Environment::Uat);
    assert_eq!(record.authentication, from.authentication);
    assert_eq!(
        (&record.login, &record.instance),
        (&from.login, &from.instance)
    );
    let app = RegisteredApp {
        consumer_key: from.consumer_key,
        callback: from.callback,
    };
    assert_eq!(record.app, Some(app));
    assert_eq!(
        (&record.org_id, &record.user_id),
        (&from.org_id, &from.user_id)
    );
    assert_eq!(
        (&record.username, &record.org_name),
        (&from.username, &from.org_name)
    );
    assert_eq!(
        (&record.edition, &record.instance_name),
        (&from.edition, &from.instance_name)
    );
    assert_eq!(record.namespace, from.namespace);
    assert!(record.is_sandbox && record.has_secret && record.has_refresh_token);
    assert_eq!(record.status, ConnectionStatus::Untested);
    assert_eq!(record.authenticated_at, sample::noon() - 1.hour());
    let known = Upkeep {
        org_ends_at: Some("2026-12-20T23:59:59Z".parse().unwrap()),
        ..Upkeep::default()
    };
    assert_eq!(record.upkeep, known);
    assert!(sample::are_of(
        &vault.secrets(&record.id).await.unwrap(),
        1,
        1
    ));
    assert_eq!(story(&vault, 1).await, ["import | done | ACME uat"]);
    let draft = vault.draft(&imported.drafts[0]).await.unwrap().unwrap();
    assert_eq!(draft.fields.name, "Half known");
}

#[tokio::test]
async fn what_the_other_tool_did_not_know_is_not_made_up() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let little = ImportedConnection {
        org_type: OrgType::Production,
        namespace: None,
        end_date: None,
        // Its clock was ahead.
        authenticated_at: Some(sample::noon() + 1.hour()),
        access: None,
        refresh: None,
        consumer_secret: None,
        ..found(1)
    };
    vault.import(vec![little], vec![]).await.unwrap();
    let record = only(&vault).await;
    assert_eq!(
        (record.upkeep, &record.namespace),
        (Upkeep::default(), &None)
    );
    assert_eq!(record.authenticated_at, sample::noon());
    assert!(!record.is_sandbox && !record.has_secret && !record.has_refresh_token);
    let secrets = vault.secrets(&record.id).await.unwrap();
    assert!(secrets.access.is_empty());
}

#[tokio::test]
async fn an_org_that_is_here_with_its_user_and_app_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let here = sample::committed(&vault, 1, 2).await;
    let imported = vault
        .import(vec![found(1), found(2)], vec![])
        .await
        .unwrap();
    assert_eq!(imported.connections.len(), 1);
    assert_eq!(
        vault.connection(&here.id).await.unwrap(),
        Some(here.clone())
    );
    assert!(sample::are_of(
        &vault.secrets(&here.id).await.unwrap(),
        1,
        2
    ));
    let others = [
        ImportedConnection {
            user_id: UserId::parse("005000000000009").unwrap(),
            ..found(1)
        },
        ImportedConnection {
            org_id: OrgId::parse("00D000000000009").unwrap(),
            ..found(1)
        },
    ];
    let imported = vault.import(others.into(), vec![]).await.unwrap();
    assert_eq!(imported.connections.len(), 2);
}

#[tokio::test]
async fn one_that_cannot_be_added_keeps_all_others_out() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let practice = Authority::parse("http://localhost:8080", AuthorityRule::Practice).unwrap();
    for misled in [
        ImportedConnection {
            login: practice.clone(),
            ..found(2)
        },
        ImportedConnection {
            instance: practice,
            ..found(2)
        },
    ] {
        let both = vec![found(1), misled];
        let refused = vault.import(both, vec![DraftFields::default()]).await;
        assert!(matches!(refused, Err(SaveError::Authority)));
        assert_eq!(vault.connections().await.unwrap().records, []);
        assert_eq!(vault.drafts().await.unwrap().len(), 0);
    }
}

#[tokio::test]
async fn only_connections_need_the_key() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::open(folder.path()).unwrap();
    let refused = vault.import(vec![found(1)], vec![]).await;
    assert!(matches!(refused, Err(SaveError::Locked(_))));
    let drafts = vec![DraftFields::default()];
    let imported = vault.import(vec![], drafts).await.unwrap();
    assert_eq!(imported.drafts.len(), 1);
}
