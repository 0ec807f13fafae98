//! Secrets on their way in.

use core::fmt;

use serde::Deserialize;

/// A secret that a person typed into the page. It can be received and taken out, nothing else.
#[derive(Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(transparent)]
pub struct TypedSecret(String);

impl TypedSecret {
    /// Gives the text away, once.
    #[must_use]
    pub fn into_text(self) -> String {
        self.0
    }
}

impl From<String> for TypedSecret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for TypedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedSecret([redacted])")
    }
}
