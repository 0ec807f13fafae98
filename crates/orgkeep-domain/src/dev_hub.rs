//! What may be done with a Dev Hub, and why: one dated table (product.md, 5; salesforce.md, 0 and 6.3). Nothing else
//! in Orgkeep knows these rules.

use crate::connection::AuthenticationType;

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DevHubRule {
    /// What somebody wants to do.
    pub deed: Deed,
    /// With which way to sign in.
    pub authentication: AuthenticationType,
    /// Whether they may.
    pub ruling: Ruling,
    /// The month in which it was last seen to be so, `2026-08`.
    pub seen: &'static str,
    /// Where it is written down.
    pub source: &'static str,
}

/// What somebody may want.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Registering an org as a Dev Hub.
    RegisterAsDevHub,
    /// Registering an org that happens to have Dev Hub enabled, or moving its connection to this way to sign in.
    RegisterOrdinary,
    /// Authenticating a connection again that was registered as a Dev Hub.
    ReauthenticateDevHub,
    /// Moving a connection that was registered as a Dev Hub from this way to sign in to an External Client App.
    MigrateDevHub,
}

/// Whether it is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruling {
    /// It works.
    Allowed,
    /// It works but for one thing, which is said before anything happens.
    Warned(HubReason),
    /// It is not done.
    Refused(HubReason),
}

/// What stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HubReason {
    /// Scratch orgs cannot be signed up through an External Client App: the sign-up ends with `C-1016`.
    SignUpFails,
    /// A sign-up names an app by its consumer key, and a password has none.
    NoApp,
    /// A Dev Hub stays as it was registered. Another one can be registered.
    RegisterAnother,
}

const SIGN_UP: &str = "forcedotcom/sfdx-core, messages/scratchOrgErrorCodes.md, C-1016";
const SIGN_UP_RECORD: &str = "forcedotcom/sfdx-core, src/org/scratchOrgInfoGenerator.ts";
const PRODUCT: &str = "AutoRABIT ARM, Register an org through an External Client App";

macro_rules! table {
    ($($deed:ident with $authentication:ident: $ruling:expr, $seen:literal, $source:expr;)*) => {
        &[$(DevHubRule {
            deed: Deed::$deed,
            authentication: AuthenticationType::$authentication,
            ruling: $ruling,
            seen: $seen,
            source: $source,
        },)*]
    };
}

const TABLE: &[DevHubRule] = table! {
    RegisterAsDevHub with ConnectedApp: Ruling::Allowed, "2026-11", PRODUCT;
    RegisterAsDevHub with ExternalClientApp: Ruling::Refused(HubReason::SignUpFails), "2026-08", SIGN_UP;
    RegisterAsDevHub with Standard: Ruling::Refused(HubReason::NoApp), "2026-08", SIGN_UP_RECORD;
    RegisterOrdinary with ConnectedApp: Ruling::Allowed, "2026-11", PRODUCT;
    RegisterOrdinary with ExternalClientApp: Ruling::Warned(HubReason::SignUpFails), "2026-08", SIGN_UP;
    RegisterOrdinary with Standard: Ruling::Allowed, "2026-11", PRODUCT;
    ReauthenticateDevHub with ConnectedApp: Ruling::Refused(HubReason::RegisterAnother), "2026-11", PRODUCT;
    ReauthenticateDevHub with ExternalClientApp: Ruling::Refused(HubReason::RegisterAnother), "2026-11", PRODUCT;
    ReauthenticateDevHub with Standard: Ruling::Refused(HubReason::RegisterAnother), "2026-11", PRODUCT;
    MigrateDevHub with ConnectedApp: Ruling::Refused(HubReason::SignUpFails), "2026-08", SIGN_UP;
    MigrateDevHub with ExternalClientApp: Ruling::Refused(HubReason::SignUpFails), "2026-08", SIGN_UP;
    MigrateDevHub with Standard: Ruling::Refused(HubReason::SignUpFails), "2026-08", SIGN_UP;
};

impl DevHubRule {
    /// Every line.
    #[must_use]
    pub fn all() -> &'static [Self] {
        TABLE
    }

    /// The line for a deed. The table has one for each; without one, nothing stands in the way.
    #[must_use]
    pub fn of(deed: Deed, authentication: AuthenticationType) -> Option<&'static Self> {
        TABLE
            .iter()
            .find(|rule| rule.deed == deed && rule.authentication == authentication)
    }

    /// The line that forbids a deed, if one does.
    #[must_use]
    pub fn against(deed: Deed, authentication: AuthenticationType) -> Option<&'static Self> {
        Self::of(deed, authentication).filter(|rule| matches!(rule.ruling, Ruling::Refused(_)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_deed_has_one_line_for_every_way_to_sign_in() {
        let deeds = [
            Deed::RegisterAsDevHub,
            Deed::RegisterOrdinary,
            Deed::ReauthenticateDevHub,
            Deed::MigrateDevHub,
        ];
        for deed in deeds {
            for &authentication in AuthenticationType::ALL {
                let lines = DevHubRule::all().iter();
                let fitting =
                    lines.filter(|rule| rule.deed == deed && rule.authentication == authentication);
                assert_eq!(fitting.count(), 1, "{deed:?} {authentication:?}");
            }
        }
    }

    #[test]
    fn a_dev_hub_is_registered_through_a_connected_app_only() {
        for &authentication in AuthenticationType::ALL {
            let refused = DevHubRule::against(Deed::RegisterAsDevHub, authentication).is_some();
            assert_eq!(refused, authentication != AuthenticationType::ConnectedApp);
            assert!(DevHubRule::against(Deed::RegisterOrdinary, authentication).is_none());
            assert!(DevHubRule::against(Deed::ReauthenticateDevHub, authentication).is_some());
            assert!(DevHubRule::against(Deed::MigrateDevHub, authentication).is_some());
        }
    }

    #[test]
    fn an_ordinary_registration_warns_only_where_the_sign_up_fails() {
        for &authentication in AuthenticationType::ALL {
            let rule = DevHubRule::of(Deed::RegisterOrdinary, authentication).unwrap();
            let warned = rule.ruling == Ruling::Warned(HubReason::SignUpFails);
            let app = authentication == AuthenticationType::ExternalClientApp;
            assert_eq!(warned, app, "{authentication:?}");
        }
    }
}
