//! Why one component was refused.

use orgkeep_domain::catalogue::{Cause, Place, classify};
use orgkeep_domain::failure::ServerWords;
use orgkeep_domain::text::neutral;

/// The longest name or code that is kept, in characters.
const LONGEST_NAME: usize = 100;
/// The longest message that is kept, in characters.
const LONGEST_MESSAGE: usize = 300;

/// What Salesforce says about one component that it did not take, made fit to show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problem {
    /// The type of the component; empty where the whole deployment is meant.
    pub type_name: String,
    /// Its name.
    pub full_name: String,
    /// The status code, where there is one.
    pub code: Option<String>,
    /// The text for a person.
    pub message: String,
    /// The elements that it is about.
    pub fields: Vec<String>,
}

impl Problem {
    /// From what stood where its parts belong. A deployment's text may begin with the code.
    pub(super) fn new(type_name: &str, full_name: &str, code: Option<&str>, message: &str) -> Self {
        let (first, rest) = message.split_once(':').unwrap_or(("", message));
        let (code, message) = match code {
            None if is_code(first) => (Some(first), rest.trim_start()),
            code => (code, message),
        };
        Self {
            type_name: neutral(type_name, LONGEST_NAME),
            full_name: neutral(full_name, LONGEST_NAME),
            code: code.map(|code| neutral(code, LONGEST_NAME)),
            message: neutral(message, LONGEST_MESSAGE),
            fields: Vec::new(),
        }
    }

    /// The same, about these elements.
    pub(super) fn about<'a>(mut self, fields: impl Iterator<Item = &'a str>) -> Self {
        self.fields = fields.map(|field| neutral(field, LONGEST_NAME)).collect();
        self
    }

    /// What it means.
    #[must_use]
    pub fn cause(&self) -> Cause {
        let code = self.code.as_deref().unwrap_or_default();
        classify(Some(Place::Api), code, &self.message)
    }

    /// The same as words under *Details*.
    #[must_use]
    pub fn words(&self) -> ServerWords {
        ServerWords {
            code: self.code.clone(),
            description: (!self.message.is_empty()).then(|| self.message.clone()),
        }
    }
}

fn is_code(text: &str) -> bool {
    text.contains('_')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_under_details_is_what_was_told() {
        let told = |message| {
            let words = Problem::new("T", "N", None, message).words();
            (words.code, words.description)
        };
        let code = Some("INVALID_CROSS_REFERENCE_KEY".to_owned());
        let text = Some("no app".to_owned());
        assert_eq!(
            told("INVALID_CROSS_REFERENCE_KEY: no app"),
            (code, text.clone())
        );
        assert_eq!(told("no app"), (None, text));
        assert_eq!(told(""), (None, None));
        for no_code in ["no_app: here", "NOTE: here", "A_1: here"] {
            assert_eq!(told(no_code), (None, Some(no_code.to_owned())), "{no_code}");
        }
    }

    #[test]
    fn a_code_in_front_of_the_text_is_the_code() {
        let problem = Problem::new("T", "N", None, "INVALID_CROSS_REFERENCE_KEY: no app");
        assert_eq!(problem.code.as_deref(), Some("INVALID_CROSS_REFERENCE_KEY"));
        assert_eq!(problem.message, "no app");
        let plain = Problem::new("T", "N", None, "In field: label - too long");
        assert_eq!(
            (plain.code, plain.message.as_str()),
            (None, "In field: label - too long")
        );
    }

    #[test]
    fn every_row_of_the_table_has_its_cause() {
        for (code, message, cause) in [
            (
                None,
                "This external client app lacks a valid OAuth settings configuration.",
                "oauthSettingsMissing",
            ),
            (
                None,
                "The OAuth settings are missing for this external client app.",
                "oauthSettingsMissing",
            ),
            (
                None,
                "There was a problem with the OAuth link",
                "oauthLinkForeign",
            ),
            (
                None,
                "duplicate value found: the name is taken",
                "nameTaken",
            ),
            (
                None,
                "An External Client App with this name already exists",
                "nameTaken",
            ),
            (None, "The consumer key is already in use", "nameTaken"),
            (Some("DUPLICATE_VALUE"), "", "nameTaken"),
            (Some("DUPLICATE_DEVELOPER_NAME"), "", "nameTaken"),
            (Some("INVALID_CROSS_REFERENCE_KEY"), "", "appNameMismatch"),
            (
                Some("INSUFFICIENT_ACCESS_OR_READONLY"),
                "",
                "permissionMissing",
            ),
            (Some("REQUIRED_FIELD_MISSING"), "", "fieldMissing"),
            (Some("FIELD_INTEGRITY_EXCEPTION"), "", "fieldInvalid"),
            (
                Some("FIELD_INTEGRITY_EXCEPTION"),
                "Invalid plugin settings",
                "policyNotAccepted",
            ),
            (None, "Invalid plugin settings", "policyNotAccepted"),
            (
                None,
                "Ephemeral orgs such as scratch orgs can't be used to deploy packaged ECAs",
                "packagedInScratch",
            ),
            (
                None,
                "Enter a valid execution user for the OAuth client credentials flow",
                "clientCredentialsUser",
            ),
        ] {
            let problem = Problem::new("T", "N", code, message);
            assert_eq!(problem.cause().id(), cause, "{code:?} {message}");
        }
    }
}
