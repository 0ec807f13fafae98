//! Tells Tauri the commands, which is the security boundary, and keeps the bundled SQLite private.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // WebKitGTK and libsoup in the same process use the system's SQLite; the symbols of ours must not be
    // found first.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        let mut out = std::io::stdout();
        std::io::Write::write_all(
            &mut out,
            b"cargo::rustc-link-arg-bins=-Wl,--exclude-libs,ALL\n",
        )?;
    }
    // A command that is not listed here may be called by every window.
    let manifest = tauri_build::AppManifest::new().commands(orgkeep_api::command::NAMES);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))?;
    Ok(())
}
