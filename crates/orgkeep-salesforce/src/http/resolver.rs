//! Looking names up, and the addresses that nobody's word makes a Salesforce.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use orgkeep_domain::host::{HostTrust, trust_of};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::net::lookup_host;

use super::private::PrivateAddresses;
use super::proxies::Proxies;

/// A name leads to this machine, or to something that only it can reach.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the name leads to this machine")]
pub(super) struct LocalAddress;

/// A name leads into a private network, to an address that nobody has confirmed.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the name leads into a private network")]
pub(super) struct PrivateAddress;

/// The system's own way of looking names up. A login host that is not Salesforce's, for which only a person
/// vouches, may not lead to this machine or its own link: a request there would reach a program that trusts
/// whoever is near; and into a private network only where a person has confirmed the address. Salesforce's own names
/// may, for private links exist and the certificate decides.
#[derive(Debug)]
pub(super) struct Resolver {
    /// A practice org is on this machine.
    judges: bool,
    proxies: Arc<Proxies>,
    confirmed: PrivateAddresses,
}

impl Resolver {
    pub(super) fn new(judges: bool, proxies: Arc<Proxies>, confirmed: PrivateAddresses) -> Self {
        Self {
            judges,
            proxies,
            confirmed,
        }
    }

    /// The addresses of a private network that a name leads to and that nobody has confirmed. Only the name is looked
    /// up; one that is not found leads nowhere.
    pub(super) async fn unconfirmed(&self, name: &str) -> Vec<IpAddr> {
        if !self.is_judged(name) {
            return Vec::new();
        }
        let found = lookup_host((name, 0)).await.into_iter().flatten();
        let mut addresses = self
            .confirmed
            .missing(name, found.map(|address| address.ip()));
        addresses.sort_unstable();
        addresses.dedup();
        addresses
    }

    /// A proxy on this machine is the person's own choice.
    fn is_judged(&self, name: &str) -> bool {
        let strange = trust_of(name) != HostTrust::Trusted;
        self.judges && strange && !self.proxies.are_led_by(name)
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let judged = self.is_judged(name.as_str());
        let confirmed = self.confirmed.clone();
        Box::pin(async move {
            let found: Vec<SocketAddr> = lookup_host((name.as_str(), 0)).await?.collect();
            if judged && found.iter().any(|address| is_local(address.ip())) {
                return Err(LocalAddress.into());
            }
            let addresses = found.iter().map(SocketAddr::ip);
            if judged && !confirmed.missing(name.as_str(), addresses).is_empty() {
                return Err(PrivateAddress.into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Addresses of this machine, and of its link alone: clouds have their machines' credentials there.
fn is_local(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            address.is_loopback() || address.is_link_local() || address.octets()[0] == 0
        }
        IpAddr::V6(address) => {
            address.is_loopback() || address.is_unspecified() || address.is_unicast_link_local()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_address_of_a_private_network_is_told_until_it_is_confirmed() {
        let confirmed = PrivateAddresses::default();
        let proxies = Arc::new(Proxies::fixed("http://10.1.2.4:8080", ""));
        let told = async |judges, name: &str| {
            let resolver = Resolver::new(judges, Arc::clone(&proxies), confirmed.clone());
            resolver.unconfirmed(name).await
        };
        let (host, address) = ("10.1.2.3", IpAddr::from([10, 1, 2, 3]));
        assert_eq!(told(true, host).await, [address]);
        assert_eq!(told(true, "203.0.113.7").await, [] as [IpAddr; 0]);
        assert_eq!(told(false, host).await, [] as [IpAddr; 0]);
        let _chosen = proxies.for_url(&"https://crm.acme.example/".parse().unwrap());
        assert_eq!(
            told(true, "10.1.2.4").await,
            [] as [IpAddr; 0],
            "the person's proxy"
        );
        confirmed.confirm(host, address);
        assert_eq!(told(true, host).await, [] as [IpAddr; 0]);
    }

    #[test]
    fn addresses_of_this_machine_and_its_link_are_local() {
        for (text, local) in [
            ("127.0.0.1", true),
            ("127.9.9.9", true),
            ("0.0.0.0", true),
            ("169.254.169.254", true),
            ("::1", true),
            ("::", true),
            ("::ffff:7f00:1", true),
            ("::ffff:a9fe:a9fe", true),
            ("fe80::1", true),
            ("10.0.0.1", false),
            ("203.0.113.7", false),
            ("2001:db8::1", false),
            ("::ffff:cb00:7107", false),
        ] {
            assert_eq!(is_local(text.parse().unwrap()), local, "{text}");
        }
    }
}
