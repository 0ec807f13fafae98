//! A connection: one registered org, who signs in, how, and what Orgkeep knows of its health.

use core::fmt;

use crate::text::neutral;

/// What the admin calls the connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionName(String);

/// Why a name is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConnectionNameError {
    /// Nothing visible was given.
    #[error("the name is empty")]
    Empty,
    /// More than [`ConnectionName::LONGEST`] characters.
    #[error("the name is too long")]
    TooLong,
}

impl ConnectionName {
    /// The longest name, in characters.
    pub const LONGEST: usize = 80;

    /// Trims the name and drops characters that cannot be seen.
    ///
    /// # Errors
    /// [`ConnectionNameError`] when nothing is left, or too much.
    pub fn parse(text: &str) -> Result<Self, ConnectionNameError> {
        if text.chars().count() > Self::LONGEST {
            return Err(ConnectionNameError::TooLong);
        }
        let name = neutral(text, Self::LONGEST);
        if name.is_empty() {
            return Err(ConnectionNameError::Empty);
        }
        Ok(Self(name))
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ConnectionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! named_values {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $key:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// Every value, in the order in which people are offered them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The word under which the value is stored.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* }
            }

            /// The value stored under a word.
            #[must_use]
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.key() == key)
            }
        }
    )*};
}

named_values! {
    /// What kind of org it is.
    OrgType {
        /// A production org.
        Production = "production",
        /// A sandbox of a production org.
        Sandbox = "sandbox",
        /// A Developer Edition org.
        Developer = "developer",
        /// A scratch org.
        Scratch = "scratch",
    }
    /// How Orgkeep signs in.
    AuthenticationType {
        /// User name, password and security token.
        Standard = "standard",
        /// OAuth through a Connected App.
        ConnectedApp = "connected_app",
        /// OAuth through an External Client App.
        ExternalClientApp = "external_client_app",
    }
    /// The admin's own label, separate from [`OrgType`].
    Environment {
        /// Blue.
        Development = "development",
        /// Green.
        Integration = "integration",
        /// Purple.
        Uat = "uat",
        /// Orange.
        FullCopy = "full",
        /// Red.
        Production = "production",
        /// Grey.
        Other = "other",
    }
    /// The mark that the admin gave it, beside the hue of its environment.
    Colour {
        /// No mark: the strip shows the environment.
        Plain = "plain",
        /// Red.
        Red = "red",
        /// Orange.
        Orange = "orange",
        /// Yellow.
        Yellow = "yellow",
        /// Green.
        Green = "green",
        /// Blue.
        Blue = "blue",
        /// Purple.
        Purple = "purple",
    }
    /// What is known of a connection's health.
    ConnectionStatus {
        /// Its tokens were proven by an answer of the org.
        Connected = "connected",
        /// Only a person can bring it back.
        SignInAgain = "sign_in_again",
        /// Its tokens were imported, and nothing has proven them yet.
        Untested = "untested",
    }
}

impl Environment {
    /// A first guess from what the org is and what its host and name say. The admin can change it.
    #[must_use]
    pub fn guess(org_type: OrgType, host: &str, name: &str) -> Self {
        if org_type == OrgType::Production {
            return Self::Production;
        }
        let words = format!("{host} {name}").to_ascii_lowercase();
        let says = |any: &[&str]| {
            words
                .split(|c: char| !c.is_ascii_alphanumeric())
                .any(|word| any.contains(&word))
        };
        if says(&["uat", "acceptance", "partial"]) {
            Self::Uat
        } else if says(&["int", "integration", "sit", "ci", "qa", "test"]) {
            Self::Integration
        } else if says(&["full", "fullcopy", "staging", "preprod"]) {
            Self::FullCopy
        } else if org_type == OrgType::Sandbox && !says(&["dev", "develop", "development"]) {
            Self::Other
        } else {
            Self::Development
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_what_can_be_seen_of_it() {
        assert_eq!(
            ConnectionName::parse("  ACME\u{202e} UAT ")
                .unwrap()
                .as_str(),
            "ACME UAT"
        );
        assert_eq!(
            ConnectionName::parse("\u{200b} "),
            Err(ConnectionNameError::Empty)
        );
        assert_eq!(
            ConnectionName::parse(&"x".repeat(81)),
            Err(ConnectionNameError::TooLong)
        );
        let longest = "x".repeat(80);
        let name = ConnectionName::parse(&longest).unwrap();
        assert_eq!(name.to_string(), longest);
    }

    #[test]
    fn the_environment_is_guessed_from_type_host_and_name() {
        for (org_type, host, name, environment) in [
            (
                OrgType::Production,
                "acme.my.salesforce.com",
                "ACME UAT",
                Environment::Production,
            ),
            (
                OrgType::Sandbox,
                "acme--uat.sandbox.my.salesforce.com",
                "x",
                Environment::Uat,
            ),
            (
                OrgType::Sandbox,
                "acme--x.sandbox.my.salesforce.com",
                "Full copy",
                Environment::FullCopy,
            ),
            (
                OrgType::Sandbox,
                "acme--x.sandbox.my.salesforce.com",
                "ACME",
                Environment::Other,
            ),
            (
                OrgType::Sandbox,
                "acme--dev.sandbox.my.salesforce.com",
                "ACME",
                Environment::Development,
            ),
            (
                OrgType::Developer,
                "acme-de.develop.my.salesforce.com",
                "Partner",
                Environment::Development,
            ),
        ] {
            assert_eq!(
                Environment::guess(org_type, host, name),
                environment,
                "{host} {name}"
            );
        }
    }

    #[test]
    fn stored_words_lead_back_to_their_values() {
        for value in Environment::ALL {
            assert_eq!(Environment::from_key(value.key()), Some(*value));
        }
        assert_eq!(OrgType::from_key("moon"), None);
    }
}
