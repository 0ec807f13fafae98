//! What is found in other tools' files, in words.

use orgkeep_api::import::{
    ImportStateView, LineErrorView, LineFaultView, NoTokensView, NotGivenReason, NotGivenView,
    UnusableView,
};

/// What can be done with an entry.
pub fn state_words(state: &ImportStateView) -> String {
    match state {
        ImportStateView::Ready { may_rotate: false } => "a connection with its tokens".to_owned(),
        ImportStateView::Ready { may_rotate: true } => {
            "a draft, or with --share-tokens a connection: its app may rotate tokens".to_owned()
        }
        ImportStateView::Draft { reason } => format!("a draft: {}", no_tokens_words(*reason)),
        ImportStateView::Matched { name } => format!("nothing: it is here as {name}"),
        ImportStateView::Unusable { reason, day } => {
            let day = day.as_deref().unwrap_or_default();
            format!("nothing: {}{day}", unusable_words(*reason))
        }
    }
}

fn no_tokens_words(reason: NoTokensView) -> &'static str {
    match reason {
        NoTokensView::List => "a list has no tokens",
        NoTokensView::KeyMissing => "the key of the home was not found",
        NoTokensView::OtherKey => "the key of the home does not open its tokens",
        NoTokensView::Redacted => "its tokens were taken out of the file",
        NoTokensView::Malformed => "its tokens are not encrypted as the Salesforce CLI does",
        NoTokensView::Absent => "it has no tokens",
        NoTokensView::OwnerUnknown => "its file names no user or no app",
    }
}

fn unusable_words(reason: UnusableView) -> &'static str {
    match reason {
        UnusableView::TooLong => "its file is far too long",
        UnusableView::NotAFile => "it is a link or a folder",
        UnusableView::Unreadable => "its file cannot be read",
        UnusableView::Damaged => "its file is damaged",
        UnusableView::OtherUser => "its file speaks of another user",
        UnusableView::NoOrg => "its file names no org",
        UnusableView::NoAddress => "its file names no address",
        UnusableView::ForeignHost => "its address is not one of Salesforce's own",
        UnusableView::Expired => "the org came to its end on ",
    }
}

/// Why the CLI did not give the tokens of an org.
pub fn refused_words(refused: &NotGivenView) -> String {
    let why = match refused.reason {
        NotGivenReason::Name => {
            "its user name begins with a hyphen, and sf would take it for an option"
        }
        NotGivenReason::NotStarted => "sf could not be started",
        NotGivenReason::TooLate => "sf did not answer in time; --timeout gives it more",
        NotGivenReason::TooLong => "sf said far too much for an answer",
        NotGivenReason::Refused => {
            "sf ended with an error: it may be older than 2026, or its sign-in to this org is gone. Update it, or import \
             without --through-cli"
        }
        NotGivenReason::Hidden => "sf keeps its tokens to itself. Import without --through-cli",
        NotGivenReason::Senseless => {
            "the answer of sf makes no sense: it may be of another version. Import without --through-cli"
        }
        NotGivenReason::OtherSignIn => {
            "sf gave tokens of another app or server than its file names. Sign in with sf again"
        }
    };
    format!("{}: not imported: {why}.", refused.username)
}

/// What is wrong with a line.
pub fn line_words(error: &LineErrorView) -> String {
    let fault = match error.fault {
        LineFaultView::Missing => "nothing stands there",
        LineFaultView::Unknown => "the word is not known",
        LineFaultView::TooLong => "the text is too long",
        LineFaultView::Address => "nobody can sign in at this address",
        LineFaultView::Repeated => "an earlier line says the same",
        LineFaultView::NoConnection => "no connection is called so",
        LineFaultView::SeveralConnections => "several connections are called so",
    };
    format!("line {}, {}: {fault}", error.line, error.field)
}
