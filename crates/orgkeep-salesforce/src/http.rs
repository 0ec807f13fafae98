//! The one HTTP client: no redirects, no cookies, no compression, 1 MiB, 10 s to connect, 30 s in all.

use std::error::Error as _;
use std::sync::Once;
use std::time::Duration;

use orgkeep_domain::catalogue::Cause;
use orgkeep_domain::failure::FailureReason;
use reqwest::header::{CONTENT_TYPE, LOCATION, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{RequestBuilder, Response, StatusCode};
use zeroize::Zeroizing;

/// The most bytes of an answer that are read.
const LARGEST_ANSWER: usize = 1024 * 1024;

/// A client with every bound in place. Cloning shares its connections.
#[derive(Debug, Clone)]
pub struct HttpClient {
    client: reqwest::Client,
}

/// An answer, read to its end.
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// Where a redirect would lead. It is never followed.
    pub location: Option<String>,
    /// The media type, lower case, without parameters.
    pub media_type: String,
    /// The body. It may hold tokens.
    pub body: Zeroizing<Vec<u8>>,
}

/// Why a call brought no usable answer. No variant carries an address or a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The name does not resolve, or the connection is refused or reset.
    #[error("the server cannot be reached")]
    Unreachable,
    /// TLS failed.
    #[error("the server's certificate is not accepted")]
    Tls,
    /// Ten seconds to connect or thirty in all were over.
    #[error("the server answered too slowly")]
    TimedOut,
    /// More than a mebibyte.
    #[error("the answer is too large")]
    TooLarge,
    /// HTTP 420, 429, 502, 503 or 504.
    #[error("the server asks to come back later")]
    Busy {
        /// Seconds, where the server says so.
        retry_after: Option<u32>,
    },
    /// REQUEST_LIMIT_EXCEEDED and the like.
    #[error("a limit of the org is reached")]
    LimitReached,
    /// Something that Salesforce does not send: a redirect, HTML, a broken document.
    #[error("the answer is not Salesforce's")]
    Unexpected,
    /// Salesforce does not take the access token.
    #[error("the access token is not accepted")]
    TokenRefused,
}

impl From<CallError> for FailureReason {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Unreachable => Self::Unreachable,
            CallError::Tls => Self::TlsFailed,
            CallError::TimedOut => Self::TimedOut,
            CallError::Busy { retry_after } => Self::ServerBusy { retry_after },
            CallError::LimitReached => Self::Told(Cause::of("limitReached")),
            CallError::TooLarge | CallError::Unexpected => Self::UnexpectedAnswer,
            CallError::TokenRefused => Self::Told(Cause::of("sessionExpired")),
        }
    }
}

impl HttpClient {
    /// The client for Salesforce, or for a practice org, which is never reached through a proxy.
    ///
    /// # Errors
    /// [`CallError::Tls`] when the system offers no way to verify certificates.
    pub fn new(practice: bool) -> Result<Self, CallError> {
        install_crypto_provider();
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the one place that makes clients"
        )]
        let builder = reqwest::Client::builder()
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(30))
            .pool_idle_timeout(Duration::from_secs(20))
            .https_only(!practice)
            .user_agent(concat!("Orgkeep/", env!("CARGO_PKG_VERSION")));
        let builder = if practice {
            builder.no_proxy()
        } else {
            builder
        };
        let client = builder.build().map_err(|_| CallError::Tls)?;
        Ok(Self { client })
    }

    /// Starts a GET.
    pub(crate) fn get(&self, url: &str) -> RequestBuilder {
        self.client.get(url).header("Accept-Encoding", "identity")
    }

    /// Starts a POST of a form.
    pub(crate) fn post_form(&self, url: &str, form: &[(&str, &str)]) -> RequestBuilder {
        self.client
            .post(url)
            .header("Accept-Encoding", "identity")
            .form(form)
    }

    /// Sends a request that another library composed.
    pub(crate) async fn execute(&self, request: reqwest::Request) -> Result<Answer, CallError> {
        let response = self.client.execute(request).await.map_err(classify)?;
        read(response).await
    }
}

/// Sends a request and reads the whole answer, within the bounds.
pub(crate) async fn send(request: RequestBuilder) -> Result<Answer, CallError> {
    let response = request.send().await.map_err(classify)?;
    read(response).await
}

async fn read(mut response: Response) -> Result<Answer, CallError> {
    let header = |name| {
        let value = response.headers().get(name)?;
        value.to_str().ok().map(str::to_owned)
    };
    let status = response.status();
    let location = header(LOCATION);
    let media_type = header(CONTENT_TYPE)
        .map(|text| {
            text.split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .to_ascii_lowercase()
        })
        .unwrap_or_default();
    if matches!(status.as_u16(), 420 | 429 | 502 | 503 | 504) {
        let retry_after = header(RETRY_AFTER).and_then(|text| text.trim().parse().ok());
        return Err(CallError::Busy { retry_after });
    }
    let mut body = Zeroizing::new(Vec::new());
    while let Some(chunk) = response.chunk().await.map_err(classify)? {
        if body.len() + chunk.len() > LARGEST_ANSWER {
            return Err(CallError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer {
        status,
        location,
        media_type,
        body,
    })
}

impl Answer {
    /// The JSON of a successful answer.
    pub(crate) fn json<T: serde::de::DeserializeOwned>(&self) -> Result<T, CallError> {
        match self.status.as_u16() {
            200 => serde_json::from_slice(&self.body).map_err(|_| CallError::Unexpected),
            401 => Err(CallError::TokenRefused),
            403 if self.says("REQUEST_LIMIT_EXCEEDED") => Err(CallError::LimitReached),
            403 if self.says("Bad_OAuth_Token") => Err(CallError::TokenRefused),
            _ => Err(CallError::Unexpected),
        }
    }

    /// Whether the body holds a piece of ASCII text.
    pub(crate) fn says(&self, text: &str) -> bool {
        self.body
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    }
}

fn classify(error: reqwest::Error) -> CallError {
    if is_tls(&error) {
        CallError::Tls
    } else if error.is_timeout() {
        CallError::TimedOut
    } else if error.is_decode() {
        CallError::Unexpected
    } else {
        CallError::Unreachable
    }
}

/// Whether a `rustls` error lies anywhere below. It arrives wrapped in an `io::Error`.
fn is_tls(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(current) = cause {
        let inner = current
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref);
        if current.is::<rustls::Error>() || inner.is_some_and(|inner| inner.is::<rustls::Error>()) {
            return true;
        }
        cause = current.source();
    }
    false
}

/// `reqwest` without a built-in provider refuses to build a client until one is installed.
fn install_crypto_provider() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let _already_installed = rustls::crypto::ring::default_provider().install_default();
    });
}
