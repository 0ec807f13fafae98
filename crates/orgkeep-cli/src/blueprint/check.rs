//! `orgkeep blueprint check`.

mod result;

use std::path::Path;

use orgkeep_app::source::check::{self, Checked};
use orgkeep_app::source::folder::Folder;
use orgkeep_app::source::stop::Stop;
use orgkeep_app::source::walk::WhyUnread;
use orgkeep_blueprint::check::{Expectation, Finding, Severity};

use crate::blueprint::arguments::CheckArguments;
use crate::exit::{Exit, Trouble};
use crate::print::{self, counted};
use result::{CheckResult, severity};

/// Checks a folder and prints what was found.
pub fn check(arguments: &CheckArguments) -> Result<Exit, Trouble> {
    let folder = real(&arguments.folder)?;
    let expectation = Expectation {
        pattern: arguments.pattern,
        dev_hub: arguments.dev_hub.clone(),
    };
    let checked = check::check(&folder, expectation, &Stop::default());
    let checked = checked.map_err(|error| Trouble::failed(&error))?;
    if arguments.json {
        print::json(&CheckResult::of(&checked))?;
    } else {
        let findings: String = checked.report.findings.iter().map(lines).collect();
        print::result(&findings)?;
    }
    tell(&checked);
    Ok(exit(&checked))
}

/// A folder that is there, wherever a link leads.
fn real(path: &Path) -> Result<Folder, Trouble> {
    let real = path
        .canonicalize()
        .map_err(|error| Trouble::failed(&error))?;
    Folder::at(&real).map_err(|error| Trouble::failed(&error))
}

fn lines(finding: &Finding) -> String {
    let text = finding.rule.text();
    format!(
        "{}:{}:{}: {}: {}. {}\n    why: {}\n    fix: {}\n",
        finding.path,
        finding.position.line,
        finding.position.column,
        severity(text.severity),
        text.title,
        finding.what,
        text.why,
        text.fix,
    )
}

fn tell(checked: &Checked) {
    for unread in &checked.unread {
        let why = match unread.why {
            WhyUnread::Refused => "it cannot be read",
            WhyUnread::Name => "its name is no text",
            WhyUnread::TooLong => "it is longer than 1 MiB",
        };
        print::word(&format!("not looked into: {}: {why}", unread.path));
    }
    let report = &checked.report;
    if report.components == 0 {
        print::word("There is no metadata of External Client Apps here, only other files.");
    }
    print::word(&format!(
        "{}, {}; {} looked into in {:.2} s",
        counted(report.count(Severity::Error), "error"),
        counted(report.count(Severity::Warning), "warning"),
        counted(report.files, "file"),
        checked.elapsed.as_secs_f32()
    ));
}

/// A folder of which a part could not be read is not clean.
fn exit(checked: &Checked) -> Exit {
    let failed = |why| matches!(why, WhyUnread::Refused | WhyUnread::Name);
    if !checked.report.findings.is_empty() {
        Exit::Refused
    } else if checked.unread.iter().any(|unread| failed(unread.why)) {
        Exit::Failed
    } else {
        Exit::Clean
    }
}
