//! The one HTTP client: no redirects, no cookies, no compression, 1 MiB, 10 s to connect, 30 s in all, 0.8 s idle.

mod answer;
mod cause;
mod error;
mod private;
mod proxies;
mod read;
mod resolver;

use std::net::IpAddr;
use std::sync::{Arc, Once};
use std::time::Duration;

use orgkeep_domain::authority::Authority;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_TYPE, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Method, RequestBuilder};
use url::Url;

pub use answer::Answer;
pub(crate) use error::Failed;
pub use error::{CallError, TlsProblem};
use private::PrivateAddresses;
pub use proxies::Proxies;
use resolver::Resolver;

/// How long a connection waits for the next request. It still has the last one's token in its buffers, and is looked
/// for once in this time: two seconds after their use, tokens are gone (security.md, S-29).
const IDLE: Duration = Duration::from_millis(800);
/// The longest that anyone waits for an answer.
const TOTAL: Duration = Duration::from_secs(30);
const IDENTITY: HeaderValue = HeaderValue::from_static("identity");

/// A client with every bound in place. Cloning shares its connections.
#[derive(Debug, Clone)]
pub struct HttpClient {
    client: reqwest::Client,
    proxies: Arc<Proxies>,
    resolver: Arc<Resolver>,
    confirmed: PrivateAddresses,
}

impl HttpClient {
    /// The client for Salesforce, through the system's proxy where there is one; or the client for a practice
    /// org, which is never reached through a proxy.
    ///
    /// # Errors
    /// [`CallError::Tls`] when the system offers no way to verify certificates.
    pub fn new(practice: bool) -> Result<Self, CallError> {
        if practice {
            Self::build(false, Proxies::none())
        } else {
            Self::through(Proxies::of_the_system())
        }
    }

    /// The client for Salesforce, through these proxies.
    ///
    /// # Errors
    /// [`CallError::Tls`] when the system offers no way to verify certificates.
    pub fn through(proxies: Proxies) -> Result<Self, CallError> {
        Self::build(true, proxies)
    }

    fn build(https_only: bool, proxies: Proxies) -> Result<Self, CallError> {
        install_crypto_provider();
        let proxies = Arc::new(proxies);
        let chosen = Arc::clone(&proxies);
        let confirmed = PrivateAddresses::default();
        let resolver = Resolver::new(https_only, Arc::clone(&proxies), confirmed.clone());
        let resolver = Arc::new(resolver);
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the one place that makes clients"
        )]
        let builder = reqwest::Client::builder()
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(Duration::from_secs(10))
            .timeout(TOTAL)
            .pool_idle_timeout(IDLE)
            .https_only(https_only)
            // With a rule of its own the client does not look for the system's proxy again.
            .proxy(reqwest::Proxy::custom(move |url| chosen.for_url(url)))
            .dns_resolver(Arc::clone(&resolver))
            .user_agent(concat!("Orgkeep/", env!("CARGO_PKG_VERSION")));
        let client = builder
            .build()
            .map_err(|_| CallError::Tls(TlsProblem::NoAuthorities))?;
        Ok(Self {
            client,
            proxies,
            resolver,
            confirmed,
        })
    }

    /// The addresses of a private network that a login host leads to and that nobody has confirmed. Nothing is sent
    /// there: only the name is looked up. Salesforce's own hosts have none.
    pub async fn unconfirmed_addresses(&self, authority: &Authority) -> Vec<IpAddr> {
        self.resolver.unconfirmed(authority.host()).await
    }

    /// From now on the host may lead to this address of a private network.
    pub fn confirm_address(&self, host: &str, address: IpAddr) {
        self.confirmed.confirm(host, address);
    }

    /// The proxy that leads to a server, as `host:port`; without its name and password.
    #[must_use]
    pub fn proxy_for(&self, authority: &Authority) -> Option<String> {
        let url = Url::parse(authority.origin()).ok()?;
        let proxy = self.proxies.for_url(&url)?;
        let port = proxy.port_or_known_default().unwrap_or_default();
        Some(format!("{}:{port}", proxy.host_str().unwrap_or_default()))
    }

    /// Starts a request.
    pub(crate) fn request(&self, method: Method, url: &str) -> RequestBuilder {
        self.client.request(method, url)
    }

    /// Starts a GET.
    pub(crate) fn get(&self, url: &str) -> RequestBuilder {
        self.client.get(url)
    }

    /// Starts a POST of a form.
    pub(crate) fn post_form(&self, url: &str, form: &[(&str, &str)]) -> RequestBuilder {
        self.client.post(url).form(form)
    }

    /// Starts a POST of a SOAP envelope.
    pub(crate) fn post_soap(&self, url: &str, envelope: String) -> RequestBuilder {
        self.client
            .post(url)
            .header(CONTENT_TYPE, "text/xml; charset=UTF-8")
            .header("SOAPAction", "\"\"")
            .body(envelope)
    }

    /// Sends a request and reads the whole answer, within the bounds. Redirects are not followed, and nothing but a
    /// GET is sent twice.
    pub(crate) async fn send(&self, request: RequestBuilder) -> Result<Answer, CallError> {
        let request = request.build().map_err(|_| CallError::Unexpected)?;
        if request.method() == Method::GET {
            self.read(request).await
        } else {
            self.execute(request).await
        }
    }

    /// The same, once, for a request that another library composed.
    pub(crate) async fn execute(&self, request: reqwest::Request) -> Result<Answer, CallError> {
        Ok(self.execute_once(request).await?)
    }

    /// The same for a request that must not be made twice: a failure says whether it may have had an effect.
    pub(crate) async fn send_once(&self, request: RequestBuilder) -> Result<Answer, Failed> {
        let request = request.build().map_err(|_| Failed {
            error: CallError::Unexpected,
            may_have_acted: false,
        })?;
        self.execute_once(request).await
    }

    async fn execute_once(&self, mut request: reqwest::Request) -> Result<Answer, Failed> {
        let proxied = self.proxies.for_url(request.url()).is_some();
        let cause = |error: reqwest::Error| cause::of(&error, proxied);
        request.headers_mut().insert(ACCEPT_ENCODING, IDENTITY);
        let sent = self.client.execute(request).await;
        let response = sent.map_err(|error| Failed {
            may_have_acted: !error.is_connect(),
            error: cause(error),
        })?;
        Answer::read(response, cause).await
    }
}

/// `reqwest` without a built-in provider refuses to build a client until one is installed.
fn install_crypto_provider() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let _already_installed = rustls::crypto::ring::default_provider().install_default();
    });
}
