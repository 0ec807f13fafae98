//! What a test found.

use orgkeep_domain::catalogue::Cause;
use orgkeep_domain::verdict::{Verdict, VerdictGroup};

use super::Words;

const SIGN_IN: &str = "Sign in again: `orgkeep reauthenticate NAME`.";
const NEW_PASSWORD: &str = "Sign in again: `orgkeep reauthenticate NAME`; where a password is kept, with --password-stdin \
     and the current one.";
const NETWORK: &str =
    "Check the network, VPN and proxy of this computer. `orgkeep doctor` looks at them.";

/// A verdict in words; where Salesforce refused, why is told in those of the cause.
pub fn verdict_words(verdict: Verdict, cause: Option<Cause>) -> Words {
    match cause {
        Some(cause) if verdict != Verdict::Working => {
            let Words {
                title,
                why,
                mut steps,
            } = Words::of_cause(cause);
            if verdict.group() == VerdictGroup::SignInAgain {
                steps.push(how_again(verdict).to_owned());
            }
            Words {
                title: own(verdict).title,
                why: format!("{}. {why}", title.trim_end_matches('.')),
                steps,
            }
        }
        _ => own(verdict),
    }
}

/// Why an org is not opened for a connection that signs in with a password.
pub fn without_app_words() -> Words {
    Words::own(
        "not opened",
        "Opening the org needs a sign-in through an app, and this connection signs in with a password.",
        &["`orgkeep migrate` moves it to an External Client App."],
    )
}

fn own(verdict: Verdict) -> Words {
    if verdict.group() == VerdictGroup::SignInAgain {
        return Words::own("sign in again", why_again(verdict), &[how_again(verdict)]);
    }
    let (title, why, steps): (&str, &str, &[&str]) = match verdict {
        Verdict::Working => ("working", "The org answered to the right user.", &[]),
        Verdict::AppBlocked => (
            "app blocked",
            "The org does not let the user use the app.",
            &["In Setup, look at the app's policies and at Connected Apps OAuth Usage."],
        ),
        Verdict::UserInactive => (
            "user inactive",
            "The user is inactive, frozen or locked out.",
            &["In Setup, look at the user."],
        ),
        Verdict::PlaceOrHours => (
            "not from here or now",
            "The org does not let the user in from this address or at this hour.",
            &["In Setup, look at the profile's login hours and IP ranges."],
        ),
        Verdict::ApiDisabled => (
            "no API",
            "The org's edition, the user or the app's scopes do not include the API.",
            &["In Setup, look at the user's permission API Enabled and at the app's scopes."],
        ),
        Verdict::OrgGone => (
            "org gone",
            "The org is inactive, locked, or its trial is over.",
            &[],
        ),
        Verdict::OrgRefreshed => (
            "sandbox refreshed",
            "Another org is behind the same address.",
            &["Sign in again: `orgkeep reauthenticate NAME --accept-refreshed-sandbox`."],
        ),
        other => return of_the_way(other),
    };
    Words::own(title, why, steps)
}

fn how_again(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::PasswordChanged => NEW_PASSWORD,
        _ => SIGN_IN,
    }
}

fn why_again(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Expired => "The sign-in reached the age that the app's policy allows.",
        Verdict::RotatedElsewhere => "The refresh token rotates, and another program used it.",
        Verdict::PasswordChanged => {
            "Salesforce refuses the password: it was changed, or the user is locked out."
        }
        Verdict::AnswerLost => {
            "The refresh token was used up, and the answer with its successor did not arrive."
        }
        Verdict::NotRenewable => {
            "The session is over, and there is no refresh token to renew it with."
        }
        _ => "Salesforce does not accept the refresh token any more.",
    }
}

/// What another server says, and what passes by itself: title, why, steps.
fn of_the_rest(verdict: Verdict) -> (&'static str, &'static str, &'static [&'static str]) {
    match verdict {
        Verdict::OtherAnswer => (
            "other answer",
            "Something else than this user's org answered.",
            &[
                "Open any web page: the network may want you to sign in to it.",
                NETWORK,
            ],
        ),
        Verdict::LimitReached => (
            "limit reached",
            "A limit of the org or user is used up.",
            &["Try again later."],
        ),
        Verdict::Maintenance => (
            "maintenance",
            "Salesforce asks to come back later.",
            &["Try again later; trust.salesforce.com shows the state of the instance."],
        ),
        _ => ("refused", "Salesforce refused.", &[]),
    }
}

/// What is between this computer and Salesforce, or passes by itself.
fn of_the_way(verdict: Verdict) -> Words {
    let (title, why, steps): (&str, &str, &[&str]) = match verdict {
        Verdict::NameNotFound => ("unreachable", "The server's name is not found.", &[NETWORK]),
        Verdict::TlsFailed => (
            "not secure",
            "The server did not prove who it is.",
            &[NETWORK],
        ),
        Verdict::ProxyFailed => (
            "unreachable",
            "The proxy does not lead to the server.",
            &[NETWORK],
        ),
        Verdict::ProxyPassword => (
            "unreachable",
            "The proxy wants a name and password, or others than it got.",
            &["Put them into HTTPS_PROXY: http://user:password@host:port."],
        ),
        Verdict::TimedOut => ("no answer", "No answer came in time.", &[NETWORK]),
        Verdict::ConnectionFailed => (
            "unreachable",
            "The connection was refused or broke.",
            &[NETWORK],
        ),
        _ => of_the_rest(verdict),
    };
    Words::own(title, why, steps)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use orgkeep_domain::verdict::VerdictGroup;

    use super::*;

    #[test]
    fn every_way_that_is_broken_has_words_of_its_own() {
        let all = Verdict::ALL.iter();
        let broken = all.filter(|verdict| verdict.group() == VerdictGroup::Unreachable);
        let words: Vec<String> = broken
            .map(|verdict| verdict_words(*verdict, None).lines())
            .collect();
        let different: BTreeSet<&String> = words.iter().collect();
        assert_eq!((words.len(), different.len()), (7, 7), "{words:?}");
    }
}
