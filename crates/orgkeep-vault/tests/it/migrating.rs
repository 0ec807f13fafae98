//! Moving a connection to another way to sign in, and back.

use std::path::Path;

use orgkeep_domain::activity::ActivityKind;
use orgkeep_domain::attempt::Authorized;
use orgkeep_domain::client::{ClientApp, ClientKind, ConsumerKey};
use orgkeep_domain::connection::{AuthenticationType, Environment};
use orgkeep_domain::dependent::{DependentFields, DependentKind};
use orgkeep_secret::ConsumerSecret;
use orgkeep_vault::activity_record::ActivityFilter;
use orgkeep_vault::commit::SaveError;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::earlier_record::EarlierCredentials;
use orgkeep_vault::pending_record::{NewSecret, PendingId};
use orgkeep_vault::revocation_record::UnwantedToken;
use orgkeep_vault::vault::Vault;
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::faulty_disk::{FaultyDisk, Rest};
use crate::row::{self, Row};
use crate::sample;
use crate::story::story;

const NEW_KEY: &str = "3MVG9externalclientapp";
/// Every table that a move may touch.
const TABLES: [&str; 7] = [
    "connection",
    "pending",
    "pending_login",
    "earlier",
    "revocation",
    "dependent",
    "spent_token",
];

fn new_app() -> ClientApp {
    ClientApp {
        kind: ClientKind::ExternalClientApp,
        key: ConsumerKey::parse(NEW_KEY).unwrap(),
        secret: Some(ConsumerSecret::new(sample::canary("P", 1, 1))),
    }
}

/// A connection through a Connected App, with the External Client App typed for it.
async fn typed(vault: &Vault) -> (ConnectionRecord, PendingId) {
    let mut authorized = sample::authorized(1, 1);
    sample::app_of(&mut authorized).client.kind = ClientKind::ConnectedApp;
    let record = vault.commit(authorized, sample::new_connection(1)).await;
    let record = record.unwrap().record;
    let app = new_app();
    let typed = NewSecret::Typed(app.secret.unwrap());
    let to = AuthenticationType::ExternalClientApp;
    let pending = vault.set_migration(&record.id, to, app.key, typed).await;
    (record, pending.unwrap().id)
}

/// The same org, proven with the new app.
fn proven(record: &ConnectionRecord) -> Authorized {
    let mut authorized = sample::authorized_again(record, 1, 2);
    sample::app_of(&mut authorized).client = new_app();
    authorized
}

/// Everything that a move may touch, byte for byte.
fn everything(store: &Path) -> Vec<Vec<Value>> {
    let store = Connection::open(store).unwrap();
    let mut all = Vec::new();
    for table in TABLES {
        let mut statement = store
            .prepare(&format!("SELECT * FROM {table} ORDER BY 1"))
            .unwrap();
        let columns = statement.column_count();
        let values = |row: &rusqlite::Row<'_>| (0..columns).map(|column| row.get(column)).collect();
        let rows = statement.query_map([], values).unwrap();
        all.extend(rows.map(Result::unwrap));
    }
    all
}

#[tokio::test]
async fn a_move_keeps_the_record_and_what_names_it_and_the_earlier_sign_in() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let (record, pending) = typed(&vault).await;
    let nightly = DependentFields::parse(DependentKind::Pipeline, "Nightly", "ARM").unwrap();
    let added = vec![(record.id.clone(), nightly)];
    assert_eq!(vault.add_dependents(added).await.unwrap(), 1);
    let dependents = vault.dependents(&record.id).await.unwrap();
    assert!(vault.all_waiting().await.unwrap().contains(&record.id));

    let moved = vault.commit_migration(proven(&record), pending).await;
    let moved = moved.unwrap().record;
    let same = |record: &ConnectionRecord| {
        let record = record.clone();
        (
            record.id,
            record.name,
            record.environment,
            record.presets,
            record.created_at,
        )
    };
    assert_eq!(same(&moved), same(&record));
    assert_eq!(moved.environment, Environment::Uat);
    assert_eq!(moved.authentication, AuthenticationType::ExternalClientApp);
    assert_eq!(moved.consumer_key().unwrap().as_str(), NEW_KEY);
    assert_eq!(vault.connections().await.unwrap().records.len(), 1);
    assert_eq!(vault.dependents(&record.id).await.unwrap(), dependents);
    assert_eq!(vault.all_waiting().await.unwrap().len(), 0);

    let kept = vault.open_earlier(&record.id).await.unwrap();
    assert_eq!(kept.record.authentication, AuthenticationType::ConnectedApp);
    assert_eq!(kept.record.app, record.app);
    assert_eq!(kept.record.kept_at, sample::noon());
    let secret = ConsumerSecret::new(sample::canary("S", 1, 1));
    let EarlierCredentials::App {
        consumer_secret, ..
    } = kept.credentials
    else {
        panic!("no app is kept");
    };
    assert!(consumer_secret.unwrap().matches(&secret));
    let queued = vault.pending_revocations().await.unwrap();
    assert_eq!(kept.record.revocation.as_ref(), Some(&queued[0].id));
    let unwanted = vault.revocation_token(&queued[0].id).await.unwrap();
    let old = sample::authorized(1, 1).tokens.refresh.unwrap();
    assert!(matches!(unwanted.token, UnwantedToken::Refresh(token) if token.matches(&old)));
    assert!(vault.integrity().await.unwrap().is_sound());
}

#[tokio::test]
async fn the_way_back_is_one_sign_in_with_the_earlier_app() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let (record, pending) = typed(&vault).await;
    let moved = vault.commit_migration(proven(&record), pending).await;
    let moved = moved.unwrap().record;
    let kept = vault.open_earlier(&record.id).await.unwrap();
    let mut back = sample::authorized_again(&moved, 1, 3);
    let EarlierCredentials::App {
        app,
        consumer_secret,
    } = kept.credentials
    else {
        panic!("no app is kept");
    };
    sample::app_of(&mut back).client = ClientApp {
        kind: ClientKind::ConnectedApp,
        key: app.consumer_key,
        secret: consumer_secret,
    };
    let back = vault.commit_return(back, kept.record.id.clone()).await;
    let back = back.unwrap().record;
    assert_eq!(
        (&back.id, back.authentication),
        (&record.id, record.authentication)
    );
    assert_eq!(back.app, record.app);
    assert_eq!(vault.earlier(&record.id).await.unwrap(), None);
    assert_eq!(vault.pending_revocations().await.unwrap().len(), 2);

    let before = everything(&sample::store_path(folder.path()));
    let again = sample::authorized_again(&moved, 1, 4);
    let refused = vault.commit_return(again, kept.record.id).await;
    assert!(matches!(refused, Err(SaveError::NotFound)), "{refused:?}");
    assert_eq!(everything(&sample::store_path(folder.path())), before);
}

/// What was typed beside a move was typed for the way to sign in that is gone with it.
#[tokio::test]
async fn nothing_waits_across_a_move_and_nothing_across_the_way_back() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let (record, _login) = sample::with_waiting_login(&vault).await;
    let to = AuthenticationType::ExternalClientApp;
    let pending = vault
        .set_migration(&record.id, to, new_app().key, NewSecret::Absent)
        .await
        .unwrap();
    let moved = vault.commit_migration(proven(&record), pending.id).await;
    let moved = moved.unwrap().record;
    assert!(!vault.waiting(&record.id).await.unwrap().is_some());
    assert_eq!(
        newest(&vault, 2).await,
        [ActivityKind::Migrate, ActivityKind::DiscardPending]
    );

    let newer = ConsumerKey::parse("3MVG9rotated").unwrap();
    let typed = vault.set_pending(&record.id, newer, NewSecret::Absent);
    typed.await.unwrap();
    let kept = vault.earlier(&record.id).await.unwrap().unwrap();
    let mut back = sample::logged_in(1, 1);
    back.sign_in.purpose = sample::authorized_again(&moved, 1, 3).sign_in.purpose;
    let back = vault.commit_return(back, kept.id).await.unwrap().record;
    assert_eq!(back.authentication, AuthenticationType::Standard);
    assert!(!vault.waiting(&record.id).await.unwrap().is_some());
    assert_eq!(
        newest(&vault, 2).await,
        [ActivityKind::GoBack, ActivityKind::DiscardPending]
    );
}

async fn newest(vault: &Vault, count: u32) -> Vec<ActivityKind> {
    let told = vault.activity(ActivityFilter::default(), None, count).await;
    let entries = told.unwrap().entries.into_iter();
    entries.filter_map(|entry| entry.kind).collect()
}

#[tokio::test]
async fn an_earlier_sign_in_is_wiped_after_its_time() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let (record, pending) = typed(&vault).await;
    vault
        .commit_migration(proven(&record), pending)
        .await
        .unwrap();
    // Whoever follows the store has nothing to read again.
    let changes = vault.change_count().await.unwrap();
    assert_eq!(vault.wipe_earlier_than(sample::noon()).await.unwrap(), 0);
    assert_eq!(vault.change_count().await.unwrap(), changes);
    let later = sample::noon() + jiff::SignedDuration::from_millis(1);
    assert_eq!(vault.wipe_earlier_than(later).await.unwrap(), 1);
    assert_eq!(vault.earlier(&record.id).await.unwrap(), None);
    assert_eq!(vault.connections().await.unwrap().records.len(), 1);
    let told = vault.activity(ActivityFilter::default(), None, 1).await;
    let told = told.unwrap().entries.remove(0);
    assert_eq!(told.kind, Some(ActivityKind::ForgetEarlier));
    assert_eq!(told.concerned.and_then(|who| who.id), Some(record.id));
}

#[tokio::test]
async fn an_earlier_sign_in_is_wiped_once_when_somebody_wants_it() {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let (record, pending) = typed(&vault).await;
    let moved = vault.commit_migration(proven(&record), pending);
    moved.await.unwrap();
    let earlier = vault.earlier(&record.id).await.unwrap().unwrap();
    let before = story(&vault, 0).await.len();
    for _ in 0..2 {
        vault.wipe_earlier(&earlier.id).await.unwrap();
        assert_eq!(vault.earlier(&record.id).await.unwrap(), None);
    }
    let told = story(&vault, before).await;
    assert_eq!(told, ["forgetEarlier | done | ACME 001"]);
}

#[tokio::test]
async fn an_earlier_secret_is_bound_to_its_app_and_address() {
    for change in [
        "consumer_key = 'other'",
        "login = 'https://evil.my.salesforce.com'",
        "authentication = 'external_client_app'",
        "username = 'somebody@else.example'",
        "callback = 'http://localhost:4'",
        "consumer_secret = NULL",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let vault = sample::unlocked(folder.path()).await;
        let (record, pending) = typed(&vault).await;
        vault
            .commit_migration(proven(&record), pending)
            .await
            .unwrap();
        let raw = sample::raw(folder.path());
        raw.execute_batch(&format!("UPDATE earlier SET {change}"))
            .unwrap();
        assert!(vault.open_earlier(&record.id).await.is_err(), "{change}");
        assert!(!vault.integrity().await.unwrap().is_sound(), "{change}");
    }
}

/// O-15, the store's part: every statement of the one transaction fails in turn, and the power fails at every call that it
/// makes to the disk.
#[tokio::test]
async fn o_15_a_move_that_fails_in_the_store_is_no_move() {
    let mut row = Row::new("O-15 in the store");
    for (statement, table) in [
        ("DELETE", "pending"),
        ("INSERT", "revocation"),
        ("INSERT", "earlier"),
        ("UPDATE", "connection"),
    ] {
        row.note(
            format!("{statement} {table}"),
            refused(statement, table).await,
        );
    }
    let cuts = power_cuts().await;
    let count = cuts.len();
    for (cut, outcome) in cuts {
        row.note(cut, outcome);
    }
    assert!(count >= 40, "the transaction has {count} places to cut it");
    row.finish(4 + count);
}

async fn refused(statement: &str, table: &str) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    let vault = sample::unlocked(folder.path()).await;
    let (record, pending) = typed(&vault).await;
    let raw = sample::raw(folder.path());
    let trigger = format!(
        "CREATE TRIGGER fault AFTER {statement} ON {table} BEGIN SELECT RAISE(ABORT, 'fault'); END"
    );
    raw.execute_batch(&trigger).unwrap();
    let before = everything(&sample::store_path(folder.path()));
    let moved = vault
        .commit_migration(proven(&record), pending.clone())
        .await;
    row::ensure(moved.is_err(), || "it was saved".into())?;
    let after = everything(&sample::store_path(folder.path()));
    row::ensure(after == before, || "something has changed".into())?;
    raw.execute_batch("DROP TRIGGER fault").unwrap();
    let retried = vault.commit_migration(proven(&record), pending).await;
    row::ensure(retried.is_ok(), || "it could not be tried again".into())
}

/// The power fails at every call of the transaction, with more or less of what was written and not synced on the disk.
async fn power_cuts() -> Vec<(String, Result<(), String>)> {
    let folder = tempfile::tempdir().unwrap();
    let store = sample::store_path(folder.path());
    let disk = FaultyDisk::watch(folder.path());
    let vault = sample::unlocked(folder.path()).await;
    let (record, pending) = typed(&vault).await;
    let before = everything(&store);
    let begun = disk.now();
    vault
        .commit_migration(proven(&record), pending)
        .await
        .unwrap();
    let ended = disk.now();
    let after = everything(&store);
    assert_ne!(before, after);
    let mut outcomes = Vec::new();
    for moment in begun..=ended {
        for rest in Rest::ALL {
            let found = after_power_cut(&disk, moment, rest);
            let right = match (moment == ended, rest) {
                // What was reported as saved is there.
                (true, _) => found == after,
                (false, Rest::Nothing) => found == before,
                (false, _) => found == before || found == after,
            };
            let outcome = row::ensure(right, || "it is neither before nor after".into());
            outcomes.push((format!("power cut {moment}, {rest:?}"), outcome));
        }
    }
    outcomes
}

fn after_power_cut(disk: &FaultyDisk, moment: usize, rest: Rest) -> Vec<Vec<Value>> {
    let folder = tempfile::tempdir().unwrap();
    disk.cut_power(moment, rest, folder.path());
    everything(&sample::store_path(folder.path()))
}
