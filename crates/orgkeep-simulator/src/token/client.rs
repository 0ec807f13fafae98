//! Which app is asking, and whether it may.

use super::Refusal;
use crate::{app::ClientApp, asked::Asked, backstage::Backstage, fault::GrantKind, form::Form};

/// The app of the request, its secret checked.
///
/// A waived secret may be left out. One that is sent nevertheless has to be right: an empty one, or one sent to an app
/// that never had any, is refused, because nobody should depend on its being overlooked.
pub(super) fn authenticate(
    back: &Backstage,
    asked: &Asked,
    form: &Form,
    kind: GrantKind,
) -> Result<ClientApp, Refusal> {
    let basic = asked.basic();
    let (client_id, secret) = match &basic {
        Some((id, secret)) => (id.as_str(), Some(secret.as_str())),
        None => (form.text("client_id"), form.get("client_secret")),
    };
    let now = back.now();
    let app = back.change(|world| world.arrived_app(asked.host, client_id, now));
    let unknown = || Refusal::new("invalid_client_id", "client identifier invalid");
    let app = app.ok_or_else(unknown)?;
    let required = match kind {
        GrantKind::Code => app.secret_required_for_code,
        GrantKind::Refresh => app.secret_required_for_refresh,
    };
    if secret_is_good(&app, secret, required) {
        Ok(app)
    } else {
        Err(Refusal::new("invalid_client", "invalid client credentials"))
    }
}

/// Whether the presented secret is the app's own, or rightly absent.
pub(super) fn secret_is_good(app: &ClientApp, presented: Option<&str>, required: bool) -> bool {
    match presented {
        None => !required,
        Some(presented) => app.secret.as_deref() == Some(presented),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::org::OrgKey;

    #[test]
    fn a_public_app_must_not_send_a_secret() {
        let app = ClientApp::public(OrgKey::Production, "Public");
        assert!(secret_is_good(&app, None, false));
        assert!(!secret_is_good(&app, Some(""), false));
        assert!(!secret_is_good(&app, Some("anything"), false));
    }

    #[test]
    fn a_confidential_app_must_send_its_own() {
        let app = ClientApp::confidential(OrgKey::Production, "Confidential");
        let secret = app.secret.clone();
        assert!(secret_is_good(&app, secret.as_deref(), true));
        assert!(!secret_is_good(&app, Some("other"), true));
        assert!(!secret_is_good(&app, None, true));
    }
}
