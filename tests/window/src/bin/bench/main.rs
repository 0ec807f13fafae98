//! The figures that people feel, as medians. `cargo xtask bench` runs it in release; nothing is asserted. Words choose
//! among them.

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
    let words: Vec<String> = std::env::args().skip(1).collect();
    let wanted = |name: &str| words.is_empty() || words.iter().any(|word| word == name);
    let named = |variable: &str| {
        std::env::var(variable).with_context(|| format!("{variable} names no program"))
    };
    let program = named("ORGKEEP_APP")?;
    if wanted("registration") {
        registration::figures().await?;
    }
    if wanted("tests") {
        tests::figures().await?;
    }
    if wanted("command-line") {
        command_line::figures(&named("ORGKEEP_COMMAND_LINE")?).await?;
    }
    if wanted("start") {
        start::figures(&program, &named("ORGKEEP_EMPTY_WINDOW")?).await?;
    }
    if wanted("many") {
        many::figures(&program).await?;
    }
    let bytes = std::fs::metadata(&program)?.len();
    say(&format!(
        "orgkeep-desktop: {:.1} MB; bar: 15 MB",
        figure::megabytes(bytes)
    ))
}
