//! Taking the port on both loopback families, and explaining why it cannot be had.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use orgkeep_domain::client::CallbackUrl;
use tokio::net::TcpListener;
use tokio::time::Instant;

use crate::holder::{self, PortHolder};
use crate::socket::{Refusal, open_socket};

/// How long a connection that happens to pass through the port is waited for. The callback's port lies in
/// the range from which Linux takes ports for outgoing connections.
const PATIENCE: Duration = Duration::from_secs(10);
/// The time between two tries.
const PAUSE: Duration = Duration::from_millis(100);

/// Why the callback's port cannot be listened on. Each needs something else from the person.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// Another program has the port, on one family or both. The browser might deliver a code to it.
    #[error("another program uses the callback's port")]
    Occupied {
        /// That program, where the system tells. `None` also when a connection passed through the port and
        /// ended: the system may keep its port for another minute (`TIME_WAIT`).
        holder: Option<PortHolder>,
    },
    /// The system keeps the port back although nobody uses it: on Windows a range excluded for virtual
    /// machines and containers (`WSAEACCES`), elsewhere a rule (`EACCES`).
    #[error("the operating system keeps the callback's port reserved")]
    Reserved,
    /// The system forbids this process to listen (`EPERM`): a sandbox or a security product.
    #[error("the operating system does not let this program listen")]
    PermissionDenied,
    /// This process or the system has no file descriptor left (`EMFILE`, `ENFILE`).
    #[error("too many files are open")]
    TooManyFiles,
    /// Neither 127.0.0.1 nor ::1 exists.
    #[error("this computer has no loopback address")]
    NoLoopback,
    /// Any other failure.
    #[error("the callback's port cannot be listened on")]
    Other(#[source] io::Error),
}

/// Sees whether the port could be had now, and leaves it free again. Unlike [`crate::Listener::bind`] it
/// does not wait for a passing connection, which shows as [`BindError::Occupied`] too.
///
/// # Errors
/// [`BindError`]; a listener of this very process counts as a holder.
pub async fn check_port(callback: &CallbackUrl) -> Result<(), BindError> {
    let port = callback.port();
    match open_both(port, &open_socket) {
        Ok(_) => Ok(()),
        Err(error) => Err(match explain(error, port).await {
            Obstacle::Lasting(error) => error,
            Obstacle::Passing => occupied(port).await,
        }),
    }
}

/// The listening sockets; a family that does not exist on this computer is `None`.
#[derive(Debug)]
pub(crate) struct Sockets {
    pub(crate) v4: Option<TcpListener>,
    pub(crate) v6: Option<TcpListener>,
}

/// Opens both sockets, waiting up to [`PATIENCE`] for a passing connection but not for a listener.
pub(crate) async fn bind_patiently(
    port: u16,
    open: impl Fn(SocketAddr) -> io::Result<std::net::TcpListener>,
) -> Result<Sockets, BindError> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let error = match open_both(port, &open) {
            Ok(sockets) => return Ok(sockets),
            Err(error) => error,
        };
        match explain(error, port).await {
            Obstacle::Lasting(error) => return Err(error),
            Obstacle::Passing if Instant::now() < deadline => tokio::time::sleep(PAUSE).await,
            Obstacle::Passing => return Err(occupied(port).await),
        }
    }
}

/// Both or none: if one family is refused, the other's socket is closed again.
fn open_both(
    port: u16,
    open: &impl Fn(SocketAddr) -> io::Result<std::net::TcpListener>,
) -> io::Result<Sockets> {
    let v4 = open_family(Ipv4Addr::LOCALHOST.into(), port, open)?;
    let v6 = open_family(Ipv6Addr::LOCALHOST.into(), port, open)?;
    if v4.is_none() && v6.is_none() {
        return Err(io::ErrorKind::AddrNotAvailable.into());
    }
    Ok(Sockets { v4, v6 })
}

fn open_family(
    address: IpAddr,
    port: u16,
    open: &impl Fn(SocketAddr) -> io::Result<std::net::TcpListener>,
) -> io::Result<Option<TcpListener>> {
    match open(SocketAddr::new(address, port)) {
        Ok(socket) => TcpListener::from_std(socket).map(Some),
        Err(error) if Refusal::of(&error) == Refusal::Absent => Ok(None),
        Err(error) => Err(error),
    }
}

/// What stands between us and the port.
enum Obstacle {
    /// Something that may be gone in a moment.
    Passing,
    /// Something that waiting does not change.
    Lasting(BindError),
}

async fn explain(error: io::Error, port: u16) -> Obstacle {
    let refusal = Refusal::of(&error);
    // Windows answers "no access" also for a port that another program holds exclusively.
    if matches!(refusal, Refusal::InUse | Refusal::Reserved) && holder::someone_listens(port).await
    {
        return Obstacle::Lasting(occupied(port).await);
    }
    Obstacle::Lasting(match refusal {
        Refusal::InUse => return Obstacle::Passing,
        Refusal::Reserved => BindError::Reserved,
        Refusal::Forbidden => BindError::PermissionDenied,
        Refusal::TooManyFiles => BindError::TooManyFiles,
        Refusal::Absent => BindError::NoLoopback,
        Refusal::Other => BindError::Other(error),
    })
}

async fn occupied(port: u16) -> BindError {
    BindError::Occupied {
        holder: holder::find(port).await,
    }
}
