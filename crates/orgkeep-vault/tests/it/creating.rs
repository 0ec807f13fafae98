//! The journal of apps that Orgkeep makes.

use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::connection::{AuthenticationType, OrgType};
use orgkeep_domain::id::{ConnectionId, DraftId, OrgId};
use orgkeep_secret::ConsumerSecret;
use orgkeep_vault::creation_record::{
    AppGoal, AppHome, AppOrigin, CreationId, CreationMark, CreationRowError, CreationStep,
    NewCreation,
};
use orgkeep_vault::draft_record::DraftFields;
use orgkeep_vault::pending_record::NewSecret;
use orgkeep_vault::vault::Vault;

use crate::sample::{self, raw, unlocked};
use crate::story::{story, told};

fn asked() -> NewCreation {
    NewCreation {
        connection: ConnectionId::parse("one").unwrap(),
        org: OrgId::parse("00D000000000001EAA").unwrap(),
        api_name: "New".to_owned(),
        origin: AppOrigin::Made,
        goal: None,
        wanted: [("a/New.eca".to_owned(), "<x/>".to_owned())].into(),
        before: [].into(),
    }
}

#[tokio::test]
async fn what_was_marked_is_there_after_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let vault = unlocked(folder.path()).await;
    let begun = vault.begin_creation(asked()).await.unwrap();
    assert_eq!(
        (begun.step, &begun.asked),
        (CreationStep::Planned, &asked())
    );
    let key = ConsumerKey::parse("3MVG9consumer").unwrap();
    let marks = vec![
        CreationMark::Step(CreationStep::Keyed),
        CreationMark::ConsumerKey(key.clone()),
        CreationMark::SwitchBefore(Some(false)),
        CreationMark::Deployment(Some("0Af1".to_owned())),
        CreationMark::Warnings(vec!["a warning".to_owned()]),
    ];
    vault.mark_creation(&begun.id, marks).await.unwrap();
    let secret = ConsumerSecret::new("the secret".to_owned());
    vault.keep_creation_secret(&begun.id, secret).await.unwrap();
    drop(vault);

    let vault = unlocked(folder.path()).await;
    let found = vault.creation(&begun.id).await.unwrap();
    assert_eq!(
        vault.creations().await.unwrap(),
        std::slice::from_ref(&found)
    );
    assert_eq!(
        (found.step, found.consumer_key),
        (CreationStep::Keyed, Some(key))
    );
    assert_eq!((found.switch_before, found.has_secret), (Some(false), true));
    assert_eq!(
        (found.deployment.as_deref(), found.warnings.len()),
        (Some("0Af1"), 1)
    );
    let secret = vault.creation_secret(&begun.id).await.unwrap().unwrap();
    assert_eq!(secret.expose(), "the secret");
    assert!(vault.integrity().await.unwrap().is_sound());
    vault
        .mark_creation(&begun.id, vec![CreationMark::SwitchBefore(None)])
        .await
        .unwrap();
    assert_eq!(vault.creation(&begun.id).await.unwrap().switch_before, None);
    vault.forget_creation(&begun.id).await.unwrap();
    assert!(vault.creations().await.unwrap().is_empty());
    let gone = vault
        .mark_creation(&begun.id, vec![CreationMark::Undoing])
        .await;
    assert!(matches!(gone, Err(CreationRowError::NotFound)));
}

#[tokio::test]
async fn the_secret_is_bound_to_the_app_it_was_read_of() {
    let folder = tempfile::tempdir().unwrap();
    let vault = unlocked(folder.path()).await;
    let begun = vault.begin_creation(asked()).await.unwrap();
    let secret = ConsumerSecret::new("the secret".to_owned());
    vault.keep_creation_secret(&begun.id, secret).await.unwrap();
    raw(folder.path())
        .execute("UPDATE creation SET api_name = 'Other'", [])
        .unwrap();
    let refused = vault.creation_secret(&begun.id).await;
    assert!(matches!(refused, Err(CreationRowError::Tampered)));
}

#[tokio::test]
async fn one_task_at_a_time_has_the_lock() {
    let folder = tempfile::tempdir().unwrap();
    let vault = unlocked(folder.path()).await;
    let org = asked().org;
    let held = vault.creation_lock(&org).await.unwrap();
    assert!(held.is_some());
    assert!(vault.creation_lock(&org).await.unwrap().is_none());
    let other = OrgId::parse("00D000000000002EAA").unwrap();
    assert!(vault.creation_lock(&other).await.unwrap().is_some());
    drop(held);
    assert!(vault.creation_lock(&org).await.unwrap().is_some());
}

fn home() -> AppHome {
    AppHome {
        login_address: "https://acme.my.salesforce.com".to_owned(),
        org_type: OrgType::Sandbox,
        name: "ACME".to_owned(),
    }
}

async fn finished_for(vault: &Vault, draft: &DraftId) -> CreationId {
    finished(vault, AppGoal::Draft(draft.clone())).await
}

async fn finished(vault: &Vault, goal: AppGoal) -> CreationId {
    let order = NewCreation {
        goal: Some(goal),
        ..asked()
    };
    let begun = vault.begin_creation(order).await.unwrap();
    let secret = ConsumerSecret::new("the secret".to_owned());
    vault.keep_creation_secret(&begun.id, secret).await.unwrap();
    let too_early = vault.hand_over_creation(&begun.id, home()).await;
    assert!(matches!(too_early, Err(CreationRowError::NotFound)));
    let marks = vec![
        CreationMark::ConsumerKey(ConsumerKey::parse("3MVG9consumer").unwrap()),
        CreationMark::Step(CreationStep::Done),
    ];
    let done = vault.mark_creation(&begun.id, marks).await.unwrap();
    assert!(done.is_unfinished());
    begun.id
}

#[tokio::test]
async fn a_key_and_its_secret_go_where_the_app_was_made_for_and_come_back_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let vault = unlocked(folder.path()).await;
    let typed = DraftFields {
        authentication: AuthenticationType::ConnectedApp,
        org_type: Some(OrgType::Production),
        ..DraftFields::default()
    };
    let draft = vault.begin_draft(typed).await.unwrap().id;
    let id = finished_for(&vault, &draft).await;
    assert!(vault.hand_over_creation(&id, home()).await.unwrap());
    let filled = vault.draft(&draft).await.unwrap().unwrap();
    assert_eq!(
        (filled.fields.authentication, filled.fields.org_type),
        (
            AuthenticationType::ExternalClientApp,
            Some(OrgType::Sandbox)
        )
    );
    assert_eq!(filled.fields.consumer_key, "3MVG9consumer");
    assert_eq!(filled.fields.login_address, home().login_address);
    assert_eq!(filled.fields.name, "ACME");
    let secret = vault.open_draft_secret(&draft).await.unwrap().unwrap();
    assert_eq!(secret.expose(), "the secret");
    let record = vault.creation(&id).await.unwrap();
    assert!(!record.is_unfinished() && !record.has_secret);
    assert!(vault.integrity().await.unwrap().is_sound());

    let mut fields = filled.fields;
    fields.name = "Mine".to_owned();
    vault.save_draft(&draft, fields).await.unwrap();
    assert!(vault.hand_over_creation(&id, home()).await.unwrap());
    vault.take_back_creation(&id).await.unwrap();
    let emptied = vault.draft(&draft).await.unwrap().unwrap();
    assert_eq!(
        (&*emptied.fields.consumer_key, emptied.secret_characters),
        ("", None)
    );
    assert_eq!(emptied.fields.name, "Mine");
}

#[tokio::test]
async fn another_key_that_was_typed_meanwhile_is_not_taken_out() {
    let folder = tempfile::tempdir().unwrap();
    let vault = unlocked(folder.path()).await;
    let draft = vault.begin_draft(DraftFields::default()).await.unwrap().id;
    let id = finished_for(&vault, &draft).await;
    vault.hand_over_creation(&id, home()).await.unwrap();
    let mut fields = vault.draft(&draft).await.unwrap().unwrap().fields;
    fields.consumer_key = "3MVG9another".to_owned();
    vault.save_draft(&draft, fields).await.unwrap();
    vault.take_back_creation(&id).await.unwrap();
    let kept = vault.draft(&draft).await.unwrap().unwrap();
    assert_eq!(kept.fields.consumer_key, "3MVG9another");
}

#[tokio::test]
async fn a_key_whose_place_is_gone_stays_in_the_journal() {
    let folder = tempfile::tempdir().unwrap();
    let vault = unlocked(folder.path()).await;
    let draft = vault.begin_draft(DraftFields::default()).await.unwrap().id;
    let id = finished_for(&vault, &draft).await;
    vault.delete_draft(&draft).await.unwrap();
    assert!(!vault.hand_over_creation(&id, home()).await.unwrap());
    let record = vault.creation(&id).await.unwrap();
    assert!(!record.is_unfinished() && record.has_secret);
}

#[tokio::test]
async fn an_app_for_a_connection_waits_there_and_goes_when_it_is_taken_away() {
    let folder = tempfile::tempdir().unwrap();
    let vault = unlocked(folder.path()).await;
    let moving = sample::committed(&vault, 1, 1).await.id;
    let before = told(&vault).await.len();
    let id = finished(&vault, AppGoal::Migration(moving.clone())).await;
    assert!(vault.hand_over_creation(&id, home()).await.unwrap());
    let waiting = vault.pending(&moving).await.unwrap().unwrap();
    assert_eq!(waiting.consumer_key.as_str(), "3MVG9consumer");
    assert_eq!(waiting.secret_characters, Some(10));
    vault.take_back_creation(&id).await.unwrap();
    assert_eq!(vault.pending(&moving).await.unwrap(), None);
    assert_eq!(
        story(&vault, before).await,
        ["createApp | done |  | New", "undoApp | done |  | New"]
    );

    let id = finished(&vault, AppGoal::Migration(moving.clone())).await;
    assert!(vault.hand_over_creation(&id, home()).await.unwrap());
    let another = ConsumerKey::parse("3MVG9another").unwrap();
    let typed = vault.set_pending(&moving, another.clone(), NewSecret::Absent);
    typed.await.unwrap();
    vault.take_back_creation(&id).await.unwrap();
    let kept = vault.pending(&moving).await.unwrap().unwrap();
    assert_eq!(kept.consumer_key, another);

    let id = finished(&vault, AppGoal::Migration(moving.clone())).await;
    vault.remove(&moving).await.unwrap();
    assert!(!vault.hand_over_creation(&id, home()).await.unwrap());
}

#[tokio::test]
async fn an_app_that_is_being_taken_back_gives_its_key_to_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let vault = unlocked(folder.path()).await;
    let draft = vault.begin_draft(DraftFields::default()).await.unwrap().id;
    let id = finished_for(&vault, &draft).await;
    vault
        .mark_creation(&id, vec![CreationMark::Undoing])
        .await
        .unwrap();
    let refused = vault.hand_over_creation(&id, home()).await;
    assert!(matches!(refused, Err(CreationRowError::NotFound)));
    let draft = vault.draft(&draft).await.unwrap().unwrap();
    assert_eq!(draft.fields.consumer_key, "");
}

#[tokio::test]
async fn what_is_left_to_do_or_to_take_back_is_unfinished() {
    let folder = tempfile::tempdir().unwrap();
    let vault = unlocked(folder.path()).await;
    let begun = vault.begin_creation(asked()).await.unwrap();
    assert!(begun.is_unfinished());
    let done = vec![CreationMark::Step(CreationStep::Done)];
    let done = vault.mark_creation(&begun.id, done).await.unwrap();
    assert!(!done.is_unfinished());
    let undoing = vec![CreationMark::Undoing];
    let undoing = vault.mark_creation(&begun.id, undoing).await.unwrap();
    assert!(undoing.is_unfinished());
}

#[tokio::test]
async fn an_id_is_what_the_store_makes_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let vault = unlocked(folder.path()).await;
    let made = vault.begin_creation(asked()).await.unwrap().id;
    assert_eq!(CreationId::parse(made.as_str()), Some(made));
    let longest = "a".repeat(64);
    assert!(CreationId::parse(&longest).is_some());
    for text in ["", "a b", "a_b", "../a", "ä", &format!("{longest}a")] {
        assert_eq!(CreationId::parse(text), None, "{text}");
    }
}
