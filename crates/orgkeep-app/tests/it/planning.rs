//! From a wish to a plan: what is wrong is told at once, and where.

use orgkeep_app::source::plan::{Place, Refusal, plan};
use orgkeep_app::source::wish::{LinkText, SourceWish};
use orgkeep_blueprint::answers::Question;
use orgkeep_blueprint::input::InputError;
use orgkeep_blueprint::plan::{Pattern, PlanParts};
use orgkeep_blueprint::setting::Setting;

use crate::wishes::{environment, link, tree, wish};

fn refused(wish: &SourceWish) -> Refusal {
    plan(wish).unwrap_err()
}

/// The one place at which a changed wish is wrong, with what it says.
fn wrong(pattern: Pattern, change: impl FnOnce(&mut SourceWish)) -> (Place, String) {
    let mut wish = wish(pattern);
    change(&mut wish);
    let Refusal { problems, faults } = refused(&wish);
    assert_eq!((problems.len(), faults.len()), (0, 1), "{faults:?}");
    let fault = faults.into_iter().next().unwrap();
    assert!(fault.text.ends_with('.'), "{}", fault.text);
    (fault.place, fault.text)
}

fn with_client_credentials(wish: &mut SourceWish) {
    wish.presets = vec!["general".to_owned()];
    let inputs = [
        ("callback".to_owned(), "https://sync.example/cb".to_owned()),
        ("run_as".to_owned(), "integration@acme.example".to_owned()),
    ];
    wish.answers
        .inputs
        .insert("general".to_owned(), inputs.into());
    let choices = &mut wish.answers.choices;
    choices.insert(Setting::ClientCredentialsFlow, "on".to_owned());
}

#[test]
fn every_pattern_has_a_plan_with_the_usual_orgs() {
    for pattern in Pattern::ALL {
        assert_eq!(plan(&wish(pattern)).unwrap().pattern(), pattern);
    }
    let dual = tree(Pattern::Dual);
    let policies: Vec<&str> = dual
        .files
        .keys()
        .map(|path| path.as_str())
        .filter(|path| path.ends_with(".ecaPlcy-meta.xml"))
        .collect();
    assert_eq!(
        policies,
        [
            "non-production/policies/default/extlClntAppPolicies/Orgkeep_NonProd_plcy.ecaPlcy-meta.xml",
            "non-production/policies/uat/extlClntAppPolicies/Orgkeep_NonProd_plcy.ecaPlcy-meta.xml",
            "production/policies/prod/extlClntAppPolicies/Orgkeep_Connection_plcy.ecaPlcy-meta.xml",
        ]
    );
}

#[test]
fn a_packaged_app_is_called_as_in_its_dev_hub() {
    let mut wish = wish(Pattern::Packaged);
    wish.link = link("888000000000001", "Made_There");
    let plan = plan(&wish).unwrap();
    let PlanParts::Packaged(app) = plan.parts() else {
        panic!("the pattern is packaged")
    };
    assert_eq!(
        app.blueprint.parts().identity.api_name.as_str(),
        "Made_There"
    );
}

#[test]
fn the_app_below_production_has_a_name_and_callbacks_of_its_own() {
    let callbacks = |text: &str| {
        let mut wish = wish(Pattern::Dual);
        wish.below.callbacks = text.to_owned();
        let plan = plan(&wish).unwrap();
        let PlanParts::Dual { non_production, .. } = plan.parts() else {
            panic!("the pattern is dual")
        };
        let parts = non_production.blueprint.parts();
        assert_eq!(parts.identity.label.as_str(), "Orgkeep NonProd");
        parts.callbacks.joined()
    };
    assert_eq!(callbacks(" \n"), "http://localhost:33333");
    assert_eq!(
        callbacks("https://test.example/cb\n"),
        "http://localhost:33333\nhttps://test.example/cb"
    );
}

#[test]
fn a_package_without_its_link_is_refused_and_nothing_is_made_up() {
    let (place, text) = wrong(Pattern::Packaged, |wish| wish.link = LinkText::default());
    assert_eq!(place, Place::Link);
    assert!(text.contains("Nobody can make the values up"), "{text}");
    let (place, _) = wrong(Pattern::Dual, |wish| wish.below.link.oauth_link.clear());
    assert_eq!(place, Place::BelowLink);
    let (place, text) = wrong(Pattern::Packaged, |wish| {
        wish.link.oauth_link = "<ExternalClientApplication/>".to_owned();
    });
    assert_eq!(place, Place::Link);
    assert!(text.contains("ExtlClntAppOauthSettings"), "{text}");
}

#[test]
fn what_does_not_go_together_is_told_by_its_place() {
    for (place, pattern, change) in [
        (Place::Environments, Pattern::Bootstrap, "a b"),
        (Place::Environments, Pattern::Packaged, "default"),
        (Place::BelowEnvironments, Pattern::Dual, "../x"),
        (Place::BelowEnvironments, Pattern::Dual, "prod"),
    ] {
        let told = wrong(pattern, |wish| {
            let environments = vec![environment(change, "")];
            match place {
                Place::Environments => wish.environments = environments,
                _ => wish.below.environments = environments,
            }
        });
        assert_eq!(told.0, place, "{change}");
    }
    let same = wrong(Pattern::Dual, |wish| wish.below.link = wish.link.clone());
    assert_eq!(same.0, Place::BelowLink);
    let twice = |one: &str, other: &str| {
        let environments = vec![environment(one, ""), environment(other, "")];
        wrong(Pattern::Bootstrap, |wish| wish.environments = environments)
    };
    assert_eq!(twice("uat", "uat").0, Place::Environments);
    assert_eq!(twice("uat", "UAT").0, Place::Environments);
    let (place, text) = wrong(Pattern::Dual, |wish| {
        wish.below.callbacks = "http://acme.example".to_owned();
    });
    assert_eq!(place, Place::BelowCallbacks);
    assert!(text.contains("http://acme.example"), "{text}");
    let (place, _) = wrong(Pattern::Plain, |wish| {
        wish.presets = vec!["nobody".to_owned()]
    });
    assert_eq!(place, Place::App);
}

#[test]
fn what_is_repeated_of_a_long_text_is_its_beginning() {
    let long = "x y".repeat(10_000);
    let (_, text) = wrong(Pattern::Bootstrap, |wish| {
        wish.environments = vec![environment(&long, "")];
    });
    assert!(text.len() < 300 && text.starts_with("“x yx y"), "{text}");
}

#[test]
fn client_credentials_need_a_user_in_every_org() {
    let (place, text) = wrong(Pattern::Bootstrap, with_client_credentials);
    assert_eq!(place, Place::Environments);
    assert!(text.contains("in prod"), "{text}");
    let (place, text) = wrong(Pattern::Plain, |wish| {
        with_client_credentials(wish);
        wish.answers
            .inputs
            .get_mut("general")
            .unwrap()
            .remove("run_as");
    });
    assert_eq!(place, Place::App);
    assert!(text.contains("integration user"), "{text}");
    let mut wish = wish(Pattern::Bootstrap);
    with_client_credentials(&mut wish);
    wish.environments = vec![environment("uat", "a@b.example"), environment(" ", "")];
    assert!(plan(&wish).is_ok());
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let mut wish = wish(Pattern::Dual);
    wish.answers.contact_email = String::new();
    wish.presets = vec!["vault".to_owned()];
    wish.link = LinkText::default();
    wish.environments = vec![environment("-x", "")];
    wish.below.link = LinkText::default();
    wish.below.callbacks = "x".to_owned();
    wish.below.environments = vec![environment("uat", "nobody")];
    let Refusal { problems, faults } = refused(&wish);
    let questions: Vec<_> = problems.iter().map(|one| one.question.clone()).collect();
    let instance = Question::Input {
        preset: "vault".to_owned(),
        key: "instance".to_owned(),
    };
    assert_eq!(questions, [instance, Question::ContactEmail]);
    assert!(problems.iter().all(|one| one.error == InputError::Missing));
    let mut places: Vec<Place> = faults.iter().map(|fault| fault.place).collect();
    places.sort();
    assert_eq!(
        places,
        [
            Place::Link,
            Place::Environments,
            Place::BelowLink,
            Place::BelowCallbacks,
            Place::BelowEnvironments
        ]
    );
}

#[test]
fn a_vault_that_lets_nobody_in_says_whom_to_name() {
    let (place, text) = wrong(Pattern::Plain, |wish| {
        wish.presets = vec!["vault".to_owned()];
        let instance = (
            "instance".to_owned(),
            "https://vault-qa.autorabit.com".to_owned(),
        );
        wish.answers
            .inputs
            .insert("vault".to_owned(), [instance].into());
    });
    assert_eq!(place, Place::App);
    assert!(text.contains("profile"), "{text}");
}
