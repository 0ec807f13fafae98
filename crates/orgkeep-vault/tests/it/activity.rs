//! The activity: what is told, and whether a change of it is noticed.

use std::time::Instant;

use jiff::Timestamp;
use orgkeep_domain::activity::{ActivityKind, ActivityResult, Concerned, Deed, Detail, Program};
use orgkeep_domain::catalogue::Cause;
use orgkeep_domain::connection::{ConnectionName, Environment};
use orgkeep_domain::id::ConnectionId;
use orgkeep_domain::verdict::Verdict;
use orgkeep_vault::activity_record::{ActivityFilter, ActivityPage, ChainFault, FaultKind, Seal};
use orgkeep_vault::app_fields::AppFields;
use orgkeep_vault::pending_record::NewSecret;
use orgkeep_vault::test_history::Telling;
use orgkeep_vault::vault::Vault;

use crate::row::{self, Row};
use crate::sample;
use crate::story::{rehash, story, told, unlock_table};
use crate::testing::outcome;

#[tokio::test]
async fn every_change_leaves_its_entry_in_the_order_of_what_happened() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = sample::committed(&vault, 1, 1).await;
    sample::committed(&vault, 1, 2).await;
    let again = sample::authorized_again(&record, 1, 3);
    vault.commit_again(again).await.unwrap();
    let key = record.consumer_key().unwrap().clone();
    let typed = vault.set_pending(&record.id, key.clone(), NewSecret::Absent);
    typed.await.unwrap();
    vault.discard_pending(&record.id).await.unwrap();
    let typed = vault.set_pending(&record.id, key, NewSecret::Absent);
    let pending = typed.await.unwrap();
    let again = sample::authorized_again(&record, 1, 4);
    vault.commit_pending(again, pending.id).await.unwrap();
    let name = ConnectionName::parse("ACME UAT").unwrap();
    let relabelled = vault.relabel(&record.id, name, Environment::Other);
    relabelled.await.unwrap();
    for revocation in vault.pending_revocations().await.unwrap() {
        vault.revocation_confirmed(&revocation.id).await.unwrap();
    }
    vault.remove(&record.id).await.unwrap();
    let queued = vault.pending_revocations().await.unwrap();
    for _ in 0..2 {
        let failed = vault.revocation_failed(&queued[0].id, sample::noon());
        failed.await.unwrap();
    }
    assert_eq!(
        story(&vault, 0).await,
        [
            "makeKey | done",
            "register | done | ACME 001",
            "recognise | done | ACME 001",
            "reauthenticate | done | ACME 001",
            "keepPending | done | ACME 001",
            "discardPending | done | ACME 001",
            "keepPending | done | ACME 001",
            "authorize | done | ACME 001",
            "rename | done | ACME UAT | ACME 001",
            "relabel | done | ACME UAT | uat",
            "revoke | done | ACME 001",
            "revoke | done | ACME 001",
            "revoke | done | ACME 001",
            "remove | done | ACME UAT",
            "revoke | unconfirmed | ACME UAT",
        ]
    );
    let entries = told(&vault).await;
    assert!(entries.iter().all(|one| {
        one.person.as_deref() == Some("admin")
            && one.program == Some(Program::Window)
            && one.at == sample::noon()
    }));
    let about = entries.last().unwrap().concerned.clone().unwrap();
    assert_eq!(
        (about.id, about.org),
        (Some(record.id), Some(record.org_id))
    );
}

#[tokio::test]
async fn what_is_told_of_a_connection_bears_its_name_as_long_as_it_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = sample::committed(&vault, 1, 1).await;
    let opened = || Deed::done(ActivityKind::OpenOrg);
    vault.tell_of(&record.id, opened()).await.unwrap();
    vault.remove(&record.id).await.unwrap();
    vault.tell_of(&record.id, opened()).await.unwrap();
    let told = story(&vault, 2).await;
    assert_eq!(
        told,
        [
            "openOrg | done | ACME 001",
            "remove | done | ACME 001",
            "openOrg | done | "
        ]
    );
}

#[tokio::test]
async fn an_org_that_is_registered_again_is_told_of_with_the_name_that_it_had() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    sample::committed(&vault, 1, 1).await;
    let again = vault.commit(sample::authorized(1, 2), sample::new_connection(7));
    again.await.unwrap();
    let told = story(&vault, 2).await;
    assert_eq!(told, ["recognise | done | ACME 007 | ACME 001"]);
}

#[tokio::test]
async fn a_page_says_where_the_next_one_begins_if_there_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    sample::committed(&vault, 1, 1).await;
    let page = async |before, most| {
        vault
            .activity(ActivityFilter::default(), before, most)
            .await
            .unwrap()
    };
    let all = page(None, 2).await;
    assert_eq!((all.entries.len(), all.before), (2, None));
    let first = page(None, 1).await;
    assert_eq!((first.entries.len(), first.before), (1, Some(2)));
    let second = page(first.before, 1).await;
    assert_eq!((second.entries.len(), second.before), (1, None));
}

#[test]
fn faults_have_the_names_that_programs_read() {
    let names = [
        (FaultKind::Changed, "changed"),
        (FaultKind::Missing, "missing"),
        (FaultKind::CutOff, "cutOff"),
        (FaultKind::Rewritten, "rewritten"),
        (FaultKind::SealDamaged, "sealDamaged"),
    ];
    for (kind, name) in names {
        assert_eq!(kind.name(), name);
    }
}

#[tokio::test]
async fn what_did_not_happen_is_not_told() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = sample::committed(&vault, 1, 1).await;
    let before = told(&vault).await.len();
    let other_org = sample::authorized_again(&record, 2, 1);
    vault.commit_again(other_org).await.unwrap_err();
    let same = vault.relabel(&record.id, record.name.clone(), record.environment);
    same.await.unwrap();
    vault.discard_pending(&record.id).await.unwrap();
    let nobody = ConnectionId::parse("nobody").unwrap();
    vault.remove(&nobody).await.unwrap_err();
    let name = record.name.clone();
    vault
        .relabel(&nobody, name, Environment::Uat)
        .await
        .unwrap();
    let ended = vault.end_sign_in(&record.id, 99, Verdict::Revoked).await;
    assert!(!ended.unwrap());
    assert_eq!(story(&vault, before).await, [""; 0]);
}

#[tokio::test]
async fn a_test_that_somebody_asked_for_is_told_and_a_run_tells_what_changed() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let record = sample::committed(&vault, 1, 1).await;
    let before = told(&vault).await.len();
    let verdicts = [
        (Telling::Changes, Verdict::Working),
        (Telling::Each, Verdict::Working),
        (Telling::Changes, Verdict::TimedOut),
        (Telling::Changes, Verdict::TimedOut),
        (Telling::Each, Verdict::TimedOut),
        (Telling::Changes, Verdict::Working),
    ];
    for (after, (telling, verdict)) in (1..).zip(verdicts) {
        let kept = vec![(record.id.clone(), outcome(&record, verdict, after))];
        vault.keep_tests(kept, telling).await.unwrap();
    }
    for _ in 0..3 {
        let ended = vault.end_sign_in(&record.id, 1, Verdict::Expired).await;
        assert!(ended.unwrap());
    }
    let kept = vec![(record.id.clone(), outcome(&record, Verdict::Expired, 9))];
    vault.keep_tests(kept, Telling::Changes).await.unwrap();
    assert_eq!(
        story(&vault, before).await,
        [
            "test | done | ACME 001 | working",
            "test | failed | ACME 001 | timedOut",
            "test | failed | ACME 001 | timedOut",
            "test | done | ACME 001 | working",
            "signInEnded | done | ACME 001 | expired",
        ]
    );
    let other = vault.end_sign_in(&record.id, 1, Verdict::UserInactive);
    assert!(other.await.unwrap());
    let last = story(&vault, before).await.pop();
    assert_eq!(
        last.as_deref(),
        Some("signInEnded | done | ACME 001 | userInactive")
    );
}

#[tokio::test]
async fn blueprints_and_what_is_not_in_the_store_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::open(folder.path()).unwrap();
    let added = vault.add_blueprint("Team\u{202e}".into(), AppFields::default());
    let added = added.await.unwrap();
    vault.delete_blueprint(&added.id).await.unwrap();
    vault.delete_blueprint(&added.id).await.unwrap();
    let failed = Deed::ended(ActivityKind::Register, ActivityResult::Failed)
        .about(Concerned::named(&ConnectionName::parse("New").unwrap()))
        .with(Detail::Cause(Cause::of("tokenExpired")));
    vault.tell(failed).await.unwrap();
    assert_eq!(
        story(&vault, 0).await,
        [
            "addBlueprint | done | Team",
            "removeBlueprint | done | Team",
            "register | failed | New | tokenExpired",
        ]
    );
}

#[tokio::test]
async fn the_store_itself_refuses_to_change_or_remove_an_entry() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    sample::committed(&vault, 1, 1).await;
    let raw = sample::raw(folder.path());
    for statement in [
        "UPDATE activity SET result = 'failed' WHERE number = 1",
        "DELETE FROM activity WHERE number = 1",
        "DELETE FROM activity",
    ] {
        assert!(raw.execute(statement, []).is_err(), "{statement}");
    }
    assert_eq!(told(&vault).await.len(), 2);
}

/// Seven entries under a seal, and a second store of the same kind.
async fn seven(folder: &std::path::Path) -> Vault {
    let vault = sample::unlocked(folder).await;
    for org in 1..=6 {
        sample::committed(&vault, org, 1).await;
    }
    vault
}

async fn fault(vault: &Vault) -> Option<ChainFault> {
    vault.verify_activity().await.unwrap().fault
}

/// What is done to the file, and the first entry of which that is told.
const TAMPERING: [(&str, u64, FaultKind); 32] = [
    ("UPDATE activity SET at = at + 1 WHERE number = 3", 3, FaultKind::Changed),
    ("UPDATE activity SET kind = 'remove' WHERE number = 3", 3, FaultKind::Changed),
    ("UPDATE activity SET result = 'failed' WHERE number = 3", 3, FaultKind::Changed),
    ("UPDATE activity SET connection = NULL WHERE number = 3", 3, FaultKind::Changed),
    ("UPDATE activity SET connection = 'a' WHERE number = 3", 3, FaultKind::Changed),
    ("UPDATE activity SET name = 'Other' WHERE number = 3", 3, FaultKind::Changed),
    ("UPDATE activity SET org = NULL WHERE number = 3", 3, FaultKind::Changed),
    ("UPDATE activity SET person = 'Somebody' WHERE number = 3", 3, FaultKind::Changed),
    ("UPDATE activity SET person = NULL WHERE number = 3", 3, FaultKind::Changed),
    ("UPDATE activity SET program = 'commandLine' WHERE number = 3", 3, FaultKind::Changed),
    ("UPDATE activity SET detail = 'subject' WHERE number = 3", 3, FaultKind::Changed),
    ("UPDATE activity SET value = '' WHERE number = 3", 3, FaultKind::Changed),
    ("UPDATE activity SET hash = zeroblob(32) WHERE number = 3", 3, FaultKind::Changed),
    ("UPDATE activity SET hash = zeroblob(31) WHERE number = 7", 7, FaultKind::Changed),
    ("UPDATE activity SET name = 'Other' WHERE number = 1", 1, FaultKind::Changed),
    ("UPDATE activity SET name = 'Other' WHERE number = 7", 7, FaultKind::Changed),
    ("UPDATE activity SET number = 8 WHERE number = 7", 7, FaultKind::Missing),
    ("UPDATE activity SET number = -3 WHERE number = 3", 0, FaultKind::Changed),
    ("DELETE FROM activity WHERE number = 1", 1, FaultKind::Missing),
    ("DELETE FROM activity WHERE number = 4", 4, FaultKind::Missing),
    ("DELETE FROM activity WHERE number IN (3, 4, 5)", 3, FaultKind::Missing),
    ("DELETE FROM activity WHERE number = 7", 7, FaultKind::CutOff),
    ("DELETE FROM activity WHERE number > 2", 3, FaultKind::CutOff),
    ("DELETE FROM activity", 1, FaultKind::CutOff),
    ("UPDATE activity SET number = 99 WHERE number = 3;
      UPDATE activity SET number = 3 WHERE number = 4;
      UPDATE activity SET number = 4 WHERE number = 99", 3, FaultKind::Changed),
    ("INSERT INTO activity SELECT 8, at, kind, result, connection, name, org, person, program, detail,
          value, hash FROM activity WHERE number = 7", 8, FaultKind::Changed),
    ("DELETE FROM activity WHERE number = 4; UPDATE activity SET number = number - 1 WHERE number > 4",
      4, FaultKind::Changed),
    ("UPDATE activity SET name = 'Other' WHERE number = 3; -- rehash", 7, FaultKind::Rewritten),
    ("DELETE FROM activity WHERE number = 4;
      UPDATE activity SET number = number - 1 WHERE number > 4; -- rehash", 7, FaultKind::CutOff),
    ("DELETE FROM activity WHERE number = 7; UPDATE activity_head SET number = 6", 6, FaultKind::SealDamaged),
    ("UPDATE activity_head SET sealed = zeroblob(length(sealed))", 7, FaultKind::SealDamaged),
    ("UPDATE activity_head SET key_id = 'other'", 7, FaultKind::SealDamaged),
];

#[tokio::test]
async fn a_01_a_changed_activity_is_noticed_and_the_first_wrong_entry_named() {
    let mut row = Row::new("A-01");
    for (change, number, kind) in TAMPERING {
        let folder = tempfile::tempdir().unwrap();
        let vault = seven(folder.path()).await;
        let intact = fault(&vault).await;
        let raw = sample::raw(folder.path());
        unlock_table(&raw);
        raw.execute_batch(change).unwrap();
        if change.ends_with("-- rehash") {
            rehash(&raw);
        }
        let found = fault(&vault).await;
        // What is told afterwards covers nothing up.
        sample::committed(&vault, 9, 1).await;
        let later = fault(&vault).await;
        row.note(
            change,
            row::ensure(
                intact.is_none() && found == Some(ChainFault { number, kind }) && later.is_some(),
                || format!("{intact:?}, then {found:?}, later {later:?}"),
            ),
        );
    }
    row.finish(TAMPERING.len());
}

#[tokio::test]
async fn the_hashes_are_made_as_they_are_documented() {
    let folder = tempfile::tempdir().unwrap();
    let vault = seven(folder.path()).await;
    rehash(&sample::raw(folder.path()));
    assert_eq!(fault(&vault).await, None);
}

#[tokio::test]
async fn the_activity_of_another_store_does_not_fit() {
    let [mine, theirs] = [(); 2].map(|()| tempfile::tempdir().unwrap());
    let vault = seven(mine.path()).await;
    drop(seven(theirs.path()).await);
    let raw = sample::raw(mine.path());
    unlock_table(&raw);
    let path = sample::store_path(theirs.path());
    raw.execute("ATTACH ?1 AS theirs", [path.to_str()]).unwrap();
    raw.execute_batch("DELETE FROM activity; INSERT INTO activity SELECT * FROM theirs.activity")
        .unwrap();
    let found = fault(&vault).await.unwrap();
    assert_eq!((found.number, found.kind), (1, FaultKind::Changed));
}

/// Whoever throws the seal away begins a new one, and that is what is said from then on.
#[tokio::test]
async fn a_seal_that_is_gone_begins_anew_and_says_since_when() {
    let folder = tempfile::tempdir().unwrap();
    let vault = seven(folder.path()).await;
    let covers = |from, to| Seal::Covers {
        from,
        since: sample::noon(),
        to,
    };
    assert_eq!(vault.verify_activity().await.unwrap().seal, covers(1, 7));
    let raw = sample::raw(folder.path());
    raw.execute("DELETE FROM activity_head", []).unwrap();
    assert_eq!(vault.verify_activity().await.unwrap().seal, Seal::Absent);
    sample::committed(&vault, 9, 1).await;
    assert_eq!(vault.verify_activity().await.unwrap().seal, covers(8, 8));
}

#[tokio::test]
async fn what_was_told_while_the_vault_was_locked_is_sealed_when_it_opens() {
    let folder = tempfile::tempdir().unwrap();
    drop(seven(folder.path()).await);
    let locked = sample::open(folder.path()).unwrap();
    let added = locked.add_blueprint("Team".into(), AppFields::default());
    added.await.unwrap();
    let report = locked.verify_activity().await.unwrap();
    assert_eq!((report.entries, report.seal), (8, Seal::Locked));
    assert_eq!(report.fault, None);
    locked.unlock().await.unwrap();
    let report = locked.verify_activity().await.unwrap();
    assert!(matches!(report.seal, Seal::Covers { from: 1, to: 8, .. }));
}

#[tokio::test]
async fn what_was_changed_while_the_vault_was_locked_is_not_sealed() {
    let folder = tempfile::tempdir().unwrap();
    drop(seven(folder.path()).await);
    let locked = sample::open(folder.path()).unwrap();
    let added = locked.add_blueprint("Team".into(), AppFields::default());
    added.await.unwrap();
    let raw = sample::raw(folder.path());
    unlock_table(&raw);
    raw.execute("UPDATE activity SET value = 'Mine' WHERE number = 8", [])
        .unwrap();
    locked.unlock().await.unwrap();
    let report = locked.verify_activity().await.unwrap();
    let at_eight = ChainFault {
        number: 8,
        kind: FaultKind::Changed,
    };
    assert_eq!(report.fault, Some(at_eight));
    assert!(matches!(report.seal, Seal::Covers { to: 7, .. }));
}

fn filter() -> ActivityFilter {
    ActivityFilter::default()
}

async fn numbers(vault: &Vault, filter: ActivityFilter) -> Vec<u64> {
    let page = vault.activity(filter, None, 100).await.unwrap();
    page.entries.iter().map(|entry| entry.number).collect()
}

#[tokio::test]
async fn entries_are_filtered_and_come_page_by_page() {
    let folder = tempfile::tempdir().unwrap();
    let vault = seven(folder.path()).await;
    let records = vault.connections().await.unwrap().records;
    vault.remove(&records[2].id).await.unwrap();
    let of = |record: usize| ActivityFilter {
        connection: Some(records[record].id.clone()),
        ..filter()
    };
    assert_eq!(numbers(&vault, of(2)).await, [8, 4]);
    let kinds = ActivityFilter {
        kinds: vec![ActivityKind::Remove, ActivityKind::MakeKey],
        ..filter()
    };
    assert_eq!(numbers(&vault, kinds).await, [8, 1]);
    let failed = ActivityFilter {
        results: vec![ActivityResult::Failed],
        ..filter()
    };
    assert_eq!(numbers(&vault, failed).await, [0; 0]);
    let by_the_command_line = ActivityFilter {
        program: Some(Program::CommandLine),
        ..filter()
    };
    assert_eq!(numbers(&vault, by_the_command_line).await, [0; 0]);
    let later = ActivityFilter {
        from: Some(sample::noon()),
        until: Some(sample::noon()),
        ..filter()
    };
    assert_eq!(numbers(&vault, later).await, [0; 0]);

    let mut pages = Vec::new();
    let mut before = None;
    loop {
        let page: ActivityPage = vault.activity(filter(), before, 3).await.unwrap();
        pages.push(
            page.entries
                .iter()
                .map(|one| one.number)
                .collect::<Vec<_>>(),
        );
        before = page.before;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(pages, [vec![8, 7, 6], vec![5, 4, 3], vec![2, 1]]);
    let named = vault.activity_connections().await.unwrap();
    let names: Vec<_> = named.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names[..3], ["ACME 001", "ACME 002", "ACME 003"]);
}

/// Prints figures with 100,000 entries; run with `--ignored --nocapture`.
#[tokio::test]
#[ignore = "prints figures, asserts none"]
async fn figures_of_a_hundred_thousand_entries() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let raw = sample::raw(folder.path());
    raw.execute_batch(
        "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
         INSERT INTO activity SELECT i, 1795000000000 + i * 1000,
             iif(i % 5, 'test', 'reauthenticate'), iif(i % 1000, 'done', 'failed'),
             printf('%032x', i % 300), printf('ACME %03d', i % 300), '00D000000000001EAA', 'admin',
             'window', 'verdict', 'working', zeroblob(32) FROM n",
    )
    .unwrap();
    rehash(&raw);
    raw.execute("DELETE FROM activity_head", []).unwrap();
    let id = ConnectionId::parse(&format!("{:032x}", 7)).unwrap();
    let rare = ActivityFilter {
        results: vec![ActivityResult::Failed],
        ..filter()
    };
    let one = ActivityFilter {
        connection: Some(id.clone()),
        ..filter()
    };
    let early = ActivityFilter {
        until: Timestamp::from_millisecond(1_795_000_050_000).ok(),
        ..filter()
    };
    let kinds = ActivityFilter {
        kinds: vec![ActivityKind::Reauthenticate, ActivityKind::Register],
        ..filter()
    };
    for (what, filter) in [
        ("all", filter()),
        ("of one connection", one),
        ("failed", rare),
        ("two kinds", kinds),
        ("the oldest by time", early),
    ] {
        let began = Instant::now();
        let page = vault.activity(filter, None, 100).await.unwrap();
        println!("{what}: {} in {:?}", page.entries.len(), began.elapsed());
    }
    let began = Instant::now();
    let named = vault.activity_connections().await.unwrap().len();
    println!("{named} connections in {:?}", began.elapsed());
    let began = Instant::now();
    vault
        .tell(Deed::done(ActivityKind::ExportActivity))
        .await
        .unwrap();
    println!("one entry told in {:?}", began.elapsed());
    let began = Instant::now();
    let report = vault.verify_activity().await.unwrap();
    println!("verified in {:?}: {report:?}", began.elapsed());
}
