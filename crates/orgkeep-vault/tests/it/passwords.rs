//! Connections that sign in with a password, and what is typed for them.

use std::sync::Arc;

use orgkeep_domain::attempt::{Authorized, ExistingRecord, PasswordLogin, Purpose};
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::connection::{AuthenticationType, ConnectionStatus};
use orgkeep_secret::{AccessToken, Password};
use orgkeep_vault::change_key::NewKey;
use orgkeep_vault::commit::{CommitOutcome, SaveError};
use orgkeep_vault::connection_record::{ConnectionRecord, Credentials};
use orgkeep_vault::draft_record::{DraftError, DraftFields};
use orgkeep_vault::error::SecretError;
use orgkeep_vault::pending_record::PendingError;
use orgkeep_vault::renewal::{NewTokens, Renewed};
use orgkeep_vault::vault::Vault;
use std::time::Duration;

use crate::keyring::ScriptedKeyring;
use crate::row::{self, Row};
use crate::sample;
use crate::unlocking::open;

async fn registered(vault: &Vault, version: u32) -> ConnectionRecord {
    let saved = vault.commit(sample::logged_in(1, version), sample::new_connection(1));
    saved.await.unwrap().record
}

fn again(record: &ConnectionRecord, version: u32) -> Authorized {
    let mut again = sample::logged_in(1, version);
    again.sign_in.purpose = Purpose::Reauthenticate(ExistingRecord {
        connection: record.id.clone(),
        org: record.org_id.clone(),
        user: record.user_id.clone(),
        sandbox: None,
    });
    again
}

fn login_address() -> Authority {
    Authority::parse(&sample::host(1), AuthorityRule::Salesforce).unwrap()
}

#[tokio::test]
async fn a_login_is_saved_without_an_app_and_with_its_password_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = registered(&vault, 1).await;
    assert_eq!(record.authentication, AuthenticationType::Standard);
    assert_eq!((&record.app, record.has_secret), (&None, false));
    drop(vault);
    let vault = sample::unlocked(folder.path()).await;
    assert_eq!(
        vault.connection(&record.id).await.unwrap(),
        Some(record.clone())
    );
    let secrets = vault.secrets(&record.id).await.unwrap();
    assert!(sample::are_of_login(&secrets, 1, 1));
    assert!(vault.integrity().await.unwrap().is_sound());
}

#[tokio::test]
async fn a_user_logs_in_to_an_org_through_one_connection_and_through_apps_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let first = registered(&vault, 1).await;
    let app = sample::committed(&vault, 1, 1).await;
    assert_ne!(first.id, app.id);
    let second = vault
        .commit(sample::logged_in(1, 2), sample::new_connection(1))
        .await
        .unwrap();
    assert_eq!(second.record.id, first.id);
    assert!(matches!(second.outcome, CommitOutcome::Recognised { .. }));
    let secrets = vault.secrets(&first.id).await.unwrap();
    assert!(sample::are_of_login(&secrets, 1, 2));
    let queued = vault.pending_revocations().await.unwrap();
    assert!(queued.is_empty(), "a session is not revoked");
}

#[tokio::test]
async fn a_new_session_replaces_the_old_one_and_leaves_the_password() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = registered(&vault, 1).await;
    let lock = vault.token_lock(&record.id, Duration::ZERO).await.unwrap();
    let tokens = Arc::new(NewTokens {
        access: AccessToken::new("next".into()),
        refresh: None,
        instance: None,
        scopes: None,
    });
    let renewed = vault.renew(&lock, 1, &tokens).await.unwrap();
    assert_eq!(renewed, Renewed::Stored(2));
    let stored = vault.stored_session(&record.id).await.unwrap();
    assert_eq!(stored.record.upkeep.rotates, None);
    assert!(
        stored
            .secrets
            .access
            .matches(&AccessToken::new("next".into()))
    );
    let Credentials::Password(kept) = &stored.secrets.credentials else {
        panic!("the password is gone");
    };
    assert!(kept.matches(&sample::login(1, 1)));
}

#[tokio::test]
async fn removing_a_login_leaves_nothing_to_revoke_and_nothing_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = registered(&vault, 1).await;
    vault
        .set_pending_login(&record.id, sample::login(1, 2))
        .await
        .unwrap();
    let removed = vault.remove(&record.id).await.unwrap();
    assert_eq!(removed.revocation, None);
    assert_eq!(vault.pending_login(&record.id).await.unwrap(), None);
    let gone = vault.secrets(&record.id).await;
    assert!(matches!(gone, Err(SecretError::NotFound)));
}

#[tokio::test]
async fn a_pending_login_is_in_force_only_with_the_session_that_proves_it() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = registered(&vault, 1).await;
    let pending = vault
        .set_pending_login(&record.id, sample::login(1, 2))
        .await
        .unwrap();
    assert_eq!(pending.password_characters, 32);
    let secrets = vault.secrets(&record.id).await.unwrap();
    assert!(sample::are_of_login(&secrets, 1, 1));
    drop(vault);

    let vault = sample::unlocked(folder.path()).await;
    let opened = vault.open_pending_login(&record.id, &login_address()).await;
    let (found, login) = opened.unwrap();
    assert_eq!(found, pending);
    assert!(login.matches(&sample::login(1, 2)));
    let saved = vault.commit_pending(again(&record, 2), found.id).await;
    let saved = saved.unwrap().record;
    assert_eq!((&saved.id, saved.generation), (&record.id, 2));
    assert_eq!(saved.status, ConnectionStatus::Connected);
    let secrets = vault.secrets(&record.id).await.unwrap();
    assert!(sample::are_of_login(&secrets, 1, 2));
    assert_eq!(vault.pending_login(&record.id).await.unwrap(), None);
}

#[tokio::test]
async fn a_login_typed_anew_meanwhile_stays_and_one_typed_for_an_app_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = registered(&vault, 1).await;
    let tried = vault.set_pending_login(&record.id, sample::login(1, 2));
    let tried = tried.await.unwrap();
    let newer = vault.set_pending_login(&record.id, sample::login(1, 3));
    let newer = newer.await.unwrap();
    let saved = vault.commit_pending(again(&record, 2), tried.id).await;
    saved.unwrap();
    assert_eq!(vault.pending_login(&record.id).await.unwrap(), Some(newer));
    vault.discard_pending(&record.id).await.unwrap();
    assert_eq!(vault.pending_login(&record.id).await.unwrap(), None);

    let app = sample::committed(&vault, 1, 1).await;
    let refused = vault.set_pending_login(&app.id, sample::login(1, 2)).await;
    assert!(matches!(refused, Err(PendingError::NotFound)));
}

/// S-02 and S-04 for what a login adds: each plain field that says where a password goes, and each ciphertext.
#[tokio::test]
async fn s_02_no_password_leaves_a_row_that_somebody_else_changed() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = registered(&vault, 1).await;
    vault
        .set_pending_login(&record.id, sample::login(1, 2))
        .await
        .unwrap();
    let mut row = Row::new("S-02");
    for (table, change) in [
        ("connection", "login = 'https://acme9.my.salesforce.com'"),
        ("connection", "instance = 'https://acme9.my.salesforce.com'"),
        ("connection", "username = 'other@acme1.example'"),
        ("connection", "user_id = '005000000000009AAA'"),
        ("connection", "security_token = NULL"),
        ("connection", "password = security_token"),
        ("connection", "password = zeroblob(60)"),
        ("pending_login", "username = 'other@acme1.example'"),
        ("pending_login", "login = 'https://acme9.my.salesforce.com'"),
        ("pending_login", "security_token = NULL"),
        ("pending_login", "password = security_token"),
        ("pending_login", "revision = 'x'"),
    ] {
        let raw = sample::raw(folder.path());
        let backup = format!("CREATE TEMP TABLE kept AS SELECT * FROM {table}");
        raw.execute_batch(&format!("{backup}; UPDATE {table} SET {change}"))
            .unwrap();
        let broken = vault.integrity().await.unwrap().broken_rows.len();
        let refused = match table {
            "connection" => vault.secrets(&record.id).await.is_err(),
            _ => vault
                .open_pending_login(&record.id, &login_address())
                .await
                .is_err(),
        };
        row.note(
            change,
            row::ensure(broken == 1 && refused, || format!("{broken} {refused}")),
        );
        raw.execute_batch(&format!(
            "PRAGMA foreign_keys = OFF; DELETE FROM {table};
             INSERT INTO {table} SELECT * FROM kept"
        ))
        .unwrap();
    }
    row.finish(12);
    assert!(vault.integrity().await.unwrap().is_sound());
}

fn typed() -> DraftFields {
    DraftFields {
        authentication: AuthenticationType::Standard,
        login_address: sample::host(1),
        username: "admin@acme1.example".into(),
        ..DraftFields::default()
    }
}

async fn seal(vault: &Vault, id: &orgkeep_domain::id::DraftId, login: PasswordLogin) {
    vault
        .seal_draft_password(id, Some(login.password))
        .await
        .unwrap();
    vault
        .seal_draft_security_token(id, login.security_token)
        .await
        .unwrap();
}

async fn holds(vault: &Vault, id: &orgkeep_domain::id::DraftId) -> bool {
    let typed = vault.open_draft_login(id).await.unwrap();
    let expected = sample::login(1, 1);
    typed
        .password
        .is_some_and(|found| found.matches(&expected.password))
        && match (typed.security_token, expected.security_token) {
            (Some(found), Some(expected)) => found.matches(&expected),
            _ => false,
        }
}

#[tokio::test]
async fn a_password_does_not_follow_an_address_that_somebody_else_wrote_into_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let draft = vault.begin_draft(typed()).await.unwrap();
    seal(&vault, &draft.id, sample::login(1, 1)).await;
    sample::redirect(&vault, &sample::raw(folder.path()), draft.clone()).await;
    let refused = vault.open_draft_login(&draft.id).await;
    assert!(matches!(refused, Err(DraftError::TypedForAnother)));
}

#[tokio::test]
async fn a_typed_password_that_was_changed_is_found_by_the_check() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let draft = vault.begin_draft(typed()).await.unwrap();
    seal(&vault, &draft.id, sample::login(1, 1)).await;
    assert!(vault.integrity().await.unwrap().is_sound());
    for table in ["draft_password", "draft_security_token"] {
        let other_user = format!("UPDATE {table} SET username = 'other@acme1.example'");
        sample::raw(folder.path()).execute(&other_user, []).unwrap();
        let broken = vault.integrity().await.unwrap().broken_rows;
        assert!(
            broken.contains(&format!("{table} {}", draft.id)),
            "{broken:?}"
        );
    }
}

#[tokio::test]
async fn what_is_typed_into_a_draft_survives_a_restart_sealed_and_follows_its_address() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let draft = vault.begin_draft(typed()).await.unwrap();
    seal(&vault, &draft.id, sample::login(1, 1)).await;
    drop(vault);
    let vault = sample::unlocked(folder.path()).await;
    let found = vault.draft(&draft.id).await.unwrap().unwrap();
    assert_eq!(
        (found.password_characters, found.security_token_characters),
        (Some(32), Some(32))
    );
    assert!(holds(&vault, &draft.id).await);
    let moved = DraftFields {
        login_address: sample::host(2),
        username: "other@acme.example".into(),
        ..typed()
    };
    vault.save_draft(&draft.id, moved).await.unwrap();
    assert!(holds(&vault, &draft.id).await);
    vault
        .seal_draft_security_token(&draft.id, None)
        .await
        .unwrap();
    let found = vault.draft(&draft.id).await.unwrap().unwrap();
    assert_eq!(found.security_token_characters, None);
    let opened = vault.open_draft_login(&draft.id).await.unwrap();
    assert!(opened.password.is_some() && opened.security_token.is_none());
    assert!(vault.integrity().await.unwrap().is_sound());
}

#[tokio::test]
async fn a_password_is_not_for_an_address_or_user_that_came_while_the_vault_was_locked() {
    for moved in [
        DraftFields {
            login_address: sample::host(2),
            ..typed()
        },
        DraftFields {
            username: "other@acme.example".into(),
            ..typed()
        },
    ] {
        let folder = tempfile::tempdir().unwrap();
        let vault = sample::unlocked(folder.path()).await;
        let draft = vault.begin_draft(typed()).await.unwrap();
        seal(&vault, &draft.id, sample::login(1, 1)).await;
        drop(vault);
        let vault = sample::open(folder.path()).unwrap();
        vault.save_draft(&draft.id, moved).await.unwrap();
        let refused = vault
            .seal_draft_password(&draft.id, Some(Password::new("p".into())))
            .await;
        assert!(matches!(refused, Err(DraftError::Locked(_))));
        vault.unlock().await.unwrap();
        let refused = vault.open_draft_login(&draft.id).await;
        assert!(matches!(refused, Err(DraftError::TypedForAnother)));
    }
}

#[tokio::test]
async fn a_login_of_another_user_is_saved_only_if_somebody_was_asked() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = registered(&vault, 1).await;
    let mut other = again(&record, 2);
    other.identity.user.user_id = orgkeep_domain::id::UserId::parse("005000000000009").unwrap();
    let refused = vault.commit_again(other).await;
    assert!(matches!(refused, Err(SaveError::OtherUser)));
    let secrets = vault.secrets(&record.id).await.unwrap();
    assert!(sample::are_of_login(&secrets, 1, 1));
}

#[tokio::test]
async fn a_new_key_of_the_vault_opens_passwords_too() {
    let folder = tempfile::tempdir().unwrap();
    let keyring = ScriptedKeyring::honest();
    let vault = open(folder.path(), &keyring);
    vault.unlock().await.unwrap();
    let record = registered(&vault, 1).await;
    vault
        .set_pending_login(&record.id, sample::login(1, 2))
        .await
        .unwrap();
    let draft = vault.begin_draft(typed()).await.unwrap();
    seal(&vault, &draft.id, sample::login(1, 1)).await;
    vault.change_key(None, NewKey::Keyring).await.unwrap();
    let integrity = vault.integrity().await.unwrap();
    assert!(integrity.is_sound() && integrity.apart_rows == 0);
    let secrets = vault.secrets(&record.id).await.unwrap();
    assert!(sample::are_of_login(&secrets, 1, 1));
    let opened = vault.open_pending_login(&record.id, &login_address()).await;
    assert!(opened.unwrap().1.matches(&sample::login(1, 2)));
    assert!(holds(&vault, &draft.id).await);
}
