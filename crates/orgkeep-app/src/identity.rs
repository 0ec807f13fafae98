//! Two identities side by side, for the person who decides between them.

use orgkeep_api::identity::{DoubtView, IdentityView};
use orgkeep_domain::attempt::Doubt;
use orgkeep_domain::organization::OrgIdentity;
use orgkeep_vault::connection_record::ConnectionRecord;

/// What the question is about.
pub(crate) fn doubt_view(doubt: Doubt) -> DoubtView {
    match doubt {
        Doubt::OtherUser => DoubtView::OtherUser,
        Doubt::RefreshedSandbox => DoubtView::RefreshedSandbox,
        Doubt::OtherUserOfRefreshedSandbox => DoubtView::OtherUserOfRefreshedSandbox,
    }
}

/// Who the connection belongs to.
pub(crate) fn expected_view(record: &ConnectionRecord) -> IdentityView {
    IdentityView {
        org_id: record.org_id.to_string(),
        org_name: record.org_name.clone(),
        host: record.instance.host().to_owned(),
        user_id: record.user_id.to_string(),
        username: record.username.clone(),
        display_name: record.display_name.clone(),
    }
}

/// Who came back.
pub(crate) fn found_view(identity: &OrgIdentity) -> IdentityView {
    IdentityView {
        org_id: identity.org_id.to_string(),
        org_name: identity.org_name.clone(),
        host: identity.instance.host().to_owned(),
        user_id: identity.user.user_id.to_string(),
        username: identity.user.username.clone(),
        display_name: identity.user.display_name.clone(),
    }
}
