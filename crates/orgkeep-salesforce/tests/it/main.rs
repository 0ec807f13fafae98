//! The client against servers of its own: proxies, certificates, networks that answer in a server's place, and
//! the practice org. Nothing leaves this machine.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

// Only there can a process tell the most memory that it had.
#[cfg(target_os = "linux")]
#[path = "../../../orgkeep-loopback/tests/it/apart.rs"]
mod apart;
#[cfg(target_os = "linux")]
mod bomb;
#[cfg(target_os = "linux")]
mod certificate;
mod child;
mod discovery;
mod exchange;
mod identity;
mod metadata;
mod portal;
mod proxy;
mod reach;
mod refresh;
mod session;
mod signed_in;
mod site;
mod soap;
#[cfg(target_os = "linux")]
mod stranger;
// Only on Linux can a process be given a list of authorities of its own.
#[cfg(target_os = "linux")]
mod tls;
mod tunnel;
mod way;
