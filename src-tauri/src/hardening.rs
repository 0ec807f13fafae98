//! An installed copy is not driven from outside (security.md, promise 10).

/// Variables with which somebody who sets the environment could drive or inspect the window.
#[cfg(all(unix, feature = "packaged"))]
const REMOTE_CONTROL: [&str; 4] = [
    "TAURI_WEBVIEW_AUTOMATION",
    "TAURI_AUTOMATION",
    "WEBKIT_INSPECTOR_SERVER",
    "WEBKIT_INSPECTOR_HTTP_SERVER",
];

/// An installed copy starts over without those variables. A process cannot safely change its own.
#[cfg(all(unix, feature = "packaged"))]
pub fn refuse_remote_control() -> std::io::Result<()> {
    use std::os::unix::process::CommandExt as _;
    if !REMOTE_CONTROL
        .iter()
        .any(|name| std::env::var_os(name).is_some())
    {
        return Ok(());
    }
    let mut again = std::process::Command::new(std::env::current_exe()?);
    again.args(std::env::args_os().skip(1));
    for name in REMOTE_CONTROL {
        again.env_remove(name);
    }
    Err(again.exec())
}

/// Test builds are driven.
#[cfg(not(all(unix, feature = "packaged")))]
pub fn refuse_remote_control() -> std::io::Result<()> {
    Ok(())
}

/// Whether a test drives the window. Never true in an installed copy.
pub fn is_driven() -> bool {
    !cfg!(feature = "packaged")
        && std::env::var("TAURI_WEBVIEW_AUTOMATION").is_ok_and(|value| value == "true")
}
