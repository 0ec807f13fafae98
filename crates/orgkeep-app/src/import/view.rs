//! What is found, in the words of the page.

use orgkeep_api::connection::{AuthenticationView, OrgTypeView};
use orgkeep_api::import::*;
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_import::cli::auth_file::{CliOrg, Unusable};
use orgkeep_import::cli::tokens::NoGrant;
use orgkeep_import::list::connection::ListedConnection;
use orgkeep_import::list::record::{Fault, LineError};

use super::candidate::{Candidate, Found, no_grant};
use super::matching::Known;
use crate::view::{authentication_view, org_type_view};

/// A candidate, beside what is here already.
pub(crate) fn entry_view(
    candidate: &Candidate,
    known: &Known,
    rule: AuthorityRule,
) -> ImportEntryView {
    let matched = known
        .matched(candidate)
        .map(|name| ImportStateView::Matched { name });
    let key = candidate.key.clone();
    match &candidate.found {
        Found::CliOrg(org) => org_view(key, org, matched),
        Found::Listed(listed) => line_view(key, listed, rule, matched),
        Found::Unusable(reason) => unusable_view(key, reason),
    }
}

fn org_view(key: String, org: &CliOrg, matched: Option<ImportStateView>) -> ImportEntryView {
    let own = match no_grant(org) {
        Some(reason) => ImportStateView::Draft {
            reason: no_tokens_view(reason),
        },
        None => ImportStateView::Ready {
            may_rotate: !org.is_of_the_cli(),
        },
    };
    ImportEntryView {
        key,
        name: org
            .suggested_name()
            .map_or_else(String::new, |name| name.to_string()),
        username: org.username.clone(),
        host: org.instance.host().to_owned(),
        org_type: Some(org_type_view(org.org_type)),
        authentication: AuthenticationView::ConnectedApp,
        is_dev_hub: org.is_dev_hub,
        other_apps: org.other_apps.clone(),
        state: matched.unwrap_or(own),
    }
}

fn line_view(
    key: String,
    listed: &ListedConnection,
    rule: AuthorityRule,
    matched: Option<ImportStateView>,
) -> ImportEntryView {
    let host = Authority::parse(&listed.login, rule);
    let reason = NoTokensView::List;
    ImportEntryView {
        key,
        name: listed.name.to_string(),
        username: listed.username.clone(),
        host: host.map_or_else(|_| String::new(), |authority| authority.host().to_owned()),
        org_type: listed.org_type.map(org_type_view),
        authentication: authentication_view(listed.authentication),
        is_dev_hub: false,
        other_apps: Vec::new(),
        state: matched.unwrap_or(ImportStateView::Draft { reason }),
    }
}

/// Of such a file nothing is known but its name.
fn unusable_view(key: String, reason: &Unusable) -> ImportEntryView {
    let username = key.strip_suffix(".json").unwrap_or(&key).to_owned();
    let day = match reason {
        Unusable::Expired(day) => Some(day.clone()),
        _ => None,
    };
    ImportEntryView {
        key,
        name: username.clone(),
        username,
        host: String::new(),
        org_type: None::<OrgTypeView>,
        authentication: AuthenticationView::ConnectedApp,
        is_dev_hub: false,
        other_apps: Vec::new(),
        state: ImportStateView::Unusable {
            reason: reason_view(reason),
            day,
        },
    }
}

fn reason_view(reason: &Unusable) -> UnusableView {
    match reason {
        Unusable::TooLong => UnusableView::TooLong,
        Unusable::NotAFile => UnusableView::NotAFile,
        Unusable::Unreadable => UnusableView::Unreadable,
        Unusable::Damaged => UnusableView::Damaged,
        Unusable::OtherUser => UnusableView::OtherUser,
        Unusable::NoOrg => UnusableView::NoOrg,
        Unusable::NoAddress => UnusableView::NoAddress,
        Unusable::ForeignHost => UnusableView::ForeignHost,
        Unusable::Expired(_) => UnusableView::Expired,
    }
}

fn no_tokens_view(reason: NoGrant) -> NoTokensView {
    match reason {
        NoGrant::KeyMissing => NoTokensView::KeyMissing,
        NoGrant::OtherKey => NoTokensView::OtherKey,
        NoGrant::Redacted => NoTokensView::Redacted,
        NoGrant::Malformed => NoTokensView::Malformed,
        NoGrant::Absent => NoTokensView::Absent,
        NoGrant::OwnerUnknown => NoTokensView::OwnerUnknown,
    }
}

/// A line that cannot be taken.
pub(crate) fn line_error_view(error: &LineError) -> LineErrorView {
    LineErrorView {
        line: line_number(error.line),
        field: error.field.to_owned(),
        fault: match error.fault {
            Fault::Missing => LineFaultView::Missing,
            Fault::Unknown => LineFaultView::Unknown,
            Fault::TooLong => LineFaultView::TooLong,
            Fault::Address => LineFaultView::Address,
            Fault::Repeated => LineFaultView::Repeated,
        },
    }
}

/// A line as the page counts it.
pub(crate) fn line_number(line: u64) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}
