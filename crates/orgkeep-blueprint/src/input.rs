//! What only the administrator knows: addresses and people that a preset asks for.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::callback::{Callback, CallbackError};
use crate::name::{MemberName, NameError, Username};

/// What kind of answer an input takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InputKind {
    /// A callback URL, exactly as the product shows it.
    Callback,
    /// The address at which the product is used; what follows the host is cut off.
    Instance,
    /// Names of profiles, separated by commas.
    Profiles,
    /// Names of permission sets, separated by commas.
    PermissionSets,
    /// A Salesforce user name.
    Username,
}

/// A question that a preset asks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Under which the answer is stored, and which stands in braces in callback URLs.
    pub key: String,
    /// What answer it takes.
    pub kind: InputKind,
    /// The question.
    pub label: String,
    /// An example.
    pub hint: String,
    /// Whether the checklist is complete without it. Source files may need it all the same.
    #[serde(default)]
    pub optional: bool,
}

/// An answer in which nothing is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    /// A callback URL, or the origin of an instance.
    Address(String),
    /// Profiles or permission sets.
    Members(BTreeSet<MemberName>),
    /// A user.
    User(Username),
}

/// What is wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum InputError {
    /// There is none.
    #[error("nothing was entered")]
    Missing,
    /// It does not have the form that it needs.
    #[error("it does not have the form that it needs")]
    Malformed,
    /// It is neither https nor http on localhost.
    #[error("it must start with https, or with http://localhost")]
    NotHttps,
    /// It has too many characters.
    #[error("it is too long")]
    TooLong,
}

impl From<CallbackError> for InputError {
    fn from(error: CallbackError) -> Self {
        match error {
            CallbackError::Empty => Self::Missing,
            CallbackError::Malformed => Self::Malformed,
            CallbackError::NotHttps => Self::NotHttps,
            CallbackError::TooLong => Self::TooLong,
        }
    }
}

impl From<NameError> for InputError {
    fn from(error: NameError) -> Self {
        match error {
            NameError::Empty => Self::Missing,
            NameError::TooLong { .. } => Self::TooLong,
            NameError::Character | NameError::Address => Self::Malformed,
        }
    }
}

impl InputKind {
    pub(crate) fn parse(self, text: &str) -> Result<Answer, InputError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(InputError::Missing);
        }
        match self {
            Self::Callback => Ok(Answer::Address(Callback::parse(text)?.as_str().to_owned())),
            Self::Instance => origin(text).map(Answer::Address),
            Self::Profiles | Self::PermissionSets => members(text).map(Answer::Members),
            Self::Username => Ok(Answer::User(Username::parse(text)?)),
        }
    }
}

/// `https://host` of an address that may have been copied from deep inside the product.
fn origin(text: &str) -> Result<String, InputError> {
    let url = url::Url::parse(text).map_err(|_| InputError::Malformed)?;
    match url.scheme() {
        "https" => Ok(url.origin().ascii_serialization()),
        "http" => Err(InputError::NotHttps),
        _ => Err(InputError::Malformed),
    }
}

fn members(text: &str) -> Result<BTreeSet<MemberName>, InputError> {
    let names = text.split(',').map(str::trim).filter(|n| !n.is_empty());
    let names: Result<BTreeSet<_>, NameError> = names.map(MemberName::parse).collect();
    match names? {
        none if none.is_empty() => Err(InputError::Missing),
        names => Ok(names),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instance_is_cut_to_its_origin() {
        let parse = |text| InputKind::Instance.parse(text);
        let origin = Answer::Address("https://vault-qa.autorabit.com".into());
        assert_eq!(
            parse(" https://Vault-QA.autorabit.com/dashboard?x=1 "),
            Ok(origin)
        );
        assert_eq!(parse("http://vault.example"), Err(InputError::NotHttps));
        assert_eq!(parse("vault.example"), Err(InputError::Malformed));
        assert_eq!(parse(" "), Err(InputError::Missing));
    }

    #[test]
    fn members_are_separated_by_commas() {
        let Ok(Answer::Members(names)) = InputKind::Profiles.parse("System Administrator, , Sales")
        else {
            panic!("two profiles were given")
        };
        assert_eq!(names.len(), 2);
        assert_eq!(InputKind::Profiles.parse(" , "), Err(InputError::Missing));
    }
}
