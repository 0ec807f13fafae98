//! The envelope of a login, and the secrets in it.

use orgkeep_domain::attempt::PasswordLogin;
use quick_xml::escape::escape;
use zeroize::Zeroizing;

/// SOAP 1.1 around `login`, with everything escaped that came from a person.
pub(super) fn envelope(credentials: &PasswordLogin) -> String {
    let username = escape(&credentials.username);
    // EXPOSE: password and security token go to the login host, in the body of this request.
    let password = Zeroizing::new(escape(credentials.password.expose()).into_owned());
    let token = credentials
        .security_token
        .as_ref()
        .map(|token| token.expose());
    let token = Zeroizing::new(escape(token.unwrap_or_default()).into_owned());
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" \
         xmlns:p=\"urn:partner.soap.sforce.com\"><soapenv:Body><p:login>\
         <p:username>{username}</p:username><p:password>{}{}</p:password>\
         </p:login></soapenv:Body></soapenv:Envelope>",
        *password, *token
    )
}

/// Whether a text repeats the password or the security token.
pub(super) fn is_secret_in(text: &str, credentials: &PasswordLogin) -> bool {
    // EXPOSE: compared with what the server says, so that it is not shown.
    let password = credentials.password.expose();
    let token = credentials
        .security_token
        .as_ref()
        .map(|token| token.expose());
    let secrets = [Some(password), token].into_iter().flatten();
    secrets
        .filter(|secret| !secret.is_empty())
        .any(|secret| text.contains(secret))
}

#[cfg(test)]
mod tests {
    use orgkeep_secret::{Password, SecurityToken};

    use super::*;

    #[test]
    fn everything_from_a_person_is_escaped() {
        let envelope = envelope(&PasswordLogin {
            username: "</p:username>&".into(),
            password: Password::new("<&\"'>]]>".into()),
            security_token: Some(SecurityToken::new("&t".into())),
        });
        assert!(envelope.contains("<p:username>&lt;/p:username&gt;&amp;</p:username>"));
        assert!(
            envelope.contains("<p:password>&lt;&amp;&quot;&apos;&gt;]]&gt;&amp;t</p:password>")
        );
    }
}
