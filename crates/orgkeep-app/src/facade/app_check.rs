//! A connection's own app beside what it should be.

use orgkeep_api::app_check::{AppCheckView, ApplyPoliciesRequest, CheckAppRequest};
use orgkeep_api::blueprint::ComparedRequest;
use orgkeep_api::error::ApiError;
use orgkeep_blueprint::preset::presets;
use orgkeep_domain::activity::{ActivityKind, ActivityResult, Deed};
use orgkeep_domain::id::ConnectionId;

use super::contract::Reply;
use super::preparation::invalid;
use super::{Orgkeep, connection_id};
use crate::creation::{CreationError, Yardstick};
use crate::creation_view::{creation_failure, report_view};

impl Orgkeep {
    pub(super) async fn check_app(&self, request: CheckAppRequest) -> Reply<AppCheckView> {
        let (id, yardstick) = self.yardstick(request).await?;
        self.look_at_app(&id, &yardstick, Vec::new()).await
    }

    /// Tells what the org did not take, and looks once more.
    pub(super) async fn apply_policies(
        &self,
        request: ApplyPoliciesRequest,
    ) -> Reply<AppCheckView> {
        let (id, yardstick) = self.yardstick(request.check).await?;
        self.must_be_open()?;
        let confirmed = request.production_confirmed;
        let creations = self.creations()?;
        let applied = creations.apply_policies(&id, &yardstick, confirmed).await;
        let result = match &applied {
            Ok(Some(warnings)) if warnings.is_empty() => ActivityResult::Done,
            _ => ActivityResult::Failed,
        };
        let deed = Deed::ended(ActivityKind::ApplyPolicies, result);
        self.tell_of(&id, deed).await;
        match applied {
            Ok(Some(warnings)) => self.look_at_app(&id, &yardstick, warnings).await,
            Ok(None) => Ok(AppCheckView::NoApp),
            Err(error) => Ok(self.not_looked_at(error).await),
        }
    }

    async fn look_at_app(
        &self,
        id: &ConnectionId,
        yardstick: &Yardstick,
        warnings: Vec<String>,
    ) -> Reply<AppCheckView> {
        self.must_be_open()?;
        Ok(match self.creations()?.check_app(id, yardstick).await {
            Ok(Some(report)) => AppCheckView::Checked {
                report: report_view(report, warnings),
            },
            Ok(None) => AppCheckView::NoApp,
            Err(error) => self.not_looked_at(error).await,
        })
    }

    async fn not_looked_at(&self, error: CreationError) -> AppCheckView {
        self.refresh_connections().await;
        AppCheckView::Hindered {
            failure: creation_failure(error),
        }
    }

    async fn yardstick(
        &self,
        request: CheckAppRequest,
    ) -> Result<(ConnectionId, Yardstick), ApiError> {
        let id = connection_id(&request.id)?;
        let yardstick = match request.against {
            None => Yardstick::Order,
            Some(against) => self.compared_blueprint(against).await?,
        };
        Ok((id, yardstick))
    }

    async fn compared_blueprint(&self, against: ComparedRequest) -> Result<Yardstick, ApiError> {
        let products = presets().unwrap_or_default();
        let (_, merged) = self.compared(&products, against).await?;
        let blueprint = merged.blueprint().map_err(|_| invalid("the blueprint"))?;
        Ok(Yardstick::Blueprint(Box::new(blueprint)))
    }
}
