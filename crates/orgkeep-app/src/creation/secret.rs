//! Reading a secret: the org's setting is on for as long as that takes, and is put back even after a crash.

use orgkeep_blueprint::metadata::Kind;
use orgkeep_salesforce::metadata::KeyPair;
use orgkeep_vault::creation_record::{CreationMark, CreationStep};
use tokio::time::{Instant, sleep};

use super::error::CreationError;
use super::setting::is_not_yet;
use super::step;
use super::work::Work;

impl Work {
    /// Keeps the app's secret, if it has one.
    pub(super) async fn secure(&mut self) -> Result<(), CreationError> {
        if self.is_confidential() && !self.record.has_secret {
            self.switch_on().await?;
            let pair = self.secret().await?;
            let secret = pair.secret.ok_or(CreationError::Unexpected)?;
            if self.record.consumer_key.as_ref() != Some(&pair.key) {
                return Err(CreationError::Unexpected);
            }
            step("keeping the secret");
            self.record = self
                .vault
                .keep_creation_secret(&self.record.id, secret)
                .await?;
            step("secret kept");
        }
        self.restore_switch().await?;
        self.mark(vec![CreationMark::Step(CreationStep::Secured)])
            .await
    }

    /// Whether a secret is needed: both boxes waive it in a public client.
    fn is_confidential(&self) -> bool {
        let wanted = self.wanted(false);
        let global = wanted
            .iter()
            .find(|own| own.kind == Kind::GlobalOauthSettings);
        let says = |name: &str| {
            global
                .and_then(|own| own.elements.get(name))
                .map(String::as_str)
        };
        says("isConsumerSecretOptional") != Some("true")
            || says("isSecretRequiredForRefreshToken") != Some("false")
    }

    /// What the setting was is durable before it is changed.
    async fn switch_on(&mut self) -> Result<(), CreationError> {
        if self.org.gives_secrets().await? {
            return Ok(());
        }
        self.mark(vec![CreationMark::SwitchBefore(Some(false))])
            .await?;
        step("switching");
        self.org.give_secrets(true).await?;
        step("switched");
        Ok(())
    }

    /// Puts the setting back, if this creation has changed it.
    pub(super) async fn restore_switch(&mut self) -> Result<(), CreationError> {
        let Some(before) = self.record.switch_before else {
            return Ok(());
        };
        step("switching back");
        self.org.give_secrets(before).await?;
        step("switched back");
        self.mark(vec![CreationMark::SwitchBefore(None)]).await
    }

    /// Asks until the setting counts and the org lists the app.
    async fn secret(&self) -> Result<KeyPair, CreationError> {
        let began = Instant::now();
        loop {
            let pair = match self.org.key_pair(&self.record.asked.api_name).await {
                Err(error) if is_not_yet(&error) => None,
                answer => answer?,
            };
            if let Some(pair) = pair.filter(|pair| pair.secret.is_some()) {
                return Ok(pair);
            }
            if began.elapsed() > self.org.timing.patience {
                return Err(CreationError::TooSlow);
            }
            sleep(self.org.timing.check_every).await;
        }
    }
}
