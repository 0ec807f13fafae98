//! Certificates of an authority made for one test.

use std::sync::Arc;

use anyhow::Result;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyPair, SanType,
    date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

/// Who signs certificates, and what one must be trusted by.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    /// The authority's own certificate.
    pub pem: String,
}

impl Authority {
    pub fn make() -> Result<Self> {
        let mut params = CertificateParams::new(Vec::new())?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name = name("Test authority");
        let key = KeyPair::generate()?;
        let pem = params.self_signed(&key)?.pem();
        let issuer = Issuer::new(params, key);
        Ok(Self { issuer, pem })
    }

    /// A server that shows a certificate for `host`, with whatever is changed about it.
    pub fn acceptor(
        &self,
        host: &str,
        change: impl FnOnce(&mut CertificateParams),
    ) -> Result<TlsAcceptor> {
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::new(vec![host.to_owned()])?;
        params.distinguished_name = name(host);
        change(&mut params);
        let certificate = params.signed_by(&key, &self.issuer)?;
        acceptor(certificate.der().clone(), &key)
    }
}

/// A server whose certificate nobody vouches for but itself.
pub fn self_signed(host: &str) -> Result<TlsAcceptor> {
    let key = KeyPair::generate()?;
    let certificate = CertificateParams::new(vec![host.to_owned()])?.self_signed(&key)?;
    acceptor(certificate.der().clone(), &key)
}

/// Its time was over in 2020.
pub fn expired(params: &mut CertificateParams) {
    params.not_before = date_time_ymd(2019, 1, 1);
    params.not_after = date_time_ymd(2020, 1, 1);
}

/// Its time begins in 2095.
pub fn not_yet_valid(params: &mut CertificateParams) {
    params.not_before = date_time_ymd(2095, 1, 1);
    params.not_after = date_time_ymd(2096, 1, 1);
}

/// The name goes on behind a zero, where a careless reader stops.
pub fn cut_by_a_zero(params: &mut CertificateParams) {
    let long = "acme.my.salesforce.com\0.portal.example";
    params.subject_alt_names = vec![SanType::DnsName(long.try_into().unwrap())];
}

/// Certificates that were made once, for no library signs like this any more: `golden/weak` has an authority, and
/// for one key a certificate signed with SHA-1 and one signed with SHA-256.
pub mod weak {
    use super::{CertificateDer, KeyPair, PemObject as _, PrivatePkcs8KeyDer, Result, TlsAcceptor};

    pub const AUTHORITY: &str = include_str!("../golden/weak/authority.pem");
    pub const SHA1: &str = include_str!("../golden/weak/sha1.pem");
    pub const SHA256: &str = include_str!("../golden/weak/sha256.pem");
    const KEY: &[u8] = include_bytes!("../golden/weak/leaf.p8");

    /// A server that shows one of them.
    pub fn acceptor(certificate: &str) -> Result<TlsAcceptor> {
        let key = KeyPair::try_from(&PrivatePkcs8KeyDer::from(KEY))?;
        let certificate = CertificateDer::from_pem_slice(certificate.as_bytes())?;
        super::acceptor(certificate, &key)
    }
}

fn name(text: &str) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, text);
    name
}

fn acceptor(certificate: CertificateDer<'static>, key: &KeyPair) -> Result<TlsAcceptor> {
    let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate], private)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
