//! What a person answered on the page, and what is wrong with it.

use std::collections::{BTreeMap, BTreeSet};

use crate::callback::{Callback, Callbacks};
use crate::input::{Answer, InputError, InputKind};
use crate::name::{ApiName, ContactEmail, Description, Label, MemberName, NameError, Username};
use crate::preset::Preset;
use crate::setting::Setting;

/// Everything a person typed and chose, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// The app's name; empty means `Orgkeep`.
    pub name: String,
    /// Its API name; empty means the one that Salesforce would make of the name.
    pub api_name: String,
    /// Whom Salesforce writes to about it. Only source files need it.
    pub contact_email: String,
    /// What it is for; may be empty.
    pub description: String,
    /// Answers to presets' inputs, by preset id and input key.
    pub inputs: BTreeMap<String, BTreeMap<String, String>>,
    /// Answers to conflicts and open settings. Values that nobody offered are ignored.
    pub choices: BTreeMap<Setting, String>,
}

impl Answers {
    fn input(&self, preset: &str, key: &str) -> &str {
        let of_preset = self.inputs.get(preset);
        of_preset
            .and_then(|all| all.get(key))
            .map_or("", String::as_str)
    }
}

/// An answer that is missing or wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Whose question it is.
    pub question: Question,
    /// What is wrong.
    pub error: InputError,
}

/// A question whose answer can be wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// The app's name.
    Name,
    /// Its API name.
    ApiName,
    /// The contact e-mail.
    ContactEmail,
    /// What it is for.
    Description,
    /// An input of a preset.
    Input {
        /// The preset's id.
        preset: String,
        /// The input's key.
        key: String,
    },
    /// All callback URLs together.
    Callbacks,
}

/// What the app is called, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Naming {
    /// What people see.
    pub label: Label,
    /// What metadata calls it.
    pub api_name: ApiName,
    /// Whom Salesforce writes to about it.
    pub contact_email: Option<ContactEmail>,
    /// What it is for.
    pub description: Option<Description>,
}

/// The answers in which nothing is wrong, and what is wrong with the others.
#[derive(Debug, Default)]
pub(crate) struct Answered {
    pub callbacks: Vec<Callback>,
    pub profiles: BTreeSet<MemberName>,
    pub permission_sets: BTreeSet<MemberName>,
    pub run_as: Option<Username>,
    pub problems: BTreeSet<Problem>,
}

impl Answered {
    /// Takes the answers to one preset's inputs, and its callback URLs.
    pub(crate) fn take(&mut self, preset: &Preset, answers: &Answers) {
        let mut urls = preset.callbacks.clone();
        for input in &preset.inputs {
            let placeholder = format!("{{{}}}", input.key);
            match input.kind.parse(answers.input(&preset.id, &input.key)) {
                Ok(Answer::Address(address)) => {
                    for url in &mut urls {
                        *url = url.replace(&placeholder, &address);
                    }
                }
                Ok(Answer::Members(names)) if input.kind == InputKind::Profiles => {
                    self.profiles.extend(names);
                }
                Ok(Answer::Members(names)) => self.permission_sets.extend(names),
                Ok(Answer::User(user)) => self.run_as = Some(user),
                Err(InputError::Missing) if input.optional => {}
                Err(error) => self.complain(
                    Question::Input {
                        preset: preset.id.clone(),
                        key: input.key.clone(),
                    },
                    error,
                ),
            }
        }
        // A URL whose question is not answered yet is no URL.
        let known = urls.iter().filter_map(|url| Callback::parse(url).ok());
        for callback in known {
            if !self.callbacks.contains(&callback) {
                self.callbacks.push(callback);
            }
        }
    }

    /// Adds what only shows when all presets are taken.
    pub(crate) fn finish(&mut self) {
        let all = Callbacks::new(self.callbacks.iter().cloned());
        if let Err(error) = all {
            self.complain(Question::Callbacks, error.into());
        }
    }

    pub(crate) fn naming(&mut self, answers: &Answers) -> Naming {
        let name = self.optional(Question::Name, Label::parse(&answers.name));
        let label = name.unwrap_or_else(Label::usual);
        let api_name = self.optional(Question::ApiName, ApiName::parse(&answers.api_name));
        Naming {
            api_name: api_name.unwrap_or_else(|| ApiName::derive(&label)),
            label,
            contact_email: self.optional(
                Question::ContactEmail,
                ContactEmail::parse(&answers.contact_email),
            ),
            description: self.optional(
                Question::Description,
                Description::parse(&answers.description),
            ),
        }
    }

    /// Nothing is fine; anything else must be right.
    fn optional<T>(&mut self, question: Question, parsed: Result<T, NameError>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(NameError::Empty) => None,
            Err(error) => {
                self.complain(question, error.into());
                None
            }
        }
    }

    fn complain(&mut self, question: Question, error: InputError) {
        self.problems.insert(Problem { question, error });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::presets;

    fn take(preset: &str, key: &str, text: &str) -> Answered {
        let all = presets().unwrap();
        let preset = all.iter().find(|one| one.is_called(preset)).unwrap();
        let inputs = [(key.to_owned(), text.to_owned())].into();
        let answers = Answers {
            inputs: [(preset.id.clone(), inputs)].into(),
            ..Answers::default()
        };
        let mut answered = Answered::default();
        answered.take(preset, &answers);
        answered.finish();
        answered
    }

    #[test]
    fn vaults_callback_is_made_of_its_instance() {
        let answered = take("vault", "instance", "https://vault-qa.autorabit.com/");
        let urls: Vec<_> = answered.callbacks.iter().map(Callback::as_str).collect();
        assert_eq!(
            urls,
            ["https://vault-qa.autorabit.com/dashboard/setup/addSfOrg"]
        );
        assert!(answered.problems.is_empty());
    }

    #[test]
    fn an_unanswered_question_is_told_and_its_url_left_out() {
        let answered = take("arm", "callback", " ");
        let question = Question::Input {
            preset: "arm".into(),
            key: "callback".into(),
        };
        let missing = |question| Problem {
            question,
            error: InputError::Missing,
        };
        let told: Vec<_> = answered.problems.into_iter().collect();
        assert_eq!(told, [missing(question), missing(Question::Callbacks)]);
        assert!(answered.callbacks.is_empty());
    }

    #[test]
    fn an_optional_answer_may_be_missing_and_not_wrong() {
        assert!(take("compliance", "", "").problems.is_empty());
        let wrong = take("general", "run_as", "nobody");
        assert!(
            wrong
                .problems
                .iter()
                .any(|p| p.error == InputError::Malformed)
        );
    }

    #[test]
    fn a_name_that_is_not_typed_is_orgkeeps() {
        let mut answered = Answered::default();
        let naming = answered.naming(&Answers::default());
        assert_eq!(naming.label.as_str(), "Orgkeep");
        assert_eq!(naming.api_name.as_str(), "Orgkeep");
        assert!(answered.problems.is_empty());
    }

    #[test]
    fn a_wrong_name_is_told() {
        let mut answered = Answered::default();
        let naming = answered.naming(&Answers {
            name: "Größe & Co".into(),
            api_name: "1x".into(),
            ..Answers::default()
        });
        assert_eq!(naming.api_name.as_str(), "Gr_e_Co");
        let told: Vec<_> = answered.problems.into_iter().map(|p| p.question).collect();
        assert_eq!(told, [Question::ApiName]);
    }
}
