//! A vault that is full already: connections that nobody had to register.

use std::io::Write as _;
use std::sync::Arc;

use orgkeep_domain::activity::{Actor, Program};
use orgkeep_domain::attempt::{Authorized, Draft, Purpose, Tokens};
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_domain::client::{CallbackUrl, ClientApp, ClientKind, ConsumerKey};
use orgkeep_domain::connection::{ConnectionName, Environment};
use orgkeep_domain::id::{OrgId, UserId};
use orgkeep_domain::organization::{OrgIdentity, UserIdentity};
use orgkeep_domain::scope::Scopes;
use orgkeep_journeys::secret::random_text;
use orgkeep_secret::{AccessToken, RefreshToken};
use orgkeep_vault::commit::NewConnection;
use orgkeep_vault::custody::KeyCustody;
use orgkeep_vault::vault::{Vault, VaultSettings};

use crate::machine::Machine;

/// What the connection of a number is called. Names sort as their numbers do.
#[must_use]
pub fn name(number: u32) -> String {
    format!("Stock {number:05}")
}

/// Puts connections into the ordinary vault of a machine, on which Orgkeep was started once and is closed.
///
/// # Errors
/// When the keyring does not give the key, or the vault does not take them.
pub async fn fill(machine: &Machine, count: u32) -> anyhow::Result<()> {
    let mut key = tempfile::NamedTempFile::new()?;
    key.write_all(&machine.key().await?)?;
    let vault = Vault::open(VaultSettings {
        folder: machine.data().join("orgkeep/vault"),
        rule: AuthorityRule::Salesforce,
        custody: KeyCustody::KeyFile(key.path().to_owned()),
        clock: Arc::new(jiff::Timestamp::now),
        actor: Actor::new(Some("admin"), Program::Window),
    })?;
    vault.unlock().await?;
    for number in 1..=count {
        let chosen = NewConnection {
            name: ConnectionName::parse(&name(number))?,
            environment: Environment::Uat,
            presets: vec!["orgkeep".to_owned()],

            browser: BrowserChoice::default(),
            is_dev_hub: false,
            draft: None,
        };
        vault.commit(authorized(number)?, chosen).await?;
    }
    Ok(())
}

/// What a registration of the org of this number would have ended with.
fn authorized(number: u32) -> anyhow::Result<Authorized> {
    let address = format!("https://stock{number}.my.salesforce.com");
    let authority = Authority::parse(&address, AuthorityRule::Salesforce)?;
    let org = OrgId::parse(&format!("00D{number:012}"))?;
    let user = UserId::parse(&format!("005{number:012}"))?;
    Ok(Authorized {
        sign_in: Draft {
            authority: authority.clone(),
            client: ClientApp {
                kind: ClientKind::ExternalClientApp,
                key: ConsumerKey::parse(&format!("3MVG9{}", random_text(80)?))?,
                secret: None,
            },
            callback: CallbackUrl::standard(),
            scopes: None,
            login_hint: None,
            purpose: Purpose::Register { expected_org: None },
        }
        .into(),
        tokens: Tokens {
            access: AccessToken::new(random_text(112)?),
            refresh: Some(RefreshToken::new(random_text(87)?)),
            scopes: Scopes::parse("api refresh_token id"),
            instance: authority.clone(),
            org: org.clone(),
            user: user.clone(),
            issued_at: None,
            is_signed: true,
        },
        identity: identity(number, org, user, authority),
        accepted: None,
    })
}

fn identity(number: u32, org_id: OrgId, user_id: UserId, instance: Authority) -> OrgIdentity {
    OrgIdentity {
        org_id,
        user: UserIdentity {
            user_id,
            username: format!("admin@stock{number}.example"),
            display_name: "Nora Whitfield".to_owned(),
        },
        org_name: format!("Stock {number}"),
        edition: "Enterprise Edition".to_owned(),
        instance_name: "CS214".to_owned(),
        namespace: None,
        is_sandbox: true,
        end_date: None,
        instance,
    }
}
