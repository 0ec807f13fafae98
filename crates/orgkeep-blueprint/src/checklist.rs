//! What to enter in Salesforce, in the order in which its pages ask (product.md, 2).

mod markdown;
mod text;
mod value;

use crate::setting::Setting;

pub use markdown::MarkdownContext;
pub use text::{Note, NoteKind, checklist};
pub use value::Value;
pub(crate) use value::{fields, values};

/// The steps, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Setup, Quick Find, External Client App Manager.
    OpenManager,
    /// New External Client App: Basic Information.
    BasicInformation,
    /// API (Enable OAuth Settings): Enable OAuth, Callback URL.
    Callback,
    /// OAuth Scopes.
    Scopes,
    /// Flow Enablement.
    Flows,
    /// Security, then Create.
    Security,
    /// Policies tab, OAuth Policies.
    Policies,
    /// Settings tab, OAuth Settings: Consumer Key and Secret.
    Credentials,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 8] = [
        Self::OpenManager,
        Self::BasicInformation,
        Self::Callback,
        Self::Scopes,
        Self::Flows,
        Self::Security,
        Self::Policies,
        Self::Credentials,
    ];

    /// The word under which a tick is stored.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::OpenManager => "open_manager",
            Self::BasicInformation => "basic_information",
            Self::Callback => "callback",
            Self::Scopes => "scopes",
            Self::Flows => "flows",
            Self::Security => "security",
            Self::Policies => "policies",
            Self::Credentials => "credentials",
        }
    }

    /// The step stored under a word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.key() == key)
    }

    /// The settings that are made in this step.
    pub(crate) fn settings(self) -> &'static [Setting] {
        match self {
            Self::Flows => &[
                Setting::ClientCredentialsFlow,
                Setting::CodeAndCredentialsFlow,
                Setting::CredentialsInBody,
            ],
            Self::Security => &[
                Setting::SecretForWebServerFlow,
                Setting::SecretForRefreshTokenFlow,
                Setting::RequirePkce,
            ],
            Self::Policies => &[
                Setting::PermittedUsers,
                Setting::IpRelaxation,
                Setting::RefreshTokenPolicy,
                Setting::SessionTimeout,
            ],
            _ => &[],
        }
    }
}

/// A page of an org's own Setup. Its address is not known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetupPage {
    /// External Client App Manager.
    ExternalClientAppManager,
    /// External Client App Settings.
    ExternalClientAppSettings,
    /// OAuth and OpenID Connect Settings.
    OauthSettings,
}

/// What to do, from beginning to end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checklist {
    /// What must be there before the first step.
    pub before: Vec<Note>,
    /// One after the other.
    pub steps: Vec<ChecklistStep>,
}

/// One step with everything that is entered in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistStep {
    /// Which one.
    pub step: Step,
    /// What to do.
    pub title: String,
    /// Where on Salesforce's pages.
    pub place: String,
    /// The page of Setup where it happens.
    pub page: SetupPage,
    /// What to enter, in order.
    pub values: Vec<Value>,
    /// What to know.
    pub notes: Vec<Note>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Answers;
    use crate::merge::merge;
    use crate::preset::{presets, served};

    fn made(chosen: &[&str], choices: &[(Setting, &str)]) -> Checklist {
        let all = presets().unwrap();
        let chosen: Vec<String> = chosen.iter().map(|name| (*name).to_owned()).collect();
        let choices = choices.iter().map(|(s, v)| (*s, (*v).to_owned()));
        let vault = [(
            "instance".to_owned(),
            "https://vault-qa.autorabit.com".to_owned(),
        )];
        let answers = Answers {
            inputs: [("vault".to_owned(), vault.into())].into(),
            choices: choices.collect(),
            ..Answers::default()
        };
        checklist(&merge(&served(&all, &chosen), &answers))
    }

    fn step(list: &Checklist, wanted: Step) -> &ChecklistStep {
        list.steps.iter().find(|step| step.step == wanted).unwrap()
    }

    fn says(step: &ChecklistStep, words: &str) -> bool {
        step.notes.iter().any(|note| note.text.contains(words))
    }

    #[test]
    fn every_step_is_there_once_and_in_order() {
        let steps: Vec<Step> = made(&[], &[]).steps.iter().map(|step| step.step).collect();
        assert_eq!(steps, Step::ALL);
    }

    #[test]
    fn orgkeep_alone_asks_for_one_callback_four_scopes_and_three_boxes() {
        let list = made(&[], &[]);
        let count = |wanted| step(&list, wanted).values.len();
        assert_eq!(count(Step::Callback), 2);
        assert_eq!(count(Step::Scopes), 4);
        assert_eq!(count(Step::Security), 3);
    }

    #[test]
    fn callbacks_are_told_exactly() {
        let list = made(&["vault"], &[]);
        let typed = step(&list, Step::Callback)
            .values
            .iter()
            .filter(|value| value.typed);
        let told: Vec<_> = typed
            .map(|v| (v.label.as_str(), v.value.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("Callback URL 1", "http://localhost:33333"),
                (
                    "Callback URL 2",
                    "https://vault-qa.autorabit.com/dashboard/setup/addSfOrg"
                ),
            ]
        );
    }

    #[test]
    fn notes_are_for_the_apps_they_fit() {
        let alone = made(&[], &[]);
        assert!(!says(step(&alone, Step::Callback), "One per line"));
        assert!(says(step(&alone, Step::Credentials), "only the key"));
        assert!(!says(step(&alone, Step::Policies), "Pre-authorized"));
        let vault = made(&["vault"], &[]);
        assert!(says(step(&vault, Step::Callback), "One per line"));
        assert!(!says(step(&vault, Step::Credentials), "only the key"));
        assert!(says(step(&vault, Step::Policies), "Pre-authorized"));
        assert!(says(
            step(&vault, Step::Scopes),
            "does not include refresh_token"
        ));
    }

    #[test]
    fn the_wait_is_the_longest_that_a_product_names() {
        let note = |chosen: &[&str]| {
            let list = made(chosen, &[]);
            let notes = step(&list, Step::Credentials).notes.clone();
            notes
                .into_iter()
                .find(|note| note.kind == NoteKind::Wait)
                .unwrap()
                .text
        };
        assert!(note(&["arm"]).contains("takes 10 to 30 minutes"));
    }

    #[test]
    fn obsolete_advice_is_told_where_it_is_followed_or_not() {
        let told = |choice: &str| {
            let list = made(&["compliance"], &[(Setting::RequirePkce, choice)]);
            let security = step(&list, Step::Security).clone();
            (
                says(&security, "obsolete"),
                security.values[2].value.clone(),
            )
        };
        assert_eq!(told("on"), (true, "on".to_owned()));
        assert_eq!(told("off"), (true, "off".to_owned()));
        assert!(!says(
            step(&made(&["vault"], &[]), Step::Security),
            "obsolete"
        ));
    }

    #[test]
    fn what_a_product_gives_up_is_told_where_it_happens() {
        let list = made(&["vault"], &[(Setting::SecretForWebServerFlow, "off")]);
        assert!(says(
            step(&list, Step::Security),
            "AutoRABIT Vault asks for on"
        ));
    }
}
