//! The app of a wish.

use orgkeep_blueprint::answers::{Answers, Problem, Question};
use orgkeep_blueprint::assemble::AssembleError;
use orgkeep_blueprint::blueprint::{Blueprint, BlueprintError};
use orgkeep_blueprint::callback::{Callback, CallbackError, Callbacks};
use orgkeep_blueprint::input::InputError;
use orgkeep_blueprint::merge::{Merged, merge};
use orgkeep_blueprint::preset::{Preset, presets, served};

use super::fault::quoted;
use super::{Place, Refusal};
use crate::source::wish::SourceWish;

/// Why answers are not an app.
pub(crate) enum Unfit {
    /// Some are missing or wrong.
    Answers(Vec<Problem>),
    /// They do not go together.
    Together(String),
}

pub(super) fn blueprint(wish: &SourceWish, refusal: &mut Refusal) -> Option<Blueprint> {
    match blueprint_of(&wish.presets, &wish.answers) {
        Ok(blueprint) => Some(blueprint),
        Err(Unfit::Answers(problems)) => {
            refusal.problems = problems;
            None
        }
        Err(Unfit::Together(sentence)) => {
            refusal.blame(Place::App, sentence);
            None
        }
    }
}

/// The app that serves these products, with these answers.
pub(crate) fn blueprint_of(chosen: &[String], answers: &Answers) -> Result<Blueprint, Unfit> {
    let all = presets().unwrap_or_default();
    if let Some(unknown) = unknown(&all, chosen) {
        let sentence = format!("There is no preset {}.", quoted(unknown));
        return Err(Unfit::Together(sentence));
    }
    let merged = merge(&served(&all, chosen), answers);
    let problems = problems(&merged);
    if !problems.is_empty() {
        return Err(Unfit::Answers(problems));
    }
    merged
        .blueprint()
        .map_err(|error| Unfit::Together(sentence(&error)))
}

fn unknown<'a>(all: &[Preset], chosen: &'a [String]) -> Option<&'a String> {
    let is_known = |name: &String| all.iter().any(|preset| preset.is_called(name));
    chosen.iter().find(|name| !is_known(name))
}

/// Answers that are missing or wrong. Source needs a contact e-mail, which a checklist does not.
fn problems(merged: &Merged) -> Vec<Problem> {
    let mut problems = merged.problems.clone();
    let question = Question::ContactEmail;
    if merged.naming.contact_email.is_none() && !merged.is_doubtful(&question) {
        let error = InputError::Missing;
        problems.push(Problem { question, error });
    }
    problems
}

fn sentence(error: &AssembleError) -> String {
    match error {
        AssembleError::NoRunAs => {
            "Client credentials are on. Name the integration user as whom they run, or switch them off.".to_owned()
        }
        AssembleError::Blueprint(BlueprintError::NobodyPermitted) => {
            "Only approved users may use the app, and nobody is approved. Name a profile or a permission set.".to_owned()
        }
        other => format!("The app cannot be made: {other}."),
    }
}

/// Orgkeep's own callback and those that were typed; inside, `None` where nothing was typed.
pub(super) fn callbacks_below(text: &str, refusal: &mut Refusal) -> Option<Option<Callbacks>> {
    if text.trim().is_empty() {
        return Some(None);
    }
    match parse_callbacks(text) {
        Ok(callbacks) => Some(Some(callbacks)),
        Err((url, error)) => {
            refusal.blame(Place::BelowCallbacks, callback_sentence(url, error));
            None
        }
    }
}

/// On failure, the line that is wrong.
fn parse_callbacks(text: &str) -> Result<Callbacks, (&str, CallbackError)> {
    let own = presets().unwrap_or_default();
    let own = own.first().map(|orgkeep| orgkeep.callbacks.clone());
    let mut all: Vec<Callback> = own
        .iter()
        .flatten()
        .filter_map(|url| Callback::parse(url).ok())
        .collect();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        all.push(Callback::parse(line).map_err(|error| (line, error))?);
    }
    Callbacks::new(all).map_err(|error| ("", error))
}

fn callback_sentence(url: &str, error: CallbackError) -> String {
    match error {
        CallbackError::NotHttps => {
            format!(
                "{} must start with https, or with http://localhost.",
                quoted(url)
            )
        }
        CallbackError::TooLong => {
            "All callback URLs together have more than 2,000 characters. Leave some out.".to_owned()
        }
        CallbackError::Empty | CallbackError::Malformed => {
            format!("{} is not an absolute address. Copy it whole.", quoted(url))
        }
    }
}
