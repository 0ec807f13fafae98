//! Changes that make a finding go away, where there is one right change and it can be made by machine.

mod document;
mod gitignore;

use super::project::Project;
use super::{Finding, Report, Rule};
use crate::blueprint::Distribution;
use crate::link::{OAUTH_LINK, ORG_SCOPED_APP};
use crate::metadata::Kind;
use crate::plan::Pattern;
use crate::scope_table;
use crate::tree::RelativePath;
use document::Document;

const SCOPES: &str = "commaSeparatedOauthScopes";
const STATE: &str = "distributionState";
const USER: &str = "clientCredentialsFlowUser";
const ENABLED: &str = "isClientCredentialsFlowEnabled";

/// A file as it would have to be. It may be another one than the file of the finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// Which file.
    pub path: RelativePath,
    /// Its whole text.
    pub text: String,
}

/// What makes a finding go away, and brings no other. `None` where only a person can know.
///
/// `read` gives the text of a file of the project, `None` for one that is not there.
#[must_use]
pub fn remedy(
    finding: &Finding,
    report: &Report,
    read: &dyn Fn(&RelativePath) -> Option<String>,
) -> Option<Remedy> {
    let pattern = report.pattern_of(&finding.path);
    let text = || read(&finding.path);
    let text = match finding.rule {
        Rule::GlobalSettingsInSourceControl => {
            return gitignore::remedy(&finding.path, report.folder_of(&finding.path), read);
        }
        Rule::ElementsOutOfOrder => Document::parse(&text()?)?.sorted()?,
        Rule::RuntimeScopeName => scopes(&Document::parse(&text()?)?)?,
        Rule::RunAsUserInDefault => no_client_credentials(&text()?)?,
        Rule::WrongDistributionState => {
            let wanted = pattern?.distribution();
            let fits = wanted == Distribution::Local || can_be_packaged(finding, report, read);
            let document = Document::parse(&text()?).filter(|_| fits)?;
            document.with(STATE, wanted.metadata())?
        }
        Rule::LinkOfAnotherOrg => match pattern? {
            Pattern::Bootstrap | Pattern::Plain => unlinked(&Document::parse(&text()?)?)?,
            Pattern::Packaged | Pattern::Dual => return None,
        },
        _ => return None,
    };
    Some(Remedy {
        path: finding.path.clone(),
        text,
    })
}

/// A packaged app whose directory is deployed as source may be aimed at a scratch org.
fn can_be_packaged(
    finding: &Finding,
    report: &Report,
    read: &dyn Fn(&RelativePath) -> Option<String>,
) -> bool {
    let path = within(report.folder_of(&finding.path), "sfdx-project.json");
    let project = path.and_then(|path| Project::parse(&path, &read(&path)?).ok());
    let Some(project) = project else {
        return true;
    };
    let directory = project.directory_of(&finding.path);
    directory.is_none_or(|(_, directory)| directory.is_unlocked())
}

/// Every scope that has another name in metadata gets it, and stands there once.
fn scopes(document: &Document) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    let text = document.text_of(SCOPES)?;
    for name in text.split(',').map(str::trim) {
        let known = scope_table::runtime(name).is_some();
        let name = if known {
            name
        } else {
            scope_table::meant(name).unwrap_or(name)
        };
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    document.with(SCOPES, &names.join(", "))
}

/// Without the user, the flow must be off as well.
fn no_client_credentials(text: &str) -> Option<String> {
    let without_user = Document::parse(text)?.without(USER)?;
    let document = Document::parse(&without_user)?;
    match document.text_of(ENABLED) {
        Some("true") => document.with(ENABLED, "false"),
        _ => Some(without_user),
    }
}

fn unlinked(document: &Document) -> Option<String> {
    match document.kind()? {
        Kind::App => document.without(ORG_SCOPED_APP),
        Kind::OauthSettings => document.without(OAUTH_LINK),
        _ => None,
    }
}

/// A file of a folder; `""` is the outermost one.
fn within(folder: &str, name: &str) -> Option<RelativePath> {
    let path = match folder {
        "" => name.to_owned(),
        _ => format!("{folder}/{name}"),
    };
    RelativePath::parse(&path).ok()
}
