//! Sockets of a host: 127.0.0.1 and, where the machine has it, [::1], on one port.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use axum::serve::Listener;
use tokio::net::TcpListener;

use crate::{SimulatorError, config::Ports, host::HostKey, socket::Socket};

/// How often a free port is looked for before giving up.
const TRIES: u32 = 20;

/// The bound sockets of one host.
pub(crate) struct Bound {
    pub port: u16,
    pub sockets: Vec<Listening>,
}

/// A listening socket that hands out [`Socket`]s.
pub(crate) struct Listening(TcpListener);

impl Listener for Listening {
    type Io = Socket;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Socket, SocketAddr) {
        loop {
            match self.0.accept().await {
                Ok((stream, address)) => {
                    // Answers are small and whole, and latency is measured against this server.
                    let _ = stream.set_nodelay(true);
                    return (Socket::new(stream), address);
                }
                // A client that left before it was accepted, or a moment without file descriptors.
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// Binds every host, in the order of [`HostKey::ALL`].
pub(crate) async fn bind_all(ports: Ports) -> Result<Vec<Bound>, SimulatorError> {
    let mut bound = Vec::with_capacity(HostKey::ALL.len());
    for place in 0..HostKey::ALL.len() {
        bound.push(match ports {
            Ports::Ephemeral => bind_anywhere().await?,
            Ports::From(first) => bind(consecutive(first, place)?).await?,
        });
    }
    Ok(bound)
}

fn consecutive(first: u16, place: usize) -> Result<u16, SimulatorError> {
    let step = u16::try_from(place).ok();
    let port = step.and_then(|step| first.checked_add(step));
    port.ok_or(SimulatorError::PortsTooHigh)
}

/// A port that is free in both families.
async fn bind_anywhere() -> Result<Bound, SimulatorError> {
    let mut tries = 0;
    loop {
        tries += 1;
        match bind(0).await {
            Err(SimulatorError::Bind { .. }) if tries < TRIES => {}
            outcome => return outcome,
        }
    }
}

async fn bind(port: u16) -> Result<Bound, SimulatorError> {
    let failed = |source| SimulatorError::Bind { port, source };
    let first = listen(Ipv4Addr::LOCALHOST.into(), port)
        .await
        .map_err(failed)?;
    let port = first.local_addr().map_err(failed)?.port();
    let mut sockets = vec![first];
    match listen(Ipv6Addr::LOCALHOST.into(), port).await {
        Ok(second) => sockets.push(second),
        // Without this check a stranger on [::1] would receive half of what a browser sends to `localhost`.
        Err(source) if source.kind() == io::ErrorKind::AddrInUse => return Err(failed(source)),
        Err(error) => tracing::debug!(%error, "this machine has no ::1"),
    }
    Ok(Bound { port, sockets })
}

async fn listen(address: IpAddr, port: u16) -> io::Result<Listening> {
    TcpListener::bind((address, port)).await.map(Listening)
}
