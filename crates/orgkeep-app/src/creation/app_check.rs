//! A connection's own app beside what it should be, and its policies brought back.

use jiff::{SignedDuration, Timestamp};
use orgkeep_blueprint::metadata::{Difference, Kind, Risk, differences, risks};
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::connection::OrgType;
use orgkeep_domain::id::ConnectionId;
use orgkeep_vault::posture::PostureCount;

use super::driver::Creations;
use super::error::CreationError;
use super::existing::Existing;
use super::org::Org;
use super::wanted::{Yardstick, is_policy, policies_of};

/// After this long in use a consumer secret should be replaced: nobody knows any more who has seen it. Salesforce names no
/// age; sign-ins end after this time by its own default (salesforce.md, 1.7).
const OLD: SignedDuration = SignedDuration::from_hours(365 * 24);

/// What an app is in its org.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppReport {
    /// What metadata calls it.
    pub api_name: String,
    /// Whether anybody has said what it should be.
    pub compared: bool,
    /// Whether the connection's products said so, because Orgkeep did not make the app.
    pub by_products: bool,
    /// Where it is not what it should be.
    pub differences: Vec<Difference>,
    /// What is risky about it.
    pub risks: Vec<Risk>,
}

impl AppReport {
    fn count(&self) -> PostureCount {
        let number = |found: usize| u32::try_from(found).unwrap_or(u32::MAX);
        PostureCount {
            compared: self.compared,
            differences: number(self.differences.len()),
            risks: number(self.risks.len()),
        }
    }
}

impl Creations {
    /// Looks at the app that a connection signs in through, and keeps how much was found. `None` where the org has no External Client App with the
    /// connection's key: it is a Connected App, or was installed. `now` is the time of day.
    ///
    /// # Errors
    /// [`CreationError`].
    pub async fn check_app(
        &self,
        connection: &ConnectionId,
        yardstick: &Yardstick,
        now: Timestamp,
    ) -> Result<Option<AppReport>, CreationError> {
        let org = self.org(connection);
        let Some(key) = org.own_key().await? else {
            return Ok(None);
        };
        let mut report = match org.app_of(&key).await? {
            Some(own) => Some(self.report(own, yardstick).await?),
            None => None,
        };
        if let Some(report) = &mut report
            && org.has_old_secret(now).await?
        {
            report.risks.push(Risk::OldSecret);
        }
        let found = report.as_ref().map(AppReport::count);
        if let Err(error) = self.vault.keep_posture(connection, &key, found).await {
            tracing::warn!(%error, "what a look at an app found is not kept");
        }
        Ok(report)
    }

    async fn report(
        &self,
        (api_name, existing): (String, Existing),
        yardstick: &Yardstick,
    ) -> Result<AppReport, CreationError> {
        let wanted = self.wanted(existing.consumer_key(), yardstick).await?;
        let components = wanted.as_ref().map(|wanted| &*wanted.components);
        Ok(AppReport {
            api_name,
            compared: wanted.is_some(),
            by_products: wanted.as_ref().is_some_and(|wanted| wanted.by_products),
            differences: differences(components.unwrap_or_default(), &existing.components),
            risks: risks(&existing.components),
        })
    }

    /// Brings the policies of a connection's app back, and gives what the org did not take. `None` where the org has
    /// no External Client App with the connection's key.
    ///
    /// # Errors
    /// [`CreationError`].
    pub async fn apply_policies(
        &self,
        connection: &ConnectionId,
        yardstick: &Yardstick,
        production_confirmed: bool,
    ) -> Result<Option<Vec<String>>, CreationError> {
        let _lock = self.lock(connection).await?;
        let org = self.org(connection);
        if !production_confirmed && org.is_production().await? {
            return Err(CreationError::NotConfirmed);
        }
        let Some(key) = org.own_key().await? else {
            return Ok(None);
        };
        let Some((name, existing)) = org.app_of(&key).await? else {
            return Ok(None);
        };
        let is_policy = |(kind, _): &&(Kind, String)| is_policy(*kind);
        let nested: Vec<_> = existing.nested.iter().filter(is_policy).cloned().collect();
        if !nested.is_empty() {
            return Err(CreationError::NotCarried(nested));
        }
        let wanted = self.wanted(existing.consumer_key(), yardstick).await?;
        let wanted = wanted.ok_or(CreationError::NothingKnown)?;
        let mut policies = policies_of(wanted.components);
        for own in &mut policies {
            let app = own.elements.entry("externalClientApplication".to_owned());
            app.insert_entry(name.clone());
        }
        org.write_policies(&existing, &policies).await.map(Some)
    }
}

impl Org {
    pub(super) async fn is_production(&self) -> Result<bool, CreationError> {
        let session = self.sessions.session(&self.connection).await?;
        Ok(session.record().org_type == OrgType::Production)
    }

    /// Whether the connection signs in with a consumer secret.
    pub(super) async fn has_secret(&self) -> Result<bool, CreationError> {
        let session = self.sessions.session(&self.connection).await?;
        Ok(session.record().has_secret)
    }

    /// Whether it is time to replace it.
    async fn has_old_secret(&self, now: Timestamp) -> Result<bool, CreationError> {
        let session = self.sessions.session(&self.connection).await?;
        let record = session.record();
        let since = record.upkeep.key_since.filter(|_| record.has_secret);
        Ok(since.is_some_and(|since| now.duration_since(since) > OLD))
    }

    /// The key of the app that the connection signs in through; a password needs none.
    pub(super) async fn own_key(&self) -> Result<Option<ConsumerKey>, CreationError> {
        let session = self.sessions.usable(&self.connection).await?;
        if !session.api().is_opaque() {
            return Err(CreationError::JwtToken);
        }
        Ok(session.record().consumer_key().cloned())
    }

    /// The External Client App that has this key.
    pub(super) async fn app_of(
        &self,
        key: &ConsumerKey,
    ) -> Result<Option<(String, Existing)>, CreationError> {
        let listed = self.list(&[Kind::GlobalOauthSettings.type_name()]).await?;
        let names: Vec<&str> = listed.iter().map(|own| own.full_name.as_str()).collect();
        let globals = self.read(Kind::GlobalOauthSettings, &names).await?;
        let own = globals
            .iter()
            .map(|own| &own.component)
            .find(|own| own.elements.get("consumerKey").map(String::as_str) == Some(key.as_str()));
        let Some(name) = own.and_then(|own| own.elements.get("externalClientApplication")) else {
            return Ok(None);
        };
        let existing = self.existing(name).await?;
        Ok(Some((name.clone(), existing)))
    }
}
