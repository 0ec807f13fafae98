//! A person with a browser, for tests: signs in, presses Allow or Deny, ends at the callback.
//!
//! It sends what a real Chromium sends for a navigation, so that a listener may insist on it.

mod cookie;
mod html;
mod http;

use std::io;

use cookie::Jar;
use html::Form;
use url::Url;

use crate::{form::Form as Parameters, form::encode, org::User};

/// Redirects and pages after which a walk is given up.
const STEPS: usize = 20;

/// What the person does on the consent page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Presses Allow.
    Allow,
    /// Presses Deny.
    Deny,
}

/// What a request was answered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The address that was asked for.
    pub url: String,
    /// The status.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, as text.
    pub body: String,
}

impl Visit {
    /// A header; the name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Where the answer sends the browser.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.header("location")
    }
}

/// Where an authorize URL led.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The browser is sent to this callback URL, which has not been visited.
    Callback(String),
    /// The browser stays on this page: an error page, or a sign-in that was refused.
    Page(Visit),
}

impl Outcome {
    /// The callback URL, if there is one.
    #[must_use]
    pub fn callback(self) -> Option<String> {
        match self {
            Self::Callback(url) => Some(url),
            Self::Page(_) => None,
        }
    }
}

/// Why the robot could not go on.
#[derive(Debug, thiserror::Error)]
pub enum RobotError {
    /// No answer came.
    #[error("no answer came")]
    NoAnswer(#[from] io::Error),
    /// What came is not HTTP.
    #[error("what came is not HTTP")]
    NotHttp,
    /// The address is not one of plain HTTP.
    #[error("not an address that can be visited")]
    BadAddress(#[from] url::ParseError),
    /// More pages than any authorization has.
    #[error("the pages lead in a circle")]
    Circle,
    /// The browser stayed on a page.
    #[error("the browser stayed on a page: {0}")]
    StayedOnPage(String),
}

/// A browser with one person in front of it. Cookies last as long as the robot.
#[derive(Debug, Default)]
pub struct RobotBrowser {
    jar: Jar,
}

impl RobotBrowser {
    /// A browser that has been nowhere.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Walks from an authorize URL to the callback, and visits it.
    ///
    /// # Errors
    ///
    /// [`RobotError::StayedOnPage`] if the callback is never reached.
    pub async fn authorize(
        &mut self,
        url: &str,
        person: &User,
        decision: Decision,
    ) -> Result<Visit, RobotError> {
        match self.consent(url, person, decision).await? {
            Outcome::Callback(callback) => self.deliver(&callback).await,
            Outcome::Page(page) => Err(RobotError::StayedOnPage(page.body)),
        }
    }

    /// Walks from an authorize URL to the callback, and stops before it.
    ///
    /// # Errors
    ///
    /// No answer, or pages without an end.
    pub async fn consent(
        &mut self,
        url: &str,
        person: &User,
        decision: Decision,
    ) -> Result<Outcome, RobotError> {
        let start = Url::parse(url)?;
        let query = start.query().unwrap_or_default();
        let callback = Parameters::parse(query.as_bytes())
            .text("redirect_uri")
            .to_owned();
        let mut tried_password = false;
        let mut visit = self.get(&start).await?;
        for _ in 0..STEPS {
            if let Some(location) = visit.location() {
                if !callback.is_empty() && location.starts_with(&callback) {
                    return Ok(Outcome::Callback(location.to_owned()));
                }
                let next = Url::parse(&visit.url)?.join(location)?;
                visit = self.get(&next).await?;
                continue;
            }
            let Some((form, fields)) = fill(&visit.body, person, decision, tried_password) else {
                return Ok(Outcome::Page(visit));
            };
            tried_password |= visit.body.contains("id=\"password\"");
            let target = Url::parse(&visit.url)?.join(&form.action)?;
            visit = self.post(&target, &fields).await?;
        }
        Err(RobotError::Circle)
    }

    /// Visits a callback URL as the browser does when Salesforce sends it there. Redirects are not followed.
    ///
    /// # Errors
    ///
    /// No answer, or one that is not HTTP.
    pub async fn deliver(&mut self, callback: &str) -> Result<Visit, RobotError> {
        self.send(&Url::parse(callback)?, "GET", "cross-site", None)
            .await
    }

    /// Opens any address in the same browser. Redirects are not followed.
    ///
    /// # Errors
    ///
    /// No answer, or one that is not HTTP.
    pub async fn open(&mut self, url: &str) -> Result<Visit, RobotError> {
        self.get(&Url::parse(url)?).await
    }

    async fn get(&mut self, url: &Url) -> Result<Visit, RobotError> {
        self.send(url, "GET", "none", None).await
    }

    async fn post(&mut self, url: &Url, fields: &[(String, String)]) -> Result<Visit, RobotError> {
        let pairs: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.send(url, "POST", "same-origin", Some(encode(&pairs)))
            .await
    }

    async fn send(
        &mut self,
        url: &Url,
        method: &str,
        site: &str,
        form: Option<String>,
    ) -> Result<Visit, RobotError> {
        let cookies = self.jar.header();
        let visit = http::send(url, method, site, cookies.as_deref(), form.as_deref()).await?;
        let set = visit
            .headers
            .iter()
            .filter(|(name, _)| name == "set-cookie");
        set.for_each(|(_, value)| self.jar.keep(value));
        Ok(visit)
    }
}

/// The form of a page, filled in; `None` if there is nothing (more) to do on it.
fn fill(
    page: &str,
    person: &User,
    decision: Decision,
    tried: bool,
) -> Option<(Form, Vec<(String, String)>)> {
    let form = html::form(page)?;
    let mut fields = form.hidden.clone();
    let mut put = |name: &str, value: &str| fields.push((name.to_owned(), value.to_owned()));
    if page.contains("id=\"oaapprove\"") {
        let word = match decision {
            Decision::Allow => "allow",
            Decision::Deny => "deny",
        };
        put("decision", word);
    } else if page.contains("id=\"password\"") && !tried {
        put("username", &person.username);
        put("password", &person.password);
    } else {
        return None;
    }
    Some((form, fields))
}
