//! Team recipes: what is written is read as it was, and nothing else is.

use std::collections::BTreeMap;

use orgkeep_blueprint::answers::Answers;
use orgkeep_blueprint::preset::presets;
use orgkeep_blueprint::recipe::{
    TeamRecipe, TeamRecipeError, parse_team_recipe, write_team_recipe,
};
use orgkeep_blueprint::setting::Setting;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Any answers to any questions of the products.
fn inputs() -> impl Strategy<Value = BTreeMap<String, BTreeMap<String, String>>> {
    let all = presets().unwrap().into_iter();
    let questions: Vec<(String, String)> = all
        .flat_map(|preset| {
            let id = preset.id;
            let keys = preset.inputs.into_iter().map(|input| input.key);
            keys.map(move |key| (id.clone(), key)).collect::<Vec<_>>()
        })
        .collect();
    let most = questions.len();
    prop::collection::vec((select(questions), any::<String>()), 0..most).prop_map(|answers| {
        let mut inputs: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for ((id, key), answer) in answers {
            inputs.entry(id).or_default().insert(key, answer);
        }
        inputs
    })
}

fn choices() -> impl Strategy<Value = BTreeMap<Setting, String>> {
    let choice = select(&Setting::ALL[..]).prop_flat_map(|setting| {
        let value = select(setting.values()).prop_map(str::to_owned);
        (Just(setting), value)
    });
    prop::collection::vec(choice, 0..Setting::ALL.len())
        .prop_map(|choices| choices.into_iter().collect())
}

fn recipe() -> impl Strategy<Value = TeamRecipe> {
    let ids: Vec<String> = presets().unwrap().into_iter().map(|one| one.id).collect();
    let most = ids.len();
    let texts = any::<[String; 5]>();
    (texts, subsequence(ids, 0..=most), inputs(), choices()).prop_map(
        |([title, name, api_name, contact_email, description], products, inputs, choices)| {
            let answers = Answers {
                name,
                api_name,
                contact_email,
                description,
                inputs,
                choices,
            };
            TeamRecipe::new(title, &products, answers)
        },
    )
}

proptest! {
    #[test]
    fn a_recipe_gives_its_answers_back(recipe in recipe()) {
        prop_assert_eq!(parse_team_recipe(&write_team_recipe(&recipe)).unwrap(), recipe);
    }

    #[test]
    fn no_text_makes_reading_panic(text in any::<String>(), cut in any::<prop::sample::Index>()) {
        let file = write_team_recipe(&full());
        let at = cut.index(file.len());
        let _mixed = parse_team_recipe(&format!("{}{text}{}", &file[..at], &file[at..]));
    }
}

/// A recipe with something in every part.
fn full() -> TeamRecipe {
    let instance = ("instance".to_owned(), "https://vault.example".to_owned());
    let answers = Answers {
        name: "Release Tools".into(),
        api_name: "Release_Tools".into(),
        contact_email: "admin@example.com".into(),
        description: "For every org of ours".into(),
        inputs: [("vault".to_owned(), [instance].into())].into(),
        choices: [(Setting::RequirePkce, "on".to_owned())].into(),
    };
    TeamRecipe::new("ACME standard".into(), &["vault".to_owned()], answers)
}

#[test]
fn the_file_reads_well() {
    let file = "\
# The blueprint of an External Client App, written by Orgkeep. It holds no secret.

format = 1
name = \"ACME standard\"
products = [\"vault\"]

[app]
label = \"Release Tools\"
api_name = \"Release_Tools\"
contact_email = \"admin@example.com\"
description = \"For every org of ours\"

[inputs.vault]
instance = \"https://vault.example\"

[choices]
require_pkce = \"on\"
";
    assert_eq!(write_team_recipe(&full()), file);
}

#[test]
fn what_means_nothing_is_not_written() {
    let mut answers = full().answers().clone();
    answers
        .choices
        .insert(Setting::IpRelaxation, "perhaps".into());
    let vault = answers.inputs.get_mut("vault").unwrap();
    vault.insert("colour".into(), "blue".into());
    let unknown = [("x".to_owned(), "y".to_owned())].into();
    answers.inputs.insert("unknown".into(), unknown);
    let products = ["vault".to_owned(), "unknown".to_owned()];
    assert_eq!(
        TeamRecipe::new("ACME standard".into(), &products, answers),
        full()
    );
}

fn refused(from: &str, to: &str) -> TeamRecipeError {
    let file = write_team_recipe(&full());
    assert!(file.contains(from), "{from}");
    parse_team_recipe(&file.replacen(from, to, 1)).unwrap_err()
}

#[test]
fn a_recipe_with_something_else_in_it_is_refused_and_says_why() {
    use TeamRecipeError as E;
    let unknown_field = refused("label =", "secret = \"hunter2\"\nlabel =");
    assert!(
        matches!(unknown_field, E::Syntax { line: 8, .. }),
        "{unknown_field:?}"
    );
    let newer = refused("format = 1\n", "format = 2\ncolour = \"blue\"\n");
    assert!(matches!(newer, E::NewerFormat(2)), "{newer:?}");
    for (from, to) in [
        ("[\"vault\"]", "[\"spacecraft\"]"),
        ("inputs.vault", "inputs.spacecraft"),
    ] {
        assert!(matches!(refused(from, to), E::UnknownProduct), "{to}");
    }
    assert!(matches!(
        refused("instance =", "colour ="),
        E::UnknownQuestion
    ));
    for (from, to) in [("require_pkce", "require_luck"), ("\"on\"", "\"perhaps\"")] {
        assert!(matches!(refused(from, to), E::UnknownChoice), "{to}");
    }
    let cut = refused("products = [", "products = ");
    assert!(matches!(cut, E::Syntax { line: 5, .. }), "{cut:?}");
}

#[test]
fn what_stands_in_a_wrong_file_is_not_repeated() {
    for text in [
        "password = hunter2",
        "format = \"hunter2\"",
        "hunter2",
        "format = 1\nhunter2 = 1",
    ] {
        let said = parse_team_recipe(text).unwrap_err().to_string();
        assert!(!said.contains("hunter2"), "{said}");
    }
}
