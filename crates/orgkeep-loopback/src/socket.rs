//! One listening socket, and what the system's refusals to give one mean.

use std::io;
use std::net::{SocketAddr, TcpListener};

use socket2::{Domain, Protocol, Socket, Type};

/// How many connections the system keeps until they are accepted.
const BACKLOG: i32 = 128;

/// Opens a listening, non-blocking socket on exactly this address; an IPv6 socket serves IPv6 only.
///
/// On Unix `SO_REUSEADDR` lets the next sign-in begin while connections of the last one are still in
/// `TIME_WAIT`; there it does not let two listeners share a port. On Windows it would, so it is not set, and
/// the system keeps the address from others by default.
///
/// # Errors
/// The error of the system call that failed, unchanged.
pub fn open_socket(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(
        Domain::for_address(address),
        Type::STREAM,
        Some(Protocol::TCP),
    )?;
    if address.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    #[cfg(unix)]
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    socket.set_nonblocking(true)?;
    Ok(socket.into())
}

/// Why the system gave no socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Some socket has the address, listening or not.
    InUse,
    /// The port is kept back, although nobody uses it.
    Reserved,
    /// The process may not listen.
    Forbidden,
    /// No file descriptor is left.
    TooManyFiles,
    /// The address, or its whole family, does not exist here.
    Absent,
    /// Anything else.
    Other,
}

impl Refusal {
    /// Reads the system's code; the standard library's kinds put `EACCES` and `EPERM` together.
    pub(crate) fn of(error: &io::Error) -> Self {
        match (error.raw_os_error(), error.kind()) {
            (_, io::ErrorKind::AddrInUse) => Self::InUse,
            (_, io::ErrorKind::AddrNotAvailable) => Self::Absent,
            (Some(code::NO_SUCH_FAMILY), _) => Self::Absent,
            (Some(code::NO_ACCESS), _) => Self::Reserved,
            (Some(code::PROCESS_FILES | code::SYSTEM_FILES), _) => Self::TooManyFiles,
            (_, io::ErrorKind::PermissionDenied) => Self::Forbidden,
            _ => Self::Other,
        }
    }
}

/// Error codes that have no kind of their own (`errno.h`).
#[cfg(unix)]
mod code {
    pub(super) const NO_ACCESS: i32 = 13;
    pub(super) const SYSTEM_FILES: i32 = 23;
    pub(super) const PROCESS_FILES: i32 = 24;
    #[cfg(target_os = "linux")]
    pub(super) const NO_SUCH_FAMILY: i32 = 97;
    #[cfg(not(target_os = "linux"))]
    pub(super) const NO_SUCH_FAMILY: i32 = 47;
}

/// Error codes that have no kind of their own (`winerror.h`, Windows Sockets).
#[cfg(windows)]
mod code {
    pub(super) const NO_ACCESS: i32 = 10013;
    pub(super) const SYSTEM_FILES: i32 = 10055;
    pub(super) const PROCESS_FILES: i32 = 10024;
    pub(super) const NO_SUCH_FAMILY: i32 = 10047;
}
