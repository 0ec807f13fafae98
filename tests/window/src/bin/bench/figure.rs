//! A figure: the median of what was measured, and how far it spread.

use std::io::Write as _;

/// Measured values, sorted, at least one.
pub struct Sample(Vec<f64>);

impl Sample {
    /// # Errors
    /// When nothing was measured.
    pub fn of(mut values: Vec<f64>) -> anyhow::Result<Self> {
        anyhow::ensure!(!values.is_empty(), "nothing was measured");
        values.sort_unstable_by(f64::total_cmp);
        Ok(Self(values))
    }

    /// The upper one of the two middle values, where there are two.
    pub fn median(&self) -> f64 {
        self.0.get(self.0.len() / 2).copied().unwrap_or_default()
    }

    /// The median, the range and the count.
    pub fn text(&self, unit: &str) -> String {
        let least = self.0.first().copied().unwrap_or_default();
        let most = self.0.last().copied().unwrap_or_default();
        let (median, count) = (self.median(), self.0.len());
        format!("median {median:.1} {unit} ({least:.1} to {most:.1}, {count} runs)")
    }
}

/// Bytes as megabytes.
pub fn megabytes(bytes: u64) -> f64 {
    // Exact up to 9 PB.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a size of which one decimal is shown"
    )]
    let bytes = bytes as f64;
    bytes / 1_000_000.0
}

/// Prints one line.
///
/// # Errors
/// When nobody reads any more.
pub fn say(line: &str) -> anyhow::Result<()> {
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}
