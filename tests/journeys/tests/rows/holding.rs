//! More types that can hold a secret, for S-31: what the page sends, what other programs had, and what comes over
//! the network.

use std::fmt::Debug;

use anyhow::Context as _;
use orgkeep_api::care::{ChangeKeyRequest, NewKeyRequest, RecoverRequest, StartOverRequest};
use orgkeep_api::decode::DecodeRequest;
use orgkeep_api::login::{DraftLoginRequest, LoginField, PendingLoginRequest};
use orgkeep_api::pending::{PendingCredentialsRequest, PendingSecret};
use orgkeep_app::program::ProgramEvent;
use orgkeep_domain::authority::Authority;
use orgkeep_domain::client::{CallbackUrl, ConsumerKey};
use orgkeep_domain::connection::{AuthenticationType, ConnectionName, OrgType};
use orgkeep_domain::id::{OrgId, UserId};
use orgkeep_import::cli::auth_file::CliOrg;
use orgkeep_import::cli::auth_url::AuthUrl;
use orgkeep_import::cli::key::CliKey;
use orgkeep_import::cli::tokens::{Grant, Session};
use orgkeep_journeys::port::free_callback;
use orgkeep_journeys::world::World;
use orgkeep_loopback::{Callback, Listener};
use orgkeep_salesforce::http::HttpClient;
use orgkeep_salesforce::metadata::KeyPair;
use orgkeep_salesforce::refresh::{RefreshGrant, Renewal, refresh};
use orgkeep_salesforce::session::ApiSession;
use orgkeep_salesforce::single_access::{FrontdoorUrl, LandingPath, single_access};
use orgkeep_salesforce::soap::SoapSession;
use orgkeep_secret::{
    AccessToken, ConsumerSecret, HomeKey, Passphrase, Password, RecoveryKey, RefreshToken,
    SecurityToken,
};
use orgkeep_simulator::RobotBrowser;
use orgkeep_vault::change_key::NewKey;
use orgkeep_vault::connection_record::{Credentials, StoredSession};
use orgkeep_vault::earlier_record::EarlierCredentials;
use orgkeep_vault::import::ImportedConnection;
use orgkeep_vault::pending_record::NewSecret;

type Value = (&'static str, Box<dyn Debug>);

/// What the page sends.
pub fn requests(canary: &str) -> Vec<Value> {
    let text = || canary.to_owned();
    let new = || NewKeyRequest::Passphrase {
        passphrase: text().into(),
    };
    let typed = || PendingSecret::Typed {
        secret: text().into(),
    };
    vec![
        (
            "DecodeRequest",
            Box::new(DecodeRequest {
                text: text().into(),
            }),
        ),
        (
            "DraftLoginRequest",
            Box::new(DraftLoginRequest {
                id: "1".to_owned(),
                field: LoginField::Password,
                secret: Some(text().into()),
            }),
        ),
        (
            "PendingLoginRequest",
            Box::new(PendingLoginRequest {
                id: "1".to_owned(),
                username: "admin@acme.example".to_owned(),
                password: text().into(),
                security_token: Some(text().into()),
            }),
        ),
        ("PendingSecret", Box::new(typed())),
        (
            "PendingCredentialsRequest",
            Box::new(PendingCredentialsRequest {
                id: "1".to_owned(),
                consumer_key: "3MVG9key".to_owned(),
                secret: typed(),
            }),
        ),
        ("NewKeyRequest", Box::new(new())),
        (
            "ChangeKeyRequest",
            Box::new(ChangeKeyRequest {
                current: Some(text().into()),
                new: new(),
            }),
        ),
        (
            "StartOverRequest",
            Box::new(StartOverRequest {
                confirmation: String::new(),
                new: new(),
            }),
        ),
        (
            "RecoverRequest",
            Box::new(RecoverRequest {
                key: text().into(),
                new: new(),
            }),
        ),
    ]
}

/// What goes to the store and to Salesforce, besides what a sign-in has.
pub fn values(canary: &str, host: &Authority) -> anyhow::Result<Vec<Value>> {
    let text = || canary.to_owned();
    let secret = || ConsumerSecret::new(text());
    let earlier = EarlierCredentials::App {
        app: orgkeep_vault::connection_record::RegisteredApp {
            consumer_key: ConsumerKey::parse("3MVG9key")?,
            callback: CallbackUrl::standard(),
        },
        consumer_secret: Some(secret()),
    };
    let pair = KeyPair {
        key: ConsumerKey::parse("3MVG9key")?,
        secret: Some(secret()),
    };
    Ok(vec![
        ("Password", Box::new(Password::new(text()))),
        ("SecurityToken", Box::new(SecurityToken::new(text()))),
        ("HomeKey", Box::new(HomeKey::new(text()))),
        ("RecoveryKey", Box::new(RecoveryKey::new(text()))),
        (
            "NewKey",
            Box::new(NewKey::Passphrase(Passphrase::new(text()))),
        ),
        ("NewSecret", Box::new(NewSecret::Typed(secret()))),
        ("EarlierCredentials", Box::new(earlier)),
        ("KeyPair", Box::new(pair)),
        ("SoapSession", Box::new(soap_session(canary, host)?)),
        ("ImportedConnection", Box::new(imported(canary, host)?)),
        (
            "Session of the Salesforce CLI",
            Box::new(cli_session(canary)),
        ),
        ("CliOrg", Box::new(cli_org(canary, host)?)),
        ("AuthUrl", Box::new(auth_url(canary)?)),
        (
            "ProgramEvent",
            Box::new(ProgramEvent::said(canary.as_bytes().to_vec())),
        ),
    ])
}

fn soap_session(canary: &str, host: &Authority) -> anyhow::Result<SoapSession> {
    Ok(SoapSession {
        access: AccessToken::new(canary.to_owned()),
        instance: host.clone(),
        org: OrgId::parse("00D000000000001EAA")?,
        user: UserId::parse("005000000000001AAA")?,
        username: "admin@acme.example".to_owned(),
        display_name: "Nora".to_owned(),
        password_expired: false,
        is_sandbox: false,
    })
}

fn imported(canary: &str, host: &Authority) -> anyhow::Result<ImportedConnection> {
    let session = cli_session(canary);
    Ok(ImportedConnection {
        name: ConnectionName::parse("ACME")?,
        org_type: OrgType::Production,
        authentication: AuthenticationType::ExternalClientApp,
        login: host.clone(),
        instance: host.clone(),
        consumer_key: ConsumerKey::parse("3MVG9key")?,
        callback: CallbackUrl::standard(),
        org_id: OrgId::parse("00D000000000001EAA")?,
        user_id: UserId::parse("005000000000001AAA")?,
        username: "admin@acme.example".to_owned(),
        org_name: "ACME".to_owned(),
        edition: String::new(),
        instance_name: String::new(),
        namespace: None,
        end_date: None,
        authenticated_at: None,
        access: session.access,
        refresh: session.refresh,
        consumer_secret: session.consumer_secret,
    })
}

fn auth_url(canary: &str) -> anyhow::Result<AuthUrl> {
    let answer =
        format!(r#"{{"sfdxAuthUrl":"force://key:{canary}:{canary}@acme.my.salesforce.com"}}"#);
    Ok(AuthUrl::of_answer(answer.as_bytes())?)
}

fn cli_session(canary: &str) -> Session {
    Session {
        access: Some(AccessToken::new(canary.to_owned())),
        refresh: Some(RefreshToken::new(canary.to_owned())),
        consumer_secret: Some(ConsumerSecret::new(canary.to_owned())),
    }
}

fn cli_org(canary: &str, host: &Authority) -> anyhow::Result<CliOrg> {
    Ok(CliOrg {
        username: "admin@acme.example".to_owned(),
        aliases: Vec::new(),
        org: OrgId::parse("00D000000000001EAA")?,
        user: None,
        login: host.clone(),
        instance: host.clone(),
        consumer_key: None,
        org_type: OrgType::Production,
        is_dev_hub: false,
        org_name: "ACME".to_owned(),
        edition: String::new(),
        instance_name: String::new(),
        namespace: None,
        end_date: None,
        created: None,
        other_apps: Vec::new(),
        grant: Ok(Grant::Opened(cli_session(canary))),
    })
}

/// The key of a home of the Salesforce CLI, of hexadecimal digits as they all are.
pub fn home_key() -> anyhow::Result<(String, CliKey)> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    let text = hex::encode(bytes);
    let key = CliKey::parse(&text)?;
    Ok((text, key))
}

/// A callback as the listener hands it on.
pub async fn callback(canary: &str) -> anyhow::Result<Callback> {
    let callback = free_callback()?;
    let mut listener = Listener::bind(&callback).await?;
    let address = format!("{}/?code={canary}&state={canary}", callback.as_str());
    let mut robot = RobotBrowser::new();
    tokio::select! {
        callback = listener.next_callback() => Ok(callback),
        _answered = robot.deliver(&address) => anyhow::bail!("nobody handed it on"),
    }
}

/// What is read from the store and what comes back from Salesforce, of a real connection: each with a secret in it.
pub struct Received {
    pub stored: StoredSession,
    pub renewal: Renewal,
    pub link: FrontdoorUrl,
}

/// Renews the only connection of a world and asks for a link into its org.
pub async fn received(world: &World) -> anyhow::Result<Received> {
    let vault = world.vault().await?;
    let connections = vault.connections().await?.records;
    let first = connections.first().context("no connection")?;
    let stored = vault.stored_session(&first.id).await?;
    let client = HttpClient::new(true)?;
    let renewal = refresh(&client, &grant(&stored)?).await?;
    let session = ApiSession {
        instance: &stored.secrets.instance,
        access: &renewal.access,
    };
    let link = single_access(&client, session, &LandingPath::home()).await?;
    Ok(Received {
        stored,
        renewal,
        link,
    })
}

/// What a renewal is asked for with.
pub fn grant(stored: &StoredSession) -> anyhow::Result<RefreshGrant<'_>> {
    let Credentials::App(app) = &stored.secrets.credentials else {
        anyhow::bail!("it signs in with a password");
    };
    Ok(RefreshGrant {
        login: &stored.record.login,
        consumer_key: &app.consumer_key,
        consumer_secret: app.consumer_secret.as_ref(),
        token: app.refresh.as_ref().context("no refresh token")?,
    })
}
