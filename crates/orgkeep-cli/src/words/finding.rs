//! What the doctor found.

use orgkeep_api::checkup::{CheckView, FindingView, SubjectView};

/// One finding: what it is, and what to do about it.
type Told = (String, Option<&'static str>);

/// What a line is about.
pub fn subject_word(subject: SubjectView) -> &'static str {
    match subject {
        SubjectView::Address => "login address",
        SubjectView::Network => "network",
        SubjectView::Org => "org",
        SubjectView::Key => "consumer key",
        SubjectView::Callback => "callback",
        SubjectView::Port => "port 33333",
        SubjectView::Keyring => "vault key",
        SubjectView::Clock => "clock",
        SubjectView::Store => "store",
        SubjectView::Database => "database library",
        SubjectView::Proxy => "proxy",
        SubjectView::Certificates => "certificates",
        SubjectView::Browser => "browser",
        SubjectView::Versions => "versions",
    }
}

/// A finding in words, and what to do.
pub fn finding_words(check: &CheckView) -> Told {
    let detail = check.detail.as_deref().unwrap_or("unknown");
    match check.finding {
        Some(finding) => of_port(finding, detail)
            .or_else(|| of_key(finding))
            .or_else(|| of_store(finding, detail))
            .or_else(|| of_database(finding, detail))
            .or_else(|| of_network(finding))
            .or_else(|| of_proxy_and_clock(finding, detail))
            .or_else(|| of_certificate(finding, detail))
            .unwrap_or_else(|| (detail.to_owned(), None)),
        None => (
            "Not looked at: something before it is in the way, or nobody is there to ask."
                .to_owned(),
            None,
        ),
    }
}

fn fine(text: impl Into<String>) -> Option<Told> {
    Some((text.into(), None))
}

fn to_do(text: impl Into<String>, fix: &'static str) -> Option<Told> {
    Some((text.into(), Some(fix)))
}

fn of_port(finding: FindingView, detail: &str) -> Option<Told> {
    match finding {
        FindingView::PortFree => fine("It is free."),
        FindingView::PortFreeWithoutIpv6 => {
            fine("It is free. This computer has no IPv6, and none is needed.")
        }
        FindingView::PortOccupied => to_do(
            format!("It is in use by {detail}."),
            "Close that program. The port cannot change: it is part of the callback URL.",
        ),
        FindingView::PortReserved => to_do(
            "The system keeps it for itself.",
            "An administrator of this computer takes it out of the reserved range.",
        ),
        FindingView::PortUnavailable => to_do(
            format!("It cannot be used: {detail}."),
            "Let orgkeep listen on localhost. Nothing is opened to the network.",
        ),
        _ => None,
    }
}

fn of_key(finding: FindingView) -> Option<Told> {
    match finding {
        FindingView::KeyringOpen => fine("It came back from the keyring as it was written."),
        FindingView::PassphraseOpen => fine("It comes from the passphrase, and the vault is open."),
        FindingView::PracticeKey => {
            fine("The practice vault has it in a file: nothing there is real.")
        }
        FindingView::KeyForgotten => to_do(
            "The keyring no longer has the key.",
            "Bring the former keyring back. Nobody can read the vault without that key.",
        ),
        FindingView::KeyNotOurs => to_do(
            "What the keyring holds is not this vault's key.",
            "Bring back the keyring that belongs to this data folder.",
        ),
        FindingView::PassphraseNeeded => to_do(
            "The vault waits for its passphrase.",
            "Give it as the first line of standard input, with --passphrase-stdin.",
        ),
        other => of_keyring(other),
    }
}

fn of_keyring(finding: FindingView) -> Option<Told> {
    match finding {
        FindingView::KeyringAsked | FindingView::KeyringSilent => to_do(
            "The keyring does not answer.",
            "Look for a window that asks for its password; otherwise restart the keyring service.",
        ),
        FindingView::KeyringLocked => to_do(
            "The keyring is locked.",
            "Unlock it, or start Orgkeep's window, which asks for its password.",
        ),
        FindingView::KeyringAbsent => to_do(
            "No keyring service answers in this session.",
            "Start GNOME Keyring or KWallet, or use the session that has one.",
        ),
        FindingView::KeyringEmpty => to_do(
            "The keyring service has no keyring.",
            "If a keyring had the key, bring that one back; otherwise make one and set it as the default.",
        ),
        FindingView::KeyringFailed => to_do(
            "The keyring cannot be used.",
            "Restart the keyring service, or sign out of the desktop session and in again.",
        ),
        FindingView::KeyringDenied => {
            to_do("The keyring was not opened.", "Allow it, and try again.")
        }
        _ => None,
    }
}

fn of_store(finding: FindingView, detail: &str) -> Option<Told> {
    match finding {
        FindingView::StoreSound => fine("Each row is as it was written."),
        FindingView::StoreDamaged => to_do(
            "Rows are not as they were written.",
            "Bring the data folder back from a backup. Keep the damaged one until all works.",
        ),
        FindingView::StoreUnreadable => to_do(
            "Its file does not read as it was written.",
            "Run `orgkeep vault set-aside`: it keeps the file as it is and begins a new store, into which the window \
             can restore a backup.",
        ),
        FindingView::StoreBusy => to_do(
            "Another program holds it.",
            "Wait until the other Orgkeep command has ended, or end it.",
        ),
        FindingView::DiskFull => to_do(
            "The disk, or your share of it, is full.",
            "Make room. A new token that cannot be written is lost.",
        ),
        FindingView::StoreReadOnly => to_do(
            "It cannot be written.",
            "Give your user the right to write to the data folder; check that its disk is not read-only.",
        ),
        FindingView::StoreExposed => to_do(
            "Other users can read its folder.",
            "Take their rights away: chmod -R go= on the data folder.",
        ),
        FindingView::DiskNearlyFull => to_do(
            format!("The disk is nearly full: {detail} MiB are left."),
            "Make room. A new token that cannot be written is lost.",
        ),
        FindingView::StoreUnusable => to_do("It cannot be used.", "`orgkeep list` says why."),
        _ => None,
    }
}

fn of_database(finding: FindingView, detail: &str) -> Option<Told> {
    match finding {
        FindingView::DatabaseFine => fine(format!("SQLite {detail}.")),
        FindingView::DatabaseUnsafe => to_do(
            format!("SQLite {detail} can lose data."),
            "Install the current version of Orgkeep. The library comes with it.",
        ),
        _ => None,
    }
}

fn of_network(finding: FindingView) -> Option<Told> {
    match finding {
        FindingView::ServerAnswers => fine("The server answers as Salesforce does."),
        FindingView::NameUnknown => to_do(
            "The server's name is not found.",
            "If no web page opens either, this computer is offline.",
        ),
        FindingView::ServerUnreachable => to_do(
            "The connection is refused.",
            "Let HTTPS through the firewall or VPN, or use another network.",
        ),
        FindingView::AddressPrivate => {
            fine("The name leads into a private network; a sign-in wants --accept-address for it.")
        }
        FindingView::ServerSlow => to_do(
            "No answer came in time.",
            "Try without the VPN or on another network.",
        ),
        FindingView::ServerBusy => to_do("Salesforce is busy.", "Wait a little."),
        FindingView::CaptivePortal => to_do(
            "The network answers in Salesforce's place.",
            "Open any web page and sign in to the network.",
        ),
        FindingView::AnswerUnexpected => to_do(
            "The answer is not Salesforce's.",
            "A proxy or security program changes the answers: try without it.",
        ),
        _ => None,
    }
}

fn of_proxy_and_clock(finding: FindingView, detail: &str) -> Option<Told> {
    match finding {
        FindingView::ProxyNone => fine("None is set. Connections are direct."),
        FindingView::ProxyInUse => fine(format!("{detail} is set, and answers.")),
        FindingView::ProxyPassword => to_do(
            format!("The proxy {detail} wants a password."),
            "Put it into HTTPS_PROXY: http://user:password@host:port.",
        ),
        FindingView::ProxyUnreachable => to_do(
            format!("The proxy {detail} does not answer."),
            "Start the VPN that leads to it, or take it out of HTTPS_PROXY.",
        ),
        FindingView::ClockRight => fine("It agrees with the server's."),
        FindingView::ClockOff => to_do(
            format!("It is off by {detail} seconds."),
            "Switch on automatic date and time. Certificates and codes depend on it.",
        ),
        FindingView::ClockUnknown => fine("No server told the time, so it was not compared."),
        _ => None,
    }
}

fn of_certificate(finding: FindingView, detail: &str) -> Option<Told> {
    match finding {
        FindingView::CertificateUnknown => to_do(
            "This computer does not trust the certificate's authority.",
            "If your company inspects TLS, have its root certificate put into the system's store.",
        ),
        FindingView::CertificateExpired => to_do(
            "The certificate is out of date, or this computer's clock is wrong.",
            "Set date and time first.",
        ),
        FindingView::CertificateOfAnother | FindingView::CertificateRefused => to_do(
            "The certificate cannot be trusted.",
            "Something answers in Salesforce's place: leave the VPN or proxy that does it.",
        ),
        FindingView::CertificatesFound => fine(format!("Trusted authorities: {detail}.")),
        FindingView::CertificatesMissing => to_do(
            "The system trusts no authority at all.",
            "On Linux, install the package ca-certificates.",
        ),
        FindingView::BrowserFound => fine(format!("{detail}.")),
        FindingView::BrowserMissing => to_do(
            "None is found.",
            "Install one, name one with $BROWSER, or sign in with --no-browser.",
        ),
        FindingView::Versions => fine(detail),
        _ => None,
    }
}
