//! Wishes for tests: one for each pattern, with nothing wrong.

use orgkeep_app::source::plan::plan;
use orgkeep_app::source::wish::{BelowText, EnvironmentText, LinkText, SourceWish};
use orgkeep_blueprint::answers::Answers;
use orgkeep_blueprint::plan::Pattern;
use orgkeep_blueprint::source::write_tree;
use orgkeep_blueprint::tree::Tree;

pub fn wish(pattern: Pattern) -> SourceWish {
    SourceWish {
        presets: Vec::new(),
        answers: Answers {
            name: "Orgkeep Connection".to_owned(),
            contact_email: "admin@example.com".to_owned(),
            ..Answers::default()
        },
        pattern,
        link: link("888000000000001", "Orgkeep_Connection"),
        environments: Vec::new(),
        below: BelowText {
            link: link("888000000000002", "Orgkeep_NonProd"),
            ..BelowText::default()
        },
    }
}

pub fn link(consumer: &str, app: &str) -> LinkText {
    LinkText {
        oauth_link: format!("00D000000000001:{consumer}"),
        org_scoped_app: format!("00D000000000001:{app}"),
    }
}

pub fn environment(alias: &str, run_as: &str) -> EnvironmentText {
    EnvironmentText {
        alias: alias.to_owned(),
        run_as: run_as.to_owned(),
    }
}

pub fn tree(pattern: Pattern) -> Tree {
    write_tree(&plan(&wish(pattern)).unwrap())
}
