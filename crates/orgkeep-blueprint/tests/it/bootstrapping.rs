//! The bootstrap script, run with a stand-in for the Salesforce CLI.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use orgkeep_blueprint::plan::Pattern;
use orgkeep_blueprint::source::write_tree;

use crate::samples::plan;

/// Says what it is asked, keeps what it is given, and answers as the Salesforce CLI does.
const STAND_IN: &str = r#"#!/bin/sh
echo "sf $*" >>"$STAND_IN/asked"
case "$1 $2" in
"org display") echo "{ \"result\": { \"accessToken\": \"hidden\", \"instanceUrl\": \"$STAND_IN_URL\" } }" ;;
"project deploy") cp -r "$5"/. "$STAND_IN/deployed" ;;
"apex run") cat "$STAND_IN/answer"; grep -q '"success": true' "$STAND_IN/answer" ;;
esac
"#;

struct Machine {
    folder: PathBuf,
}

impl Machine {
    fn new(name: &str, answer: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("orgkeep-{name}-{}", std::process::id()));
        let _absent: std::io::Result<()> = fs::remove_dir_all(&folder);
        for (path, text) in write_tree(&plan(Pattern::Bootstrap)).files {
            let file = folder.join("project").join(path.as_str());
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }
        for part in ["bin", "deployed", "temporary"] {
            fs::create_dir_all(folder.join(part)).unwrap();
        }
        let sf = folder.join("bin/sf");
        fs::write(&sf, STAND_IN).unwrap();
        fs::set_permissions(&sf, fs::Permissions::from_mode(0o755)).unwrap();
        fs::write(folder.join("answer"), answer).unwrap();
        Self { folder }
    }

    fn run(&self, url: &str) -> Output {
        let path = std::env::var("PATH").unwrap();
        Command::new("sh")
            .args([
                "scripts/bootstrap.sh",
                "nightly-sync-app",
                "admin@acme.example",
                "uat",
                ".",
                "app",
            ])
            .current_dir(self.folder.join("project"))
            .env(
                "PATH",
                format!("{}:{path}", self.folder.join("bin").display()),
            )
            .env("TMPDIR", self.folder.join("temporary"))
            .env("STAND_IN", &self.folder)
            .env("STAND_IN_URL", url)
            .output()
            .unwrap()
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.join(path)).unwrap_or_default()
    }

    fn is_clean(&self) -> bool {
        is_empty(&self.folder.join("temporary"))
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let _left: std::io::Result<()> = fs::remove_dir_all(&self.folder);
    }
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).unwrap().next().is_none()
}

const URL: &str = "https://acme--uat.sandbox.my.salesforce.com";
const DONE: &str = r#"{ "status": 0, "result": { "success": true, "compiled": true } }"#;

#[test]
fn the_orgs_own_address_is_allowed_before_the_apex_runs() {
    let machine = Machine::new("order", DONE);
    let output = machine.run(URL);
    assert!(output.status.success(), "{output:?}");
    let asked = machine.read("asked");
    let verbs: Vec<String> = asked
        .lines()
        .map(|line| line.split(' ').take(3).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(
        verbs,
        ["sf org display", "sf project deploy", "sf apex run"]
    );
    let site = machine.read("deployed/remoteSiteSettings/Nightly_Sync_self.remoteSite");
    assert!(site.contains(&format!("<url>{URL}</url>")), "{site}");
    assert!(
        machine
            .read("deployed/package.xml")
            .contains("Nightly_Sync_self")
    );
    assert!(machine.is_clean());
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(!printed.contains("hidden"), "{printed}");
}

#[test]
fn running_it_again_deploys_the_same() {
    let machine = Machine::new("twice", DONE);
    machine.run(URL);
    let first = machine.read("deployed/remoteSiteSettings/Nightly_Sync_self.remoteSite");
    assert!(machine.run(URL).status.success());
    let second = machine.read("deployed/remoteSiteSettings/Nightly_Sync_self.remoteSite");
    assert_eq!(first, second);
}

#[test]
fn apex_that_fails_fails_the_script_and_says_why() {
    let failed = "{\n\"result\": {\n\"success\": false,\n\"exceptionMessage\": \"no access\"\n}\n}";
    let machine = Machine::new("failing", failed);
    let output = machine.run(URL);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        said.lines().collect::<Vec<_>>(),
        [
            "bootstrap.sh: the Apex failed in admin@acme.example",
            "no access"
        ]
    );
    assert!(machine.is_clean());
}

#[test]
fn an_address_that_is_none_stops_it() {
    let machine = Machine::new("address", DONE);
    let output = machine.run("https://evil.example/<url>");
    assert_eq!(output.status.code(), Some(1));
    assert!(!machine.read("asked").contains("deploy"));
}
