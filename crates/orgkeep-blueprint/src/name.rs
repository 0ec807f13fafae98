//! Names that an External Client App carries, and what may be in them.

use core::fmt;

/// The longest label, user name and member name, in characters: Salesforce's own limit for names.
const LONGEST_NAME: usize = 80;
/// The longest description, in characters.
const LONGEST_DESCRIPTION: usize = 255;
/// An app's satellites are named after it with up to ten characters more (`_glbloauth`), and each name may
/// have 80.
const LONGEST_API_NAME: usize = 70;

/// Why a text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing is left of it.
    #[error("it is empty")]
    Empty,
    /// It has too many characters.
    #[error("it is longer than {longest} characters")]
    TooLong {
        /// How many it may have.
        longest: usize,
    },
    /// It has a character that does not belong there.
    #[error("it has a character that does not belong there")]
    Character,
    /// It does not have the form of an address.
    #[error("it does not look like name@host.example")]
    Address,
}

macro_rules! line {
    ($(#[$meta:meta])* $name:ident, $longest:expr, $extra:expr) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Takes one line of text, spaces around it trimmed.
            ///
            /// # Errors
            /// [`NameError`].
            pub fn parse(text: &str) -> Result<Self, NameError> {
                let text = one_line(text, $longest)?;
                let extra: fn(&str) -> Result<(), NameError> = $extra;
                extra(text)?;
                Ok(Self(text.to_owned()))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

line!(
    /// What people see: up to 80 characters of any script, on one line.
    Label,
    LONGEST_NAME,
    |_| Ok(())
);
line!(
    /// A sentence about the app: up to 255 characters, on one line.
    Description,
    LONGEST_DESCRIPTION,
    |_| Ok(())
);
line!(
    /// Whom Salesforce writes to about the app.
    ContactEmail,
    LONGEST_NAME,
    address
);
line!(
    /// A Salesforce user name, which has the form of an e-mail address.
    Username,
    LONGEST_NAME,
    address
);
line!(
    /// A profile or a permission set, by name. Metadata separates them by commas, so a name has none.
    MemberName,
    LONGEST_NAME,
    |text| if text.contains(',') {
        Err(NameError::Character)
    } else {
        Ok(())
    }
);

impl Label {
    /// The app's name where nobody typed another one.
    pub(crate) fn usual() -> Self {
        Self("Orgkeep".to_owned())
    }
}

/// An API name: a letter first, then letters, digits and single underscores, none at the end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApiName(String);

impl ApiName {
    /// Takes a name that follows Salesforce's rule for API names (salesforce.md, 1.2).
    ///
    /// # Errors
    /// [`NameError`].
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let text = one_line(text, LONGEST_API_NAME)?;
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let first = text.bytes().next().is_some_and(|b| b.is_ascii_alphabetic());
        let plain = first && text.bytes().all(allowed);
        if !plain || text.contains("__") || text.ends_with('_') {
            return Err(NameError::Character);
        }
        Ok(Self(text.to_owned()))
    }

    /// What Salesforce fills in for a label: everything else becomes one underscore, and a name that would
    /// not start with a letter gets an X.
    #[must_use]
    pub fn derive(label: &Label) -> Self {
        let mut name = String::new();
        for character in label.as_str().chars() {
            if character.is_ascii_alphanumeric() {
                name.push(character);
            } else if !name.is_empty() && !name.ends_with('_') {
                name.push('_');
            }
        }
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            name.insert(0, 'X');
        }
        name.truncate(LONGEST_API_NAME);
        Self(name.trim_end_matches('_').to_owned())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as packages are called: lower case, with hyphens.
    #[must_use]
    pub fn slug(&self) -> String {
        self.0.to_ascii_lowercase().replace('_', "-")
    }
}

impl fmt::Display for ApiName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn one_line(text: &str, longest: usize) -> Result<&str, NameError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(NameError::Empty);
    }
    if text.chars().count() > longest {
        return Err(NameError::TooLong { longest });
    }
    if text.chars().any(is_unfit) {
        return Err(NameError::Character);
    }
    Ok(text)
}

/// Line breaks, what XML 1.0 cannot hold, and marks that reverse the reading direction.
fn is_unfit(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFE}' | '\u{FFFF}')
}

fn address(text: &str) -> Result<(), NameError> {
    let sound = text.split_once('@').is_some_and(|(user, host)| {
        let host_is_sound = host
            .split_once('.')
            .is_some_and(|(before, after)| !before.is_empty() && !after.is_empty());
        !user.is_empty() && host_is_sound && !host.contains('@') && !host.ends_with('.')
    });
    if !sound || text.contains(char::is_whitespace) {
        return Err(NameError::Address);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_label_takes_every_script_and_no_line_break() {
        assert_eq!(
            Label::parse("  Größe & <Co> 組織 🦀 ").unwrap().as_str(),
            "Größe & <Co> 組織 🦀"
        );
        assert_eq!(Label::parse(" \n "), Err(NameError::Empty));
        assert_eq!(Label::parse("a\nb"), Err(NameError::Character));
        assert_eq!(Label::parse("a\u{202e}b"), Err(NameError::Character));
        assert_eq!(
            Label::parse(&"x".repeat(81)),
            Err(NameError::TooLong { longest: 80 })
        );
    }

    #[test]
    fn an_api_name_follows_salesforces_rule() {
        assert!(ApiName::parse("Orgkeep_Connection2").is_ok());
        for text in ["", "1a", "_a", "a_", "a__b", "a-b", "a b", "ä", "00D:App"] {
            assert!(ApiName::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_address_needs_both_sides() {
        assert!(Username::parse("integration@acme.example.uat").is_ok());
        for text in ["a", "@b.c", "a@b", "a@.c", "a@b.", "a b@c.d", "a@b@c.d"] {
            assert_eq!(ContactEmail::parse(text), Err(NameError::Address), "{text}");
        }
    }

    #[test]
    fn a_comma_would_make_two_members_of_one() {
        assert!(MemberName::parse("System Administrator").is_ok());
        assert_eq!(MemberName::parse("a,b"), Err(NameError::Character));
    }

    proptest! {
        #[test]
        fn a_derived_api_name_is_one(text in "\\PC{1,100}") {
            if let Ok(label) = Label::parse(&text) {
                let name = ApiName::derive(&label);
                prop_assert_eq!(ApiName::parse(name.as_str()), Ok(name));
            }
        }
    }
}
