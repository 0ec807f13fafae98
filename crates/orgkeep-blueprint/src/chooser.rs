//! Which pattern fits: a few questions and what they decide.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::plan::Pattern;

/// A question that yes or no answers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChooserQuestion {
    /// Under which the answer is passed.
    pub key: String,
    /// The question.
    pub text: String,
    /// For which pattern yes speaks.
    pub pattern: Pattern,
    /// Why.
    pub because: String,
    /// Which other patterns do that too.
    #[serde(default)]
    pub also: BTreeSet<Pattern>,
}

#[derive(Debug, Default, Deserialize)]
struct ChooserFile {
    question: Vec<ChooserQuestion>,
}

/// A recommendation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recommendation {
    /// The pattern.
    pub pattern: Pattern,
    /// What speaks for it.
    pub because: Vec<&'static ChooserQuestion>,
    /// What was answered with yes and does not go together with it.
    pub given_up: Vec<&'static ChooserQuestion>,
}

static QUESTIONS: LazyLock<Vec<ChooserQuestion>> =
    LazyLock::new(|| parse_questions().unwrap_or_default().question);

fn parse_questions() -> Result<ChooserFile, toml::de::Error> {
    toml::from_str(include_str!("../data/chooser.toml"))
}

/// The questions, in the order in which they decide.
#[must_use]
pub fn questions() -> &'static [ChooserQuestion] {
    &QUESTIONS
}

/// What fits best when the answer to these questions is yes. `None` when it is no to all of them.
#[must_use]
pub fn recommend(yes: &BTreeSet<String>) -> Option<Recommendation> {
    let asked = || {
        questions()
            .iter()
            .filter(|question| yes.contains(&question.key))
    };
    let pattern = asked().next()?.pattern;
    let (because, given_up) = asked()
        .partition(|question| question.pattern == pattern || question.also.contains(&pattern));
    Some(Recommendation {
        pattern,
        because,
        given_up,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(yes: &[&str]) -> Option<Recommendation> {
        recommend(&yes.iter().map(|key| (*key).to_owned()).collect())
    }

    #[test]
    fn every_question_alone_leads_to_its_pattern() {
        let all = parse_questions().unwrap().question;
        assert_eq!(all.len(), 7);
        for question in all {
            let found = answered(&[&question.key]).unwrap();
            assert_eq!(found.pattern, question.pattern, "{}", question.key);
            assert!(found.given_up.is_empty() && found.because.len() == 1);
        }
    }

    #[test]
    fn every_pattern_can_be_recommended() {
        let found: BTreeSet<Pattern> = questions().iter().map(|one| one.pattern).collect();
        assert_eq!(found.len(), Pattern::ALL.len());
    }

    #[test]
    fn what_does_not_go_together_is_told() {
        let found = answered(&[
            "strict_isolation",
            "shared_credentials",
            "test_and_production_apart",
        ]);
        let found = found.unwrap();
        assert_eq!(found.pattern, Pattern::Bootstrap);
        let keys =
            |all: &[&ChooserQuestion]| all.iter().map(|one| one.key.clone()).collect::<Vec<_>>();
        assert_eq!(
            keys(&found.because),
            ["strict_isolation", "test_and_production_apart"]
        );
        assert_eq!(keys(&found.given_up), ["shared_credentials"]);
    }

    #[test]
    fn no_to_everything_recommends_nothing() {
        assert_eq!(answered(&[]), None);
        assert_eq!(answered(&["unknown"]), None);
    }
}
