//! Writes the files that are made from Rust: `cargo xtask generate`.

fn main() -> anyhow::Result<()> {
    std::fs::write(
        orgkeep_tidy::generated_typescript(),
        orgkeep_api::typescript::generate()?,
    )?;
    std::fs::write(
        orgkeep_tidy::catalogue::path(),
        orgkeep_tidy::catalogue::generate(),
    )?;
    Ok(())
}
