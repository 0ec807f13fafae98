//! Swapping the code for tokens (RFC 6749, 4.1.3). Done once; never repeated.

use std::future::Future;
use std::pin::Pin;

use oauth2::{
    AsyncHttpClient, AuthorizationCode, ClientSecret, HttpRequest, HttpResponse, PkceCodeVerifier,
    RequestTokenError,
};
use orgkeep_domain::attempt::{Exchanging, Identifying};
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_domain::catalogue::Place;
use orgkeep_domain::failure::{Failure, FailureReason};

use crate::http::{CallError, HttpClient};
use crate::request::oauth_client;
use crate::token::{TokenAnswerWire, accept};

/// The HTTP client as the OAuth library calls it.
struct Transport(HttpClient);

/// What the OAuth library passes on when there was no answer for it to read.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct TransportError(#[from] CallError);

impl<'a> AsyncHttpClient<'a> for Transport {
    type Error = TransportError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, TransportError>> + Send + 'a>>;

    fn call(&'a self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let request = reqwest::Request::try_from(request).map_err(|_| CallError::Unexpected)?;
            let answer = self.0.execute(request).await?;
            if answer.is_portal() {
                return Err(CallError::CaptivePortal.into());
            }
            if answer.status.is_redirection() || answer.status.is_server_error() {
                return Err(CallError::Unexpected.into());
            }
            let response = http::Response::builder()
                .status(answer.status)
                .header("Content-Type", answer.media_type)
                .body(answer.body.to_vec());
            Ok(response.map_err(|_| CallError::Unexpected)?)
        })
    }
}

/// Spends the code. On success the tokens are checked for shape, host and signature.
///
/// # Errors
/// A [`Failure`] with Salesforce's own words where it sent any.
pub async fn exchange(
    client: &HttpClient,
    exchanging: Exchanging,
    rule: AuthorityRule,
) -> Result<Identifying, Failure> {
    let Exchanging {
        draft,
        code,
        verifier,
    } = exchanging;
    let mut oauth = oauth_client(&draft).map_err(|_| Failure::from(FailureReason::Unreachable))?;
    if let Some(secret) = &draft.client.secret {
        // EXPOSE: a confidential app proves itself in the body of this request (RFC 6749, 2.3.1).
        oauth = oauth.set_client_secret(ClientSecret::new(secret.expose().to_owned()));
    }
    // EXPOSE: the code and the verifier leave for the server that issued the code.
    let (code, verifier) = (code.expose().to_owned(), verifier.expose().to_owned());
    let transport = Transport(client.clone());
    let answer: TokenAnswerWire = oauth
        .exchange_code(AuthorizationCode::new(code))
        .set_pkce_verifier(PkceCodeVerifier::new(verifier))
        .request_async(&transport)
        .await
        .map_err(failure_of)?;
    let tokens = accept(&answer, &draft, rule)?;
    Ok(Identifying {
        sign_in: draft.into(),
        tokens,
        user: None,
    })
}

fn failure_of(
    error: RequestTokenError<TransportError, oauth2::basic::BasicErrorResponse>,
) -> Failure {
    match error {
        RequestTokenError::ServerResponse(answer) => {
            let code = answer.error().as_ref().to_owned();
            let description = answer.error_description().cloned().unwrap_or_default();
            Failure::told(Place::Token, &code, &description)
        }
        RequestTokenError::Request(TransportError(error)) => error.into(),
        RequestTokenError::Parse(..) => FailureReason::AnswerRefused.into(),
        RequestTokenError::Other(_) => FailureReason::UnexpectedAnswer.into(),
    }
}
