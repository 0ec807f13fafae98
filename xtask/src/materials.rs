//! What a package is made of (a software bill of materials), in CycloneDX's format: a list for each program, and one for the
//! page inside the window.

use std::fs;
use std::path::{Path, PathBuf};

use crate::tool::Tool;
use crate::{Outcome, step, workspace};

/// The tool of CycloneDX for Rust, which knows what is linked and what is only used for tests.
const TOOL: Tool = Tool {
    name: "cargo-cyclonedx",
    version: "0.5.9",
};
const FORMAT: &str = "1.5";
/// How the tool calls its files, one beside each manifest.
const WRITTEN: &str = "orgkeep.cdx";
/// Programs in the package: what the list is called, and where the manifest stands.
const PROGRAMS: [(&str, &str); 2] = [
    ("window", "src-tauri"),
    ("command-line", "crates/orgkeep-cli"),
];

/// Writes the lists beside the package, and says where.
pub fn list(package: &Path) -> Outcome<Vec<PathBuf>> {
    let mut describe = TOOL.command()?;
    describe
        .args(["--quiet", "--format", "json", "--no-build-deps"])
        .args(["--spec-version", FORMAT, "--override-filename", WRITTEN]);
    let described = step::run("materials of the programs", &mut describe);
    let mut lists = Vec::new();
    for member in members()? {
        let written = member.join(format!("{WRITTEN}.json"));
        let program = PROGRAMS
            .iter()
            .find(|(_, place)| workspace::root().join(place) == member);
        match program {
            Some((name, _)) if described.is_ok() => {
                let list = beside(package, name);
                fs::rename(&written, &list)?;
                lists.push(list);
            }
            // It describes every member, tests and tools too.
            _ => drop(fs::remove_file(&written)),
        }
    }
    described?;
    let page = beside(package, "page");
    let mut describe = step::npm(&["sbom", "--sbom-format", "cyclonedx", "--omit", "dev"]);
    fs::write(&page, step::printed(&mut describe)?)?;
    lists.push(page);
    Ok(lists)
}

fn beside(package: &Path, name: &str) -> PathBuf {
    package.with_extension(format!("{name}.cdx.json"))
}

/// The folders of the workspace's members.
fn members() -> Outcome<Vec<PathBuf>> {
    let root = workspace::root();
    let mut folders = vec![root.join("src-tauri"), root.join("xtask")];
    for group in ["crates", "tests"] {
        for entry in fs::read_dir(root.join(group))? {
            folders.push(entry?.path());
        }
    }
    Ok(folders)
}
