//! Secrets in any file. What is found is named by its kind and its place, never by its text.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leak {
    ConsumerSecret,
    ConsumerKey,
    AuthUrl,
    AccessToken,
    RefreshToken,
    PrivateKey,
}

impl Leak {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::ConsumerSecret => "A consumer secret.",
            Self::ConsumerKey => "A consumer key. Salesforce makes it; leave the element out.",
            Self::AuthUrl => "An sfdx auth URL, which holds a refresh token.",
            Self::AccessToken => "An access token or session id.",
            Self::RefreshToken => "A refresh token.",
            Self::PrivateKey => "A private key.",
        }
    }
}

/// What a secret begins with, or what stands before it, in lower case.
const SIGNS: &[(&str, Leak)] = &[
    ("<consumersecret>", Leak::ConsumerSecret),
    ("<consumerkey>", Leak::ConsumerKey),
    ("consumersecret", Leak::ConsumerSecret),
    ("consumer_secret", Leak::ConsumerSecret),
    ("consumer-secret", Leak::ConsumerSecret),
    ("clientsecret", Leak::ConsumerSecret),
    ("client_secret", Leak::ConsumerSecret),
    ("client-secret", Leak::ConsumerSecret),
    ("force://", Leak::AuthUrl),
    ("00d", Leak::AccessToken),
    ("5aep861", Leak::RefreshToken),
    ("private key-----", Leak::PrivateKey),
];

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostFirst)
        .build(SIGNS.iter().map(|(sign, _)| sign))
        .ok()
});

/// Secrets in a text, with the byte at which each shows.
pub(super) fn secrets(text: &[u8]) -> Vec<(usize, Leak)> {
    let Some(finder) = FINDER.as_ref() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for sign in finder.find_iter(text) {
        let Some((word, secret)) = SIGNS.get(sign.pattern().as_usize()) else {
            continue;
        };
        let after = text.get(sign.end()..).unwrap_or_default();
        if is_secret(
            *secret,
            word,
            after,
            sign.start() > 0 && is_word(text, sign.start() - 1),
        ) {
            found.push((sign.start(), *secret));
        }
    }
    found
}

fn is_word(text: &[u8], at: usize) -> bool {
    text.get(at).is_some_and(u8::is_ascii_alphanumeric)
}

/// Whether what follows a sign is a secret. `inside` says that the sign is the end of a longer word.
fn is_secret(secret: Leak, sign: &str, after: &[u8], inside: bool) -> bool {
    match secret {
        Leak::PrivateKey => true,
        Leak::ConsumerKey => !is_blank(element(after)),
        Leak::ConsumerSecret if sign.starts_with('<') => !is_blank(element(after)),
        Leak::ConsumerSecret => looks_random(assigned(after)),
        // Client id, secret, refresh token, host. The secret may be empty.
        Leak::AuthUrl => {
            let url = word(after, b"._=-:@");
            url.contains(&b'@') && url.len() > 40
        }
        Leak::AccessToken => {
            let id = word(after, b"");
            let rest = after.get(id.len()..).unwrap_or_default();
            !inside && matches!(id.len(), 12 | 15) && rest.first() == Some(&b'!') && {
                word(rest.get(1..).unwrap_or_default(), b"._").len() >= 20
            }
        }
        Leak::RefreshToken => !inside && word(after, b"._").len() >= 30,
    }
}

/// The text of an element, up to its end tag.
fn element(after: &[u8]) -> &[u8] {
    let end = after
        .iter()
        .position(|byte| *byte == b'<')
        .unwrap_or(after.len());
    after.get(..end).unwrap_or_default()
}

/// Nothing, stars, or a place to be filled.
fn is_blank(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    text.iter().all(|byte| *byte == b'*') || text.starts_with(b"${") || text.starts_with(b"{{")
}

/// What is assigned after a name: `= "x"`, `: x`, or the next word of a command line.
fn assigned(after: &[u8]) -> &[u8] {
    const BETWEEN: &[u8] = b"\"'`]) \t=:";
    let between = after
        .iter()
        .take(12)
        .take_while(|byte| BETWEEN.contains(byte))
        .count();
    let value = after.get(between..).unwrap_or_default();
    match between {
        0 => &[],
        _ => word(value, b"+/=-"),
    }
}

fn word<'a>(text: &'a [u8], more: &[u8]) -> &'a [u8] {
    let part = |byte: &&u8| byte.is_ascii_alphanumeric() || more.contains(byte);
    let length = text.iter().take_while(part).count();
    text.get(..length).unwrap_or_default()
}

/// Whether a value is of the kind that Salesforce makes: hexadecimal, digits, or a mixture no person types.
fn looks_random(value: &[u8]) -> bool {
    let count = |is: fn(&u8) -> bool| value.iter().filter(|byte| is(byte)).count();
    let digits = count(u8::is_ascii_digit);
    let all = value.len();
    let hexadecimal = all >= 32 && count(u8::is_ascii_hexdigit) == all && digits >= 4;
    let number = all >= 15 && digits == all;
    let mixed = all >= 24
        && digits >= 4
        && count(u8::is_ascii_uppercase) >= 2
        && count(u8::is_ascii_lowercase) >= 2;
    hexadecimal || number || mixed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Leak> {
        secrets(text.as_bytes())
            .into_iter()
            .map(|(_, secret)| secret)
            .collect()
    }

    /// Put together here, so that this file holds none.
    fn random(length: usize) -> String {
        "A1b2C3d4E5f6".chars().cycle().take(length).collect()
    }

    #[test]
    fn secrets_of_every_kind_are_found() {
        let (mixed, token) = (random(40), random(60));
        let hex = "0F".repeat(32);
        for (text, secret) in [
            (
                format!("<consumerSecret>{mixed}</consumerSecret>"),
                Leak::ConsumerSecret,
            ),
            (
                format!("<consumerKey>3MVG9{mixed}</consumerKey>"),
                Leak::ConsumerKey,
            ),
            (format!("CLIENT_SECRET={hex}"), Leak::ConsumerSecret),
            (
                format!("{{\"consumerSecret\": \"{mixed}\"}}"),
                Leak::ConsumerSecret,
            ),
            (
                format!("--client-secret {}", "1234567890".repeat(2)),
                Leak::ConsumerSecret,
            ),
            (
                format!("force://PlatformCLI::{token}@acme.my.salesforce.com"),
                Leak::AuthUrl,
            ),
            (format!("sid=00D000000000001!{token}"), Leak::AccessToken),
            (format!("token: 5Aep861{token}"), Leak::RefreshToken),
            (
                "-----BEGIN RSA PRIVATE KEY-----".to_owned(),
                Leak::PrivateKey,
            ),
        ] {
            assert_eq!(kinds(&text), [secret], "{text}");
        }
    }

    #[test]
    fn what_only_speaks_of_secrets_is_none() {
        for text in [
            "<consumerSecret></consumerSecret>",
            "<consumerSecret>****</consumerSecret>",
            "<consumerSecret>${SECRET}</consumerSecret>",
            "client_secret=$SF_CLIENT_SECRET",
            "clientSecret: config.orgs2026.clientSecretValue2",
            "private String clientSecret;",
            "consumerSecret = readTheConsumerSecretFromVault()",
            "client_secret=<your client secret>",
            "force://PlatformCLI::REFRESH@HOST",
            "00D000000000001:888000000000001",
            "id 00D000000000001!",
            "isConsumerSecretOptional>true<",
            "Consumer Key and Secret",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }
}
