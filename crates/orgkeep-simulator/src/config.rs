//! How a practice org is started: on which ports, remembering what.

use std::path::PathBuf;

/// The port of the `login` host in practice mode; the other hosts take the ports after it.
pub const PRACTICE_FIRST_PORT: u16 = 29330;

/// Where the hosts listen. All of them on 127.0.0.1 and, where there is one, on [::1].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ports {
    /// Any free ports: for tests, which run side by side.
    Ephemeral,
    /// Consecutive ports from this one: `login`, `test`, then one for each org.
    From(u16),
}

/// What a practice org is started with.
#[derive(Debug, Clone)]
pub struct SimulatorConfig {
    /// Where the hosts listen.
    pub ports: Ports,
    /// Where grants and browser sessions outlive a restart; `None` forgets them.
    pub state_file: Option<PathBuf>,
    /// Draws the same codes and tokens each time; `None` takes the seed from the operating system.
    pub seed: Option<String>,
}

impl SimulatorConfig {
    /// Free ports and no memory, for tests.
    #[must_use]
    pub fn ephemeral() -> Self {
        Self {
            ports: Ports::Ephemeral,
            state_file: None,
            seed: None,
        }
    }

    /// The fixed ports of practice mode, remembering grants in `state_file`.
    #[must_use]
    pub fn practice(state_file: PathBuf) -> Self {
        Self {
            ports: Ports::From(PRACTICE_FIRST_PORT),
            state_file: Some(state_file),
            seed: None,
        }
    }
}
