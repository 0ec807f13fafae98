//! Two apps side by side, in the words and the order of Salesforce's pages.
//!
//! It starts from what products need, not from blueprints: an app of which something is still missing can be
//! compared as well.

use std::collections::BTreeMap;

use crate::checklist::{Step, fields, values};
use crate::merge::Merged;

/// One field of both apps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedLine {
    /// The field's label on Salesforce's page.
    pub label: &'static str,
    /// What one app has there; several values each for themselves, none for nothing.
    pub left: Vec<String>,
    /// What the other one has there.
    pub right: Vec<String>,
}

impl ComparedLine {
    /// Whether the two are not the same.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.left != self.right
    }
}

/// Every field in which one of the two has something.
#[must_use]
pub fn compare(left: &Merged, right: &Merged) -> Vec<ComparedLine> {
    let (mut left, mut right) = (entered(left), entered(right));
    Step::ALL
        .into_iter()
        .flat_map(fields)
        .map(|label| ComparedLine {
            label,
            left: left.remove(label).unwrap_or_default(),
            right: right.remove(label).unwrap_or_default(),
        })
        .filter(|line| !line.left.is_empty() || !line.right.is_empty())
        .collect()
}

/// What is entered in each field.
fn entered(merged: &Merged) -> BTreeMap<&'static str, Vec<String>> {
    let mut entered: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for value in Step::ALL.into_iter().flat_map(|step| values(step, merged)) {
        entered.entry(value.field).or_default().push(value.value);
    }
    entered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Answers;
    use crate::input::InputKind;
    use crate::merge::merge;
    use crate::preset::{presets, served};
    use crate::setting::{ON, Setting};

    fn merged(chosen: &[&str], answers: &Answers) -> Merged {
        let chosen: Vec<String> = chosen.iter().map(|name| (*name).to_owned()).collect();
        merge(&served(&presets().unwrap(), &chosen), answers)
    }

    /// Everything that can be asked for, answered.
    fn everything() -> Merged {
        let mut inputs: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for preset in presets().unwrap() {
            for input in &preset.inputs {
                let answers = inputs.entry(preset.id.clone()).or_default();
                let answer = match input.kind {
                    InputKind::Callback => format!("https://{}.example/callback", preset.id),
                    _ => input.hint.clone(),
                };
                answers.insert(input.key.clone(), answer);
            }
        }
        let answers = Answers {
            contact_email: "admin@example.com".into(),
            description: "Everything".into(),
            choices: [(Setting::ClientCredentialsFlow, ON.to_owned())].into(),
            inputs,
            ..Answers::default()
        };
        merged(&["vault", "arm", "compliance", "general"], &answers)
    }

    #[test]
    fn the_same_app_twice_differs_in_nothing() {
        let one = merged(&["vault"], &Answers::default());
        let lines = compare(&one, &one);
        assert!(!lines.is_empty() && !lines.iter().any(ComparedLine::differs));
    }

    #[test]
    fn one_other_choice_is_one_line_that_differs() {
        let answers = Answers {
            choices: [(Setting::RequirePkce, "off".to_owned())].into(),
            ..Answers::default()
        };
        let lines = compare(
            &merged(&["compliance"], &Answers::default()),
            &merged(&["compliance"], &answers),
        );
        let differing: Vec<_> = lines.into_iter().filter(ComparedLine::differs).collect();
        assert_eq!(differing.len(), 1);
        assert_eq!(differing[0].label, Setting::RequirePkce.label());
        assert_eq!(
            (&differing[0].left[0], &differing[0].right[0]),
            (&"on".to_owned(), &"off".to_owned())
        );
    }

    #[test]
    fn callbacks_are_one_line_and_an_unanswered_one_is_left_out() {
        let lines = compare(&merged(&["arm"], &Answers::default()), &everything());
        let line = lines
            .iter()
            .find(|line| line.label == "Callback URL")
            .unwrap();
        assert_eq!(line.left, ["http://localhost:33333"]);
        assert!(line.right.len() > 2 && line.right[0] == line.left[0]);
    }

    #[test]
    fn no_value_of_the_checklist_is_lost_and_lines_are_in_its_order() {
        let everything = everything();
        assert_eq!(everything.problems, []);
        let lines = compare(&merged(&[], &Answers::default()), &everything);
        let told: Vec<_> = lines
            .iter()
            .flat_map(|line| line.right.iter().map(|value| (line.label, value.clone())))
            .collect();
        let listed: Vec<_> = Step::ALL
            .into_iter()
            .flat_map(|step| values(step, &everything))
            .filter(|value| !["Quick Find", "Enable OAuth"].contains(&value.field))
            .map(|value| (value.field, value.value))
            .collect();
        assert_eq!(told, listed);
    }
}
