//! The rules for Dev Hubs as the page sees them.

use orgkeep_api::dev_hub::{DevHubRuleView, HubReasonView};
use orgkeep_domain::dev_hub::{Deed, DevHubRule, HubReason, Ruling};
use orgkeep_vault::connection_record::ConnectionRecord;

use crate::view::authentication_view;

/// One line of the table.
pub(crate) fn rule_view(rule: &DevHubRule) -> DevHubRuleView {
    let (allowed, reason) = match rule.ruling {
        Ruling::Allowed => (true, None),
        Ruling::Warned(reason) => (true, Some(reason)),
        Ruling::Refused(reason) => (false, Some(reason)),
    };
    DevHubRuleView {
        authentication: authentication_view(rule.authentication),
        allowed,
        reason: reason.map(reason_view),
        seen: rule.seen.to_owned(),
        source: rule.source.to_owned(),
    }
}

/// What forbids to authenticate a connection again, if anything does.
pub(crate) fn against_reauthentication(record: &ConnectionRecord) -> Option<&'static DevHubRule> {
    against(Deed::ReauthenticateDevHub, record)
}

/// What forbids to move a connection to an External Client App, if anything does.
pub(crate) fn against_migration(record: &ConnectionRecord) -> Option<&'static DevHubRule> {
    against(Deed::MigrateDevHub, record)
}

fn against(deed: Deed, record: &ConnectionRecord) -> Option<&'static DevHubRule> {
    DevHubRule::against(deed, record.authentication).filter(|_| record.is_dev_hub_registration)
}

fn reason_view(reason: HubReason) -> HubReasonView {
    match reason {
        HubReason::SignUpFails => HubReasonView::SignUpFails,
        HubReason::NoApp => HubReasonView::NoApp,
        HubReason::RegisterAnother => HubReasonView::RegisterAnother,
    }
}
