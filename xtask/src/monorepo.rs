//! How long the checker takes for a project as large as they come.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::home::Home;
use crate::{Outcome, build, step, workspace};

/// Folders of the project, and how many files each has.
const FOLDERS: usize = 500;
const FILES_IN_EACH: usize = 100;
/// How often it is checked. The first time, the files may not be in memory.
const RUNS: usize = 5;

/// Builds the command line for release, checks 50,000 files with it, and prints the times.
pub fn bench() -> Outcome {
    let (package, name) = workspace::COMMAND_LINE;
    let mut build = step::cargo(&["build", "--locked", "-p", package]);
    build::for_release(&mut build);
    step::run("cargo build (the command line)", &mut build)?;
    let program = workspace::program(name, true);
    let home = Home::open()?;
    let folder = home.folder().join("monorepo");
    write_project(&program, &folder)?;
    for run in 1..=RUNS {
        let began = Instant::now();
        let output = Command::new(&program)
            .args(["blueprint", "check", "--json"])
            .arg(&folder)
            .output()?;
        let took = began.elapsed();
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into());
        }
        let files = FOLDERS * FILES_IN_EACH;
        println!(
            "check of a project with {files} more files, run {run}: {:.2} s",
            took.as_secs_f32()
        );
    }
    Ok(())
}

/// A source tree with Apex and its metadata beside it, as in a project that has grown for years.
fn write_project(program: &Path, folder: &Path) -> Outcome {
    let mut write = Command::new(program);
    write.args(["blueprint", "write", "--pattern", "plain"]);
    write.args(["--preset", "orgkeep", "--name", "Orgkeep"]);
    write.args(["--contact-email", "admin@example.com"]);
    step::run("a source tree", write.arg("--out").arg(folder))?;
    for number in 0..FOLDERS {
        let classes = folder.join(format!("force-app/module{number}/classes"));
        fs::create_dir_all(&classes)?;
        for class in 0..FILES_IN_EACH / 2 {
            let name = format!("Module{number}Class{class}");
            fs::write(classes.join(format!("{name}.cls")), apex(&name))?;
            fs::write(classes.join(format!("{name}.cls-meta.xml")), METADATA)?;
        }
    }
    Ok(())
}

const METADATA: &str = "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<ApexClass xmlns=\"http://soap.sforce.com/2006/04/metadata\">
    <apiVersion>66.0</apiVersion>
    <status>Active</status>
</ApexClass>
";

/// About four kilobytes, the usual length of a class.
fn apex(name: &str) -> String {
    let method = "\
    /** Gives the accounts of a region, with the contacts that a clientSecret mapping names. */
    public static List<Account> byRegion(String region, Integer limitOfRows) {
        return [SELECT Id, Name, Owner.Name FROM Account WHERE Region__c = :region LIMIT :limitOfRows];
    }

";
    format!(
        "public with sharing class {name} {{\n{}}}\n",
        method.repeat(14)
    )
}
