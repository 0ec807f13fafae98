//! What was typed and chosen: as the page has it, as the store has it, and as answers to the products'
//! questions.

use std::collections::BTreeMap;

use orgkeep_api::checklist::ChoiceFields;
use orgkeep_api::design::{AppFields, InputFields};
use orgkeep_blueprint::answers::Answers;
use orgkeep_blueprint::merge::{Merged, merge};
use orgkeep_blueprint::preset::{Preset, presets, served};
use orgkeep_blueprint::recipe::TeamRecipe;
use orgkeep_blueprint::setting::Setting;
use orgkeep_domain::text::neutral;
use orgkeep_vault::app_fields::AppFields as StoredApp;

use super::id::{setting_id, setting_of};
use crate::typed::{LONGEST_FIELD, kept};

/// The most products, and the most answers, that are kept. No page offers more.
const MOST: usize = 50;

/// What was typed, as typed.
pub(crate) fn take_app(fields: AppFields) -> StoredApp {
    let mut inputs: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for input in fields.inputs.into_iter().take(MOST) {
        let answers = inputs.entry(kept(input.preset)).or_default();
        answers.insert(kept(input.key), kept(input.value));
    }
    let choice = |choice: ChoiceFields| {
        let key = setting_of(choice.setting).key();
        (key.to_owned(), kept(choice.value))
    };
    StoredApp {
        label: kept(fields.label),
        api_name: kept(fields.api_name),
        contact_email: kept(fields.contact_email),
        description: kept(fields.description),
        presets: fields.presets.into_iter().take(MOST).map(kept).collect(),
        inputs,
        choices: fields.choices.into_iter().map(choice).collect(),
    }
}

/// What was typed, for the page.
pub(crate) fn app_view(app: &StoredApp) -> AppFields {
    let input = |preset: &String, (key, value): (&String, &String)| InputFields {
        preset: preset.clone(),
        key: key.clone(),
        value: value.clone(),
    };
    let inputs = app.inputs.iter();
    let choices = Setting::ALL.into_iter().filter_map(|setting| {
        Some(ChoiceFields {
            setting: setting_id(setting),
            value: app.choices.get(setting.key())?.clone(),
        })
    });
    AppFields {
        label: app.label.clone(),
        api_name: app.api_name.clone(),
        contact_email: app.contact_email.clone(),
        description: app.description.clone(),
        presets: app.presets.clone(),
        inputs: inputs
            .flat_map(|(preset, answers)| answers.iter().map(move |one| input(preset, one)))
            .collect(),
        choices: choices.collect(),
    }
}

/// What the chosen products need of the app.
pub(crate) fn merged(products: &[Preset], app: &StoredApp) -> Merged {
    merge(&served(products, &app.presets), &answers(app))
}

/// Those of a connection's products that ask the administrator nothing: what they want of an app is known without answers.
pub(crate) fn answerable(own: &[String]) -> Vec<String> {
    let known = presets().unwrap_or_default();
    let is_open = |id: &&String| {
        let mut of_id = known.iter().filter(|preset| preset.id == **id);
        of_id.any(|preset| preset.inputs.iter().all(|input| input.optional))
    };
    own.iter().filter(is_open).cloned().collect()
}

/// What a team is given of an app.
pub(crate) fn recipe_of(name: &str, app: &StoredApp) -> TeamRecipe {
    TeamRecipe::new(name.to_owned(), &app.presets, answers(app))
}

/// The app that a team's recipe is of. Somebody else wrote it, so no character in it may hide or mislead.
pub(crate) fn app_of(recipe: &TeamRecipe) -> StoredApp {
    let answers = recipe.answers();
    let fit = |text: &String| neutral(text, LONGEST_FIELD);
    let all_fit = |answers: &BTreeMap<String, String>| {
        let answers = answers.iter();
        answers
            .map(|(key, value)| (key.clone(), fit(value)))
            .collect()
    };
    let inputs = answers.inputs.iter();
    let choices = answers.choices.iter();
    StoredApp {
        label: fit(&answers.name),
        api_name: fit(&answers.api_name),
        contact_email: fit(&answers.contact_email),
        description: fit(&answers.description),
        presets: recipe.products().to_vec(),
        inputs: inputs
            .map(|(preset, answers)| (preset.clone(), all_fit(answers)))
            .collect(),
        choices: choices
            .map(|(setting, value)| (setting.key().to_owned(), value.clone()))
            .collect(),
    }
}

/// The answers to the products' questions.
pub(crate) fn answers(app: &StoredApp) -> Answers {
    let choices = app.choices.iter();
    Answers {
        name: app.label.clone(),
        api_name: app.api_name.clone(),
        contact_email: app.contact_email.clone(),
        description: app.description.clone(),
        inputs: app.inputs.clone(),
        choices: choices
            .filter_map(|(key, value)| Some((Setting::from_key(key)?, value.clone())))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use orgkeep_api::checklist::SettingId;

    use super::*;

    fn typed() -> AppFields {
        AppFields {
            label: "Release tools".into(),
            api_name: "Release_".into(),
            contact_email: "admin@".into(),
            description: "For all of us".into(),
            presets: vec!["vault".into()],
            inputs: vec![InputFields {
                preset: "vault".into(),
                key: "instance".into(),
                value: "https://vault.exam".into(),
            }],
            choices: vec![ChoiceFields {
                setting: SettingId::RequirePkce,
                value: "on".into(),
            }],
        }
    }

    #[test]
    fn what_was_typed_comes_back_as_it_was() {
        assert_eq!(app_view(&take_app(typed())), typed());
    }

    #[test]
    fn what_a_team_is_given_is_what_was_typed() {
        let app = take_app(typed());
        assert_eq!(app_of(&recipe_of("ACME", &app)), app);
    }

    #[test]
    fn nothing_hides_in_what_somebody_else_wrote() {
        let hostile = AppFields {
            label: "Release\u{202e}tools\n".into(),
            ..typed()
        };
        let mut inputs = hostile.inputs.clone();
        inputs[0].value = "https://vault\u{200b}.example".into();
        let app = take_app(AppFields { inputs, ..hostile });
        let taken = app_of(&recipe_of("ACME", &app));
        assert_eq!(taken.label, "Releasetools");
        assert_eq!(taken.inputs["vault"]["instance"], "https://vault.example");
    }

    #[test]
    fn more_than_a_page_offers_is_not_kept() {
        let endless = AppFields {
            presets: vec!["vault".into(); 10_000],
            inputs: (0..10_000)
                .map(|number| InputFields {
                    preset: number.to_string(),
                    key: String::new(),
                    value: String::new(),
                })
                .collect(),
            ..typed()
        };
        let app = take_app(endless);
        assert_eq!((app.presets.len(), app.inputs.len()), (MOST, MOST));
    }
}
