//! Addresses of private networks that a person has confirmed, each for one host.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::{Arc, PoisonError, RwLock};

/// What was confirmed. Clones share it.
#[derive(Debug, Clone, Default)]
pub(super) struct PrivateAddresses {
    confirmed: Arc<RwLock<BTreeSet<(String, IpAddr)>>>,
}

impl PrivateAddresses {
    /// From now on the host may lead there.
    pub(super) fn confirm(&self, host: &str, address: IpAddr) {
        let mut confirmed = self
            .confirmed
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        confirmed.insert((host.to_ascii_lowercase(), address.to_canonical()));
    }

    /// Those of the addresses that are of a private network and not confirmed for this host.
    pub(super) fn missing(
        &self,
        host: &str,
        addresses: impl Iterator<Item = IpAddr>,
    ) -> Vec<IpAddr> {
        let confirmed = self
            .confirmed
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let host = host.to_ascii_lowercase();
        addresses
            .map(|address| address.to_canonical())
            .filter(|address| {
                is_private(*address) && !confirmed.contains(&(host.clone(), *address))
            })
            .collect()
    }
}

/// RFC 1918, the carriers' own (RFC 6598), and their like for IPv6 (RFC 4193): everybody's network has them, and each
/// means another machine by them.
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let [first, second, ..] = address.octets();
            address.is_private() || (first == 100 && (64..128).contains(&second))
        }
        IpAddr::V6(address) => address.is_unique_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn addresses_that_every_network_has_are_private() {
        for (text, private) in [
            ("10.0.0.1", true),
            ("10.255.255.255", true),
            ("11.0.0.1", false),
            ("172.15.0.1", false),
            ("172.16.0.1", true),
            ("172.31.9.9", true),
            ("172.32.0.1", false),
            ("192.168.1.1", true),
            ("192.169.1.1", false),
            ("100.64.0.1", true),
            ("100.128.0.1", false),
            ("fc00::1", true),
            ("fdff::1", true),
            ("fe00::1", false),
            ("::ffff:10.0.0.1", true),
            ("203.0.113.7", false),
            ("2001:db8::1", false),
        ] {
            let found = PrivateAddresses::default().missing("h", [address(text)].into_iter());
            assert_eq!(!found.is_empty(), private, "{text}");
        }
    }

    #[test]
    fn an_address_is_confirmed_for_one_host() {
        let addresses = PrivateAddresses::default();
        addresses.confirm("Login.acme.example", address("::ffff:10.1.2.3"));
        let missing = |host: &str, text: &str| {
            let found = addresses.missing(host, [address(text)].into_iter());
            !found.is_empty()
        };
        assert!(!missing("login.acme.example", "10.1.2.3"));
        assert!(missing("login.acme.example", "10.1.2.4"));
        assert!(missing("sso.acme.example", "10.1.2.3"));
    }
}
