//! The figures that people feel, as medians. `cargo xtask bench` runs it in release; nothing is asserted.

mod command_line;
mod figure;
mod many;
mod memory;
mod registration;
mod start;
mod stocked;
mod tests;

use anyhow::Context as _;

use orgkeep_journeys::child;
use orgkeep_journeys::session::{RENEWER, renew_when_told};

use crate::figure::say;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    // The other processes of a figure are this program again.
    if child::role().as_deref() == Some(RENEWER) {
        return renew_when_told().await;
    }
    registration::figures().await?;
    tests::figures().await?;
    let companion = std::env::var("ORGKEEP_COMMAND_LINE");
    let companion = companion.context("ORGKEEP_COMMAND_LINE names no program")?;
    command_line::figures(&companion).await?;
    let program = std::env::var("ORGKEEP_APP").context("ORGKEEP_APP names no program")?;
    let empty =
        std::env::var("ORGKEEP_EMPTY_WINDOW").context("ORGKEEP_EMPTY_WINDOW names no program")?;
    start::figures(&program, &empty).await?;
    many::figures(&program).await?;
    let bytes = std::fs::metadata(&program)?.len();
    say(&format!(
        "orgkeep-desktop: {:.1} MB; bar: 15 MB",
        figure::megabytes(bytes)
    ))
}
