//! The org's setting that gives secrets to programs (salesforce.md, 2.2).

use orgkeep_salesforce::metadata::{Component, Save};
use tokio::time::{Instant, sleep};

use super::error::CreationError;
use super::org::Org;
use crate::session::SessionError;

const SETTINGS: (&str, &str) = ("ExternalClientAppSettings", "ExternalClientApp");
const SWITCH: &str = "enableClientSecretInRestApiAccess";

impl Org {
    /// Whether the setting is on.
    pub(super) async fn gives_secrets(&self) -> Result<bool, CreationError> {
        let found = self.read_other(SETTINGS.0, SETTINGS.1).await?;
        let fields = found.ok_or(CreationError::Unexpected)?.fields;
        Ok(fields
            .iter()
            .any(|(name, text)| name == SWITCH && text == "true"))
    }

    /// Sets it.
    pub(super) async fn give_secrets(&self, on: bool) -> Result<(), CreationError> {
        let setting = Component {
            type_name: SETTINGS.0.to_owned(),
            full_name: SETTINGS.1.to_owned(),
            fields: vec![(SWITCH.to_owned(), on.to_string())],
            nested: Vec::new(),
        };
        let saved = self.save_other(Save::Update, &setting).await?;
        if saved.problems.is_empty() {
            Ok(())
        } else {
            Err(CreationError::Refused(saved.problems))
        }
    }

    /// Asks until the setting counts.
    pub(super) async fn once_given<T, F>(&self, ask: impl Fn() -> F) -> Result<T, CreationError>
    where
        F: Future<Output = Result<T, SessionError>>,
    {
        let began = Instant::now();
        loop {
            match ask().await {
                Err(error) if is_not_yet(&error) => {}
                answer => return Ok(answer?),
            }
            if began.elapsed() > self.timing.patience {
                return Err(CreationError::TooSlow);
            }
            sleep(self.timing.check_every).await;
        }
    }
}

/// The gate's own words: they are also said while the setting takes effect.
pub(super) fn is_not_yet(error: &SessionError) -> bool {
    let SessionError::Hindered(obstacle) = error else {
        return false;
    };
    obstacle
        .cause
        .is_some_and(|cause| cause.id() == "secretReadingOff")
}
