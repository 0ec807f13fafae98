//! The practice org as `https://larkfield.my.salesforce.com`: a certificate of an authority made for the test,
//! and a proxy that leads that name, and no other, to it. Nothing leaves this machine.
//!
//! With it an ordinary vault can be tried: https, Salesforce's own host names, the key in the keyring.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use orgkeep_domain::id::UserId;
use orgkeep_journeys::secret::SecretBook;
use orgkeep_simulator::{
    AppKind, ClientApp, Endpoint, Fault, OrgKey, Simulator, SimulatorConfig, Times, Tuning, User,
};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// The My Domain under which the practice org is reached.
pub const MY_DOMAIN: &str = "larkfield.my.salesforce.com";

/// A name of the same org that is not one of Salesforce's.
pub const CUSTOM_HOST: &str = "crm.larkfield.example";

/// A Salesforce for an ordinary vault.
pub struct Salesforce {
    simulator: Simulator,
    proxy: String,
    authority: PathBuf,
    state: PathBuf,
    serving: JoinHandle<()>,
}

impl Salesforce {
    /// Starts it. `folder` gets the certificate of the test's authority, and what the practice org keeps.
    ///
    /// # Errors
    /// When something does not start.
    pub async fn start(folder: &Path) -> anyhow::Result<Self> {
        let state = folder.join("practice-org.json");
        let config = SimulatorConfig {
            state_file: Some(state.clone()),
            ..SimulatorConfig::ephemeral()
        };
        let simulator = Simulator::start(config).await?;
        let here = Tuning::to(&format!("https://{MY_DOMAIN}"));
        simulator
            .faults()
            .set_scenario("hostile-instance-url", &here, Times::Always)?;
        // It would give its own name for itself, which is another one here.
        let unpublished = Fault::Reply {
            at: Some(Endpoint::OpenidConfiguration),
            status: 404,
            headers: Vec::new(),
            body: String::new(),
        };
        simulator.faults().set(unpublished, Times::Always);
        let org = simulator.org(OrgKey::Production);
        let target = org.my_domain_url().trim_start_matches("http://").to_owned();
        let (acceptor, certificate) = certify()?;
        let authority = folder.join("authority.pem");
        std::fs::write(&authority, certificate)?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let proxy = format!("http://{}", listener.local_addr()?);
        let serving = tokio::spawn(serve(listener, acceptor, target));
        Ok(Self {
            simulator,
            proxy,
            authority,
            state,
            serving,
        })
    }

    /// What the window's environment must say for the window to find it.
    #[must_use]
    pub fn environment(&self) -> Vec<(String, String)> {
        vec![
            ("HTTPS_PROXY".to_owned(), self.proxy.clone()),
            ("NO_PROXY".to_owned(), "localhost,127.0.0.1".to_owned()),
            (
                "SSL_CERT_FILE".to_owned(),
                self.authority.display().to_string(),
            ),
        ]
    }

    /// The proxy, for the browser.
    #[must_use]
    pub fn proxy(&self) -> &str {
        &self.proxy
    }

    /// An app to register with.
    #[must_use]
    pub fn app(&self, kind: AppKind) -> ClientApp {
        self.simulator.app(OrgKey::Production, kind)
    }

    /// From now on no key is known, as in the first minutes of an app.
    ///
    /// # Errors
    /// When the practice org has no such scenario.
    pub fn forget_keys(&self) -> anyhow::Result<()> {
        Ok(self.simulator.faults().switch_on("propagation-delay")?)
    }

    /// The keys are known again.
    pub fn know_keys(&self) {
        self.simulator.faults().clear_scenario("propagation-delay");
    }

    /// No access token is valid any more; refresh tokens are.
    pub fn end_access_tokens(&self) {
        self.simulator.end_access_tokens();
    }

    /// Every secret that it was sent so far, and the tokens that are in force. One that is not any more came back to it
    /// when it was used or revoked.
    ///
    /// # Errors
    /// When what the practice org keeps cannot be read.
    pub fn secrets(&self) -> anyhow::Result<SecretBook> {
        let book = SecretBook::default();
        for entry in self.simulator.journal().entries() {
            book.keep_request(&entry);
        }
        book.keep_grants(&std::fs::read_to_string(&self.state)?)?;
        Ok(book)
    }

    /// Takes on more people who can sign in, all with the admin's password and permissions.
    ///
    /// # Errors
    /// When a number makes no user id.
    pub fn employ(&self, count: u32) -> anyhow::Result<Vec<User>> {
        let admin = self.admin();
        let employed = (1..=count).map(|number| {
            let username = format!("release{number:02}@larkfield.example");
            Ok(User {
                id: UserId::parse(&format!("005{number:012}"))?.to_string(),
                email: username.clone(),
                display_name: format!("Release {number:02}"),
                username,
                ..admin.clone()
            })
        });
        let employed = employed.collect::<anyhow::Result<Vec<User>>>()?;
        self.simulator.change_org(OrgKey::Production, |org| {
            org.users.extend(employed.iter().cloned());
        });
        Ok(employed)
    }

    /// The 18-character id of the org.
    #[must_use]
    pub fn org_id(&self) -> String {
        self.simulator.org(OrgKey::Production).id
    }

    /// Who signs in.
    #[must_use]
    pub fn admin(&self) -> User {
        self.simulator.org(OrgKey::Production).admin().clone()
    }
}

impl Drop for Salesforce {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// A certificate for both names and the authority that vouches for it, as PEM.
fn certify() -> anyhow::Result<(TlsAcceptor, String)> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_key = KeyPair::generate()?;
    let authority = params.self_signed(&authority_key)?;
    let issuer = Issuer::new(params, authority_key);
    let key = KeyPair::generate()?;
    let names = vec![MY_DOMAIN.to_owned(), CUSTOM_HOST.to_owned()];
    let leaf = CertificateParams::new(names)?.signed_by(&key, &issuer)?;
    let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], private)?;
    Ok((TlsAcceptor::from(Arc::new(config)), authority.pem()))
}

async fn serve(listener: TcpListener, acceptor: TlsAcceptor, target: String) {
    while let Ok((client, _)) = listener.accept().await {
        let (acceptor, target) = (acceptor.clone(), target.clone());
        // A connection that fails is the client's affair; the tests look at what it says.
        tokio::spawn(async move { lead(client, acceptor, &target).await });
    }
}

/// One CONNECT: both names are answered with the practice org, every other one is refused.
async fn lead(client: TcpStream, acceptor: TlsAcceptor, target: &str) -> anyhow::Result<()> {
    let mut client = BufReader::new(client);
    let mut first = String::new();
    client.read_line(&mut first).await?;
    let mut line = String::new();
    while client.read_line(&mut line).await? > 2 {
        line.clear();
    }
    let wanted = first.split(' ').nth(1).context("no name")?;
    let known = [MY_DOMAIN, CUSTOM_HOST].map(|name| format!("{name}:443"));
    if !first.starts_with("CONNECT ") || !known.iter().any(|name| name == wanted) {
        client
            .write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
            .await?;
        return Ok(());
    }
    client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
    let mut tls = acceptor.accept(client.into_inner()).await?;
    let mut upstream = TcpStream::connect(target).await?;
    copy_bidirectional(&mut tls, &mut upstream).await?;
    Ok(())
}
