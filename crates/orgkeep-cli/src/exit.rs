//! How the program ends.

use std::process::ExitCode;

use orgkeep_api::error::{ApiError, ErrorCode};

/// What the exit code says. Wrong usage ends with 2 as well, by clap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, or nothing found.
    Clean = 0,
    /// Something was found, or refused.
    Refused = 1,
    /// The arguments do not go together.
    Usage = 2,
    /// Something could not be read or written.
    Failed = 3,
    /// A person ended it. The shells' own number for an interrupted program.
    Cancelled = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why there is no result.
#[derive(Debug)]
pub struct Trouble {
    exit: Exit,
    words: String,
}

impl Trouble {
    /// The arguments do not go together.
    pub fn usage(words: impl Into<String>) -> Self {
        let words = words.into();
        Self {
            exit: Exit::Usage,
            words,
        }
    }

    /// Something is as it must not be for this, and was left as it is.
    pub fn refused(words: impl Into<String>) -> Self {
        let words = words.into();
        Self {
            exit: Exit::Refused,
            words,
        }
    }

    /// The vault, its key or a file cannot be used.
    pub fn unusable(words: impl Into<String>) -> Self {
        let words = words.into();
        Self {
            exit: Exit::Failed,
            words,
        }
    }

    /// Something could not be read or written. The causes are told as well.
    pub fn failed(error: &dyn core::error::Error) -> Self {
        let mut words = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            words.push_str(": ");
            words.push_str(&inner.to_string());
            cause = inner.source();
        }
        Self {
            exit: Exit::Failed,
            words,
        }
    }

    /// How the program ends with it.
    pub fn exit(&self) -> Exit {
        self.exit
    }
}

impl From<ApiError> for Trouble {
    fn from(error: ApiError) -> Self {
        match error.code {
            ErrorCode::NotFound | ErrorCode::Changed | ErrorCode::TooLate | ErrorCode::Browser => {
                Self::refused(error.message)
            }
            ErrorCode::HostUnproven => Self::refused(format!(
                "{}: `orgkeep register` with --confirm-host does that, and recognises the connection.",
                error.message
            )),
            ErrorCode::Invalid => Self::usage(error.message),
            _ => Self::unusable(error.message),
        }
    }
}

impl core::fmt::Display for Trouble {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_refused_ends_with_1_and_what_cannot_be_used_with_2() {
        for (code, exit) in [
            (ErrorCode::HostUnproven, Exit::Refused),
            (ErrorCode::NotFound, Exit::Refused),
            (ErrorCode::Invalid, Exit::Usage),
            (ErrorCode::VaultLocked, Exit::Failed),
        ] {
            let trouble = Trouble::from(ApiError::new(code, "why"));
            assert_eq!(trouble.exit(), exit, "{code:?}");
            assert!(trouble.to_string().starts_with("why"), "{trouble}");
        }
    }
}
