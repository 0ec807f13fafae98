//! Saving, reading, and what must never be saved.

use std::sync::Arc;

use jiff::ToSpan as _;
use orgkeep_domain::attempt::Doubt;
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_domain::client::ClientKind;
use orgkeep_domain::connection::{
    AuthenticationType, ConnectionName, ConnectionStatus, Environment, OrgType,
};
use orgkeep_domain::id::{ConnectionId, OrgId, UserId};
use orgkeep_vault::commit::{CommitOutcome, NewConnection, SaveError};
use orgkeep_vault::error::SecretError;
use orgkeep_vault::lock_state::LockReason;
use orgkeep_vault::revocation_record::UnwantedToken;
use orgkeep_vault::triple::Triple;
use orgkeep_vault::vault::{Vault, VaultSettings};

use crate::sample;

#[tokio::test]
async fn a_saved_org_is_there_after_a_restart_with_all_it_had() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let saved = vault
        .commit(sample::authorized(1, 1), sample::new_connection(1))
        .await
        .unwrap();
    assert_eq!(saved.outcome, CommitOutcome::Created);
    drop(vault);

    let vault = sample::unlocked(folder.path()).await;
    let list = vault.connections().await.unwrap();
    assert_eq!(list.records, std::slice::from_ref(&saved.record));
    assert!(list.damaged.is_empty());
    let record = &saved.record;
    assert_eq!(record.name.as_str(), "ACME 001");
    assert_eq!(record.org_type, OrgType::Sandbox);
    assert_eq!(record.environment, Environment::Uat);
    assert_eq!(record.authentication, AuthenticationType::ExternalClientApp);
    assert_eq!(record.status, ConnectionStatus::Connected);
    assert_eq!(record.instance.origin(), sample::host(1));
    assert_eq!(record.username, "admin@acme1.example");
    assert_eq!(record.granted_scopes.to_string(), "api id refresh_token");
    assert_eq!(
        (
            record.has_secret,
            record.has_refresh_token,
            record.generation
        ),
        (true, true, 1)
    );
    assert_eq!(
        (record.created_at, record.authenticated_at),
        (sample::noon(), sample::noon())
    );
    let secrets = vault.secrets(&record.id).await.unwrap();
    assert!(sample::are_of(&secrets, 1, 1));
}

#[tokio::test]
async fn a_public_app_without_refresh_token_is_saved_without_them() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let mut public = sample::authorized(1, 1);
    sample::app_of(&mut public).client.secret = None;
    sample::app_of(&mut public).scopes = None;
    public.tokens.refresh = None;
    let record = vault
        .commit(public, sample::new_connection(1))
        .await
        .unwrap()
        .record;
    assert_eq!(
        (record.has_secret, record.has_refresh_token),
        (false, false)
    );
    assert_eq!(record.requested_scopes, None);
    let secrets = vault.secrets(&record.id).await.unwrap();
    let app = secrets.credentials.app().unwrap();
    assert!(app.refresh.is_none() && app.consumer_secret.is_none());
    let removed = vault.remove(&record.id).await.unwrap();
    let token = vault
        .revocation_token(&removed.revocation.unwrap())
        .await
        .unwrap();
    assert!(matches!(token.token, UnwantedToken::Access(_)));
}

#[tokio::test]
async fn a_connected_app_is_saved_as_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let mut connected = sample::authorized(1, 1);
    sample::app_of(&mut connected).client.kind = ClientKind::ConnectedApp;
    let saved = vault.commit(connected, sample::new_connection(1)).await;
    let record = saved.unwrap().record;
    assert_eq!(record.authentication, AuthenticationType::ConnectedApp);
    let stored = vault.connection(&record.id).await.unwrap();
    assert_eq!(stored, Some(record));
}

#[tokio::test]
async fn very_long_tokens_are_kept_whole() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let mut long = sample::authorized(1, 1);
    long.tokens.access = orgkeep_secret::AccessToken::new("a".repeat(16 * 1024));
    let record = vault
        .commit(long, sample::new_connection(1))
        .await
        .unwrap()
        .record;
    let secrets = vault.secrets(&record.id).await.unwrap();
    assert_eq!(secrets.access.character_count(), 16 * 1024);
}

#[tokio::test]
async fn a_dev_hub_that_is_recognised_stays_one_and_keeps_when_it_was_made() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let hub = NewConnection {
        is_dev_hub: true,
        ..sample::new_connection(1)
    };
    let mut connected = sample::authorized(1, 1);
    sample::app_of(&mut connected).client.kind = ClientKind::ConnectedApp;
    let first = vault.commit(connected, hub).await;
    let first = first.unwrap().record;
    assert!(first.is_dev_hub_registration);
    let ordinary = sample::committed(&vault, 2, 1).await;
    assert!(!ordinary.is_dev_hub_registration);
    drop(vault);

    let later = sample::noon() + 1.hour();
    let vault = Vault::open(VaultSettings {
        clock: Arc::new(move || later),
        ..sample::settings(folder.path(), sample::key_file(folder.path()))
    });
    let vault = vault.unwrap();
    vault.unlock().await.unwrap();
    let mut ending = sample::authorized(1, 2);
    ending.identity.end_date = Some("2026-12-20".to_owned());
    let again = vault.commit(ending, sample::new_connection(1)).await;
    let again = again.unwrap().record;
    assert_eq!(again.id, first.id);
    assert_eq!(
        (again.created_at, again.authenticated_at),
        (sample::noon(), later)
    );
    assert!(again.is_dev_hub_registration);
    assert_eq!(again.authentication, AuthenticationType::ConnectedApp);
    let ends = again.upkeep.org_ends_at;
    let ends = ends.map(|end| end.to_string());
    assert_eq!(ends.as_deref(), Some("2026-12-20T23:59:59Z"));

    let renewed = sample::authorized_again(&ordinary, 2, 2);
    let renewed = vault.commit_again(renewed).await.unwrap().record;
    assert_eq!(
        (renewed.created_at, renewed.authenticated_at),
        (sample::noon(), later)
    );
}

#[tokio::test]
async fn the_same_org_user_and_app_is_recognised_and_its_old_token_queued() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let first = sample::committed(&vault, 1, 1).await;
    let mut renamed = sample::new_connection(1);
    renamed.name = ConnectionName::parse("Another name").unwrap();
    let again = vault
        .commit(sample::authorized(1, 2), renamed)
        .await
        .unwrap();
    assert_eq!(
        again.outcome,
        CommitOutcome::Recognised {
            earlier_name: first.name.clone()
        }
    );
    assert_eq!((&again.record.id, again.record.generation), (&first.id, 2));
    assert_eq!(again.record.name.as_str(), "Another name");
    assert!(sample::are_of(
        &vault.secrets(&first.id).await.unwrap(),
        1,
        2
    ));
    assert_eq!(vault.connections().await.unwrap().records.len(), 1);

    let pending = vault.pending_revocations().await.unwrap();
    assert_eq!(pending.len(), 1);
    let unwanted = vault.revocation_token(&pending[0].id).await.unwrap();
    assert_eq!(unwanted.host.origin(), sample::host(1));
    let old = orgkeep_secret::RefreshToken::new(sample::canary("R", 1, 1));
    assert!(matches!(unwanted.token, UnwantedToken::Refresh(token) if token.matches(&old)));
}

#[tokio::test]
async fn what_was_chosen_for_an_org_stays_where_a_new_registration_chooses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let registered = |version: u32, presets: &[&str], browser: Option<&str>| {
        let new = NewConnection {
            presets: presets.iter().map(|id| (*id).to_owned()).collect(),
            browser: BrowserChoice {
                id: browser.map(str::to_owned),
                private: browser.is_some(),
            },
            ..sample::new_connection(1)
        };
        vault.commit(sample::authorized(1, version), new)
    };
    let first = registered(1, &["orgkeep"], Some("firefox.desktop"))
        .await
        .unwrap();
    let silent = registered(2, &[], None).await.unwrap();
    assert_eq!(silent.record.presets, first.record.presets);
    assert_eq!(silent.record.browser, first.record.browser);
    let other = registered(3, &["general"], Some("chromium.desktop"))
        .await
        .unwrap();
    assert_eq!(other.record.presets, ["general"]);
    assert_eq!(other.record.browser.id.as_deref(), Some("chromium.desktop"));
}

#[tokio::test]
async fn an_unchanged_refresh_token_is_never_queued_for_revocation() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    sample::committed(&vault, 1, 1).await;
    sample::committed(&vault, 1, 1).await;
    assert_eq!(vault.pending_revocations().await.unwrap(), []);
}

#[tokio::test]
async fn authenticating_again_keeps_what_the_person_chose() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let first = sample::committed(&vault, 1, 1).await;
    let again = sample::authorized_again(&first, 1, 2);
    let renewed = vault.commit_again(again).await.unwrap();
    assert_eq!(renewed.outcome, CommitOutcome::Renewed);
    assert_eq!(renewed.record.name, first.name);
    assert_eq!(
        (&renewed.record.id, renewed.record.generation),
        (&first.id, 2)
    );
    assert!(sample::are_of(
        &vault.secrets(&first.id).await.unwrap(),
        1,
        2
    ));
}

#[tokio::test]
async fn a_commit_that_is_refused_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let first = sample::committed(&vault, 1, 1).await;
    let second = sample::committed(&vault, 2, 1).await;

    let wrong_method = vault.commit_again(sample::authorized(1, 2)).await;
    assert!(matches!(wrong_method, Err(SaveError::OtherPurpose)));
    let again = sample::authorized_again(&first, 1, 2);
    let wrong_method = vault.commit(again, sample::new_connection(1)).await;
    assert!(matches!(wrong_method, Err(SaveError::OtherPurpose)));

    let mut other_org = sample::authorized_again(&first, 1, 2);
    other_org.identity.org_id = OrgId::parse("00D000000000009").unwrap();
    assert!(matches!(
        vault.commit_again(other_org).await,
        Err(SaveError::OtherOrg)
    ));

    let mut local = sample::authorized(3, 1);
    local.sign_in.authority =
        Authority::parse("http://localhost:9999", AuthorityRule::Practice).unwrap();
    let refused = vault.commit(local, sample::new_connection(3)).await;
    assert!(matches!(refused, Err(SaveError::Authority)));

    let mut gone = sample::authorized_again(&first, 1, 2);
    if let orgkeep_domain::attempt::Purpose::Reauthenticate(record) = &mut gone.sign_in.purpose {
        record.connection = ConnectionId::parse("gone").unwrap();
    }
    assert!(matches!(
        vault.commit_again(gone).await,
        Err(SaveError::NotFound)
    ));

    assert_eq!(
        vault.connections().await.unwrap().records,
        [first.clone(), second.clone()]
    );
    assert!(sample::are_of(
        &vault.secrets(&first.id).await.unwrap(),
        1,
        1
    ));
    assert!(sample::are_of(
        &vault.secrets(&second.id).await.unwrap(),
        2,
        1
    ));
    assert_eq!(vault.pending_revocations().await.unwrap(), []);
}

#[tokio::test]
async fn two_records_never_get_the_same_org_user_and_app() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let first = sample::committed(&vault, 1, 1).await;
    let mut other_user = sample::authorized(1, 1);
    other_user.identity.user.user_id = UserId::parse("005000000000777").unwrap();
    let second = vault
        .commit(other_user, sample::new_connection(2))
        .await
        .unwrap()
        .record;
    // The second is authenticated again, but as the first one's user.
    let mut as_first = sample::authorized_again(&second, 1, 2);
    as_first.accepted = Some(Doubt::OtherUser);
    let refused = vault.commit_again(as_first).await;
    assert!(matches!(refused, Err(SaveError::Duplicate(id)) if id == first.id));
}

#[tokio::test]
async fn a_locked_vault_lists_and_refuses_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = sample::committed(&vault, 1, 1).await;
    drop(vault);
    let vault = sample::open(folder.path()).unwrap();
    let list = vault.connections().await.unwrap();
    assert_eq!(list.records, std::slice::from_ref(&record));
    let locked = LockReason::NotAsked;
    let refused = vault.secrets(&record.id).await;
    assert!(matches!(refused, Err(SecretError::Locked(reason)) if reason == locked));
    let refused = vault
        .commit(sample::authorized(2, 1), sample::new_connection(2))
        .await;
    assert!(matches!(refused, Err(SaveError::Locked(reason)) if reason == locked));
    assert_eq!(vault.connections().await.unwrap().records, [record]);
}

#[tokio::test]
async fn names_and_labels_change_without_a_key() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = sample::committed(&vault, 1, 1).await;
    drop(vault);
    let vault = sample::open(folder.path()).unwrap();
    let name = ConnectionName::parse("Renamed").unwrap();
    let renamed = vault
        .relabel(&record.id, name.clone(), Environment::Other)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (renamed.name, renamed.environment),
        (name, Environment::Other)
    );
    vault.unlock().await.unwrap();
    assert!(sample::are_of(
        &vault.secrets(&record.id).await.unwrap(),
        1,
        1
    ));
}

#[tokio::test]
async fn settings_are_kept_and_changed() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::open(folder.path()).unwrap();
    assert_eq!(vault.setting("theme").await.unwrap(), None);
    for theme in ["dark", "light"] {
        vault.set_setting("theme", theme.into()).await.unwrap();
        assert_eq!(
            vault.setting("theme").await.unwrap().as_deref(),
            Some(theme)
        );
    }
}

/// What a registration would update: nobody needs the key to be told of it.
#[tokio::test]
async fn org_user_and_app_name_the_connection_that_has_them() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let by_app = sample::committed(&vault, 1, 1).await;
    let typed = vault.commit(sample::logged_in(1, 1), sample::new_connection(2));
    let by_password = typed.await.unwrap().record;
    drop(vault);
    let locked = sample::open(folder.path()).unwrap();
    let found = async |authorized| {
        let found = locked.registered(Triple::of(&authorized)).await.unwrap();
        found.map(|record| record.id)
    };
    assert_eq!(found(sample::authorized(1, 2)).await, Some(by_app.id));
    assert_eq!(found(sample::logged_in(1, 2)).await, Some(by_password.id));
    assert_eq!(found(sample::authorized(2, 1)).await, None);
}
