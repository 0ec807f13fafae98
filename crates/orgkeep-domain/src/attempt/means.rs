//! With what somebody signs in: an app and a browser, or a password.

use orgkeep_secret::{Password, SecurityToken};

use super::{Draft, Identifying, Purpose, Tokens};
use crate::authority::Authority;
use crate::client::{CallbackUrl, ClientApp};
use crate::connection::AuthenticationType;
use crate::organization::UserIdentity;
use crate::scope::Scopes;

/// A sign-in, whichever way it goes: where, with what, and what for.
#[derive(Debug)]
pub struct SignIn {
    /// The login host.
    pub authority: Authority,
    /// With what.
    pub means: Means,
    /// What it is for.
    pub purpose: Purpose,
}

/// What the connection keeps, to get new sessions.
#[derive(Debug)]
pub enum Means {
    /// OAuth.
    App(AppSignIn),
    /// A SOAP `login()` (salesforce.md, 5.1).
    Password(PasswordLogin),
}

/// An app, and what it was asked for.
#[derive(Debug)]
pub struct AppSignIn {
    /// The app.
    pub client: ClientApp,
    /// The callback as registered.
    pub callback: CallbackUrl,
    /// The scopes that were asked for; none means all that the app has.
    pub scopes: Option<Scopes>,
}

/// Who logs in with a password.
#[derive(Debug)]
pub struct PasswordLogin {
    /// The user name, which looks like an e-mail address.
    pub username: String,
    /// The password.
    pub password: Password,
    /// What Salesforce wants behind it; `None` where it trusts this place.
    pub security_token: Option<SecurityToken>,
}

/// Everything known before a login with a password.
#[derive(Debug)]
pub struct LoginDraft {
    /// The login host.
    pub authority: Authority,
    /// Who logs in.
    pub login: PasswordLogin,
    /// What it is for.
    pub purpose: Purpose,
}

/// Text that cannot be a user name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UsernameError {
    /// Nothing was given.
    #[error("the user name is empty")]
    Empty,
    /// It does not look like an e-mail address, as every user name of Salesforce does.
    #[error("this is no user name of Salesforce")]
    Malformed,
}

/// The longest user name that is accepted, in characters.
const LONGEST_USERNAME: usize = 200;

/// Accepts what looks like an e-mail address, spaces around it trimmed.
///
/// # Errors
/// [`UsernameError`] when it is empty or looks otherwise.
pub fn parse_username(text: &str) -> Result<String, UsernameError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(UsernameError::Empty);
    }
    let (before, after) = text.split_once('@').unwrap_or_default();
    let strange = |c: char| c.is_whitespace() || c.is_control();
    let fits = text.chars().count() <= LONGEST_USERNAME && !text.contains(strange);
    if before.is_empty() || after.is_empty() || !fits {
        return Err(UsernameError::Malformed);
    }
    Ok(text.to_owned())
}

impl LoginDraft {
    /// Salesforce took the password.
    #[must_use]
    pub fn logged_in(self, tokens: Tokens, user: UserIdentity) -> Identifying {
        Identifying {
            sign_in: SignIn {
                authority: self.authority,
                means: Means::Password(self.login),
                purpose: self.purpose,
            },
            tokens,
            user: Some(user),
        }
    }
}

impl Means {
    /// What the connection's authentication type is with it.
    #[must_use]
    pub fn authentication(&self) -> AuthenticationType {
        match self {
            Self::App(app) => app.client.kind.authentication(),
            Self::Password(_) => AuthenticationType::Standard,
        }
    }
}

impl From<Draft> for SignIn {
    fn from(draft: Draft) -> Self {
        Self {
            authority: draft.authority,
            means: Means::App(AppSignIn {
                client: draft.client,
                callback: draft.callback,
                scopes: draft.scopes,
            }),
            purpose: draft.purpose,
        }
    }
}

impl PasswordLogin {
    /// Whether the other login sends the same.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        let tokens = match (&self.security_token, &other.security_token) {
            (Some(mine), Some(theirs)) => mine.matches(theirs),
            (None, None) => true,
            _ => false,
        };
        tokens && self.username == other.username && self.password.matches(&other.password)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login(username: &str, password: &str, token: Option<&str>) -> PasswordLogin {
        PasswordLogin {
            username: username.into(),
            password: Password::new(password.into()),
            security_token: token.map(|token| SecurityToken::new(token.into())),
        }
    }

    #[test]
    fn a_user_name_looks_like_an_e_mail_address() {
        assert_eq!(
            parse_username(" admin@acme.example.uat "),
            Ok("admin@acme.example.uat".to_owned())
        );
        assert_eq!(parse_username(" "), Err(UsernameError::Empty));
        for text in ["admin", "@acme", "admin@", "ad min@acme", "a@b\u{0}"] {
            assert_eq!(
                parse_username(text),
                Err(UsernameError::Malformed),
                "{text}"
            );
        }
    }

    #[test]
    fn a_login_is_another_one_with_another_part() {
        let mine = login("a@b", "p", Some("t"));
        assert!(mine.matches(&login("a@b", "p", Some("t"))));
        assert!(login("a@b", "p", None).matches(&login("a@b", "p", None)));
        for other in [
            login("a@c", "p", Some("t")),
            login("a@b", "q", Some("t")),
            login("a@b", "p", Some("u")),
            login("a@b", "p", None),
        ] {
            assert!(!mine.matches(&other) && !other.matches(&mine));
        }
    }
}
