//! One auth file: an org that the Salesforce CLI is signed in to.

use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::connection::{ConnectionName, OrgType};
use orgkeep_domain::id::{OrgId, UserId};
use orgkeep_domain::text::neutral;

use super::alias::Aliases;
use super::auth_url::{AuthUrl, OtherSignIn};
use super::end::{end_date, not_expired};
use super::tokens::{Grant, NoGrant, TokensFrom, grant};
use super::wire::AuthFileWire;

/// The longest auth file that is read, in bytes. Real ones have one or two thousand.
pub const LONGEST_FILE: usize = 256 * 1024;

/// The CLI's own app. It is a Connected App, and in ordinary orgs its refresh tokens do not rotate (salesforce.md, 7.3).
const OWN_APP: &str = "PlatformCLI";

/// The longest text of a file that is shown, in characters.
const LONGEST_TEXT: usize = 255;

/// How many other apps of a file are named, and in how many characters.
const MOST_APPS: usize = 20;
const LONGEST_APP: usize = 40;

/// What every file of a home is read with.
#[derive(Debug)]
pub struct Reading<'a> {
    /// Which addresses the vault accepts.
    pub rule: AuthorityRule,
    /// Who opens the tokens.
    pub tokens: TokensFrom<'a>,
    /// What people call the orgs.
    pub aliases: &'a Aliases,
    /// The day, `2026-11-21`.
    pub today: &'a str,
}

/// An org that the CLI knows.
#[derive(Debug)]
pub struct CliOrg {
    /// Who signed in. The file is named after them.
    pub username: String,
    /// What people call it.
    pub aliases: Vec<String>,
    /// The org.
    pub org: OrgId,
    /// Who signed in, by id. Old files do not say.
    pub user: Option<UserId>,
    /// Where tokens are renewed.
    pub login: Authority,
    /// Where the tokens are valid.
    pub instance: Authority,
    /// Through which app.
    pub consumer_key: Option<ConsumerKey>,
    /// What kind of org it is, as far as the file says.
    pub org_type: OrgType,
    /// Whether scratch orgs are created from it.
    pub is_dev_hub: bool,
    /// The org's own name.
    pub org_name: String,
    /// "Enterprise Edition" and the like.
    pub edition: String,
    /// The instance, such as `CS214`.
    pub instance_name: String,
    /// The namespace of its packages, where it has registered one.
    pub namespace: Option<String>,
    /// The date of its end as the file has it, made fit to show: scratch orgs and trials have one.
    pub end_date: Option<String>,
    /// When somebody signed in, milliseconds since 1970, if the file says so.
    pub created: Option<i64>,
    /// Other apps that the same user signed in through, by the names that the CLI gave them. They are not taken over.
    pub other_apps: Vec<String>,
    /// The tokens, or why there are none.
    pub grant: Result<Grant, NoGrant>,
}

/// Why a file is of no use at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// It has more than [`LONGEST_FILE`] bytes.
    TooLong,
    /// It is a link, a folder or a device.
    NotAFile,
    /// The system refuses to read it.
    Unreadable,
    /// It is not JSON, or not an object.
    Damaged,
    /// It is named after one user and speaks of another.
    OtherUser,
    /// It names no org.
    NoOrg,
    /// It names no address.
    NoAddress,
    /// Its address is not one of Salesforce's own. Tokens are sent to no other.
    ForeignHost,
    /// The org came to its end that day.
    Expired(String),
}

/// Whether a file of a home is an auth file, by its name: `^[^.][^@]*@[^.]+(\.[^.\s]+)+\.json$` (salesforce.md, 7.3).
#[must_use]
pub fn is_auth_file(name: &str) -> bool {
    username_of(name).is_some()
}

/// The user after whom a file is named.
fn username_of(name: &str) -> Option<&str> {
    let username = name.strip_suffix(".json")?;
    let (person, place) = username.split_once('@')?;
    let mut labels = place.split('.');
    let begins_well = !person.is_empty() && !person.starts_with('.');
    let first = labels.next().is_some_and(|label| !label.is_empty());
    let is_label = |label: &str| !label.is_empty() && !label.contains(char::is_whitespace);
    let rest: Vec<&str> = labels.collect();
    (begins_well && first && !rest.is_empty() && rest.into_iter().all(is_label)).then_some(username)
}

/// Reads one auth file.
///
/// # Errors
/// [`Unusable`] when nothing can be made of it. Tokens that cannot be used are no error: see [`CliOrg::grant`].
pub fn parse_auth_file(
    name: &str,
    bytes: &[u8],
    reading: &Reading<'_>,
) -> Result<CliOrg, Unusable> {
    let (named, wire) = opened(name, bytes)?;
    not_expired(&wire, reading.today)?;
    let org = wire.text("orgId").and_then(|id| OrgId::parse(id).ok());
    let (instance, login) = addresses(&wire, reading.rule)?;
    let user = wire.text("userId").and_then(|id| UserId::parse(id).ok());
    let consumer_key = wire
        .text("clientId")
        .and_then(|key| ConsumerKey::parse(key).ok());
    let grant = match (&user, &consumer_key) {
        (Some(_), Some(_)) => grant(&wire, &reading.tokens),
        _ => Err(NoGrant::OwnerUnknown),
    };
    let shown = |field| neutral(wire.text(field).unwrap_or_default(), LONGEST_TEXT);
    Ok(CliOrg {
        username: named.to_owned(),
        aliases: reading.aliases.of(named).to_vec(),
        org: org.ok_or(Unusable::NoOrg)?,
        user,
        org_type: org_type(&wire, &instance, &login),
        is_dev_hub: wire.is("isDevHub"),
        created: wire.text("created").and_then(|text| text.parse().ok()),
        org_name: shown("name"),
        edition: shown("orgEdition"),
        instance_name: shown("instanceName"),
        namespace: wire.text("namespacePrefix").map(|text| neutral(text, 40)),
        end_date: end_date(&wire),
        other_apps: other_apps(&wire),
        login,
        instance,
        consumer_key,
        grant,
    })
}

/// `clientApps` (salesforce.md, 7.3).
fn other_apps(wire: &AuthFileWire) -> Vec<String> {
    let names = wire.names_in("clientApps").take(MOST_APPS);
    names.map(|name| neutral(name, LONGEST_APP)).collect()
}

/// The file, and the user after whom it is named.
fn opened<'a>(name: &'a str, bytes: &[u8]) -> Result<(&'a str, AuthFileWire), Unusable> {
    if bytes.len() > LONGEST_FILE {
        return Err(Unusable::TooLong);
    }
    let named = username_of(name).ok_or(Unusable::Damaged)?;
    let wire = AuthFileWire::parse(bytes).ok_or(Unusable::Damaged)?;
    if wire.text("username").is_some_and(|inside| inside != named) {
        return Err(Unusable::OtherUser);
    }
    Ok((named, wire))
}

impl CliOrg {
    /// What it could be called here: its first alias, else the org's name, else the user's.
    #[must_use]
    pub fn suggested_name(&self) -> Option<ConnectionName> {
        let aliases = self.aliases.iter().map(String::as_str);
        let cut = |text: &str| {
            text.chars()
                .take(ConnectionName::LONGEST)
                .collect::<String>()
        };
        aliases
            .chain([self.org_name.as_str(), self.username.as_str()])
            .find_map(|text| ConnectionName::parse(&cut(text)).ok())
    }

    /// Takes the tokens that the CLI gave for it.
    ///
    /// # Errors
    /// [`OtherSignIn`] when they belong to another app or another server than the file names.
    pub fn take(&mut self, url: AuthUrl) -> Result<(), OtherSignIn> {
        let key = self.consumer_key.as_ref().map(ConsumerKey::as_str);
        let known = [&self.instance, &self.login];
        if key != Some(url.client_id.as_str()) || !known.iter().any(|own| url.is_at(own)) {
            return Err(OtherSignIn);
        }
        self.grant = Ok(Grant::Opened(url.session));
        Ok(())
    }

    /// Whether its app is the CLI's own, whose tokens do not rotate in ordinary orgs. Tokens of any other app may: then
    /// whoever renews them first ends them for the other.
    #[must_use]
    pub fn is_of_the_cli(&self) -> bool {
        self.consumer_key
            .as_ref()
            .is_some_and(|key| key.as_str() == OWN_APP)
    }
}

/// Instance and login server. A login server that is missing is the instance; one that is not Salesforce's own is no
/// place for a refresh token.
fn addresses(wire: &AuthFileWire, rule: AuthorityRule) -> Result<(Authority, Authority), Unusable> {
    let instance = wire.text("instanceUrl").ok_or(Unusable::NoAddress)?;
    let instance = authority(instance, rule)?;
    let login = match wire.text("loginUrl") {
        Some(text) => authority(text, rule)?,
        None => instance.clone(),
    };
    Ok((instance, login))
}

fn authority(text: &str, rule: AuthorityRule) -> Result<Authority, Unusable> {
    let parsed = Authority::parse(text, rule).ok();
    let own = |authority: &Authority| authority.is_trusted() || rule == AuthorityRule::Practice;
    parsed.filter(own).ok_or(Unusable::ForeignHost)
}

fn org_type(wire: &AuthFileWire, instance: &Authority, login: &Authority) -> OrgType {
    let host = instance.host();
    let edition = wire.text("orgEdition").unwrap_or_default();
    if wire.is("isScratch") || host.contains(".scratch.") {
        OrgType::Scratch
    } else if wire.is("isSandbox")
        || host.contains(".sandbox.")
        || login.host() == "test.salesforce.com"
    {
        OrgType::Sandbox
    } else if edition.starts_with("Developer") || host.contains(".develop.") {
        OrgType::Developer
    } else {
        OrgType::Production
    }
}
