//! Vaults, authorizations and canaries to test with.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use orgkeep_domain::activity::{Actor, Program};
use orgkeep_domain::attempt::{
    AppSignIn, Authorized, Draft, ExistingRecord, Means, PasswordLogin, Purpose, Tokens,
};
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_domain::client::{CallbackUrl, ClientApp, ClientKind, ConsumerKey};
use orgkeep_domain::connection::{ConnectionName, Environment};
use orgkeep_domain::id::{OrgId, UserId};
use orgkeep_domain::organization::{OrgIdentity, UserIdentity};
use orgkeep_domain::scope::Scopes;
use orgkeep_secret::{AccessToken, ConsumerSecret, Password, RefreshToken, SecurityToken};
use orgkeep_vault::app_fields::AppFields;
use orgkeep_vault::commit::NewConnection;
use orgkeep_vault::connection_record::{ConnectionRecord, ConnectionSecrets, Credentials};
use orgkeep_vault::custody::KeyCustody;
use orgkeep_vault::draft_record::{DraftFields, DraftRecord};
use orgkeep_vault::pending_login::PendingLoginRecord;
use orgkeep_vault::vault::{OpenError, STORE_FILE, Vault, VaultSettings};

pub fn noon() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

pub fn settings(folder: &Path, custody: KeyCustody) -> VaultSettings {
    VaultSettings {
        folder: folder.to_owned(),
        rule: AuthorityRule::Salesforce,
        custody,
        clock: Arc::new(noon),
        actor: Actor::new(Some("admin"), Program::Window),
    }
}

pub fn key_file(folder: &Path) -> KeyCustody {
    KeyCustody::KeyFile(folder.join("vault.key"))
}

pub fn open(folder: &Path) -> Result<Vault, OpenError> {
    Vault::open(settings(folder, key_file(folder)))
}

/// A vault whose key lies beside it, open.
pub async fn unlocked(folder: &Path) -> Vault {
    let vault = open(folder).unwrap();
    vault.unlock().await.unwrap();
    vault
}

pub fn store_path(folder: &Path) -> PathBuf {
    folder.join(STORE_FILE)
}

/// A plain SQLite connection to the store, for looking at it and for breaking it.
pub fn raw(folder: &Path) -> rusqlite::Connection {
    rusqlite::Connection::open(store_path(folder)).unwrap()
}

/// Somebody else writes another login address into a draft's row; the page shows it, and saves it with another change.
pub async fn redirect(vault: &Vault, raw: &rusqlite::Connection, draft: DraftRecord) {
    let evil = "https://evil.example.com";
    let sql = "UPDATE draft SET login_address = ?1";
    assert_eq!(raw.execute(sql, [evil]).unwrap(), 1);
    let shown = DraftFields {
        login_address: evil.into(),
        name: "Renamed".into(),
        ..draft.fields
    };
    vault.save_draft(&draft.id, shown).await.unwrap();
}

/// 32 characters that stand nowhere else.
pub fn canary(kind: &str, org: u32, version: u32) -> String {
    format!("{:x<32}", format!("cNr{kind}{org:06}v{version:06}"))
}

pub fn host(org: u32) -> String {
    format!("https://acme{org}.my.salesforce.com")
}

pub fn consumer_key(org: u32) -> String {
    format!("3MVG9consumerkey{org}")
}

/// What the vault gets for the given org. Equal versions have equal secrets.
pub fn authorized(org: u32, version: u32) -> Authorized {
    let authority = Authority::parse(&host(org), AuthorityRule::Salesforce).unwrap();
    let org_id = OrgId::parse(&format!("00D{org:012}")).unwrap();
    let user_id = UserId::parse(&format!("005{org:012}")).unwrap();
    Authorized {
        sign_in: Draft {
            authority: authority.clone(),
            client: ClientApp {
                kind: ClientKind::ExternalClientApp,
                key: ConsumerKey::parse(&consumer_key(org)).unwrap(),
                secret: Some(ConsumerSecret::new(canary("S", org, version))),
            },
            callback: CallbackUrl::standard(),
            scopes: Some(Scopes::parse("api refresh_token")),
            login_hint: None,
            purpose: Purpose::Register { expected_org: None },
        }
        .into(),
        tokens: Tokens {
            access: AccessToken::new(canary("A", org, version)),
            refresh: Some(RefreshToken::new(canary("R", org, version))),
            scopes: Scopes::parse("api refresh_token id"),
            instance: authority.clone(),
            org: org_id.clone(),
            user: user_id.clone(),
            issued_at: None,
            is_signed: true,
        },
        identity: identity(org, org_id, user_id, authority),
        accepted: None,
    }
}

/// The app that [`authorized`] signs in through.
pub fn app_of(authorized: &mut Authorized) -> &mut AppSignIn {
    match &mut authorized.sign_in.means {
        Means::App(app) => app,
        Means::Password(_) => panic!("an app signs in"),
    }
}

pub fn login(org: u32, version: u32) -> PasswordLogin {
    PasswordLogin {
        username: format!("admin@acme{org}.example"),
        password: Password::new(canary("W", org, version)),
        security_token: Some(SecurityToken::new(canary("T", org, version))),
    }
}

/// The same org, reached with a password.
pub fn logged_in(org: u32, version: u32) -> Authorized {
    let mut authorized = authorized(org, version);
    authorized.sign_in.means = Means::Password(login(org, version));
    authorized.tokens.refresh = None;
    authorized.tokens.scopes = Scopes::default();
    authorized.tokens.is_signed = false;
    authorized
}

/// A connection by a password, and another password that waits for it.
pub async fn with_waiting_login(vault: &Vault) -> (ConnectionRecord, PendingLoginRecord) {
    let committed = vault.commit(logged_in(1, 1), new_connection(1)).await;
    let record = committed.unwrap().record;
    let waits = vault.set_pending_login(&record.id, login(1, 2)).await;
    (record, waits.unwrap())
}

/// Whether the secrets are those of [`logged_in`].
pub fn are_of_login(secrets: &ConnectionSecrets, org: u32, version: u32) -> bool {
    let access = AccessToken::new(canary("A", org, version));
    match &secrets.credentials {
        Credentials::Password(kept) => {
            kept.matches(&login(org, version)) && secrets.access.matches(&access)
        }
        Credentials::App(_) => false,
    }
}

fn identity(org: u32, org_id: OrgId, user_id: UserId, instance: Authority) -> OrgIdentity {
    OrgIdentity {
        org_id,
        user: UserIdentity {
            user_id,
            username: format!("admin@acme{org}.example"),
            display_name: "Ada Admin".into(),
        },
        org_name: format!("ACME {org}"),
        edition: "Enterprise Edition".into(),
        instance_name: "CS214".into(),
        namespace: None,
        is_sandbox: true,
        end_date: None,
        instance,
    }
}

/// The same org again, for a record that exists.
pub fn authorized_again(record: &ConnectionRecord, org: u32, version: u32) -> Authorized {
    let mut again = authorized(org, version);
    again.sign_in.purpose = Purpose::Reauthenticate(ExistingRecord {
        connection: record.id.clone(),
        org: record.org_id.clone(),
        user: record.user_id.clone(),
        sandbox: None,
    });
    again
}

pub fn new_connection(org: u32) -> NewConnection {
    NewConnection {
        name: ConnectionName::parse(&format!("ACME {org:03}")).unwrap(),
        environment: Environment::Uat,
        presets: vec!["orgkeep".into()],
        browser: BrowserChoice::default(),
        is_dev_hub: false,
        draft: None,
    }
}

/// An app with something in every field.
pub fn app() -> AppFields {
    AppFields {
        label: "ACME tools".into(),
        api_name: "ACME_".into(),
        contact_email: "admin@".into(),
        description: "For all of us.".into(),
        presets: vec!["orgkeep".into(), "vault".into()],
        inputs: [(
            "vault".to_owned(),
            [("instance".to_owned(), "https://vault.exam".to_owned())].into(),
        )]
        .into(),
        choices: [("pkce".to_owned(), "on".to_owned())].into(),
    }
}

/// Saves the org and gives its record.
pub async fn committed(vault: &Vault, org: u32, version: u32) -> ConnectionRecord {
    vault
        .commit(authorized(org, version), new_connection(org))
        .await
        .unwrap()
        .record
}

/// Whether the secrets are those of [`authorized`].
pub fn are_of(secrets: &ConnectionSecrets, org: u32, version: u32) -> bool {
    let expected = authorized(org, version);
    let secret = |secret: &Option<ConsumerSecret>| {
        secret
            .as_ref()
            .is_some_and(|s| s.matches(&ConsumerSecret::new(canary("S", org, version))))
    };
    let Some(app) = secrets.credentials.app() else {
        return false;
    };
    secrets.access.matches(&expected.tokens.access)
        && app
            .refresh
            .as_ref()
            .is_some_and(|t| t.matches(&RefreshToken::new(canary("R", org, version))))
        && secret(&app.consumer_secret)
        && secrets.instance.origin() == host(org)
        && secrets.login.origin() == host(org)
        && app.consumer_key.as_str() == consumer_key(org)
}
