//! Which deployment pattern fits.

use orgkeep_api::source::{
    ChooserView, PatternId, QuestionView, RecommendRequest, RecommendationView,
};
use orgkeep_blueprint::chooser::{ChooserQuestion, questions, recommend};
use orgkeep_blueprint::plan::Pattern;

use crate::view::pairs;

pairs!(pattern_id, pattern_of: Pattern <-> PatternId {
    Packaged = Packaged, Bootstrap = Bootstrap, Dual = Dual, Plain = Plain,
});

/// The questions, in the order in which they decide.
pub(crate) fn chooser_view() -> ChooserView {
    let view = |question: &ChooserQuestion| QuestionView {
        key: question.key.clone(),
        text: question.text.clone(),
    };
    ChooserView {
        questions: questions().iter().map(view).collect(),
    }
}

/// What fits these answers. A key of no question is as good as none.
pub(crate) fn recommendation_view(request: RecommendRequest) -> RecommendationView {
    let yes = request.yes.into_iter().collect();
    let Some(found) = recommend(&yes) else {
        return RecommendationView {
            pattern: None,
            because: Vec::new(),
            given_up: Vec::new(),
        };
    };
    let because = found.because.iter();
    let given_up = found.given_up.iter();
    RecommendationView {
        pattern: Some(pattern_id(found.pattern)),
        because: because.map(|question| question.because.clone()).collect(),
        given_up: given_up.map(|question| question.text.clone()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recommended(yes: &[&str]) -> RecommendationView {
        recommendation_view(RecommendRequest {
            yes: yes.iter().map(|key| (*key).to_owned()).collect(),
        })
    }

    #[test]
    fn a_recommendation_says_why_and_what_is_given_up() {
        let view = recommended(&["strict_isolation", "shared_credentials"]);
        assert_eq!(view.pattern, Some(PatternId::Bootstrap));
        let asked = chooser_view().questions;
        let shared = asked.iter().find(|one| one.key == "shared_credentials");
        assert_eq!(view.given_up, [shared.unwrap().text.clone()]);
        assert_eq!(view.because.len(), 1);
    }

    #[test]
    fn without_a_yes_nothing_is_recommended() {
        assert_eq!(recommended(&["unknown"]).pattern, None);
    }
}
