//! The words around the values: a data file, and which of them an app needs.

use std::sync::LazyLock;

use serde::Deserialize;

use super::value::values;
use super::{Checklist, ChecklistStep, SetupPage, Step};
use crate::callback::Callback;
use crate::merge::Merged;
use crate::policy::{IpRelaxation, PermittedUsers};
use crate::setting::Setting;

/// Something to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Of what kind.
    pub kind: NoteKind,
    /// In words.
    pub text: String,
    /// The page of Setup that it names, if it is another one than the step's.
    pub page: Option<SetupPage>,
}

/// What kind of note it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// What goes wrong most often here.
    #[default]
    Hint,
    /// How the page differs in some orgs.
    Variant,
    /// How long something takes.
    Wait,
    /// What a product's own document says, and what to think of it.
    Remark,
    /// What a product asks for and does not get.
    GivenUp,
}

/// For which apps a note is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Condition {
    #[default]
    Always,
    SeveralCallbacks,
    LocalCallback,
    FullScope,
    ClientCredentials,
    CodeAndCredentials,
    NoSecret,
    PreAuthorized,
    RelaxedIp,
    KnownWait,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct TextFile {
    before: Vec<NoteText>,
    step: Vec<StepText>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StepText {
    key: String,
    title: String,
    place: String,
    page: SetupPage,
    #[serde(default)]
    note: Vec<NoteText>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NoteText {
    text: String,
    #[serde(default)]
    kind: NoteKind,
    #[serde(default)]
    when: Condition,
    page: Option<SetupPage>,
}

static TEXTS: LazyLock<TextFile> = LazyLock::new(|| parse_texts().unwrap_or_default());

fn parse_texts() -> Result<TextFile, toml::de::Error> {
    toml::from_str(include_str!("../../data/checklist.toml"))
}

/// What to enter, from beginning to end, for one app.
#[must_use]
pub fn checklist(merged: &Merged) -> Checklist {
    Checklist {
        before: notes(&TEXTS.before, merged),
        steps: TEXTS
            .step
            .iter()
            .filter_map(|text| made(text, merged))
            .collect(),
    }
}

fn made(text: &StepText, merged: &Merged) -> Option<ChecklistStep> {
    let step = Step::from_key(&text.key)?;
    let mut notes = notes(&text.note, merged);
    notes.extend(remarks(step, merged));
    notes.extend(given_up(step, merged));
    Some(ChecklistStep {
        step,
        title: text.title.clone(),
        place: text.place.clone(),
        page: text.page,
        values: values(step, merged),
        notes,
    })
}

fn notes(texts: &[NoteText], merged: &Merged) -> Vec<Note> {
    texts
        .iter()
        .filter(|note| note.when.holds(merged))
        .map(|note| Note {
            kind: note.kind,
            text: note.text.replace("{wait}", &wait(merged)),
            page: note.page,
        })
        .collect()
}

fn wait(merged: &Merged) -> String {
    match merged.wait_minutes {
        None => String::new(),
        Some((0, to)) => format!("up to {to} minutes"),
        Some((from, to)) => format!("{from} to {to} minutes"),
    }
}

fn remarks(step: Step, merged: &Merged) -> impl Iterator<Item = Note> {
    let about = merged.remarks.iter();
    let about = about.filter(move |remark| step.settings().contains(&remark.setting));
    about.map(|remark| Note {
        kind: NoteKind::Remark,
        text: format!("{}: {}", remark.products.join(", "), remark.text),
        page: None,
    })
}

/// What was wanted in vain. Where the platform has moved on, the remark says it better.
fn given_up(step: Step, merged: &Merged) -> impl Iterator<Item = Note> {
    let lost = merged
        .given_up
        .iter()
        .filter(move |lost| step.settings().contains(&lost.setting) && !lost.obsolete);
    lost.map(|lost| Note {
        kind: NoteKind::GivenUp,
        text: format!(
            "{}: {} asks for {}, and this app has {}.",
            lost.setting.label(),
            lost.product,
            lost.wanted,
            lost.instead
        ),
        page: None,
    })
}

impl Condition {
    fn holds(self, merged: &Merged) -> bool {
        let is =
            |setting, value: &str| merged.settings.get(&setting).map(String::as_str) == Some(value);
        match self {
            Self::Always => true,
            Self::SeveralCallbacks => merged.callbacks.len() > 1,
            Self::LocalCallback => merged
                .callbacks
                .iter()
                .any(|url| Callback::parse(url).is_ok_and(|url| url.is_local())),
            Self::FullScope => merged.scopes.contains("full"),
            Self::ClientCredentials => merged.is_on(Setting::ClientCredentialsFlow, false),
            Self::CodeAndCredentials => merged.is_on(Setting::CodeAndCredentialsFlow, false),
            Self::NoSecret => {
                !merged.is_on(Setting::SecretForWebServerFlow, true)
                    && !merged.is_on(Setting::SecretForRefreshTokenFlow, true)
            }
            Self::PreAuthorized => is(
                Setting::PermittedUsers,
                PermittedUsers::AdminApproved.setup(),
            ),
            Self::RelaxedIp => is(Setting::IpRelaxation, IpRelaxation::Relax.setup()),
            Self::KnownWait => merged.wait_minutes.is_some(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_its_words() {
        let texts = parse_texts().unwrap();
        let keys: Vec<&str> = texts.step.iter().map(|step| step.key.as_str()).collect();
        assert_eq!(keys, Step::ALL.map(Step::key));
    }

    #[test]
    fn the_words_are_calm() {
        let texts = parse_texts().unwrap();
        let notes = texts.step.iter().flat_map(|step| &step.note);
        for note in texts.before.iter().chain(notes) {
            let lower = note.text.to_lowercase();
            assert!(!lower.contains("please") && !lower.contains('!'), "{lower}");
            assert!(note.text.ends_with('.'), "{lower}");
        }
    }
}
