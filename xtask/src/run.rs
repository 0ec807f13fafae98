//! Builds Orgkeep and opens it. Where there is no display, performs the practice registration on a virtual
//! one, so that it can be seen to work all the same.

use std::path::Path;
use std::process::Command;

use crate::session::Session;
use crate::setup::{self, Need};
use crate::{Outcome, build, step, workspace};

/// What stands behind `cargo xtask run`.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    release: bool,
    practice: bool,
}

impl Options {
    /// Reads the words of the command line.
    pub fn parse(words: &[&str]) -> Outcome<Self> {
        let mut options = Self::default();
        for word in words {
            match *word {
                "--release" => options.release = true,
                "--practice" => options.practice = true,
                other => {
                    return Err(format!("run does not know {other}\n\n{}", crate::USAGE).into());
                }
            }
        }
        Ok(options)
    }
}

/// Installs what is missing, builds, opens.
pub fn run(options: &Options) -> Outcome {
    if has_display() {
        open(options)
    } else {
        eprintln!(
            "This machine has no display. Orgkeep registers a practice org on a virtual one instead, and\n\
             leaves a picture of every step in target/walkthrough/."
        );
        walk_through(options)
    }
}

fn open(options: &Options) -> Outcome {
    setup::prepare(Need::Build)?;
    let app = build::window(options.release)?;
    let mut command = Command::new(app);
    if options.practice {
        command.arg("--practice");
    }
    step::run("Orgkeep", &mut command)
}

fn walk_through(options: &Options) -> Outcome {
    setup::prepare(Need::Walkthrough)?;
    let app = build::window_and_drivers(options.release)?;
    let pictures = workspace::target().join("walkthrough");
    if pictures.exists() {
        std::fs::remove_dir_all(&pictures)?;
    }
    std::fs::create_dir_all(&pictures)?;
    let mut program = Command::new(workspace::program("walkthrough", options.release));
    program
        .env("ORGKEEP_APP", app)
        .env("ORGKEEP_WALKTHROUGH", &pictures);
    let session = Session::open()?;
    step::run("practice registration", &mut session.command(&program))?;
    list(&pictures)
}

fn list(pictures: &Path) -> Outcome {
    let entries = std::fs::read_dir(pictures)?;
    let mut names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
    names.sort();
    println!("{} pictures in {}", names.len(), pictures.display());
    for name in names {
        println!("  {}", name.display());
    }
    Ok(())
}

fn has_display() -> bool {
    let set = |variable| std::env::var_os(variable).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_options_are_read_and_others_refused() {
        let options = Options::parse(&["--practice", "--release"]).unwrap();
        assert!(options.practice && options.release);
        assert_eq!(Options::parse(&[]).unwrap(), Options::default());
        assert!(Options::parse(&["--fast"]).is_err());
    }
}
