//! What a process that holds secrets does before anything else (security.md, D18).

/// No core dumps, and no debugger of the same user. The limit alone is ignored when cores are piped to a
/// program, so the process is also marked as not dumpable.
#[cfg(target_os = "linux")]
pub fn forbid_dumps() {
    use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let limited = setrlimit(Resource::Core, none);
    let undumpable = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    if limited.is_err() || undumpable.is_err() {
        tracing::warn!("core dumps could not be switched off");
    }
}

/// Elsewhere this needs calls that no kept crate offers safely.
#[cfg(not(target_os = "linux"))]
pub fn forbid_dumps() {}

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
