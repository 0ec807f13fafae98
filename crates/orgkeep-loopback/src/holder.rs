//! Who has the port: another program that listens, or a passing connection.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use listeners::{Protocol, SocketState};
use orgkeep_domain::text::neutral;

/// The program that has the port. It is named, never ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortHolder {
    /// Its process id.
    pub pid: u32,
    /// Its name as the system shows it, made fit to show; on Linux its first 15 bytes.
    pub name: String,
}

/// Programs choose their own names.
const LONGEST_NAME: usize = 64;

/// Addresses on which a listener, or a connection's own end, keeps us from a loopback address.
const IN_OUR_WAY: [IpAddr; 6] = [
    IpAddr::V4(Ipv4Addr::LOCALHOST),
    IpAddr::V4(Ipv4Addr::UNSPECIFIED),
    IpAddr::V6(Ipv6Addr::LOCALHOST),
    IpAddr::V6(Ipv6Addr::UNSPECIFIED),
    IpAddr::V6(Ipv4Addr::LOCALHOST.to_ipv6_mapped()),
    IpAddr::V6(Ipv4Addr::UNSPECIFIED.to_ipv6_mapped()),
];

/// The program that has the port, listening ones first. `None` where the system does not tell, as for
/// programs of other users.
pub(crate) async fn find(port: u16) -> Option<PortHolder> {
    tokio::task::spawn_blocking(move || {
        let process = foremost(sockets_on(port))?.process;
        Some(PortHolder {
            pid: process.pid,
            name: neutral(&process.name, LONGEST_NAME),
        })
    })
    .await
    .ok()
    .flatten()
}

/// The socket to name: one that listens stays, a connection passes.
fn foremost(sockets: Vec<listeners::Listener>) -> Option<listeners::Listener> {
    sockets
        .into_iter()
        .min_by_key(|socket| socket.state != SocketState::Listen)
}

/// Whether somebody listens on the port, as opposed to a connection that merely passes through it.
pub(crate) async fn someone_listens(port: u16) -> bool {
    tokio::task::spawn_blocking(move || is_listened_on(port))
        .await
        .unwrap_or(false)
}

fn sockets_on(port: u16) -> Vec<listeners::Listener> {
    listeners::get_all()
        .unwrap_or_default()
        .into_iter()
        .filter(|socket| socket.protocol == Protocol::TCP && socket.socket.port() == port)
        .filter(|socket| IN_OUR_WAY.contains(&socket.socket.ip()))
        .collect()
}

/// `listeners` leaves out sockets whose process it cannot name; the kernel's own table has the sockets of
/// all users.
#[cfg(target_os = "linux")]
fn is_listened_on(port: u16) -> bool {
    const LISTEN: &str = "0A";
    let local: Vec<String> = IN_OUR_WAY
        .iter()
        .map(|address| format!("{}:{port:04X}", table_form(*address)))
        .collect();
    ["/proc/net/tcp", "/proc/net/tcp6"]
        .into_iter()
        .filter_map(|table| std::fs::read_to_string(table).ok())
        .any(|table| {
            table.lines().any(|line| {
                let fields: Vec<&str> = line.split_whitespace().take(4).collect();
                matches!(fields[..], [_, own, _, LISTEN] if local.iter().any(|text| text == own))
            })
        })
}

#[cfg(not(target_os = "linux"))]
fn is_listened_on(port: u16) -> bool {
    sockets_on(port)
        .iter()
        .any(|socket| socket.state == SocketState::Listen)
}

/// An address as `/proc/net/tcp` writes it: words of four bytes, each in the machine's byte order.
#[cfg(target_os = "linux")]
fn table_form(address: IpAddr) -> String {
    let octets = match address {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().to_vec(),
    };
    octets
        .chunks_exact(4)
        .filter_map(|word| word.try_into().ok())
        .map(|word| format!("{:08X}", u32::from_ne_bytes(word)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn socket(pid: u32, state: SocketState) -> listeners::Listener {
        listeners::Listener {
            process: listeners::Process {
                pid,
                name: String::new(),
                path: String::new(),
            },
            socket: (Ipv4Addr::LOCALHOST, 33_333).into(),
            protocol: Protocol::TCP,
            state,
        }
    }

    #[test]
    fn who_listens_is_named_before_who_is_connected() {
        let connected = socket(1, SocketState::Established);
        let listening = socket(2, SocketState::Listen);
        for both in [
            vec![connected.clone(), listening.clone()],
            vec![listening, connected.clone()],
        ] {
            assert_eq!(foremost(both).map(|found| found.process.pid), Some(2));
        }
        let alone = foremost(vec![connected]);
        assert_eq!(alone.map(|found| found.process.pid), Some(1));
    }
}
