//! The history of tests.

use std::time::Duration;

use orgkeep_domain::catalogue::Cause;
use orgkeep_domain::connection::{AuthenticationType, ConnectionStatus};
use orgkeep_domain::failure::ServerWords;
use orgkeep_domain::limit::ApiUsage;
use orgkeep_domain::outcome::{Evidence, TestOutcome, TestedCredentials};
use orgkeep_domain::verdict::Verdict;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::test_history::{KEPT_RESULTS, Telling};

use crate::sample;

/// A result of so many milliseconds after the registration.
pub fn outcome(record: &ConnectionRecord, verdict: Verdict, after: u32) -> TestOutcome {
    TestOutcome {
        verdict,
        cause: (verdict != Verdict::Working).then(|| Cause::of("apiDisabled")),
        words: ServerWords {
            code: Some("CODE".into()),
            description: None,
        },
        evidence: Evidence {
            began_at: record.created_at.as_millisecond() + i64::from(after),
            took: Duration::from_millis(u64::from(after)),
            credentials: TestedCredentials {
                authentication: AuthenticationType::ExternalClientApp,
                consumer_key: record.consumer_key().cloned(),
                authorized_at: record.authenticated_at.as_millisecond(),
                generation: record.generation,
            },
            renewed: after.is_multiple_of(2),
            usage: Some(ApiUsage {
                used: after,
                allowed: 15_000,
            }),
        },
    }
}

#[tokio::test]
async fn results_come_back_as_they_were_and_the_oldest_are_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let [one, other] = [
        sample::committed(&vault, 1, 1).await,
        sample::committed(&vault, 2, 1).await,
    ];
    let many = (0..KEPT_RESULTS + 5).map(|after| {
        let verdict = Verdict::ALL[after as usize % Verdict::ALL.len()];
        (one.id.clone(), outcome(&one, verdict, after))
    });
    vault
        .keep_tests(many.clone().collect(), Telling::Each)
        .await
        .unwrap();
    let single = outcome(&other, Verdict::Working, 1);
    vault
        .keep_tests(vec![(other.id.clone(), single.clone())], Telling::Each)
        .await
        .unwrap();

    let kept = vault.tests(&one.id).await.unwrap();
    let expected: Vec<_> = many.map(|(_, outcome)| outcome).skip(5).collect();
    assert_eq!(kept.iter().rev().cloned().collect::<Vec<_>>(), expected);
    assert_eq!(
        vault.tests(&other.id).await.unwrap(),
        std::slice::from_ref(&single)
    );
    let newest = expected.last().cloned().unwrap();
    let last = vault.last_tests().await.unwrap();
    assert_eq!(
        last,
        [(one.id.clone(), newest), (other.id.clone(), single.clone())].into()
    );
    vault.remove(&one.id).await.unwrap();
    assert_eq!(vault.tests(&one.id).await.unwrap(), []);
    vault
        .keep_tests(
            vec![(one.id.clone(), outcome(&one, Verdict::Working, 1))],
            Telling::Each,
        )
        .await
        .unwrap();
    assert_eq!(vault.tests(&one.id).await.unwrap(), []);
    let last = vault.last_tests().await.unwrap();
    assert_eq!(last, [(other.id, single)].into());
}

#[tokio::test]
async fn the_last_verdict_is_of_the_credentials_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = sample::committed(&vault, 1, 1).await;
    let keep = |outcome| vault.keep_tests(vec![(record.id.clone(), outcome)], Telling::Each);
    let last = async || {
        let record = vault.connection(&record.id).await.unwrap().unwrap();
        record.upkeep.last_verdict.map(|last| last.verdict)
    };
    keep(outcome(&record, Verdict::ApiDisabled, 10))
        .await
        .unwrap();
    let found = vault.connection(&record.id).await.unwrap().unwrap();
    let at = found.upkeep.last_verdict.unwrap().at;
    assert_eq!(
        (record.health_at(), found.health_at()),
        (record.status_at, at)
    );
    assert!(at > record.status_at);
    keep(outcome(&record, Verdict::Working, 5)).await.unwrap();
    assert_eq!(
        last().await,
        Some(Verdict::ApiDisabled),
        "an older test came in later"
    );

    vault
        .commit_again(sample::authorized_again(&record, 1, 2))
        .await
        .unwrap();
    keep(outcome(&record, Verdict::Revoked, 20)).await.unwrap();
    assert_eq!(
        last().await,
        None,
        "it tested what is not in force any more"
    );
    assert_eq!(vault.tests(&record.id).await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_test_that_began_before_the_end_does_not_bring_a_connection_back() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = sample::committed(&vault, 1, 1).await;
    let keep = |outcome| vault.keep_tests(vec![(record.id.clone(), outcome)], Telling::Each);
    let status = async || vault.connection(&record.id).await.unwrap().unwrap().status;
    let mut early = outcome(&record, Verdict::Working, 0);
    early.evidence.began_at -= 1;
    vault
        .end_sign_in(&record.id, 1, Verdict::UserInactive)
        .await
        .unwrap();
    keep(early).await.unwrap();
    assert_eq!(status().await, ConnectionStatus::SignInAgain);
    keep(outcome(&record, Verdict::Working, 1)).await.unwrap();
    assert_eq!(status().await, ConnectionStatus::Connected);
}
