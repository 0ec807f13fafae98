//! The login address of a draft: repaired where it can be, vouched for where it must be.

use orgkeep_api::address::{AddressReasonView, CustomHostView, LoginUrlCheckView, RepairView};
use orgkeep_domain::address::{AddressError, CustomKind, Repair, Repaired, repair};
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::catalogue::SetupPage;
use orgkeep_salesforce::setup::setup_url;
use orgkeep_vault::draft_record::DraftRecord;

/// The login server of a draft: one that is trusted, or one that the person vouched for.
pub(crate) fn usable_authority(record: &DraftRecord, rule: AuthorityRule) -> Option<Authority> {
    let authority = repaired(record, rule).ok()?.authority;
    (authority.is_trusted() || is_confirmed(record, &authority)).then_some(authority)
}

/// The org's own address, which has a Setup: not a login page that many orgs share.
pub(crate) fn own_authority(record: &DraftRecord, rule: AuthorityRule) -> Option<Authority> {
    let authority = usable_authority(record, rule)?;
    setup_url(&authority, SetupPage::ExternalClientAppManager)
        .is_some()
        .then_some(authority)
}

/// The host that the person would have to vouch for.
pub(crate) fn custom_host(record: &DraftRecord, rule: AuthorityRule) -> Option<String> {
    let authority = repaired(record, rule).ok()?.authority;
    (!authority.is_trusted()).then(|| authority.host().to_owned())
}

/// What the check says of the address.
pub(crate) fn login_url_check(record: &DraftRecord, rule: AuthorityRule) -> LoginUrlCheckView {
    match repaired(record, rule) {
        Ok(repaired) => accepted(record, repaired),
        Err(AddressError::Empty) => LoginUrlCheckView::Empty,
        Err(error) => LoginUrlCheckView::Refused {
            reason: reason(error),
        },
    }
}

fn repaired(record: &DraftRecord, rule: AuthorityRule) -> Result<Repaired, AddressError> {
    repair(&record.fields.login_address, rule)
}

fn is_confirmed(record: &DraftRecord, authority: &Authority) -> bool {
    record.confirmed_host.as_deref() == Some(authority.host())
}

fn accepted(record: &DraftRecord, repaired: Repaired) -> LoginUrlCheckView {
    let repairs = repaired.repairs.into_iter().map(repair_view).collect();
    let authority = repaired.authority;
    let origin = authority.origin().to_owned();
    match repaired.custom {
        Some(kind) => LoginUrlCheckView::Custom {
            host: authority.host().to_owned(),
            looks_like: custom_view(&kind),
            suggestion: suggestion(kind),
            confirmed: is_confirmed(record, &authority),
            repairs,
        },
        None if authority.is_generic() => LoginUrlCheckView::Generic { origin, repairs },
        None => LoginUrlCheckView::MyDomain { origin, repairs },
    }
}

fn custom_view(kind: &CustomKind) -> CustomHostView {
    match kind {
        CustomKind::Site { .. } => CustomHostView::Site,
        CustomKind::OldInstance => CustomHostView::OldInstance,
        CustomKind::AlternativeName => CustomHostView::AlternativeName,
        CustomKind::Homograph => CustomHostView::Homograph,
        CustomKind::Lookalike => CustomHostView::Lookalike,
        CustomKind::Other => CustomHostView::Other,
    }
}

fn suggestion(kind: CustomKind) -> Option<String> {
    match kind {
        CustomKind::Site { my_domain } => my_domain.map(|authority| authority.origin().to_owned()),
        _ => None,
    }
}

fn repair_view(repair: Repair) -> RepairView {
    match repair {
        Repair::SchemeAdded | Repair::SchemeUpgraded => RepairView::Scheme,
        Repair::LightningToMyDomain => RepairView::Lightning,
        Repair::SetupToMyDomain => RepairView::Setup,
        Repair::VisualforceToMyDomain => RepairView::Visualforce,
        Repair::FileToMyDomain => RepairView::OtherPage,
        Repair::PortDropped => RepairView::Port,
        Repair::PathDropped => RepairView::Path,
    }
}

fn reason(error: AddressError) -> AddressReasonView {
    match error {
        AddressError::Empty | AddressError::Malformed => AddressReasonView::Malformed,
        AddressError::Scheme => AddressReasonView::Scheme,
        AddressError::UserInfo => AddressReasonView::UserInfo,
        AddressError::Host => AddressReasonView::Host,
        AddressError::NotALoginHost => AddressReasonView::NotALoginHost,
        AddressError::MyDomainUnknown => AddressReasonView::MyDomainUnknown,
        AddressError::NotPractice => AddressReasonView::NotPractice,
    }
}
