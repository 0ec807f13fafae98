//! Logging in with a user name and a password (salesforce.md, 5.1), for as long as Salesforce offers it.
//!
//! Asked once: no redirect is followed and nothing is repeated, because each wrong try counts towards a lockout.

mod request;
mod wire;

use orgkeep_domain::attempt::{PasswordLogin, Tokens};
use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_domain::catalogue::Place;
use orgkeep_domain::failure::{Failure, FailureReason, ServerWords};
use orgkeep_domain::id::{OrgId, UserId};
use orgkeep_domain::organization::UserIdentity;
use orgkeep_domain::scope::Scopes;
use orgkeep_domain::text::neutral;
use orgkeep_secret::AccessToken;
use reqwest::StatusCode;
use url::{Position, Url};

use crate::http::{Answer, CallError, HttpClient};
use crate::instance;
use wire::{FaultWire, ReplyWire, ResultWire};

/// The last version that has a login.
pub const LOGIN_VERSION: &str = "64.0";

/// The longest user name that is kept, in characters.
const LONGEST_NAME: usize = 200;

/// What a login comes to.
#[derive(Debug)]
pub struct SoapSession {
    /// The session id. It is an opaque access token that nothing can refresh.
    pub access: AccessToken,
    /// Where the org lives.
    pub instance: Authority,
    /// The org.
    pub org: OrgId,
    /// The user.
    pub user: UserId,
    /// The user name as Salesforce writes it, made fit to show.
    pub username: String,
    /// The person's or integration's name, made fit to show.
    pub display_name: String,
    /// Whether the password has expired. The session is then fit for nothing but setting another.
    pub password_expired: bool,
    /// Whether the org is a sandbox, or a scratch org.
    pub is_sandbox: bool,
}

impl SoapSession {
    /// The session as what an app would have been given: it has no scopes, and nothing can refresh it.
    #[must_use]
    pub fn into_tokens(self) -> (Tokens, UserIdentity) {
        let user = UserIdentity {
            user_id: self.user.clone(),
            username: self.username,
            display_name: self.display_name,
        };
        let tokens = Tokens {
            access: self.access,
            refresh: None,
            scopes: Scopes::default(),
            instance: self.instance,
            org: self.org,
            user: self.user,
            issued_at: None,
            is_signed: false,
        };
        (tokens, user)
    }
}

/// Why there is no session.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoginError {
    /// There was no answer, or none of the SOAP interface's own.
    #[error(transparent)]
    Call(#[from] CallError),
    /// Salesforce refuses. The code has no prefix, and the text does not repeat it.
    #[error("Salesforce refuses the login")]
    Refused(ServerWords),
    /// The result lacks what it must have, or names a host that is not Salesforce's.
    #[error("the answer to the login is not accepted")]
    AnswerRefused,
}

impl From<LoginError> for Failure {
    fn from(error: LoginError) -> Self {
        match error {
            LoginError::Call(error) => error.into(),
            LoginError::Refused(words) => Self::told(
                Place::Soap,
                words.code.as_deref().unwrap_or_default(),
                words.description.as_deref().unwrap_or_default(),
            ),
            LoginError::AnswerRefused => FailureReason::AnswerRefused.into(),
        }
    }
}

/// Logs in at a login host or a My Domain.
///
/// # Errors
/// [`LoginError`]. No variant holds a secret, not even where the server repeats one.
pub async fn login(
    client: &HttpClient,
    authority: &Authority,
    credentials: &PasswordLogin,
    rule: AuthorityRule,
) -> Result<SoapSession, LoginError> {
    let url = authority.url(&format!("/services/Soap/u/{LOGIN_VERSION}"));
    let envelope = request::envelope(credentials);
    let answer = client.send(client.post_soap(&url, envelope)).await?;
    read(&answer, authority, credentials, rule)
}

pub(crate) fn read(
    answer: &Answer,
    authority: &Authority,
    credentials: &PasswordLogin,
    rule: AuthorityRule,
) -> Result<SoapSession, LoginError> {
    match reply(answer)? {
        ReplyWire::Result(result) => {
            accept(*result, authority, rule).ok_or(LoginError::AnswerRefused)
        }
        ReplyWire::Fault(fault) => Err(LoginError::Refused(words(&fault, credentials))),
    }
}

fn reply(answer: &Answer) -> Result<ReplyWire, CallError> {
    if answer.is_portal() {
        return Err(CallError::CaptivePortal);
    }
    let succeeded = answer.status == StatusCode::OK;
    match wire::parse(&answer.body) {
        Some(ReplyWire::Result(_)) if !succeeded => Err(CallError::Unexpected),
        Some(reply) => Ok(reply),
        None if succeeded => Err(CallError::Unexpected),
        None => Err(answer.refusal()),
    }
}

fn accept(result: ResultWire, asked: &Authority, rule: AuthorityRule) -> Option<SoapSession> {
    let instance = instance_of(&result.server_url, asked, rule)?;
    if result.session_id.is_empty() {
        return None;
    }
    Some(SoapSession {
        access: result.session_id,
        instance,
        org: OrgId::parse(&result.user_info.organization_id).ok()?,
        user: UserId::parse(&result.user_id).ok()?,
        username: neutral(&result.user_info.user_name, LONGEST_NAME),
        display_name: neutral(&result.user_info.user_full_name, LONGEST_NAME),
        password_expired: result.password_expired,
        is_sandbox: result.sandbox,
    })
}

/// `serverUrl` is the address of the SOAP interface at the org's own host.
fn instance_of(server_url: &str, asked: &Authority, rule: AuthorityRule) -> Option<Authority> {
    let url = Url::parse(server_url).ok()?;
    if !url.path().starts_with("/services/Soap/u/") {
        return None;
    }
    instance::accepted(&url[..Position::BeforePath], asked, rule)
}

/// The fault's own words. `sf:` stands before its code, and the code before its text.
fn words(fault: &FaultWire, credentials: &PasswordLogin) -> ServerWords {
    let code = fault.code.rsplit(':').next().unwrap_or_default();
    let text = fault.text.strip_prefix(&format!("{code}: "));
    let text = text.unwrap_or(&fault.text);
    let fit = |text: &str, longest| {
        let shown = neutral(text, longest);
        // Looked for in what is shown as well: made fit to show, a text can become what it was not.
        let texts = [text, shown.as_str()];
        let repeats = texts
            .into_iter()
            .any(|text| request::is_secret_in(text, credentials));
        (!shown.is_empty() && !repeats).then_some(shown)
    };
    ServerWords {
        code: fit(code, 100),
        description: fit(text, 300),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use orgkeep_secret::Password;

    #[test]
    fn a_password_is_not_shown_even_where_hidden_characters_split_it() {
        let credentials = PasswordLogin {
            username: "ada@acme.example".to_owned(),
            password: Password::new("pass word".to_owned()),
            security_token: None,
        };
        for (text, shown) in [
            ("no pass word", None),
            ("no pass\tword", None),
            ("no pa\u{200b}ss word", None),
            ("no password", Some("no password")),
        ] {
            let fault = FaultWire {
                code: "sf:A".to_owned(),
                text: format!("A: {text}"),
            };
            let words = words(&fault, &credentials);
            assert_eq!(words.description.as_deref(), shown, "{text}");
        }
    }

    fn replied(status: u16, body: &str) -> Result<bool, CallError> {
        let status = StatusCode::from_u16(status).unwrap();
        let answer = Answer::made(status, "text/xml", body.as_bytes());
        reply(&answer).map(|reply| matches!(reply, ReplyWire::Result(_)))
    }

    #[test]
    fn a_session_comes_with_success_and_a_fault_with_any_status() {
        let envelope = |body: &str| {
            let begin = "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'>";
            format!("{begin}<s:Body>{body}</s:Body></s:Envelope>")
        };
        let result = envelope(
            "<loginResponse><result>\
             <serverUrl>https://acme.my.salesforce.com/services/Soap/u/64.0</serverUrl>\
             <sessionId>00D!session</sessionId><userId>005000000000001AAA</userId>\
             <sandbox>false</sandbox><passwordExpired>false</passwordExpired>\
             <userInfo><organizationId>00D000000000001EAA</organizationId>\
             <userName>ada@acme.example</userName></userInfo>\
             </result></loginResponse>",
        );
        let fault =
            envelope("<s:Fault><faultcode>A</faultcode><faultstring>b</faultstring></s:Fault>");
        for (status, body, expected) in [
            (200, result.as_str(), Ok(true)),
            (500, &result, Err(CallError::Unexpected)),
            (200, &fault, Ok(false)),
            (500, &fault, Ok(false)),
            (200, "<a/>", Err(CallError::Unexpected)),
            (200, "API_DISABLED_FOR_ORG", Err(CallError::Unexpected)),
        ] {
            assert_eq!(replied(status, body), expected, "{status}: {body}");
        }
        let word = replied(403, "API_DISABLED_FOR_ORG");
        assert!(matches!(word, Err(CallError::Refused(_))), "{word:?}");
    }

    fn accepted(server_url: &str, asked: &str) -> Option<String> {
        let rule = AuthorityRule::Salesforce;
        let asked = Authority::parse(asked, rule).unwrap();
        instance_of(server_url, &asked, rule).map(|instance| instance.origin().to_owned())
    }

    #[test]
    fn the_instance_is_salesforces_or_the_host_that_was_asked() {
        let login = "https://login.salesforce.com";
        let custom = "https://login.acme.example";
        for (server_url, asked, expected) in [
            (
                "https://acme.my.salesforce.com/services/Soap/u/64.0/00D",
                login,
                Some("https://acme.my.salesforce.com"),
            ),
            (
                "https://acme.my.salesforce.com/services/Soap/u/64.0",
                custom,
                Some("https://acme.my.salesforce.com"),
            ),
            (
                "https://login.acme.example/services/Soap/u/64.0",
                custom,
                Some(custom),
            ),
            (
                "https://login.acme.example/services/Soap/u/64.0",
                login,
                None,
            ),
            (
                "https://evilsalesforce.com/services/Soap/u/64.0",
                login,
                None,
            ),
            (
                "https://acme.my.salesforce.com.evil.example/services/Soap/u/64.0",
                login,
                None,
            ),
            (
                "http://acme.my.salesforce.com/services/Soap/u/64.0",
                login,
                None,
            ),
            (
                "https://acme.my.salesforce.com:8443/services/Soap/u/64.0",
                login,
                None,
            ),
            (
                "https://a@acme.my.salesforce.com/services/Soap/u/64.0",
                login,
                None,
            ),
            (
                "https://acme.my.salesforce.com@evil.example/services/Soap/u/64.0",
                login,
                None,
            ),
            ("https://127.0.0.1/services/Soap/u/64.0", login, None),
            ("https://acme.my.salesforce.com/elsewhere", login, None),
            ("", login, None),
        ] {
            assert_eq!(
                accepted(server_url, asked).as_deref(),
                expected,
                "{server_url}"
            );
        }
    }
}
