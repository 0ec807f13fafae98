//! A connection's own app beside what it should be.

use orgkeep_api::app_check::{AppCheckView, ApplyPoliciesRequest, CheckAppRequest};
use orgkeep_api::blueprint::ComparedRequest;
use orgkeep_api::error::ApiError;
use orgkeep_blueprint::name::ContactEmail;
use orgkeep_blueprint::preset::presets;
use orgkeep_domain::activity::{ActivityKind, ActivityResult, Deed};
use orgkeep_domain::id::ConnectionId;
use orgkeep_vault::app_fields::AppFields;

use super::contract::Reply;
use super::preparation::invalid;
use super::{Orgkeep, connection_id};
use crate::creation::{CreationError, Yardstick};
use crate::creation_view::{creation_failure, report_view};
use crate::design::{answerable, answers};
use crate::source::plan::blueprint_of;

/// Stands for the contact of an app that is anybody's, and is compared with nothing.
const NOBODY: &str = "nobody@example.com";

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
            Err(error) => {
                self.refresh_connections().await;
                Ok(not_looked_at(error))
            }
        }
    }

    /// The list shows what was found; and the sign-in that was tried may have changed a status.
    async fn look_at_app(
        &self,
        id: &ConnectionId,
        yardstick: &Yardstick,
        warnings: Vec<String>,
    ) -> Reply<AppCheckView> {
        self.must_be_open()?;
        let now = self.shared.around.clock.now();
        let looked = self.creations()?.check_app(id, yardstick, now).await;
        self.refresh_connections().await;
        Ok(match looked {
            Ok(Some(report)) => AppCheckView::Checked {
                report: report_view(report, warnings),
            },
            Ok(None) => AppCheckView::NoApp,
            Err(error) => not_looked_at(error),
        })
    }

    async fn yardstick(
        &self,
        request: CheckAppRequest,
    ) -> Result<(ConnectionId, Yardstick), ApiError> {
        let id = connection_id(&request.id)?;
        let yardstick = match request.against {
            None => self.usual_yardstick(&request.id).await?,
            Some(against) => self.compared_blueprint(against).await?,
        };
        Ok((id, yardstick))
    }

    /// What leaves a question of a product open says nothing of an app.
    async fn usual_yardstick(&self, id: &str) -> Result<Yardstick, ApiError> {
        let record = self.connection_record(id).await?;
        let products = answerable(&record.presets);
        if products.is_empty() || products.len() < record.presets.len() {
            return Ok(Yardstick::Order);
        }
        let app = AppFields {
            presets: products,
            contact_email: NOBODY.to_owned(),
            ..AppFields::default()
        };
        let blueprint = blueprint_of(&app.presets, &answers(&app)).map(Box::new);
        Ok(blueprint.map_or(Yardstick::Order, Yardstick::Usual))
    }

    async fn compared_blueprint(&self, against: ComparedRequest) -> Result<Yardstick, ApiError> {
        let products = presets().unwrap_or_default();
        let (_, mut merged) = self.compared(&products, against).await?;
        let names_app = merged.naming.contact_email.is_some();
        if !names_app {
            merged.naming.contact_email = ContactEmail::parse(NOBODY).ok();
        }
        let blueprint = merged.blueprint().map_err(|_| invalid("the blueprint"))?;
        let blueprint = Box::new(blueprint);
        Ok(match names_app {
            true => Yardstick::Blueprint(blueprint),
            false => Yardstick::AnyApp(blueprint),
        })
    }
}

fn not_looked_at(error: CreationError) -> AppCheckView {
    AppCheckView::Hindered {
        failure: creation_failure(error),
    }
}
