//! The computer, as Diagnostics sees it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener};
use std::path::Path;

use orgkeep_app::surroundings::{Computer, Family};

/// This computer, with what the program itself runs on.
#[derive(Debug, Clone, Default)]
pub struct SystemComputer {
    /// Names and versions that only the program knows, such as that of its web view.
    pub runs_on: Vec<(String, String)>,
}

impl Computer for SystemComputer {
    fn has_loopback(&self, family: Family) -> bool {
        let address: IpAddr = match family {
            Family::V4 => Ipv4Addr::LOCALHOST.into(),
            Family::V6 => Ipv6Addr::LOCALHOST.into(),
        };
        TcpListener::bind((address, 0)).is_ok()
    }

    fn free_space(&self, folder: &Path) -> Option<u64> {
        free_space(folder)
    }

    fn trusted_authorities(&self) -> usize {
        rustls_native_certs::load_native_certs().certs.len()
    }

    fn versions(&self) -> Vec<(String, String)> {
        let own = [
            (std::env::consts::OS.to_owned(), system_version()),
            ("Architecture".to_owned(), std::env::consts::ARCH.to_owned()),
        ];
        self.runs_on.iter().cloned().chain(own).collect()
    }
}

#[cfg(unix)]
fn free_space(folder: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(folder).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

#[cfg(not(unix))]
fn free_space(_folder: &Path) -> Option<u64> {
    None
}

#[cfg(unix)]
fn system_version() -> String {
    let name = rustix::system::uname();
    name.release().to_string_lossy().into_owned()
}

#[cfg(not(unix))]
fn system_version() -> String {
    "unknown".to_owned()
}
