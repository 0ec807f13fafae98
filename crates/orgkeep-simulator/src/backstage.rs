//! What all hosts of one practice org share.

use std::{
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use tokio::sync::watch;

use crate::{
    clock::Clock,
    fault::Faults,
    host::{Addresses, HostKey},
    journal::Journal,
    org::{Org, OrgKey},
    store,
    world::World,
};

/// Shared by every connection, and by the [`crate::Simulator`] itself.
#[derive(Debug)]
pub(crate) struct Backstage {
    pub addresses: Addresses,
    pub clock: Clock,
    pub faults: Faults,
    pub journal: Journal,
    world: Mutex<World>,
    state_file: Option<PathBuf>,
    stopping: watch::Sender<bool>,
}

impl Backstage {
    pub(crate) fn new(addresses: Addresses, world: World, state_file: Option<PathBuf>) -> Self {
        let clock = Clock::default();
        Self {
            addresses,
            faults: Faults::new(clock.clone()),
            clock,
            journal: Journal::default(),
            world: Mutex::new(world),
            state_file,
            stopping: watch::Sender::new(false),
        }
    }

    /// Reads the world.
    pub(crate) fn look<T>(&self, read: impl FnOnce(&World) -> T) -> T {
        read(&self.world.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the world, and writes down what a restart must remember.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        let outcome = change(&mut world);
        if let Some(path) = &self.state_file {
            store::write_if_changed(path, &mut world);
        }
        outcome
    }

    /// Now, on the practice org's clock.
    pub(crate) fn now(&self) -> i64 {
        self.clock.now()
    }

    /// A copy of one org.
    pub(crate) fn org(&self, key: OrgKey) -> Org {
        self.look(|world| world.org(key).clone())
    }

    /// The authority of one host.
    pub(crate) fn url(&self, host: HostKey) -> String {
        self.addresses.url(host)
    }

    /// Tells every connection to end.
    pub(crate) fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Waits for [`Backstage::stop`].
    pub(crate) async fn stopped(&self) {
        let mut stopping = self.stopping.subscribe();
        // The sender lives as long as `self`, so this ends only by being told to.
        let _ = stopping.wait_for(|&stopping| stopping).await;
    }
}
