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
