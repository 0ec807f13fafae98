//! Why the practice org could not be started or driven.

use std::{io, path::PathBuf};

/// Failures of starting the practice org, or of steering it.
#[derive(Debug, thiserror::Error)]
pub enum SimulatorError {
    /// A port is held by somebody else.
    #[error("localhost:{port} cannot be listened on")]
    Bind {
        /// The port that was asked for; 0 when any would have done.
        port: u16,
        /// What the operating system said.
        source: io::Error,
    },
    /// The last of the consecutive ports would be above 65535.
    #[error("the first port leaves no room for the others")]
    PortsTooHigh,
    /// The operating system gave no random seed.
    #[error("no randomness is to be had from the operating system")]
    NoRandomness,
    /// The state file is there and cannot be read.
    #[error("the state file {path} cannot be read")]
    StateFile {
        /// The file named by the configuration.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// No scenario has this id.
    #[error("there is no scenario called {0}")]
    UnknownScenario(String),
    /// No app has this client id.
    #[error("there is no app with this client id")]
    UnknownApp,
    /// No user has this name.
    #[error("there is no user called {0}")]
    UnknownUser(String),
}
