//! The practice org: a Salesforce that is not one.
//!
//! A real HTTP server, on ports of `localhost`, that behaves as Salesforce does towards an app that registers orgs:
//! sign-in and consent pages, tokens, identity, a little of the REST interface, the SOAP login. It is strict unless a fault is switched
//! on, and it keeps a journal of what it was asked. It shares no code with the client it is there to test.

mod app;
mod asked;
mod authorize;
mod backstage;
mod clock;
mod config;
mod control;
mod credentials;
mod discovery;
mod entropy;
mod error;
mod fault;
mod form;
mod host;
mod identity;
mod journal;
mod listen;
mod metadata;
mod org;
mod page;
mod reply;
mod rest;
mod robot;
mod salesforce_id;
mod seed;
mod server;
mod simulator;
mod single_access;
mod soap;
mod socket;
mod store;
mod token;
mod world;
mod xml;

pub use app::{AppKind, CALLBACK, ClientApp, Propagation, SparePair};
pub use clock::Clock;
pub use config::{PRACTICE_FIRST_PORT, Ports, SimulatorConfig};
pub use error::SimulatorError;
pub use fault::{
    ActiveFault, DiscoveryLie, Endpoint, Fault, Faults, FieldChange, GrantKind, IssuerAnswer,
    SCENARIOS, Scenario, ScenarioGroup, Times, Tuning, WireEffect, scenario,
};
pub use form::Form;
pub use host::HostKey;
pub use journal::{Journal, JournalEntry, NotAsked};
pub use org::{Org, OrgKey, User, UserRole};
pub use robot::{Decision, Outcome, RobotBrowser, RobotError, Visit};
pub use salesforce_id::{with_checksum, without_checksum};
pub use simulator::Simulator;
pub use world::Lifetimes;
