//! What an app is asked for, what became of it, and what else differs from what the app was meant to be.

use std::collections::BTreeSet;

use orgkeep_api::connection::{DeviationView, ScopeStateView, ScopeView};
use orgkeep_api::migration::NewAppView;
use orgkeep_blueprint::preset::{Preset, presets, served};
use orgkeep_domain::client::CallbackUrl;
use orgkeep_domain::scope::Scopes;
use orgkeep_salesforce::single_access::can_open;
use orgkeep_vault::app_fields::AppFields;
use orgkeep_vault::connection_record::ConnectionRecord;

use crate::design::merged;

/// What the products of a connection want of another app of its org.
pub(crate) fn wanted_scopes(record: &ConnectionRecord) -> Scopes {
    let app = AppFields {
        presets: record.presets.clone(),
        ..AppFields::default()
    };
    merged(&presets().unwrap_or_default(), &app).scopes
}

/// What the sign-in of another app will send, whatever the app in force was registered with.
pub(crate) fn new_app_view(record: &ConnectionRecord, callback: &CallbackUrl) -> NewAppView {
    let scopes = wanted_scopes(record);
    NewAppView {
        callback: callback.as_str().to_owned(),
        scopes: scopes.iter().map(str::to_owned).collect(),
        has_setup: record.instance.is_my_domain() || record.login.is_my_domain(),
    }
}

/// Whether nobody knows what its app was granted: it came from another tool, and has not been renewed yet.
fn are_unknown(record: &ConnectionRecord) -> bool {
    record.app.is_some() && record.granted_scopes.is_empty()
}

/// Whether a link into the org can be asked for. Where nothing is known, Salesforce answers that.
pub(crate) fn may_open(record: &ConnectionRecord) -> bool {
    are_unknown(record) || can_open(&record.granted_scopes)
}

/// Wanted scopes in the order of the products, then those that nobody asked for. A password has no scopes.
pub(crate) fn scope_views(record: &ConnectionRecord) -> Vec<ScopeView> {
    if record.app.is_none() {
        return Vec::new();
    }
    let products = presets().unwrap_or_default();
    let products = served(&products, &record.presets);
    let mut wanted = Scopes::default();
    for preset in &products {
        wanted.extend(&preset.scopes.iter().map(String::as_str).collect());
    }
    let wanted_by = |scope: &str| {
        let wants = |preset: &&&Preset| preset.scopes.iter().any(|one| one == scope);
        products
            .iter()
            .filter(wants)
            .map(|preset| preset.title.clone())
            .collect()
    };
    let (granted, unknown) = (&record.granted_scopes, are_unknown(record));
    let all: BTreeSet<&str> = wanted.iter().chain(granted.missing_from(&wanted)).collect();
    all.into_iter()
        .map(|scope| ScopeView {
            scope: scope.to_owned(),
            wanted_by: wanted_by(scope),
            state: match (wanted.contains(scope), is_granted(granted, scope)) {
                _ if unknown => ScopeStateView::Unknown,
                (true, true) => ScopeStateView::Granted,
                (true, false) => ScopeStateView::Missing,
                (false, _) => ScopeStateView::Extra,
            },
        })
        .collect()
}

/// `full` includes every other scope but `refresh_token`, and `profile` and the like are part of `id`
/// (salesforce.md, 1.4).
fn is_granted(granted: &Scopes, scope: &str) -> bool {
    granted.contains(scope) || (granted.contains("full") && scope != "refresh_token")
}

/// What is to be said of the refresh token. What cannot be read tells nothing of the app.
fn deviation_of_token(record: &ConnectionRecord) -> Option<DeviationView> {
    if record.upkeep.is_apart {
        return None;
    }
    if !record.has_refresh_token {
        return Some(DeviationView::NoRefreshToken);
    }
    let is_advised = !record.has_secret && record.upkeep.rotates != Some(true);
    is_advised.then_some(DeviationView::RotationAdvised)
}

/// What differs, as far as anybody knows.
pub(crate) fn deviations(scopes: &[ScopeView], record: &ConnectionRecord) -> Vec<DeviationView> {
    if record.app.is_none() {
        return Vec::new();
    }
    let mut found: Vec<DeviationView> = scopes
        .iter()
        .filter_map(|scope| match scope.state {
            ScopeStateView::Granted | ScopeStateView::Unknown => None,
            ScopeStateView::Missing => Some(DeviationView::ScopeMissing {
                scope: scope.scope.clone(),
                wanted_by: scope.wanted_by.clone(),
            }),
            ScopeStateView::Extra => Some(DeviationView::ScopeExtra {
                scope: scope.scope.clone(),
            }),
        })
        .collect();
    found.extend(deviation_of_token(record));
    if !record.is_signed {
        found.push(DeviationView::Unsigned);
    }
    found
}
