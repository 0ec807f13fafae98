//! Ports for the drivers.

use std::net::TcpListener;

/// Asks the kernel for a port. It is free again when the listener is dropped.
///
/// # Errors
/// When none is free.
pub fn free_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
