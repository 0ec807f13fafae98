//! What the package holds beside the window: the command line with its manual pages and completions.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::{Outcome, build, step, workspace};

/// Where each shell of a Debian looks for completions of `orgkeep`.
const COMPLETIONS: [(&str, &str); 3] = [
    ("bash", "/usr/share/bash-completion/completions/orgkeep"),
    ("zsh", "/usr/share/zsh/vendor-completions/_orgkeep"),
    ("fish", "/usr/share/fish/vendor_completions.d/orgkeep.fish"),
];

/// Builds the command line for release and has it write what belongs to it. Gives the configuration that puts all of it
/// into the package.
pub fn configuration() -> Outcome<String> {
    let (package, name) = workspace::COMMAND_LINE;
    let mut build = step::cargo(&["build", "--locked", "-p", package]);
    build::for_release(&mut build);
    step::run("cargo build (the command line)", &mut build)?;
    let program = workspace::program(name, true);
    let folder = workspace::target().join("release/companion");
    // Pages of commands that are no more.
    let _none_yet = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let mut files = vec![(format!("/usr/bin/{name}"), program.clone())];
    for (shell, place) in COMPLETIONS {
        let file = folder.join(shell);
        let mut completions = Command::new(&program);
        completions.args(["completions", shell]);
        fs::write(&file, step::printed(&mut completions)?)?;
        files.push((place.to_owned(), file));
    }
    let pages = folder.join("man");
    let mut man = Command::new(&program);
    step::run("manual pages", man.arg("man").arg(&pages))?;
    for page in fs::read_dir(&pages)? {
        let page = page?;
        let place = format!("/usr/share/man/man1/{}", page.file_name().display());
        files.push((place, page.path()));
    }
    Ok(configured(&files))
}

/// A part of Tauri's configuration: where each file lies in the package, and where it is now.
fn configured(files: &[(String, PathBuf)]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let entries: Vec<String> = files
        .iter()
        .map(|(place, file)| format!("{}:{}", quoted(place), quoted(&file.to_string_lossy())))
        .collect();
    let entries = entries.join(",");
    format!("{{\"bundle\":{{\"linux\":{{\"deb\":{{\"files\":{{{entries}}}}}}}}}}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_has_its_place_in_the_package() {
        let files = [
            ("/usr/bin/a".to_owned(), PathBuf::from("/built/a")),
            ("/usr/share/b".to_owned(), PathBuf::from("/a \"b\"")),
        ];
        assert_eq!(
            configured(&files),
            "{\"bundle\":{\"linux\":{\"deb\":{\"files\":{\"/usr/bin/a\":\"/built/a\",\
             \"/usr/share/b\":\"/a \\\"b\\\"\"}}}}}"
        );
    }
}
