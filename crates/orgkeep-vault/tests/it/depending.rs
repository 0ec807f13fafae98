//! What depends on connections.

use orgkeep_domain::connection::{ConnectionName, Environment};
use orgkeep_domain::dependent::{DependentFields, DependentKind};
use orgkeep_domain::id::{ConnectionId, DependentId};
use orgkeep_vault::dependents::DependentError;

use crate::sample;

fn fields(kind: DependentKind, name: &str) -> DependentFields {
    DependentFields::parse(kind, name, "ARM").unwrap()
}

#[tokio::test]
async fn dependents_are_listed_once_and_stay_through_a_new_name_and_a_new_sign_in() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::open(folder.path()).unwrap();
    vault.unlock().await.unwrap();
    let record = sample::committed(&vault, 1, 1).await;
    let job = fields(DependentKind::Job, "Backup");
    let added = vec![
        (record.id.clone(), job.clone()),
        (
            record.id.clone(),
            fields(DependentKind::Pipeline, "Nightly"),
        ),
        (record.id.clone(), job.clone()),
    ];
    assert_eq!(vault.add_dependents(added.clone()).await.unwrap(), 2);
    assert_eq!(vault.add_dependents(added).await.unwrap(), 0);
    let listed = vault.dependents(&record.id).await.unwrap();
    let names: Vec<_> = listed.iter().map(|one| one.fields.name()).collect();
    assert_eq!(names, ["Nightly", "Backup"]);

    let name = ConnectionName::parse("Renamed").unwrap();
    vault
        .relabel(&record.id, name, Environment::Other)
        .await
        .unwrap();
    let again = sample::authorized_again(&record, 1, 2);
    vault.commit_again(again).await.unwrap();
    assert_eq!(vault.dependents(&record.id).await.unwrap(), listed);
    let counts = vault.dependent_counts().await.unwrap();
    assert_eq!(counts, [(record.id.to_string(), 2)]);

    vault.remove(&record.id).await.unwrap();
    assert_eq!(vault.dependents(&record.id).await.unwrap(), []);
}

#[tokio::test]
async fn a_dependent_is_changed_and_taken_off_and_never_doubled() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = sample::committed(&vault, 1, 1).await;
    let (backup, nightly) = (
        fields(DependentKind::Job, "Backup"),
        fields(DependentKind::Job, "Nightly"),
    );
    let added = vec![
        (record.id.clone(), backup.clone()),
        (record.id.clone(), nightly.clone()),
    ];
    vault.add_dependents(added).await.unwrap();
    let first = vault
        .dependents(&record.id)
        .await
        .unwrap()
        .swap_remove(0)
        .id;
    let doubled = vault.change_dependent(&first, nightly).await;
    assert!(
        matches!(doubled, Err(DependentError::Repeated)),
        "{doubled:?}"
    );
    let renamed = fields(DependentKind::Mapping, "Users");
    vault
        .change_dependent(&first, renamed.clone())
        .await
        .unwrap();
    let found = vault.dependents(&record.id).await.unwrap();
    assert!(
        found
            .iter()
            .any(|one| one.id == first && one.fields == renamed)
    );
    vault.remove_dependent(&first).await.unwrap();
    vault.remove_dependent(&first).await.unwrap();
    assert_eq!(vault.dependents(&record.id).await.unwrap().len(), 1);
    let gone = vault
        .change_dependent(&DependentId::parse("gone").unwrap(), backup.clone())
        .await;
    assert!(matches!(gone, Err(DependentError::NotFound)), "{gone:?}");
    let nobody = ConnectionId::parse("nobody").unwrap();
    let refused = vault.add_dependents(vec![(nobody, backup)]).await;
    assert!(
        matches!(refused, Err(DependentError::NotFound)),
        "{refused:?}"
    );
}
