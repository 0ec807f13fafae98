//! The closed lists of words that the catalogue's file may use.

/// An enum whose variants have a name in the file and on the way to the page, spelt once.
macro_rules! named {
    (
        $(#[$about:meta])*
        $name:ident { $($(#[$each:meta])* $variant:ident = $text:literal),+ $(,)? }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
        #[serde(try_from = "String")]
        pub enum $name { $($(#[$each])* $variant),+ }

        impl $name {
            /// All of them, in the order in which they are explained.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name in the file and on the way to the page.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::catalogue::UnknownNameError;

            fn try_from(name: String) -> Result<Self, Self::Error> {
                let known = Self::ALL.iter().find(|value| value.name() == name);
                known.copied().ok_or($crate::catalogue::UnknownNameError::new(name))
            }
        }
    };
}

pub(crate) use named;

/// A name that none of the lists has.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a name that exists")]
pub struct UnknownNameError(String);

impl UnknownNameError {
    pub(crate) fn new(name: String) -> Self {
        Self(name)
    }
}

named! {
    /// Where Salesforce said it (salesforce.md, 3.5).
    Place {
        /// A page of Salesforce in the browser. The callback never hears of it.
        Page = "page",
        /// The answer that the browser brings back to the callback.
        Callback = "callback",
        /// The answer of the token, revoke or introspect endpoint.
        Token = "token",
        /// The answer to a call with an access token, REST or SOAP.
        Api = "api",
        /// A fault of SOAP `login()`.
        Soap = "soap",
    }
}

named! {
    /// When the same thing may be tried again.
    RetryPolicy {
        /// Now, unchanged.
        AtOnce = "atOnce",
        /// After a person has changed something.
        AfterFix = "afterFix",
        /// By itself: a new key becomes known to Salesforce after a while.
        Countdown = "countdown",
        /// After a while; the fault is on Salesforce's side.
        Later = "later",
        /// Only with a new sign-in through the browser.
        SignInAgain = "signInAgain",
        /// After the access token has been renewed.
        Refresh = "refresh",
        /// Not at all: it will not work however often it is tried.
        Never = "never",
    }
}

named! {
    /// A button that a step has.
    StepAction {
        /// Repeats what failed, with the same values.
        Retry = "retry",
        /// Signs in and asks for whatever scopes the app has.
        RetryWithAllScopes = "retryWithAllScopes",
        /// Goes back to the fields of the Credentials step.
        BackToCredentials = "backToCredentials",
        /// Copies the callback URL that the app must list.
        CopyCallback = "copyCallback",
        /// Opens the cause's page in Setup.
        OpenSetupPage = "openSetupPage",
        /// Signs in again through a private window.
        PrivateWindow = "privateWindow",
        /// Starts the countdown after which Orgkeep asks again.
        Wait = "wait",
        /// Goes to the Login URL.
        EditAddress = "editAddress",
    }
}

named! {
    /// A page of an org's Setup (salesforce.md, 7.1).
    SetupPage {
        /// External Client App Manager.
        ExternalClientAppManager = "externalClientAppManager",
        /// External Client App Settings.
        ExternalClientAppSettings = "externalClientAppSettings",
        /// External Client App OAuth Usage.
        ExternalClientAppUsage = "externalClientAppUsage",
        /// Connected Apps OAuth Usage.
        ConnectedAppsUsage = "connectedAppsUsage",
        /// Manage Connected Apps.
        ConnectedApps = "connectedApps",
        /// App Manager.
        AppManager = "appManager",
        /// OAuth and OpenID Connect Settings.
        OauthSettings = "oauthSettings",
        /// OAuth Custom Scopes.
        CustomScopes = "customScopes",
        /// Deployment Status.
        DeploymentStatus = "deploymentStatus",
        /// My Domain.
        MyDomain = "myDomain",
        /// Dev Hub.
        DevHub = "devHub",
        /// Login History.
        LoginHistory = "loginHistory",
    }
}
