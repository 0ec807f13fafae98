//! Sending the app: one deployment, whole or not at all; part by part only where REST does not deploy.

use orgkeep_blueprint::metadata::{Component, deployment_package, differences};
use orgkeep_salesforce::metadata::{DeployId, Deployed, Problem, Save};
use orgkeep_vault::creation_record::{AppOrigin, CreationMark, CreationStep};

use super::error::CreationError;
use super::plan::is_not_by_rest;
use super::step;
use super::work::Work;

impl Work {
    /// Sends the app, or waits for what was sent. A deployment that an earlier run sent without hearing its name is
    /// sent again: an org carries deployments out in turn, and the same app twice is the same app.
    pub(super) async fn send(&mut self) -> Result<(), CreationError> {
        if self.record.asked.origin == AppOrigin::Adopted || self.is_there().await? {
            return self
                .mark(vec![CreationMark::Step(CreationStep::Sent)])
                .await;
        }
        if self.record.step == CreationStep::Planned {
            self.mark(vec![CreationMark::Step(CreationStep::Sending)])
                .await?;
        }
        let wanted = self.app_to_send();
        let id = match self.known_deployment() {
            Some(id) => id,
            None => {
                step("sending");
                match self.org.begin(&deployment_package(&wanted), false).await {
                    Ok(id) => id,
                    Err(error) if is_not_by_rest(&error) => return self.send_parts(&wanted).await,
                    Err(error) => return Err(error.into()),
                }
            }
        };
        step("sent");
        self.mark(vec![CreationMark::Deployment(Some(id.to_string()))])
            .await?;
        let deployed = self.org.wait(&id).await?;
        step("carried out");
        match deployed.ended {
            Some(Deployed::Succeeded) => self.mark(Self::sent()).await,
            Some(Deployed::Canceled) => self.nothing_came(CreationError::TooSlow).await,
            _ => {
                self.nothing_came(CreationError::Refused(deployed.problems))
                    .await
            }
        }
    }

    /// Whether what an earlier run sent has arrived whole. What somebody else has made under the name since then is
    /// left alone.
    async fn is_there(&mut self) -> Result<bool, CreationError> {
        if self.looked {
            return Ok(false);
        }
        let existing = self.org.existing(&self.record.asked.api_name).await?;
        let differing = differences(&self.wanted(false), &existing.components);
        if self.record.asked.origin == AppOrigin::Made {
            if self.record.step == CreationStep::Planned && !existing.components.is_empty() {
                return self
                    .nothing_came(CreationError::Differs(differing))
                    .await
                    .map(|()| false);
            }
            if self.known_deployment().is_none() && !self.is_ours(&existing) {
                return Err(CreationError::Differs(differing));
            }
        }
        Ok(self.record.step == CreationStep::Sending
            && existing.consumer_key().is_some()
            && differing.is_empty())
    }

    pub(super) fn known_deployment(&self) -> Option<DeployId> {
        self.record.deployment.as_deref().and_then(DeployId::parse)
    }

    fn sent() -> Vec<CreationMark> {
        vec![
            CreationMark::Deployment(None),
            CreationMark::Step(CreationStep::Sent),
        ]
    }

    /// Part by part, in the order in which one needs the other. What a refused part leaves is taken away.
    async fn send_parts(&mut self, wanted: &[Component]) -> Result<(), CreationError> {
        for component in wanted {
            step("sending a part");
            let saved = self.org.save(Save::Upsert, component).await?;
            if !saved.problems.is_empty() {
                return self.parts_refused(saved.problems).await;
            }
        }
        self.mark(Self::sent()).await
    }

    async fn parts_refused(&mut self, problems: Vec<Problem>) -> Result<(), CreationError> {
        self.put_back().await?;
        self.nothing_came(CreationError::Refused(problems)).await
    }

    /// Salesforce did nothing, so there is nothing to go on with or to take back.
    async fn nothing_came(&mut self, error: CreationError) -> Result<(), CreationError> {
        self.vault.forget_creation(&self.record.id).await?;
        step("forgotten");
        Err(error)
    }
}
