//! Types of metadata with their folders and suffixes (salesforce.md, 1.1).

use crate::name::ApiName;

/// Each type with its name, its folder, its suffix, and what its components append to the app's name.
macro_rules! kinds {
    ($( $(#[$doc:meta])* $variant:ident = $type_name:literal, $folder:literal, $suffix:literal, $member:literal; )*) => {
        /// A type of metadata that belongs to External Client Apps.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $( $(#[$doc])* $variant, )* }

        impl Kind {
            /// Every type.
            pub const ALL: [Self; [$(Self::$variant),*].len()] = [$(Self::$variant),*];

            /// The name of the type.
            #[must_use]
            pub fn type_name(self) -> &'static str {
                match self { $(Self::$variant => $type_name,)* }
            }

            /// The folder in which its files are.
            #[must_use]
            pub fn folder(self) -> &'static str {
                match self { $(Self::$variant => $folder,)* }
            }

            /// The suffix of its files, without `-meta.xml`.
            #[must_use]
            pub fn suffix(self) -> &'static str {
                match self { $(Self::$variant => $suffix,)* }
            }

            fn member_suffix(self) -> &'static str {
                match self { $(Self::$variant => $member,)* }
            }
        }
    };
}

kinds! {
    /// The app itself.
    App = "ExternalClientApplication", "externalClientApps", "eca", "";
    /// OAuth settings that can be packaged.
    OauthSettings = "ExtlClntAppOauthSettings", "extlClntAppOauthSettings", "ecaOauth", "_oauth";
    /// Callbacks, flows, security, and the consumer. Never packaged.
    GlobalOauthSettings = "ExtlClntAppGlobalOauthSettings", "extlClntAppGlobalOauthSets", "ecaGlblOauth", "_glbloauth";
    /// Made by Setup, read only.
    OauthSecuritySettings = "ExtlClntAppOauthSecuritySettings", "extlClntAppOauthSecuritySettings", "ecaOauthSecurity", "_oauthSecurity";
    /// Which plug-ins are on.
    Policies = "ExtlClntAppConfigurablePolicies", "extlClntAppPolicies", "ecaPlcy", "_plcy";
    /// OAuth policies.
    OauthPolicies = "ExtlClntAppOauthConfigurablePolicies", "extlClntAppOauthPolicies", "ecaOauthPlcy", "_oauthPlcy";
    /// SAML policies.
    SamlPolicies = "ExtlClntAppSamlConfigurablePolicies", "extlClntAppSamlConfigurablePolicies", "ecaSamlPlcy", "_samlPlcy";
    /// Mobile settings.
    MobileSettings = "ExtlClntAppMobileSettings", "extlClntAppMobileSettings", "ecaMobile", "_mobile";
    /// Mobile policies.
    MobilePolicies = "ExtlClntAppMobileConfigurablePolicies", "extlClntAppMobilePolicies", "ecaMobilePlcy", "_mobilePlcy";
    /// Push settings.
    PushSettings = "ExtlClntAppPushSettings", "extlClntAppPushSettings", "ecaPush", "_push";
    /// Push policies.
    PushPolicies = "ExtlClntAppPushConfigurablePolicies", "extlClntAppPushPolicies", "ecaPushPlcy", "_pushPlcy";
    /// Notification settings.
    NotificationSettings = "ExtlClntAppNotificationSettings", "extlClntAppNotifSettings", "ecaNotifications", "_notifications";
    /// Canvas settings.
    CanvasSettings = "ExtlClntAppCanvasSettings", "extlClntAppCanvasSettings", "ecaCanvas", "_canvasSettings";
}

impl Kind {
    /// The type of a root element.
    #[must_use]
    pub fn of_type(name: &str) -> Option<Self> {
        Self::find(|kind| kind.type_name() == name)
    }

    /// The type of a folder.
    #[must_use]
    pub fn of_folder(name: &str) -> Option<Self> {
        Self::find(|kind| kind.folder() == name)
    }

    /// The type of a file in source format, by its name.
    #[must_use]
    pub fn of_file(name: &str) -> Option<Self> {
        let (_, suffix) = name.strip_suffix("-meta.xml")?.rsplit_once('.')?;
        Self::find(|kind| kind.suffix() == suffix)
    }

    /// What a component of an app is called.
    #[must_use]
    pub fn member(self, app: &ApiName) -> String {
        format!("{app}{}", self.member_suffix())
    }

    /// Where a component of an app is, from the package's folder.
    #[must_use]
    pub fn file(self, app: &ApiName) -> String {
        format!(
            "{}/{}.{}-meta.xml",
            self.folder(),
            self.member(app),
            self.suffix()
        )
    }

    fn find(is: impl Fn(Self) -> bool) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| is(*kind))
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
