//! What is handed to other people: the checklist as a document, and what files are called.

use orgkeep_blueprint::checklist::{MarkdownContext, SetupPage, Step, checklist};
use orgkeep_blueprint::merge::Merged;
use orgkeep_domain::authority::Authority;
use orgkeep_salesforce::setup::setup_url;

use crate::design::page_id;
use crate::setup_page::setup_page;

/// The longest part of a file's name that is taken from a text, in characters.
const LONGEST_NAME: usize = 60;

/// The pages of Setup that a checklist can name.
const PAGES: [SetupPage; 3] = [
    SetupPage::ExternalClientAppManager,
    SetupPage::ExternalClientAppSettings,
    SetupPage::OauthSettings,
];

/// The checklist as Markdown. With the org's own address it names the org and the pages of its Setup; `ticked`
/// are the keys of the steps that are done.
pub(crate) fn checklist_document(
    merged: &Merged,
    org: Option<&Authority>,
    ticked: &[String],
) -> String {
    let address = |page| {
        let url = setup_url(org?, setup_page(page_id(page)))?;
        Some((page, url))
    };
    let context = MarkdownContext {
        host: org.map(|authority| authority.host().to_owned()),
        pages: PAGES.into_iter().filter_map(address).collect(),
        done: ticked
            .iter()
            .filter_map(|key| Step::from_key(key))
            .collect(),
    };
    checklist(merged).markdown(merged, &context)
}

/// What a file is called by default: `text` without what file systems or people stumble over, and an ending.
pub(crate) fn file_name(text: &str, ending: &str) -> String {
    let fitting = |character: char| match character {
        ' ' | '-' | '_' => character,
        letter if letter.is_alphanumeric() => letter,
        _ => '-',
    };
    let name: String = text.chars().map(fitting).take(LONGEST_NAME).collect();
    let name = name.trim_matches([' ', '-']);
    let name = if name.is_empty() { "Blueprint" } else { name };
    format!("{name}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_after_the_blueprint_without_surprises() {
        assert_eq!(file_name("ACME Größe", ".toml"), "ACME Größe.toml");
        assert_eq!(file_name("../etc/pass\0wd\n", ".md"), "etc-pass-wd.md");
        assert_eq!(file_name(" // ", ".md"), "Blueprint.md");
        assert_eq!(file_name(&"x".repeat(99), "").len(), LONGEST_NAME);
    }
}
