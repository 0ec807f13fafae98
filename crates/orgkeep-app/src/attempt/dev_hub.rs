//! Is it a Dev Hub? Asked beside who signed in, where the answer makes a difference; the person hears of it before
//! anything is saved.

use orgkeep_api::attempt::StageView;
use orgkeep_api::dev_hub::{HubMatterView, HubQuestionView};
use orgkeep_domain::attempt::{Authorized, Identifying, Purpose};
use orgkeep_domain::dev_hub::{Deed, DevHubRule, Ruling};
use orgkeep_domain::failure::{Failure, FailureReason};
use orgkeep_salesforce::dev_hub::is_dev_hub;
use orgkeep_salesforce::http::HttpClient;
use orgkeep_salesforce::session::ApiSession;

use super::driver::Attempt;
use super::progress::rfc3339;
use crate::dev_hub::rule_view;

/// What a registration wants to know of the org.
#[derive(Clone, Copy)]
pub(super) enum HubInterest {
    /// Nothing.
    None,
    /// It is to be a Dev Hub.
    ShouldBeOne,
    /// Something fails if it is one.
    WarnedBy(&'static DevHubRule),
}

impl HubInterest {
    /// A connection that is moved to an app is asked about like a registration through that app.
    pub(super) fn of(identifying: &Identifying, as_dev_hub: bool, moves: bool) -> Self {
        let sign_in = &identifying.sign_in;
        if !moves && !matches!(sign_in.purpose, Purpose::Register { .. }) {
            return Self::None;
        }
        if as_dev_hub {
            return Self::ShouldBeOne;
        }
        match DevHubRule::of(Deed::RegisterOrdinary, sign_in.means.authentication()) {
            Some(rule) if matches!(rule.ruling, Ruling::Warned(_)) => Self::WarnedBy(rule),
            _ => Self::None,
        }
    }

    /// What the person is asked about. An org that did not answer is not asked about: the probe needs rights that a
    /// registration does not.
    pub(super) async fn matter(
        self,
        http: &HttpClient,
        identifying: &Identifying,
    ) -> Option<(HubMatterView, Option<&'static DevHubRule>)> {
        if let Self::None = self {
            return None;
        }
        let session = ApiSession {
            instance: &identifying.tokens.instance,
            access: &identifying.tokens.access,
        };
        match (self, is_dev_hub(http, session).await.ok()?) {
            (Self::ShouldBeOne, false) => Some((HubMatterView::OrgIsNoDevHub, None)),
            (Self::WarnedBy(rule), true) => Some((HubMatterView::OrgIsDevHub, Some(rule))),
            _ => None,
        }
    }
}

impl Attempt {
    /// Goes on if the person wants the registration all the same.
    pub(super) async fn told_of_hub(
        &mut self,
        authorized: Box<Authorized>,
        (matter, rule): (HubMatterView, Option<&'static DevHubRule>),
    ) -> Result<Box<Authorized>, Failure> {
        let (since, deadline) = self.time_to_answer();
        let question = Box::new(HubQuestionView {
            since: rfc3339(since),
            deadline: rfc3339(deadline),
            matter,
            org_name: authorized.identity.org_name.clone(),
            rule: rule.map(rule_view),
        });
        self.progress
            .enter(StageView::ConfirmingDevHub { question });
        let refused = match self.yes_or_no().await {
            Ok(true) => return Ok(authorized),
            Ok(false) => FailureReason::DevHubDeclined.into(),
            Err(failure) => failure,
        };
        self.let_go(&authorized.sign_in.means, authorized.tokens);
        Err(refused)
    }
}
