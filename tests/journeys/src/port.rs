//! Callback ports for tests that run side by side.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener};
use std::sync::atomic::{AtomicU16, Ordering};

use anyhow::Context as _;
use orgkeep_domain::client::CallbackUrl;

/// Below the range from which systems take ports for outgoing connections.
const FIRST: u16 = 10_000;
const MANY: u16 = 7_000;

/// Both loopback addresses.
pub const LOOPBACK: [IpAddr; 2] = [
    IpAddr::V4(Ipv4Addr::LOCALHOST),
    IpAddr::V6(Ipv6Addr::LOCALHOST),
];

/// The first of `count` ports in a row that are free on both families.
///
/// # Errors
/// When there are none left.
pub fn free_ports(count: u16) -> anyhow::Result<u16> {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Programs that run side by side begin at different places.
    let offset = u16::try_from(std::process::id() * 13 % u32::from(MANY))?;
    for _ in 0..MANY {
        let step = NEXT.fetch_add(count, Ordering::Relaxed);
        let port = FIRST + offset.wrapping_add(step) % MANY;
        if (port..port + count).all(is_free) {
            return Ok(port);
        }
    }
    anyhow::bail!("no port is free")
}

/// A callback of this test alone.
///
/// # Errors
/// When there is no port for it.
pub fn free_callback() -> anyhow::Result<CallbackUrl> {
    let port = free_ports(1)?;
    CallbackUrl::parse(&format!("http://localhost:{port}")).context("a callback")
}

/// Listens on the callback's port, as another program would.
///
/// # Errors
/// When somebody else has it.
pub fn hold(callback: &CallbackUrl) -> anyhow::Result<TcpListener> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, callback.port()))?)
}

fn is_free(port: u16) -> bool {
    LOOPBACK
        .iter()
        .all(|address| TcpListener::bind((*address, port)).is_ok())
}
