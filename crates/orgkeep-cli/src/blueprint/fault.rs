//! What is wrong with a wish, by the option that says it.

use orgkeep_app::source::plan::{Place, Refusal};
use orgkeep_blueprint::answers::{Problem, Question};

/// Something that is missing or wrong.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct OptionFault {
    /// The option to change.
    pub option: &'static str,
    /// What is wrong, and what to do.
    pub text: String,
}

/// Everything that is wrong, in the order in which it was found.
pub fn faults(refusal: &Refusal) -> Vec<OptionFault> {
    let problems = refusal.problems.iter().map(of_problem);
    let faults = refusal.faults.iter().map(|fault| OptionFault {
        option: of_place(fault.place),
        text: fault.text.clone(),
    });
    problems.chain(faults).collect()
}

fn of_problem(problem: &Problem) -> OptionFault {
    let Problem { question, error } = problem;
    let (option, whose) = match question {
        Question::Name | Question::ApiName | Question::Description => ("--name", None),
        Question::ContactEmail => ("--contact-email", None),
        Question::Callbacks => ("--callback", None),
        Question::Input { preset, key } => match key.as_str() {
            "profiles" => ("--profile", Some(preset)),
            "permission_sets" => ("--permission-set", Some(preset)),
            _ => ("--callback", Some(preset)),
        },
    };
    let text = match whose {
        Some(preset) => format!("For {preset}: {error}."),
        None => format!("{}.", capitalized(&error.to_string())),
    };
    OptionFault { option, text }
}

fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

fn of_place(place: Place) -> &'static str {
    match place {
        Place::App => "--preset",
        Place::Link => "--oauth-link, --org-scoped-app",
        Place::Environments => "--environment",
        Place::BelowEnvironments => "--nonprod-environment",
        Place::BelowLink => "--nonprod-oauth-link, --nonprod-org-scoped-app",
        Place::BelowCallbacks => "--nonprod-callback",
        Place::Folder => "--out",
    }
}
