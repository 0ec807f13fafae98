//! Drafts: what was typed is never lost, and a typed secret goes where it was typed for.

use orgkeep_domain::browser::BrowserChoice;
use orgkeep_domain::connection::{AuthenticationType, OrgType};
use orgkeep_domain::id::DraftId;
use orgkeep_secret::ConsumerSecret;
use orgkeep_vault::commit::NewConnection;
use orgkeep_vault::draft_record::{DraftError, DraftFields};
use orgkeep_vault::vault::Vault;

use crate::sample;

fn typed() -> DraftFields {
    DraftFields {
        step: "credentials".into(),
        name: "ACME UAT".into(),
        org_type: Some(OrgType::Sandbox),
        authentication: AuthenticationType::ConnectedApp,
        login_address: "https://acme--uat.sandbox.my.salesforce.com".into(),
        consumer_key: " 3MVG9half-typ".into(),
        app: sample::app(),
        ticked_steps: vec!["create-app".into()],
        extra_scopes: vec!["web".into()],
        username: "admin@acme.example".into(),
        browser: BrowserChoice {
            id: Some("firefox".into()),
            private: true,
        },
        opens_when_active: false,
        retirement_accepted: true,
        is_dev_hub: true,
    }
}

fn secret() -> ConsumerSecret {
    ConsumerSecret::new(sample::canary("D", 1, 1))
}

async fn has_secret(vault: &Vault, id: &DraftId) -> bool {
    matches!(vault.open_draft_secret(id).await, Ok(Some(found)) if found.matches(&secret()))
}

#[tokio::test]
async fn everything_typed_survives_a_restart_without_any_key() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::open(folder.path()).unwrap();
    let begun = vault.begin_draft(DraftFields::default()).await.unwrap();
    let saved = vault.save_draft(&begun.id, typed()).await.unwrap();
    vault
        .mark_authorizing(&begun.id, Some(sample::noon()))
        .await
        .unwrap();
    vault
        .mark_key_waiting(&begun.id, Some(sample::noon()))
        .await
        .unwrap();
    drop(vault);

    let vault = sample::open(folder.path()).unwrap();
    let found = vault.draft(&begun.id).await.unwrap().unwrap();
    assert_eq!(found.fields, typed());
    assert_eq!(
        (found.authorizing_since, found.key_waiting_since),
        (Some(sample::noon()), Some(sample::noon()))
    );
    assert_eq!(saved.secret_characters, None);
    assert_eq!(vault.drafts().await.unwrap(), [found]);

    vault
        .save_draft(&begun.id, DraftFields::default())
        .await
        .unwrap();
    let after = vault.draft(&begun.id).await.unwrap().unwrap();
    assert!(
        after.authorizing_since.is_some(),
        "saving what was typed undoes no mark"
    );
}

#[tokio::test]
async fn a_typed_secret_is_sealed_counted_and_forgotten_on_demand() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let draft = vault.begin_draft(typed()).await.unwrap();
    assert!(vault.open_draft_secret(&draft.id).await.unwrap().is_none());
    vault
        .seal_draft_secret(&draft.id, Some(secret()))
        .await
        .unwrap();
    assert_eq!(
        vault
            .draft(&draft.id)
            .await
            .unwrap()
            .unwrap()
            .secret_characters,
        Some(32)
    );
    assert!(has_secret(&vault, &draft.id).await);
    vault.seal_draft_secret(&draft.id, None).await.unwrap();
    assert!(vault.open_draft_secret(&draft.id).await.unwrap().is_none());
    assert_eq!(
        vault
            .draft(&draft.id)
            .await
            .unwrap()
            .unwrap()
            .secret_characters,
        None
    );
}

/// Each is sealed with its own, so that none can take the place of a later one.
#[tokio::test]
async fn every_secret_that_is_typed_has_a_generation_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let draft = vault.begin_draft(typed()).await.unwrap();
    let mut generations = Vec::<u32>::new();
    for _ in 0..3 {
        let typed = vault.seal_draft_secret(&draft.id, Some(secret()));
        typed.await.unwrap();
        let raw = sample::raw(folder.path());
        let generation = raw.query_row("SELECT generation FROM draft", [], |row| row.get(0));
        generations.push(generation.unwrap());
    }
    assert_eq!(generations, [1, 2, 3]);
}

#[tokio::test]
async fn a_secret_follows_the_address_that_the_person_changes() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let draft = vault.begin_draft(typed()).await.unwrap();
    vault
        .seal_draft_secret(&draft.id, Some(secret()))
        .await
        .unwrap();
    let moved = DraftFields {
        login_address: "https://acme.my.salesforce.com".into(),
        ..typed()
    };
    vault.save_draft(&draft.id, moved).await.unwrap();
    assert!(has_secret(&vault, &draft.id).await);
}

#[tokio::test]
async fn a_secret_does_not_follow_a_change_made_while_locked() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let draft = vault.begin_draft(typed()).await.unwrap();
    vault
        .seal_draft_secret(&draft.id, Some(secret()))
        .await
        .unwrap();
    drop(vault);

    let vault = sample::open(folder.path()).unwrap();
    let refused = vault.seal_draft_secret(&draft.id, Some(secret())).await;
    assert!(matches!(refused, Err(DraftError::Locked(_))));
    let moved = DraftFields {
        consumer_key: "3MVG9other".into(),
        ..typed()
    };
    vault.save_draft(&draft.id, moved.clone()).await.unwrap();
    vault.unlock().await.unwrap();
    let refused = vault.open_draft_secret(&draft.id).await;
    assert!(matches!(refused, Err(DraftError::TypedForAnother)));
    vault.save_draft(&draft.id, typed()).await.unwrap();
    assert!(
        has_secret(&vault, &draft.id).await,
        "typed back, it is the right one again"
    );
}

#[tokio::test]
async fn a_secret_does_not_follow_an_address_that_somebody_else_wrote_into_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let draft = vault.begin_draft(typed()).await.unwrap();
    vault
        .seal_draft_secret(&draft.id, Some(secret()))
        .await
        .unwrap();
    let raw = sample::raw(folder.path());
    sample::redirect(&vault, &raw, draft.clone()).await;
    let refused = vault.open_draft_secret(&draft.id).await;
    assert!(matches!(refused, Err(DraftError::TypedForAnother)));
    raw.execute("UPDATE draft SET secret_login_address = login_address", [])
        .unwrap();
    let refused = vault.open_draft_secret(&draft.id).await;
    assert!(matches!(refused, Err(DraftError::Tampered)));
}

#[tokio::test]
async fn the_draft_ends_in_the_transaction_that_saves_the_connection() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let draft = vault.begin_draft(typed()).await.unwrap();
    vault
        .seal_draft_secret(&draft.id, Some(secret()))
        .await
        .unwrap();
    let new = NewConnection {
        draft: Some(draft.id.clone()),
        ..sample::new_connection(1)
    };
    vault.commit(sample::authorized(1, 1), new).await.unwrap();
    assert_eq!(vault.drafts().await.unwrap(), []);
    let late = vault.save_draft(&draft.id, typed()).await;
    assert!(
        matches!(late, Err(DraftError::NotFound)),
        "a late save does not bring it back"
    );
}

#[tokio::test]
async fn a_deleted_draft_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::open(folder.path()).unwrap();
    let draft = vault.begin_draft(typed()).await.unwrap();
    vault.delete_draft(&draft.id).await.unwrap();
    vault.delete_draft(&draft.id).await.unwrap();
    assert_eq!(vault.draft(&draft.id).await.unwrap(), None);
    assert!(matches!(
        vault.seal_draft_secret(&draft.id, None).await,
        Ok(())
    ));
}

/// What is known of a key is known of that key alone.
#[tokio::test]
async fn another_key_begins_another_story() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let draft = vault.begin_draft(typed()).await.unwrap();
    assert_eq!(draft.key_typed_at, Some(sample::noon()));
    vault
        .mark_key_known(&draft.id, sample::noon())
        .await
        .unwrap();
    let same = vault.save_draft(&draft.id, typed()).await.unwrap();
    assert_eq!(same.key_known_at, Some(sample::noon()));
    vault
        .mark_key_waiting(&draft.id, Some(sample::noon()))
        .await
        .unwrap();
    let other = DraftFields {
        consumer_key: "3MVG9another".into(),
        ..typed()
    };
    let other = vault.save_draft(&draft.id, other).await.unwrap();
    assert_eq!((other.key_known_at, other.key_waiting_since), (None, None));
}

#[tokio::test]
async fn a_host_that_somebody_vouched_for_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let draft = vault.begin_draft(typed()).await.unwrap();
    assert_eq!(draft.confirmed_host, None);
    vault
        .confirm_host(&draft.id, "crm.acme.example".into())
        .await
        .unwrap();
    let kept = vault.draft(&draft.id).await.unwrap().unwrap();
    assert_eq!(kept.confirmed_host.as_deref(), Some("crm.acme.example"));
}
