//! Whose account this is.

use orgkeep_domain::activity::{Actor, Program};

/// The name of the account that runs this process, as the system has it, not as the environment claims; and the
/// program.
#[must_use]
pub fn actor(program: Program) -> Actor {
    let name = whoami::username();
    if let Err(error) = &name {
        tracing::warn!(%error, "the system does not tell the name of the account");
    }
    Actor::new(name.ok().as_deref(), program)
}
