//! Verify, from the page's wish to the stream of lines.

use orgkeep_api::checkup::VerificationView;
use orgkeep_api::command::Done;
use orgkeep_api::error::ApiError;
use orgkeep_domain::client::{ClientApp, ClientKind, ConsumerKey};
use orgkeep_vault::draft_record::DraftRecord;

use super::Orgkeep;
use crate::address::usable_authority;
use crate::checkup::{Checkup, Subject, Verification};
use crate::evidence::KeyHistory;

/// Before the first run.
pub(super) fn nothing_verified() -> VerificationView {
    VerificationView {
        draft: None,
        running: false,
        checks: Vec::new(),
    }
}

impl Orgkeep {
    /// Begins to check a draft; a run that is still going on ends.
    pub(super) async fn begin_verification(&self, id: &str) -> Result<Done, ApiError> {
        let record = self.draft_record(id).await?;
        let http = self.http()?.clone();
        let mut verifying = self.shared.verifying.lock().await;
        if let Some(earlier) = verifying.take() {
            earlier.abort();
            let _ended: Result<(), tokio::task::JoinError> = earlier.await;
        }
        let run = Verification::begin(
            id,
            record.fields.authentication,
            self.shared.verification.clone(),
        );
        let this = self.clone();
        *verifying = Some(tokio::spawn(async move {
            let subject = this.subject(&record).await;
            let checkup = this.checkup().await;
            if run.run(&http, &checkup, subject).await {
                this.note_key(&record).await;
            }
        }));
        Ok(Done {})
    }

    async fn subject(&self, record: &DraftRecord) -> Subject {
        let authority = usable_authority(record, self.shared.rule);
        let key = ConsumerKey::parse(&record.fields.consumer_key).ok();
        let evidence = match &key {
            Some(key) => Some(self.key_evidence(KeyHistory::from(record), key).await),
            None => None,
        };
        let kind = ClientKind::behind(record.fields.authentication);
        let request = authority.clone().zip(key).zip(kind);
        let request = request.map(|((authority, key), kind)| {
            let client = ClientApp {
                kind,
                key,
                secret: None,
            };
            self.request(record, authority, client, false)
        });
        let connections = match self.vault() {
            Ok(vault) => vault.connections().await.unwrap_or_default().records,
            Err(_) => Vec::new(),
        };
        Subject {
            request,
            authority,
            evidence,
            connections,
        }
    }

    async fn note_key(&self, record: &DraftRecord) {
        let now = self.shared.around.clock.now();
        if let Ok(vault) = self.vault() {
            // Only the evidence about a later refusal would be weaker.
            let _kept = vault.mark_key_known(&record.id, now).await;
        }
    }

    pub(super) async fn checkup(&self) -> Checkup<'_> {
        let vault = self.shared.vault.as_ref().map_err(|reason| *reason);
        let has_passphrase = match vault {
            Ok(vault) => vault.has_passphrase().await.unwrap_or(false),
            Err(_) => false,
        };
        Checkup {
            around: &self.shared.around,
            vault,
            rule: self.shared.rule,
            has_passphrase,
        }
    }
}
