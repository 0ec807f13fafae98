//! Identifiers: Salesforce's, checked and normalised, and our own.

use core::fmt;

use serde::Serialize;

/// Text that is not a Salesforce id of the expected kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a Salesforce id")]
pub struct IdError;

macro_rules! salesforce_ids {
    ($($(#[$doc:meta])* $name:ident starts with $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
        pub struct $name(String);

        impl $name {
            /// Accepts 15 or 18 characters and keeps 18. A wrong checksum is refused.
            ///
            /// # Errors
            /// [`IdError`] when length, alphabet, key prefix or checksum are wrong.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                if !text.starts_with($prefix) {
                    return Err(IdError);
                }
                eighteen(text).map(Self)
            }

            /// All 18 characters.
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
    )*};
}

salesforce_ids! {
    /// The id of an org, 18 characters.
    OrgId starts with "00D";
    /// The id of a user, 18 characters.
    UserId starts with "005";
}

macro_rules! own_ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        pub struct $name(String);

        impl $name {
            /// Accepts what the vault made: 1 to 64 lower-case letters, digits and hyphens.
            ///
            /// # Errors
            /// [`IdError`] for anything else.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                let fits = (1..=64).contains(&text.len())
                    && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
                fits.then(|| Self(text.to_owned())).ok_or(IdError)
            }

            /// The id as text.
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
    )*};
}

own_ids! {
    /// One connection, for its whole life.
    ConnectionId;
    /// One draft of a registration.
    DraftId;
    /// One blueprint of the person's own.
    BlueprintId;
    /// One dependent of a connection.
    DependentId;
    /// One run of authorization.
    AttemptId;
}

/// The 18-character form. The last three characters tell which of the first fifteen are upper case,
/// five bits each, lowest first.
fn eighteen(text: &str) -> Result<String, IdError> {
    if !matches!(text.len(), 15 | 18) || !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(IdError);
    }
    let (body, given) = text.split_at(15);
    let checksum = checksum_of(body);
    if !given.is_empty() && given != checksum {
        return Err(IdError);
    }
    Ok(format!("{body}{checksum}"))
}

fn checksum_of(body: &str) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    body.as_bytes()
        .chunks(5)
        .filter_map(|five| {
            let bits = five
                .iter()
                .enumerate()
                .filter(|(_, byte)| byte.is_ascii_uppercase())
                .fold(0, |bits, (index, _)| bits | (1 << index));
            ALPHABET.get(bits).map(|&byte| char::from(byte))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifteen_and_eighteen_characters_are_the_same_org() {
        let long = OrgId::parse("00D000000000001EAA").unwrap();
        assert_eq!(OrgId::parse("00D000000000001").unwrap(), long);
        assert_eq!(long.as_str(), "00D000000000001EAA");
    }

    #[test]
    fn other_prefixes_lengths_alphabets_and_checksums_are_refused() {
        for text in [
            "",
            "005000000000001AAA",
            "00D00000000000",
            "00D000000000001EAB",
            "00D00000000000!EAA",
            "00D0000000000012EAA",
        ] {
            assert!(OrgId::parse(text).is_err(), "{text}");
        }
        assert!(UserId::parse("005000000000001AAA").is_ok());
    }
}
