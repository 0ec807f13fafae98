//! Whether a process keeps ever more memory.

use anyhow::Context as _;

/// Settings for a process whose growth is measured: what it frees is the system's at once, and no thread puts memory aside
/// for itself (glibc, `mallopt` and tunables), so that growth is what it keeps.
const GIVES_BACK: [(&str, &str); 4] = [
    ("MALLOC_MMAP_THRESHOLD_", "131072"),
    ("MALLOC_TRIM_THRESHOLD_", "131072"),
    ("MALLOC_ARENA_MAX", "1"),
    ("GLIBC_TUNABLES", "glibc.malloc.tcache_count=0"),
];

/// Settings of one's own, and those with which a process gives memory back, for [`crate::child::Player::start`].
#[must_use]
pub fn giving_back(own: &[(&'static str, String)]) -> Vec<(&'static str, String)> {
    let common = GIVES_BACK.map(|(name, value)| (name, value.to_owned()));
    own.iter().cloned().chain(common).collect()
}

/// What this process has in memory, in bytes.
///
/// # Errors
/// When the system does not tell.
pub fn resident_bytes() -> anyhow::Result<usize> {
    resident_bytes_of(std::process::id())
}

/// What a process has in memory, in bytes.
///
/// # Errors
/// When there is none with this id.
pub fn resident_bytes_of(process: u32) -> anyhow::Result<usize> {
    let pages = std::fs::read_to_string(format!("/proc/{process}/statm"))?;
    let pages = pages.split(' ').nth(1).context("no resident pages")?;
    Ok(pages.parse::<usize>()? * 4096)
}
