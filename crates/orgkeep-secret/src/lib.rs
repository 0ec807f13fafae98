//! Secret newtypes that cannot be printed, copied or serialized.
//!
//! A secret has one way out, [`Secret::expose`], and every call to it stands under an
//! `// EXPOSE:` comment that says why. There is no `Clone`, `Serialize`, `Display`, `Deref` or
//! `PartialEq`; `Debug` is redacted; the bytes are overwritten on drop. A type that holds a secret
//! therefore cannot reach a log, a view or an error text by accident: it does not compile.

use core::fmt;
use core::marker::PhantomData;

use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// What a secret is for. Implemented by the empty kinds below only.
pub trait SecretKind {
    /// The name that `Debug` shows in place of the value.
    const NAME: &'static str;
}

/// UTF-8 text that must not leak, of one [`SecretKind`].
pub struct Secret<K: SecretKind> {
    text: Zeroizing<String>,
    kind: PhantomData<fn() -> K>,
}

impl<K: SecretKind> Secret<K> {
    /// Takes ownership of the text. The caller's buffer becomes the secret; nothing is copied.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self {
            text: Zeroizing::new(text),
            kind: PhantomData,
        }
    }

    /// The text. Each call stands under an `// EXPOSE:` comment.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// Whether there is any text at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// How many characters the text has. Shown to the person who typed it.
    #[must_use]
    pub fn character_count(&self) -> usize {
        self.text.chars().count()
    }

    /// Compares in time that depends on the lengths only.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.text.as_bytes().ct_eq(other.text.as_bytes()).into()
    }

    /// A second copy, for the one place that must keep a secret while another consumes it. The long
    /// name makes it visible in review.
    #[must_use]
    pub fn duplicate_on_purpose(&self) -> Self {
        Self::new(self.text.to_string())
    }
}

impl<K: SecretKind> fmt::Debug for Secret<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}([redacted])", K::NAME)
    }
}

macro_rules! secret_kinds {
    ($($(#[$doc:meta])* $alias:ident = $kind:ident;)*) => {$(
        #[doc = concat!("Marks [`", stringify!($alias), "`].")]
        pub enum $kind {}
        impl SecretKind for $kind {
            const NAME: &'static str = stringify!($alias);
        }
        $(#[$doc])*
        pub type $alias = Secret<$kind>;
    )*};
}

secret_kinds! {
    /// An OAuth access token (RFC 6749, 1.4): opaque or shaped like a JWT.
    AccessToken = AccessTokenKind;
    /// An OAuth refresh token (RFC 6749, 1.5).
    RefreshToken = RefreshTokenKind;
    /// The consumer secret of an External Client App.
    ConsumerSecret = ConsumerSecretKind;
    /// An authorization code (RFC 6749, 1.3.1).
    AuthorizationCode = AuthorizationCodeKind;
    /// A PKCE code verifier (RFC 7636, 4.1).
    CodeVerifier = CodeVerifierKind;
    /// The `state` value that binds a callback to its request (RFC 6749, 10.12).
    StateToken = StateTokenKind;
    /// What a person signs in to Salesforce with.
    Password = PasswordKind;
    /// What Salesforce wants behind the password, from places that it does not trust.
    SecurityToken = SecurityTokenKind;
    /// The key of a home of the Salesforce CLI.
    HomeKey = HomeKeyKind;
    /// What a person types to open a vault that has no keyring.
    Passphrase = PassphraseKind;
    /// What a printed sheet holds to open a vault whose key is lost.
    RecoveryKey = RecoveryKeyKind;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_names_the_kind_and_hides_the_text() {
        let token = RefreshToken::new("canary".into());
        assert_eq!(format!("{token:?}"), "RefreshToken([redacted])");
    }

    #[test]
    fn equal_texts_match_and_others_do_not() {
        let state = StateToken::new("abc".into());
        assert!(state.matches(&StateToken::new("abc".into())));
        for other in ["", "ab", "abcd", "abC"] {
            assert!(!state.matches(&StateToken::new(other.into())), "{other}");
        }
    }
}
