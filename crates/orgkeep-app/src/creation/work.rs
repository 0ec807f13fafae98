//! A creation at work: it goes on from wherever its journal is.

use std::collections::BTreeMap;

use orgkeep_blueprint::metadata::Component;
use orgkeep_domain::client::ConsumerKey;
use orgkeep_vault::creation_lock::CreationLock;
use orgkeep_vault::creation_record::{CreationMark, CreationRecord, CreationStep};
use orgkeep_vault::vault::Vault;
use tokio::sync::watch;

use super::driver::Created;
use super::error::CreationError;
use super::org::Org;
use super::step;
use super::wanted::{is_policy, over};

/// A creation at work: its journal, and the org.
pub(super) struct Work {
    pub vault: Vault,
    pub org: Org,
    pub record: CreationRecord,
    /// Whether this run has looked at what the org has under the name.
    pub looked: bool,
    pub progress: watch::Sender<Option<CreationRecord>>,
    #[expect(dead_code, reason = "held until the work is over")]
    pub lock: CreationLock,
}

impl Work {
    /// Goes on from wherever the journal is.
    pub(super) async fn finish(mut self) -> Result<Created, CreationError> {
        if self.record.undoing {
            return Err(CreationError::Busy);
        }
        loop {
            match self.record.step {
                CreationStep::Planned | CreationStep::Sending => self.send().await?,
                CreationStep::Sent => self.read_key().await?,
                CreationStep::Keyed => self.secure().await?,
                CreationStep::Secured => self.write_policies().await?,
                CreationStep::Done => return self.created(),
            }
        }
    }

    /// Salesforce has made the consumer key; reading it needs no more than the session.
    async fn read_key(&mut self) -> Result<(), CreationError> {
        step("reading the key");
        let existing = self.org.existing(&self.record.asked.api_name).await?;
        let key = existing
            .consumer_key()
            .and_then(|key| ConsumerKey::parse(key).ok());
        let key = key.ok_or(CreationError::Unexpected)?;
        let marks = vec![
            CreationMark::ConsumerKey(key),
            CreationMark::Step(CreationStep::Keyed),
        ];
        self.mark(marks).await
    }

    fn created(&self) -> Result<Created, CreationError> {
        let key = self.record.consumer_key.clone();
        Ok(Created {
            id: self.record.id.clone(),
            origin: self.record.asked.origin,
            consumer_key: key.ok_or(CreationError::Unexpected)?,
            has_secret: self.record.has_secret,
            warnings: self.record.warnings.clone(),
        })
    }

    /// Writes down, durably, and goes by what was written.
    pub(super) async fn mark(&mut self, marks: Vec<CreationMark>) -> Result<(), CreationError> {
        self.record = self.vault.mark_creation(&self.record.id, marks).await?;
        self.progress.send_replace(Some(self.record.clone()));
        step("marked");
        Ok(())
    }

    /// What the app is to be: the app's own parts, or the policies.
    pub(super) fn wanted(&self, policies: bool) -> Vec<Component> {
        let all = components(&self.record.asked.wanted);
        all.into_iter()
            .filter(|own| is_policy(own.kind) == policies)
            .collect()
    }

    /// What is sent of the app, with what stays of the one that was there.
    pub(super) fn app_to_send(&self) -> Vec<Component> {
        over(self.wanted(false), &components(&self.record.asked.before))
    }
}

/// Files of the journal as components, the app first, then what stands on it.
pub(super) fn components(files: &BTreeMap<String, String>) -> Vec<Component> {
    let read = files
        .iter()
        .filter_map(|(path, text)| Component::of_file(path, text));
    let mut all: Vec<Component> = read.collect();
    all.sort_by_key(|own| own.kind);
    all
}
