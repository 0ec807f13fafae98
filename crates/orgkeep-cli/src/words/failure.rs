//! Why a sign-in failed.

use orgkeep_api::failure::FailureView;
use orgkeep_domain::catalogue::Cause;

use super::Words;

const NETWORK: &str =
    "Check the network, VPN and proxy of this computer. `orgkeep doctor` looks at them.";
const ADDRESS: &str =
    "Check --login-url: the org's My Domain leads to the one org that has the app.";
const PRIVATE: &str = "Sign out in the browser, or give a private window of it as --browser.";

/// What happened, why, and what to do.
pub fn failure_words(failure: &FailureView) -> Words {
    match failure {
        FailureView::Told { cause } => {
            Words::of_cause(Cause::parse(cause).unwrap_or_else(Cause::unknown))
        }
        FailureView::PortOccupied { holder } => occupied(holder.as_deref()),
        FailureView::AnotherSignIn { who, since } => another(who, since),
        FailureView::ServerBusy { retry_after } => busy(*retry_after),
        FailureView::PortReserved => Words::own(
            "The system keeps port 33333 for itself",
            "No program can listen on it. The port cannot change: it is part of the callback URL.",
            &["An administrator of this computer takes it out of the reserved range."],
        ),
        FailureView::PortUnavailable => Words::own(
            "Port 33333 cannot be used",
            "The system refused to let Orgkeep listen on it. A firewall or a security program is the usual cause.",
            &["Allow orgkeep to listen on localhost. Nothing is opened to the network."],
        ),
        FailureView::NotSaved => Words::own(
            "The connection could not be saved",
            "Salesforce accepted the sign-in, but the vault could not be written. The tokens were not kept.",
            &["Check the disk: it may be full or read-only."],
        ),
        FailureView::VaultLocked => Words::own(
            "The vault is locked",
            "Its key went away, so nothing could be kept safely.",
            &["Unlock the keyring, and try again."],
        ),
        other => of_the_browser(other),
    }
}

fn of_the_browser(failure: &FailureView) -> Words {
    match failure {
        FailureView::NothingCameBack => Words::own(
            "No answer came back",
            "The time for signing in is over. Often the browser shows an error page of Salesforce, about which Orgkeep \
             does not hear.",
            &[
                "Read what the browser shows; the window's Help decodes it.",
                "Compare the app's callback: it must be http://localhost:33333, character by character.",
                "Give more time with --timeout.",
            ],
        ),
        FailureView::BrowserFailed => Words::own(
            "No browser opened",
            "The system did not start one.",
            &["Name one with --browser or $BROWSER, or print the address with --no-browser."],
        ),
        other => of_the_network(other),
    }
}

fn of_the_network(failure: &FailureView) -> Words {
    match failure {
        FailureView::Unreachable => Words::own(
            "Salesforce cannot be reached",
            "The login address does not answer from this computer.",
            &[NETWORK, ADDRESS],
        ),
        FailureView::TlsFailed => Words::own(
            "The connection is not secure",
            "The certificate is not one of this address, so Orgkeep stopped.",
            &[NETWORK, "Check the clock of this computer."],
        ),
        FailureView::TimedOut => Words::own(
            "Salesforce answered too slowly",
            "There was no answer in time.",
            &[NETWORK],
        ),
        FailureView::UnexpectedAnswer => Words::own(
            "The answer was not Salesforce's",
            "Something else answered in its place. That is usually the sign-in page of a network, or a proxy.",
            &[NETWORK, ADDRESS],
        ),
        other => of_the_address(other),
    }
}

fn of_the_address(failure: &FailureView) -> Words {
    match failure {
        FailureView::LocalAddress => Words::own(
            "The address leads to this computer",
            "The name of this login host belongs to this computer or its own network cable, where no Salesforce is. \
             Nothing was sent there.",
            &[
                ADDRESS,
                "Look for the name in the hosts file, and ask who runs the DNS.",
            ],
        ),
        FailureView::PrivateAddress => Words::own(
            "The address leads into a private network",
            "The name of this login host leads to an address that every private network has, and nobody has confirmed it. \
             Nothing was sent there.",
            &[
                "If it is your company's own way to Salesforce, accept it: --accept-address with that address.",
                ADDRESS,
            ],
        ),
        other => of_the_answer(other),
    }
}

fn of_the_answer(failure: &FailureView) -> Words {
    match failure {
        FailureView::IssuerMismatch => Words::own(
            "The answer came from another server",
            "It names another server than the one that was asked. Orgkeep does not trust such an answer.",
            &[ADDRESS],
        ),
        FailureView::SignatureMismatch => Words::own(
            "The answer's signature does not fit",
            "Salesforce signs the answer with the consumer secret, and this one was made with another.",
            &["Give the current secret: it may have been rotated."],
        ),
        FailureView::AnswerRefused => Words::own(
            "The answer is not usable",
            "It lacks what a connection needs, or points to a server that is not Salesforce's. Orgkeep sends no tokens \
             there.",
            &[ADDRESS],
        ),
        other => of_the_identity(other),
    }
}

fn of_the_identity(failure: &FailureView) -> Words {
    match failure {
        FailureView::WrongOrg => Words::own(
            "Another org answered",
            "The sign-in was to another org than the one this connection is for.",
            &[PRIVATE],
        ),
        FailureView::DevHubDeclined => Words::own(
            "The org is a Dev Hub",
            "Scratch orgs cannot be signed up through an External Client App, and nobody accepted that.",
            &["If it is meant all the same, say so with --accept-dev-hub."],
        ),
        FailureView::IdentityRefused => Words::own(
            "Not the one that the connection has",
            "Another user, a refreshed sandbox or both came back. Orgkeep has Salesforce revoke the tokens of that sign-in.",
            &[
                PRIVATE,
                "If it is meant, say so with --accept-user or --accept-refreshed-sandbox; with both where both differ.",
            ],
        ),
        other => of_the_connection(other),
    }
}

fn of_the_connection(failure: &FailureView) -> Words {
    match failure {
        FailureView::AlreadyRegistered => Words::own(
            "This connection is there already",
            "Org, user and app are those of a connection that was left as it is.",
            &[],
        ),
        FailureView::AnotherConnection { name } => Words::own(
            "Another connection has this app already",
            &format!(
                "Org, user and app would be those of \"{name}\", and no two connections share all three. Nothing was changed."
            ),
            &[
                "Keep one of the two: move what depends on this one there, and remove this one.",
                "Or give the key of another app.",
            ],
        ),
        _ => Words::own(
            "The sign-in was cancelled",
            "It was ended before it was complete.",
            &[],
        ),
    }
}

fn occupied(holder: Option<&str>) -> Words {
    let who = holder.map_or_else(String::new, |holder| format!(" It is held by {holder}."));
    Words::own(
        "Port 33333 is in use",
        &format!(
            "Another program listens where Salesforce sends the answer.{who} The port cannot change: it is part of the \
             callback URL."
        ),
        &["Close that program. Orgkeep never ends a program of yours."],
    )
}

fn another(who: &str, since: &str) -> Words {
    let who = match who {
        "" => String::new(),
        who => format!(" It is {who}, since {since}."),
    };
    Words::own(
        "Another sign-in is running",
        &format!("Only one can listen on port 33333.{who}"),
        &["Finish or cancel the sign-in there."],
    )
}

fn busy(retry_after: Option<u32>) -> Words {
    let when = retry_after.map_or_else(String::new, |seconds| {
        format!(" It names {seconds} seconds.")
    });
    Words::own(
        "Salesforce is busy",
        &format!("It asks to come back later.{when}"),
        &["Try again later; trust.salesforce.com shows the state of the instance."],
    )
}
