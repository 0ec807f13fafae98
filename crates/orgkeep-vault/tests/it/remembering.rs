//! S-29: what is in a process's memory after it has used secrets.

use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

use orgkeep_domain::attempt::{Authorized, Means, PasswordLogin};
use orgkeep_domain::client::{ClientApp, ClientKind, ConsumerKey};
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_secret::{AccessToken, ConsumerSecret, Password, RefreshToken, SecurityToken};
use orgkeep_vault::change_key::NewKey;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::draft_record::DraftFields;
use orgkeep_vault::pending_record::NewSecret;
use orgkeep_vault::renewal::NewTokens;
use orgkeep_vault::vault::Vault;

use crate::child::{self, Talking};
use crate::row::{self, Row};
use crate::sample;

/// What the bar gives a program to forget.
const TIME_TO_FORGET: Duration = Duration::from_secs(2);
const OPERATIONS: usize = 20;
/// A canary that is left in memory, to see that the search finds one.
const PLANTED: &str = "Z";

#[test]
fn s_29_no_secret_stays_in_memory_after_its_use() {
    let folder = tempfile::tempdir().unwrap();
    let mut talking = Talking::start(&mut child::command("rememberer", folder.path(), 0));
    assert_eq!(talking.hear().as_deref(), Some("planted"));
    let found = canaries(talking.id());
    assert_eq!(
        found,
        [sample::canary(PLANTED, 0, 0)],
        "the search finds what is there"
    );
    talking.answer();
    let mut row = Row::new("S-29");
    while let Some(operation) = talking.hear() {
        let found = left(talking.id());
        row.note(
            operation,
            row::ensure(found.is_empty(), || format!("{found:?}")),
        );
        talking.answer();
    }
    assert!(talking.finish().0);
    row.finish(OPERATIONS);
}

/// What is still there when the time is over.
fn left(process: u32) -> Vec<String> {
    let end = Instant::now() + TIME_TO_FORGET;
    loop {
        let mut found = canaries(process);
        found.retain(|canary| *canary != sample::canary(PLANTED, 0, 0));
        if found.is_empty() || Instant::now() > end {
            return found;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Every whole canary in what a process may write.
fn canaries(process: u32) -> Vec<String> {
    let maps = fs::read_to_string(format!("/proc/{process}/maps")).unwrap();
    let memory = File::open(format!("/proc/{process}/mem")).unwrap();
    let mut found = Vec::new();
    for line in maps.lines() {
        let mut fields = line.split(' ');
        let (range, rights) = (fields.next().unwrap(), fields.next().unwrap());
        let (begin, end) = range.split_once('-').unwrap();
        let [begin, end] = [begin, end].map(|text| u64::from_str_radix(text, 16).unwrap());
        let mut bytes = vec![0; usize::try_from(end - begin).unwrap()];
        // Room that was never used, and what belongs to the kernel, cannot be read.
        if rights.starts_with("rw") && memory.read_exact_at(&mut bytes, begin).is_ok() {
            found.extend(canaries_in(&bytes));
        }
    }
    found.sort();
    found.dedup();
    found
}

fn canaries_in(bytes: &[u8]) -> impl Iterator<Item = String> {
    let length = sample::canary(PLANTED, 0, 0).len();
    let begins = |window: &&[u8]| window.starts_with(b"cNr") && window.ends_with(b"xxx");
    let whole = bytes.windows(length).filter(begins);
    whole.map(|canary| String::from_utf8_lossy(canary).into_owned())
}

/// The child's part: secrets are used and let go of, and after each use somebody looks.
pub fn use_secrets(folder: &Path) {
    child::runtime().block_on(async {
        let planted = sample::canary(PLANTED, 0, 0);
        after("planted");
        let vault = sample::unlocked(folder).await;
        connect(&vault).await;
        type_and_discard(&vault).await;
        move_on(&vault).await;
        drop(planted);
    });
}

/// Waits until somebody has looked at what is left.
fn after(operation: &str) {
    child::say(operation);
    child::wait_for_answer();
}

/// A secret of four canaries: who frees memory overwrites its first bytes, and would hide a single one.
fn secret(kind: &str, org: u32, version: u32) -> String {
    sample::canary(kind, org, version).repeat(4)
}

/// The same with such secrets.
fn authorized(mut authorized: Authorized, org: u32, version: u32) -> Authorized {
    authorized.tokens.access = AccessToken::new(secret("A", org, version));
    if let Means::App(app) = &mut authorized.sign_in.means {
        authorized.tokens.refresh = Some(RefreshToken::new(secret("R", org, version)));
        app.client.secret = Some(ConsumerSecret::new(secret("S", org, version)));
    }
    authorized
}

async fn register(vault: &Vault, authorized: Authorized, org: u32) -> ConnectionRecord {
    let saved = vault.commit(authorized, sample::new_connection(org)).await;
    saved.unwrap().record
}

async fn connect(vault: &Vault) {
    let record = register(vault, authorized(sample::authorized(1, 1), 1, 1), 1).await;
    after("register");
    let mut login = authorized(sample::logged_in(2, 1), 2, 1);
    login.sign_in.means = Means::Password(PasswordLogin {
        password: Password::new(secret("W", 2, 1)),
        security_token: Some(SecurityToken::new(secret("T", 2, 1))),
        ..sample::login(2, 1)
    });
    let login = register(vault, login, 2).await;
    after("register with a password");
    drop(vault.secrets(&record.id).await.unwrap());
    after("secrets of an app");
    drop(vault.secrets(&login.id).await.unwrap());
    after("secrets of a password");
    let again = vault
        .commit_again(authorized(sample::authorized_again(&record, 1, 2), 1, 2))
        .await;
    after("sign in again");
    drop(vault.stored_session(&record.id).await.unwrap());
    after("session");
    renew(vault, &again.unwrap().record).await;
    after("renewal");
    vault.integrity().await.unwrap();
    after("every secret opened");
}

async fn renew(vault: &Vault, record: &ConnectionRecord) {
    let lock = vault.token_lock(&record.id, TIME_TO_FORGET).await.unwrap();
    vault.spend(&lock, record.generation).await.unwrap();
    let tokens = NewTokens {
        access: AccessToken::new(secret("A", 1, 3)),
        refresh: Some(RefreshToken::new(secret("R", 1, 3))),
        instance: None,
        scopes: None,
    };
    vault
        .renew(&lock, record.generation, &tokens.into())
        .await
        .unwrap();
}

async fn type_and_discard(vault: &Vault) {
    let draft = vault.begin_draft(DraftFields::default()).await.unwrap().id;
    let typed = ConsumerSecret::new(secret("D", 1, 1));
    vault.seal_draft_secret(&draft, Some(typed)).await.unwrap();
    after("typed secret");
    drop(vault.open_draft_secret(&draft).await.unwrap());
    after("typed secret, opened");
    let password = Password::new(secret("W", 9, 1));
    vault
        .seal_draft_password(&draft, Some(password))
        .await
        .unwrap();
    let token = SecurityToken::new(secret("T", 9, 1));
    vault
        .seal_draft_security_token(&draft, Some(token))
        .await
        .unwrap();
    after("typed password");
    drop(vault.open_draft_login(&draft).await.unwrap());
    after("typed password, opened");
    vault.delete_draft(&draft).await.unwrap();
    after("discarded draft");
}

async fn move_on(vault: &Vault) {
    let key = || ConsumerKey::parse("3MVG9externalclientapp").unwrap();
    let new = || ConsumerSecret::new(secret("P", 1, 1));
    let mut old = authorized(sample::authorized(3, 1), 3, 1);
    sample::app_of(&mut old).client.kind = ClientKind::ConnectedApp;
    let record = register(vault, old, 3).await;
    let to = AuthenticationType::ExternalClientApp;
    let pending = vault
        .set_migration(&record.id, to, key(), NewSecret::Typed(new()))
        .await;
    let pending = pending.unwrap().id;
    after("pending secret");
    drop(vault.open_pending(&record.id, &record.login).await.unwrap());
    after("pending secret, opened");
    let mut moved = authorized(sample::authorized_again(&record, 3, 2), 3, 2);
    sample::app_of(&mut moved).client = ClientApp {
        kind: ClientKind::ExternalClientApp,
        key: key(),
        secret: Some(new()),
    };
    vault.commit_migration(moved, pending).await.unwrap();
    after("migration");
    drop(vault.open_earlier(&record.id).await.unwrap());
    after("earlier sign-in");
    let queued = vault.pending_revocations().await.unwrap();
    drop(vault.revocation_token(&queued[0].id).await.unwrap());
    after("token to be revoked");
    vault.change_key(None, NewKey::Keyring).await.unwrap();
    after("another key");
    vault.remove(&record.id).await.unwrap();
    after("removed connection");
}
