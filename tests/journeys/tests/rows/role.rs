//! The way back into this program, for rows that need another process.

use orgkeep_journeys::{child, creator, session, steps};

/// The test's name, as the test runner wants it.
pub const TEST: &str = "role::plays_its_role";

/// An ordinary run has no role, and this does nothing.
#[tokio::test]
async fn plays_its_role() -> anyhow::Result<()> {
    match child::role().as_deref() {
        None => Ok(()),
        Some("signer") => crate::port::sign_in_when_told().await,
        Some("commands") => crate::command::send_everything().await,
        Some("printer") => crate::debug::print_everything().await,
        Some(crate::diagnosis::BEHIND_A_PROXY) => crate::diagnosis::diagnose_behind_a_proxy().await,
        Some(crate::soak::SOAKER) => crate::soak::live_on().await,
        Some(crate::stall::STALLED) => crate::stall::endure_silence().await,
        Some(crate::text::SHOWN) => crate::text::show_what_servers_say().await,
        Some(crate::staged::KILLED) => crate::staged::authenticate_again().await,
        Some(crate::migration::KILLED) => crate::migration::move_and_stop().await,
        Some(creator::CREATOR) => creator::work_until_killed().await,
        Some(session::RENEWER) => session::renew_when_told().await,
        Some(steps::RECORDER) => steps::renew_and_tell().await,
        Some(other) => anyhow::bail!("there is no role {other}"),
    }
}
