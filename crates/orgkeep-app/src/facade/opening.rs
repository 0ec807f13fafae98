//! Using an org: opening it in the connection's browser, and asking for its limits and its release.

use std::sync::Arc;

use orgkeep_api::connection::{ConnectionRequest, ConnectionView};
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::opening::{
    ConnectionBrowserRequest, Landing, OpenOrgRequest, OpenedView, OrgLimitView, OrgLimitsView,
};
use orgkeep_api::testing::VerdictView;
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_domain::limit::OrgLimit;
use orgkeep_salesforce::single_access::LandingPath;

use super::contract::Reply;
use super::testing::session_error;
use super::{Orgkeep, connection_id, not_found, store_error};
use crate::attempt::{open_browser, rfc3339};
use crate::session::SessionError;
use crate::surroundings::BrowserAddress;
use crate::testing::hindered_view;
use crate::typed::kept;

impl Orgkeep {
    pub(super) async fn open_org(&self, request: OpenOrgRequest) -> Reply<OpenedView> {
        let landing = landing_path(&request.landing)?;
        let record = self.connection_record(&request.id).await?;
        let link = match self.sessions()?.link_into_org(&record.id, &landing).await {
            Ok(link) => link,
            Err(error) => {
                let found = self.hindered(error).await?;
                return Ok(OpenedView::Hindered { found });
            }
        };
        let address = Arc::new(BrowserAddress::from(&link));
        let opened = open_browser(&self.shared.around, &address, record.browser).await;
        opened
            .map(|()| OpenedView::Opened)
            .map_err(|error| ApiError::new(ErrorCode::Browser, error))
    }

    pub(super) async fn org_limits(&self, request: ConnectionRequest) -> Reply<OrgLimitsView> {
        let id = connection_id(&request.id)?;
        let sessions = self.sessions()?;
        let (limits, release) = tokio::join!(sessions.limits(&id), sessions.release(&id));
        if let Some(release) = release {
            let kept = self.vault()?.keep_release(&id, release).await;
            kept.map_err(store_error)?;
        }
        match limits {
            Ok(limits) => Ok(OrgLimitsView::Known {
                at: rfc3339(self.shared.around.clock.now()),
                limits: limits.into_iter().map(limit_view).collect(),
            }),
            Err(error) => {
                let found = self.hindered(error).await?;
                Ok(OrgLimitsView::Hindered { found })
            }
        }
    }

    pub(super) async fn set_connection_browser(
        &self,
        request: ConnectionBrowserRequest,
    ) -> Reply<ConnectionView> {
        let id = connection_id(&request.id)?;
        let browser = BrowserChoice {
            id: request.browser.id.map(kept),
            private: request.browser.private,
        };
        let chosen = self.vault()?.choose_browser(&id, browser).await;
        chosen.map_err(store_error)?.ok_or_else(not_found)?;
        self.details(ConnectionRequest { id: request.id }).await
    }

    /// What stands in the way, for the page. The renewal that was tried may have changed the status.
    async fn hindered(&self, error: SessionError) -> Result<VerdictView, ApiError> {
        match error {
            SessionError::Ended(obstacle) | SessionError::Hindered(obstacle) => {
                self.refresh_connections().await;
                Ok(hindered_view(&obstacle))
            }
            other => Err(session_error(other)),
        }
    }
}

fn landing_path(landing: &Landing) -> Result<LandingPath, ApiError> {
    match landing {
        Landing::Home => Ok(LandingPath::home()),
        Landing::Setup => Ok(LandingPath::setup_home()),
        Landing::Path { path } => {
            LandingPath::parse(path).map_err(|error| ApiError::new(ErrorCode::Invalid, error))
        }
    }
}

/// JSON would round larger numbers; no limit of an org comes near.
fn limit_view(limit: OrgLimit) -> OrgLimitView {
    OrgLimitView {
        name: limit.name,
        max: u32::try_from(limit.max).unwrap_or(u32::MAX),
        remaining: u32::try_from(limit.remaining).unwrap_or(u32::MAX),
    }
}
