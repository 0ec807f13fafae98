//! `orgkeep blueprint write`.

mod result;

use std::path::Path;

use orgkeep_app::source::difference::{DifferenceLine, LineChange, shortened};
use orgkeep_app::source::folder::{Folder, FolderError, StandingError};
use orgkeep_app::source::plan::{Place, Refusal, plan};
use orgkeep_app::source::survey::{Survey, SurveyError, survey};
use orgkeep_app::source::wish::{BelowText, EnvironmentText, LinkText, SourceWish};
use orgkeep_app::source::write::{self, WriteError, Written};
use orgkeep_blueprint::answers::Answers;
use orgkeep_blueprint::merge::{Merged, merge};
use orgkeep_blueprint::plan::Plan;
use orgkeep_blueprint::preset::{presets, served};
use orgkeep_blueprint::source::write_tree;

use crate::blueprint::arguments::WriteArguments;
use crate::blueprint::callback;
use crate::blueprint::fault::faults;
use crate::exit::{Exit, Trouble};
use crate::print::{self, counted};
use result::{WriteResult, change};

/// How many lines are shown around a changed one.
const AROUND: usize = 3;

/// Writes a source tree, unless something is missing or would be lost.
pub fn write(arguments: &WriteArguments) -> Result<Exit, Trouble> {
    let wish = wish(arguments)?;
    let (folder, plan) = match prepared(&wish, &arguments.out)? {
        Ok(prepared) => prepared,
        Err(refusal) => return refuse(arguments, &refusal),
    };
    let tree = write_tree(&plan);
    let survey = match survey(&folder, &tree) {
        Ok(survey) => survey,
        Err(SurveyError::Standing(error)) if !matches!(error, StandingError::Read { .. }) => {
            let mut refusal = Refusal::default();
            refusal.blame(Place::Folder, format!("{error}."));
            return refuse(arguments, &refusal);
        }
        Err(error) => return Err(Trouble::failed(&error)),
    };
    if !arguments.json {
        print::result(&differences(&survey))?;
    }
    if survey.replaced().next().is_some() && !arguments.replace {
        return keep(arguments, &survey);
    }
    match write::write(&folder, &tree, &survey.token) {
        Ok(written) => done(arguments, &survey, &written),
        Err(error @ WriteError::Changed) => {
            print::word(&format!("orgkeep: {error}; nothing was written"));
            Ok(Exit::Refused)
        }
        Err(error) => Err(Trouble::failed(&error)),
    }
}

fn wish(arguments: &WriteArguments) -> Result<SourceWish, Trouble> {
    let all = presets().map_err(|error| Trouble::failed(&error))?;
    let chosen = served(&all, &arguments.presets);
    let inputs = callback::inputs(&chosen, arguments)?;
    let (link, below) = (&arguments.link, &arguments.below);
    let answers = Answers {
        name: arguments.name.clone(),
        contact_email: arguments.contact_email.clone(),
        inputs,
        choices: arguments.settings.iter().cloned().collect(),
        ..Answers::default()
    };
    refuse_idle(&answers, &merge(&chosen, &answers))?;
    Ok(SourceWish {
        presets: arguments.presets.clone(),
        answers,
        pattern: arguments.pattern,
        link: LinkText {
            oauth_link: value_or_file(link.oauth_link.as_deref())?,
            org_scoped_app: value_or_file(link.org_scoped_app.as_deref())?,
        },
        environments: environments(&arguments.environments),
        below: BelowText {
            link: LinkText {
                oauth_link: value_or_file(below.nonprod_oauth_link.as_deref())?,
                org_scoped_app: value_or_file(below.nonprod_org_scoped_app.as_deref())?,
            },
            callbacks: below.nonprod_callbacks.join("\n"),
            environments: environments(&below.nonprod_environments),
        },
    })
}

/// A choice that changes nothing would be believed to have changed something.
fn refuse_idle(answers: &Answers, merged: &Merged) -> Result<(), Trouble> {
    let idle = answers
        .choices
        .iter()
        .find(|(setting, value)| merged.settings.get(setting) != Some(value));
    idle.map_or(Ok(()), |(setting, _)| {
        let key = setting.key();
        Err(Trouble::usage(format!(
            "the chosen products leave no such choice: --set {key}"
        )))
    })
}

/// `ALIAS` or `ALIAS=USERNAME`; what is wrong with either is told with everything else.
fn environments(arguments: &[String]) -> Vec<EnvironmentText> {
    let parts = arguments
        .iter()
        .map(|text| text.split_once('=').unwrap_or((text, "")));
    parts
        .map(|(alias, run_as)| EnvironmentText {
            alias: alias.to_owned(),
            run_as: run_as.to_owned(),
        })
        .collect()
}

/// The value itself, or the text of the file that it names.
fn value_or_file(argument: Option<&str>) -> Result<String, Trouble> {
    let text = argument.unwrap_or_default();
    if !text.ends_with(".xml") {
        return Ok(text.to_owned());
    }
    std::fs::read_to_string(text).map_err(|error| {
        Trouble::failed(&std::io::Error::new(
            error.kind(),
            format!("{text}: {error}"),
        ))
    })
}

/// The folder and the plan; inside, everything that is wrong with either.
fn prepared(wish: &SourceWish, out: &Path) -> Result<Result<(Folder, Plan), Refusal>, Trouble> {
    let absolute = std::path::absolute(out).map_err(|error| Trouble::failed(&error))?;
    let folder = Folder::at(&absolute);
    if let Err(error @ FolderError::Unreachable(_)) = &folder {
        return Err(Trouble::failed(error));
    }
    Ok(match (folder, plan(wish)) {
        (Ok(folder), Ok(plan)) => Ok((folder, plan)),
        (Ok(_), Err(refusal)) => Err(refusal),
        (Err(error), planned) => {
            let mut refusal = planned.err().unwrap_or_default();
            refusal.blame(Place::Folder, error.to_string());
            Err(refusal)
        }
    })
}

fn refuse(arguments: &WriteArguments, refusal: &Refusal) -> Result<Exit, Trouble> {
    let faults = faults(refusal);
    for fault in &faults {
        print::word(&format!("{}: {}", fault.option, fault.text));
    }
    if arguments.json {
        print::json(&WriteResult::refused(faults))?;
    }
    Ok(Exit::Refused)
}

fn keep(arguments: &WriteArguments, survey: &Survey) -> Result<Exit, Trouble> {
    if arguments.json {
        print::json(&WriteResult::would_replace(survey))?;
    }
    print::word(&format!(
        "{} in {} would be lost; nothing was written. --replace writes all the same.",
        counted(survey.replaced().count(), "text"),
        survey.folder.display()
    ));
    Ok(Exit::Refused)
}

fn done(arguments: &WriteArguments, survey: &Survey, written: &Written) -> Result<Exit, Trouble> {
    if arguments.json {
        print::json(&WriteResult::written(survey, written))?;
    } else {
        let files = survey.files.iter();
        let lines = files.map(|file| format!("{:<8} {}\n", change(&file.before), file.path));
        print::result(&lines.collect::<String>())?;
    }
    print::word(&format!(
        "{} written into {}, {} replaced.",
        counted(written.written, "file"),
        written.folder.display(),
        written.replaced
    ));
    if !written.commands.is_empty() {
        print::word("Next, in that folder; README.md says more:");
    }
    for command in &written.commands {
        print::word(&format!("  {command}"));
    }
    Ok(Exit::Clean)
}

/// What would be lost, file by file.
fn differences(survey: &Survey) -> String {
    let files = survey.replaced().map(|file| {
        let path = &file.path;
        let lines = shortened(file.difference(), AROUND);
        let lines: String = lines.iter().map(line).collect();
        format!("--- {path}\n+++ {path}\n{lines}")
    });
    files.collect()
}

fn line(line: &DifferenceLine) -> String {
    let sign = match line.change {
        LineChange::Same => ' ',
        LineChange::Removed => '-',
        LineChange::Added => '+',
    };
    format!("{sign}{}\n", line.text)
}
