//! Types of metadata with their folders and suffixes (salesforce.md, 1.1).

use crate::name::ApiName;

/// A type of metadata that belongs to External Client Apps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The app itself.
    App,
    /// OAuth settings that can be packaged.
    OauthSettings,
    /// Callbacks, flows, security, and the consumer. Never packaged.
    GlobalOauthSettings,
    /// Made by Setup, read only.
    OauthSecuritySettings,
    /// Which plug-ins are on.
    Policies,
    /// OAuth policies.
    OauthPolicies,
    /// SAML policies.
    SamlPolicies,
    /// Mobile settings.
    MobileSettings,
    /// Mobile policies.
    MobilePolicies,
    /// Push settings.
    PushSettings,
    /// Push policies.
    PushPolicies,
    /// Notification settings.
    NotificationSettings,
    /// Canvas settings.
    CanvasSettings,
}

/// Type, folder, suffix, what is appended to the app's name.
type Row = (&'static str, &'static str, &'static str, &'static str);

impl Kind {
    /// Every type.
    pub const ALL: [Self; 13] = [
        Self::App,
        Self::OauthSettings,
        Self::GlobalOauthSettings,
        Self::OauthSecuritySettings,
        Self::Policies,
        Self::OauthPolicies,
        Self::SamlPolicies,
        Self::MobileSettings,
        Self::MobilePolicies,
        Self::PushSettings,
        Self::PushPolicies,
        Self::NotificationSettings,
        Self::CanvasSettings,
    ];

    /// The name of the type.
    #[must_use]
    pub fn type_name(self) -> &'static str {
        self.row().0
    }

    /// The folder in which its files are.
    #[must_use]
    pub fn folder(self) -> &'static str {
        self.row().1
    }

    /// The suffix of its files, without `-meta.xml`.
    #[must_use]
    pub fn suffix(self) -> &'static str {
        self.row().2
    }

    /// The type of a root element.
    #[must_use]
    pub fn of_type(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.type_name() == name)
    }

    /// The type of a folder.
    #[must_use]
    pub fn of_folder(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.folder() == name)
    }

    /// The type of a file in source format, by its name.
    #[must_use]
    pub fn of_file(name: &str) -> Option<Self> {
        let (_, suffix) = name.strip_suffix("-meta.xml")?.rsplit_once('.')?;
        Self::ALL.into_iter().find(|kind| kind.suffix() == suffix)
    }

    /// What a component of an app is called.
    #[must_use]
    pub fn member(self, app: &ApiName) -> String {
        format!("{app}{}", self.row().3)
    }

    /// Where a component of an app is, from the package's folder.
    #[must_use]
    pub fn file(self, app: &ApiName) -> String {
        let (_, folder, suffix, _) = self.row();
        format!("{folder}/{}.{suffix}-meta.xml", self.member(app))
    }

    fn row(self) -> Row {
        match self {
            Self::App => ("ExternalClientApplication", "externalClientApps", "eca", ""),
            Self::OauthSettings => (
                "ExtlClntAppOauthSettings",
                "extlClntAppOauthSettings",
                "ecaOauth",
                "_oauth",
            ),
            Self::GlobalOauthSettings => (
                "ExtlClntAppGlobalOauthSettings",
                "extlClntAppGlobalOauthSets",
                "ecaGlblOauth",
                "_glbloauth",
            ),
            Self::OauthSecuritySettings => (
                "ExtlClntAppOauthSecuritySettings",
                "extlClntAppOauthSecuritySettings",
                "ecaOauthSecurity",
                "_oauthSecurity",
            ),
            Self::Policies => (
                "ExtlClntAppConfigurablePolicies",
                "extlClntAppPolicies",
                "ecaPlcy",
                "_plcy",
            ),
            Self::OauthPolicies => (
                "ExtlClntAppOauthConfigurablePolicies",
                "extlClntAppOauthPolicies",
                "ecaOauthPlcy",
                "_oauthPlcy",
            ),
            _ => self.other_row(),
        }
    }

    /// Types that are recognised and not written.
    fn other_row(self) -> Row {
        match self {
            Self::MobileSettings => (
                "ExtlClntAppMobileSettings",
                "extlClntAppMobileSettings",
                "ecaMobile",
                "_mobile",
            ),
            Self::MobilePolicies => (
                "ExtlClntAppMobileConfigurablePolicies",
                "extlClntAppMobilePolicies",
                "ecaMobilePlcy",
                "_mobilePlcy",
            ),
            Self::PushSettings => (
                "ExtlClntAppPushSettings",
                "extlClntAppPushSettings",
                "ecaPush",
                "_push",
            ),
            Self::PushPolicies => (
                "ExtlClntAppPushConfigurablePolicies",
                "extlClntAppPushPolicies",
                "ecaPushPlcy",
                "_pushPlcy",
            ),
            Self::NotificationSettings => (
                "ExtlClntAppNotificationSettings",
                "extlClntAppNotifSettings",
                "ecaNotifications",
                "_notifications",
            ),
            Self::CanvasSettings => (
                "ExtlClntAppCanvasSettings",
                "extlClntAppCanvasSettings",
                "ecaCanvas",
                "_canvasSettings",
            ),
            _ => (
                "ExtlClntAppSamlConfigurablePolicies",
                "extlClntAppSamlConfigurablePolicies",
                "ecaSamlPlcy",
                "_samlPlcy",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_found_by_each_of_its_names() {
        let app = ApiName::parse("My_App").unwrap();
        for kind in Kind::ALL {
            let file = kind.file(&app);
            let (folder, name) = file.split_once('/').unwrap();
            assert_eq!(Kind::of_type(kind.type_name()), Some(kind));
            assert_eq!(Kind::of_folder(folder), Some(kind));
            assert_eq!(Kind::of_file(name), Some(kind));
        }
    }

    #[test]
    fn the_folders_that_are_not_called_after_their_type_are_right() {
        let app = ApiName::parse("X").unwrap();
        assert_eq!(
            Kind::GlobalOauthSettings.file(&app),
            "extlClntAppGlobalOauthSets/X_glbloauth.ecaGlblOauth-meta.xml"
        );
        assert_eq!(
            Kind::OauthPolicies.file(&app),
            "extlClntAppOauthPolicies/X_oauthPlcy.ecaOauthPlcy-meta.xml"
        );
        assert_eq!(Kind::of_file("X.ecaGlobalOauth-meta.xml"), None);
    }
}
