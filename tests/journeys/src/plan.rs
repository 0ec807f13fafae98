//! What a world is made with, and what Orgkeep is given in it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use orgkeep_app::creation::CreationTiming;
use orgkeep_app::practice::PracticeOrg;
use orgkeep_app::surroundings::{Clock as _, Surroundings, Timing};
use orgkeep_domain::activity::{Actor, Program};
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_domain::client::CallbackUrl;
use orgkeep_simulator::{Simulator, SimulatorConfig};
use orgkeep_vault::custody::KeyCustody;
use orgkeep_vault::vault::VaultSettings;

use crate::clock::JumpingClock;
use crate::keyring::MemoryKeyring;
use crate::outside::Outside;
use crate::practice::SharedPractice;

/// What a world is made with.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Which addresses its vault accepts.
    pub rule: AuthorityRule,
    /// Whether the key lies in a file of the data folder, which another process can open too.
    pub key_file: bool,
    /// How the practice org is started. The state file is always set.
    pub simulator: SimulatorConfig,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            rule: AuthorityRule::Practice,
            key_file: false,
            simulator: SimulatorConfig::ephemeral(),
        }
    }
}

impl Plan {
    /// How the practice org of a world in this folder is started.
    pub(crate) fn simulator_in(&self, folder: &Path) -> SimulatorConfig {
        SimulatorConfig {
            state_file: Some(state_file(folder)),
            ..self.simulator.clone()
        }
    }
}

/// Where the practice org writes down its grants.
pub(crate) fn state_file(folder: &Path) -> PathBuf {
    folder.join("practice-org.json")
}

/// What a vault's settings are made of.
pub(crate) struct Place<'a> {
    pub(crate) folder: &'a Path,
    pub(crate) plan: &'a Plan,
    pub(crate) keyring: &'a MemoryKeyring,
}

impl Place<'_> {
    pub(crate) fn settings(&self, clock: &Arc<JumpingClock>) -> VaultSettings {
        let clock = Arc::clone(clock);
        VaultSettings {
            folder: self.folder.to_owned(),
            rule: self.plan.rule,
            custody: if self.plan.key_file {
                KeyCustody::KeyFile(self.folder.join("practice.key"))
            } else {
                self.keyring.custody()
            },
            clock: Arc::new(move || clock.now()),
            actor: actor(),
        }
    }
}

/// Who does everything in these worlds.
#[must_use]
pub fn actor() -> Actor {
    Actor::new(Some("admin"), Program::Window)
}

pub(crate) fn surroundings(
    simulator: &Arc<Simulator>,
    callback: &CallbackUrl,
    outside: &Outside,
) -> Surroundings {
    let practice: Arc<dyn PracticeOrg> = Arc::new(SharedPractice(Arc::downgrade(simulator)));
    Surroundings {
        practice: Some(practice),
        ..outside.around(callback, timing())
    }
}

/// The program's own deadlines, on a clock that jumps; only what is waited for in real time is shorter.
#[must_use]
pub fn timing() -> Timing {
    Timing {
        key_check_every: Duration::from_millis(50),
        tick: Duration::from_millis(20),
        creation: CreationTiming {
            check_every: Duration::from_millis(10),
            patience: Duration::from_secs(20),
        },
        ..Timing::default()
    }
}
