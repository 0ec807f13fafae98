//! What the report on moves says of a connection, in words.

use orgkeep_api::failure::FailureView;
use orgkeep_domain::catalogue::causes;
use orgkeep_domain::dependent::{DependentFields, DependentKind};
use orgkeep_domain::verdict::{Verdict, VerdictGroup};
use orgkeep_vault::connection_record::ConnectionRecord;

/// What a test found that would stop a move too; what a new app mends is not among it.
pub(crate) fn tested(record: &ConnectionRecord) -> &'static str {
    let last = record.upkeep.last_verdict;
    let current = last.filter(|last| last.at >= record.authenticated_at);
    let Some(group) = current.map(|last| Verdict::group(last.verdict)) else {
        return "";
    };
    match group {
        VerdictGroup::UserInactive => "the user is inactive, frozen or locked out",
        VerdictGroup::PlaceOrHours => "sign-in from here, or at this hour, is refused",
        VerdictGroup::ApiDisabled => "the API is not enabled for the user",
        VerdictGroup::OrgGone => "the org lets nobody in",
        VerdictGroup::Unreachable => "the org was not reached",
        VerdictGroup::LimitReached => "a limit of the org is used up",
        VerdictGroup::Maintenance => "Salesforce is under maintenance",
        _ => "",
    }
}

/// Salesforce's refusals have titles; everything else has a name.
pub(crate) fn failure_in_words(why: Option<&str>) -> String {
    let Some(text) = why else {
        return "the sign-in could not begin".to_owned();
    };
    match serde_json::from_str(text) {
        Ok(FailureView::Told { cause }) => {
            if let Some(known) = causes().find(|known| known.id() == cause) {
                return known.title().to_owned();
            }
        }
        Ok(FailureView::AnotherConnection { name }) => {
            return format!("{name} has this app already");
        }
        _ => {}
    }
    let kind = serde_json::from_str::<serde_json::Value>(text).ok();
    let kind = kind.as_ref().and_then(|value| value["kind"].as_str());
    kind.unwrap_or("the sign-in failed").to_owned()
}

/// What depends on it.
pub(crate) fn dependent_in_words(fields: &DependentFields) -> String {
    let kind = match fields.kind() {
        DependentKind::Pipeline => "pipeline",
        DependentKind::Job => "job",
        DependentKind::Mapping => "mapping",
    };
    match fields.product() {
        "" => format!("{kind} {}", fields.name()),
        product => format!("{kind} {} ({product})", fields.name()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_by_its_title_and_everything_else_by_its_name() {
        let known = causes().next().unwrap();
        let told = serde_json::to_string(&FailureView::Told {
            cause: known.id().to_owned(),
        });
        assert_eq!(failure_in_words(Some(&told.unwrap())), known.title());
        assert_eq!(failure_in_words(Some(r#"{"kind":"wrongOrg"}"#)), "wrongOrg");
        assert_eq!(failure_in_words(None), "the sign-in could not begin");
    }
}
