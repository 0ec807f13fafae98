//! What stood in the way, in a few words for a line of the activity.

use orgkeep_domain::activity::Obstacle;

/// Why something did not come about on this side.
pub fn obstacle_words(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::Cancelled => "it was cancelled",
        Obstacle::NothingCameBack => "no answer came back",
        Obstacle::Interrupted => "the program was closed",
        Obstacle::PortOccupied => "port 33333 was in use",
        Obstacle::PortReserved => "the system keeps port 33333 for itself",
        Obstacle::PortUnavailable => "port 33333 could not be used",
        Obstacle::AnotherSignIn => "another sign-in was running",
        Obstacle::BrowserFailed => "no browser opened",
        Obstacle::Unreachable => "Salesforce could not be reached",
        Obstacle::LocalAddress => "the address leads to this computer",
        Obstacle::PrivateAddress => "the address leads into a private network",
        Obstacle::TlsFailed => "the server did not prove who it is",
        Obstacle::TimedOut => "Salesforce answered too slowly",
        Obstacle::UnexpectedAnswer => "the answer was not Salesforce's",
        Obstacle::ServerBusy => "Salesforce was busy",
        Obstacle::Refused => "Salesforce refused",
        Obstacle::IssuerMismatch => "the answer came from another server",
        Obstacle::SignatureMismatch => "the answer's signature did not fit",
        Obstacle::AnswerRefused => "the answer was not usable",
        Obstacle::WrongOrg => "another org answered",
        Obstacle::IdentityRefused => "another user or a refreshed sandbox came back",
        Obstacle::AlreadyRegistered => "this connection is there already",
        Obstacle::AnotherConnection => "it is another connection's org, user and app",
        Obstacle::DevHubDeclined => "the org has Dev Hub enabled",
        Obstacle::NotSaved => "it could not be saved",
        Obstacle::VaultLocked => "the vault was locked",
        Obstacle::PassphraseWrong => "the passphrase was another one",
    }
}
