//! Names what a machine lacks and installs it: Debian packages, Rust components, npm packages.

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::SystemTime;

use crate::{Outcome, step, workspace};

/// Links and compiles the window.
const BUILD: &[&str] = &["gcc", "libc6-dev", "pkg-config", "libwebkit2gtk-4.1-dev"];
/// Shows the window on a machine that has no desktop, with a keyring to keep the key in.
const VIRTUAL_DISPLAY: &[&str] = &["xvfb", "dbus-daemon", "gnome-keyring", "fonts-dejavu-core"];
/// Clicks for a person: in the window, in the browser, in the keyring.
const DRIVERS: &[&str] = &[
    "webkit2gtk-driver",
    "libsecret-tools",
    "chromium",
    "chromium-driver",
];
/// Another browser to sign in with.
const OTHER_BROWSER: &[&str] = &["firefox-esr"];
/// Looks at the page, reads the shell scripts that Orgkeep writes, and hears what a program asks the system.
const CHECKERS: &[&str] = &["chromium-headless-shell", "shellcheck", "strace"];
/// The oldest Node whose major version builds and tests the page.
const NODE: u32 = 20;

/// What the machine is prepared for. Each includes the one before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Build, and open on a display that is there.
    Build,
    /// Build, and register on a virtual display.
    Walkthrough,
    /// Everything that continuous integration runs.
    Test,
    /// Everything.
    Campaign,
}

/// Names what is missing for `need`, and installs it.
pub fn prepare(need: Need) -> Outcome {
    install_packages(need)?;
    require_node()?;
    install_npm_packages(&workspace::page(), "the page")?;
    if need >= Need::Test {
        install_rust_components()?;
        install_npm_packages(
            &workspace::source_tests(),
            "Salesforce's own reader of source",
        )?;
    }
    Ok(())
}

fn wanted(need: Need) -> Vec<&'static str> {
    let mut packages = BUILD.to_vec();
    if need >= Need::Walkthrough {
        packages.extend(VIRTUAL_DISPLAY);
        packages.extend(DRIVERS);
    }
    if need >= Need::Test {
        packages.extend(CHECKERS);
    }
    if need >= Need::Campaign {
        packages.extend(OTHER_BROWSER);
    }
    packages
}

fn install_packages(need: Need) -> Outcome {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if !Path::new("/usr/bin/dpkg-query").exists() {
        eprintln!(
            "Not a Debian or Ubuntu machine. Needed here, under the names of your system: {}",
            wanted(need).join(" ")
        );
        return Ok(());
    }
    let missing: Vec<&str> = wanted(need)
        .into_iter()
        .filter(|package| !installed(package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    eprintln!("Missing Debian packages: {}", missing.join(" "));
    let root = is_root();
    if !root {
        ask_for_sudo(&missing)?;
    }
    step::run(
        "apt-get update",
        apt(root, &["update", "-qq"]).stdout(Stdio::null()),
    )?;
    let mut install = vec!["install", "-y", "-qq", "--no-install-recommends"];
    install.extend(&missing);
    step::run(
        &format!("apt-get install {}", missing.join(" ")),
        apt(root, &install).stdout(Stdio::null()),
    )
}

/// Nothing is done in another's name without a yes. Where nobody can say it, the command is shown instead.
fn ask_for_sudo(missing: &[&str]) -> Outcome {
    let command = format!(
        "sudo apt-get update && sudo apt-get install --no-install-recommends {}",
        missing.join(" ")
    );
    if !std::io::stdin().is_terminal() {
        return Err(format!("run this, then start again:\n  {command}").into());
    }
    eprint!("Install them now with sudo? [y/N] ");
    std::io::stderr().flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    if is_yes(&answer) {
        Ok(())
    } else {
        Err(format!("nothing was installed. By hand:\n  {command}").into())
    }
}

fn is_yes(answer: &str) -> bool {
    matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}

fn installed(package: &str) -> bool {
    Command::new("dpkg-query")
        .args(["-W", "-f=${db:Status-Status}\n", package])
        .stderr(Stdio::null())
        .output()
        .is_ok_and(|output| output.stdout.starts_with(b"installed"))
}

fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn apt(root: bool, arguments: &[&str]) -> Command {
    // `env` behind sudo, because sudo drops the variables it is not told to keep.
    let mut command = Command::new(if root { "env" } else { "sudo" });
    if !root {
        command.arg("env");
    }
    command
        .args(["DEBIAN_FRONTEND=noninteractive", "apt-get"])
        .args(arguments);
    command
}

/// A minimal toolchain comes without the formatter and the linter.
fn install_rust_components() -> Outcome {
    let present = |tool: &str| {
        step::cargo(&[tool, "--version"])
            .output()
            .is_ok_and(|output| output.status.success())
    };
    if present("fmt") && present("clippy") {
        return Ok(());
    }
    if !step::answers("rustup") {
        return Err("rustfmt and clippy are missing, and there is no rustup to add them".into());
    }
    step::run(
        "rustup component add rustfmt clippy",
        Command::new("rustup").args(["component", "add", "rustfmt", "clippy"]),
    )
}

/// What a folder's lock file lists, unless it is there already.
fn install_npm_packages(folder: &Path, what: &str) -> Outcome {
    let listed = changed(&folder.join("package-lock.json"));
    let present = changed(&folder.join("node_modules/.package-lock.json"));
    if present.is_some() && present >= listed {
        return Ok(());
    }
    step::run(
        &format!("npm ci ({what})"),
        step::npm(&["ci", "--no-audit", "--no-fund"]).current_dir(folder),
    )
}

fn require_node() -> Outcome {
    let output = Command::new("node").arg("--version").output();
    let version = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    match version.as_deref().map(major) {
        Ok(Some(major)) if major >= NODE => Ok(()),
        Ok(_) => {
            Err(format!("Node {NODE} or newer is needed; this machine has an older one").into())
        }
        Err(_) => {
            Err(format!("Node {NODE} or newer, with npm, is needed to build the page").into())
        }
    }
}

fn major(version: &str) -> Option<u32> {
    version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse().ok())
}

fn changed(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|found| found.modified()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opening_on_a_display_needs_no_virtual_one() {
        assert_eq!(wanted(Need::Build), BUILD);
    }

    #[test]
    fn a_walkthrough_needs_a_display_and_someone_to_click() {
        let packages = wanted(Need::Walkthrough);
        assert!(packages.contains(&"xvfb") && packages.contains(&"chromium-driver"));
    }

    #[test]
    fn only_the_tests_need_what_reads_scripts() {
        assert!(wanted(Need::Test).contains(&"shellcheck"));
        assert!(!wanted(Need::Walkthrough).contains(&"shellcheck"));
    }

    #[test]
    fn only_a_yes_is_a_yes() {
        assert!(is_yes("y\n") && is_yes(" YES "));
        assert!(!is_yes("") && !is_yes("n") && !is_yes("yeah"));
    }

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("nonsense"), None);
    }
}
