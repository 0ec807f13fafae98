//! Which way a sign-in goes until Salesforce has given a session.

use orgkeep_api::attempt::StepId;
use orgkeep_domain::attempt::{Draft, LoginDraft};
use orgkeep_domain::authority::Authority;

use crate::evidence::KeyEvidence;

const THROUGH_THE_BROWSER: &[StepId] = &[
    StepId::KeyKnown,
    StepId::Listening,
    StepId::BrowserOpened,
    StepId::AnswerReceived,
    StepId::Exchanged,
    StepId::Identified,
    StepId::Saved,
];

const WITH_A_PASSWORD: &[StepId] = &[StepId::LoggedIn, StepId::Identified, StepId::Saved];

/// From here on all sign-ins are the same: who is it, is it who was expected, save.
pub(crate) enum Route {
    /// OAuth: a person consents at Salesforce, once it knows the key. Beside it, what speaks for a new key.
    Browser(Draft, KeyEvidence),
    /// A login: a password is sent. No browser opens, and no port is taken.
    Password(LoginDraft),
}

impl Route {
    /// Where the sign-in happens.
    pub(crate) fn authority(&self) -> &Authority {
        match self {
            Self::Browser(draft, _) => &draft.authority,
            Self::Password(draft) => &draft.authority,
        }
    }

    /// The callback that is sent, where one is.
    pub(crate) fn callback(&self) -> Option<&str> {
        match self {
            Self::Browser(draft, _) => Some(draft.callback.as_str()),
            Self::Password(_) => None,
        }
    }

    /// What the person sees of the way.
    pub(crate) fn steps(&self) -> &'static [StepId] {
        match self {
            Self::Browser(..) => THROUGH_THE_BROWSER,
            Self::Password(_) => WITH_A_PASSWORD,
        }
    }
}
