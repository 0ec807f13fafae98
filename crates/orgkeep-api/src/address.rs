//! The login address: what the check says of it, what was repaired, and vouching for a host.

use serde::{Deserialize, Serialize};

/// What the check says of the login address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum LoginUrlCheckView {
    /// Nothing typed yet.
    Empty,
    /// A My Domain: the right place for a Local app.
    #[serde(rename_all = "camelCase")]
    MyDomain {
        /// Scheme and host.
        origin: String,
        /// What was changed to get there from what was typed.
        repairs: Vec<RepairView>,
    },
    /// login.salesforce.com or test.salesforce.com: works only if the right org is signed in to.
    #[serde(rename_all = "camelCase")]
    Generic {
        /// Scheme and host.
        origin: String,
        /// What was changed to get there from what was typed.
        repairs: Vec<RepairView>,
    },
    /// Not a login host of Salesforce that Orgkeep knows: only the person can vouch for it, by typing it.
    #[serde(rename_all = "camelCase")]
    Custom {
        /// The host as it really is, in punycode where it has other letters.
        host: String,
        /// What kind of host it seems to be.
        looks_like: CustomHostView,
        /// The org's My Domain, where the host tells it.
        suggestion: Option<String>,
        /// Whether the person typed the host to confirm it.
        confirmed: bool,
        /// What was changed to get there from what was typed.
        repairs: Vec<RepairView>,
    },
    /// Not usable, for one reason.
    #[serde(rename_all = "camelCase")]
    Refused {
        /// The reason.
        reason: AddressReasonView,
    },
}

/// What was changed in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum RepairView {
    /// `https://` was put in front, or took the place of `http://`.
    Scheme,
    /// What followed the host was dropped.
    Path,
    /// The port was dropped.
    Port,
    /// A Lightning page became its org's My Domain.
    Lightning,
    /// A Setup page became its org's My Domain.
    Setup,
    /// A Visualforce page became its org's My Domain.
    Visualforce,
    /// Another page of the org became its My Domain.
    OtherPage,
}

/// What a host that is not trusted seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum CustomHostView {
    /// An Experience Cloud site: its users sign in there, admins seldom.
    Site,
    /// An instance of the time before My Domain.
    OldInstance,
    /// Salesforce's alternative name for a My Domain.
    AlternativeName,
    /// Letters of another alphabet that look like others.
    Homograph,
    /// A name that looks like Salesforce's and is not.
    Lookalike,
    /// Any other host.
    Other,
}

/// The person vouches for a login host by typing it.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConfirmHostRequest {
    /// The draft.
    pub draft: String,
    /// The host as typed, to be compared with the one in the address.
    pub host: String,
}

/// Why an address is not usable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum AddressReasonView {
    /// Not a web address.
    Malformed,
    /// An address of another kind than a web page's.
    Scheme,
    /// It carries a user name or password.
    UserInfo,
    /// The host cannot be a Salesforce server.
    Host,
    /// A host of Salesforce's at which nobody signs in to an org.
    NotALoginHost,
    /// A page of an org whose address does not tell the org's My Domain.
    MyDomainUnknown,
    /// The practice window only takes addresses of this machine.
    NotPractice,
}

/// Whether a login host of the person's own may lead into a private network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct AddressQuestionView {
    /// Since when it is asked, RFC 3339.
    pub since: String,
    /// Until when, RFC 3339. No answer by then counts as no.
    pub deadline: String,
    /// The host.
    pub host: String,
    /// The addresses that it leads to.
    pub addresses: Vec<String>,
}
