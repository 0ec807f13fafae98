//! Turns at a token that somebody else is sending at the same time.

use std::time::Duration;

use orgkeep_domain::catalogue::Cause;
use orgkeep_salesforce::jitter::jitter;
use tokio::time::sleep;

use super::flight::Landed;

/// How often a token is sent that Salesforce says is being processed already.
pub(super) const MOST_TURNS: u32 = 3;
/// Between two of those turns, without the jitter.
const TURN_PAUSE: Duration = Duration::from_millis(400);

/// What came of sending the token.
pub(super) enum Turn {
    /// The renewal is over.
    Over(Landed),
    /// Somebody else was sending it at the same time.
    Again,
}

/// What Salesforce says while it is serving another request with the same token (security.md, S-27).
pub(super) fn is_in_use(cause: Cause) -> bool {
    [Cause::of("alreadyProcessing"), Cause::of("codeExpired")].contains(&cause)
}

/// Waits before the next turn, a little longer or shorter than the others do.
pub(super) async fn pause() {
    sleep(TURN_PAUSE + jitter(TURN_PAUSE)).await;
}
