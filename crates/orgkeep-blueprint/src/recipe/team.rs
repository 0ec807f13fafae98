//! A team recipe: the answers from which an app follows, as a file for others.
//!
//! It names products and not what they ask for, so that who reads it gets what they ask for by then.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::answers::Answers;
use crate::position::Position;
use crate::preset::{Preset, presets};
use crate::setting::Setting;

/// The format that is written, and the newest that is read.
const FORMAT: u32 = 1;

/// What a person who opens the file reads first.
const HEADING: &str =
    "# The blueprint of an External Client App, written by Orgkeep. It holds no secret.\n";

/// What one team hands to another. It holds no secret, because no answer is one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TeamRecipe {
    name: String,
    products: Vec<String>,
    answers: Answers,
}

/// Why a text is no team recipe.
#[derive(Debug, thiserror::Error)]
pub enum TeamRecipeError {
    /// It is not TOML, or lacks something, or has something that does not belong there.
    #[error("line {line} is not one of a blueprint file")]
    Syntax {
        /// Where, from 1.
        line: usize,
        /// What the reader of TOML says. It may repeat what stands in the file.
        source: toml::de::Error,
    },
    /// A newer version wrote it.
    #[error("it has format {0}, for which a newer version of Orgkeep is needed")]
    NewerFormat(u32),
    /// A product that no preset is for.
    #[error("it names a product that this version of Orgkeep does not know")]
    UnknownProduct,
    /// An answer to a question of no product.
    #[error("it answers a question that no product asks")]
    UnknownQuestion,
    /// A choice for a setting, or of a value, that does not exist.
    #[error("it makes a choice that Salesforce's pages do not offer")]
    UnknownChoice,
}

impl TeamRecipe {
    /// The answers that mean something: those to questions of known products, and choices that exist. Others
    /// are left out, so that what is written can be read.
    #[must_use]
    pub fn new(name: String, products: &[String], mut answers: Answers) -> Self {
        let known = presets().unwrap_or_default();
        answers
            .choices
            .retain(|setting, value| setting.accepts(value));
        answers.inputs.retain(|id, inputs| {
            let preset = known.iter().find(|preset| preset.id == *id);
            inputs.retain(|key, _| preset.is_some_and(|preset| asks(preset, key)));
            !inputs.is_empty()
        });
        let is_served = |preset: &&Preset| products.iter().any(|name| preset.is_called(name));
        Self {
            name,
            products: known
                .iter()
                .filter(is_served)
                .map(|one| one.id.clone())
                .collect(),
            answers,
        }
    }

    /// What its author called it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The ids of the products that the app serves.
    #[must_use]
    pub fn products(&self) -> &[String] {
        &self.products
    }

    /// What was typed and chosen.
    #[must_use]
    pub fn answers(&self) -> &Answers {
        &self.answers
    }
}

/// A team recipe as a file.
#[must_use]
pub fn write_team_recipe(recipe: &TeamRecipe) -> String {
    let body = toml::to_string(&TeamRecord::of(recipe)).unwrap_or_default();
    format!("{HEADING}\n{body}")
}

/// Reads what [`write_team_recipe`] wrote.
///
/// # Errors
/// [`TeamRecipeError`]; it repeats nothing of the text, which may be any file of the person's.
pub fn parse_team_recipe(text: &str) -> Result<TeamRecipe, TeamRecipeError> {
    let syntax = |source: toml::de::Error| TeamRecipeError::Syntax {
        line: Position::of(text.as_bytes(), source.span().map_or(0, |span| span.start)).line,
        source,
    };
    // Looked at by itself: a newer format may have anything else in it.
    let FormatRecord { format } = toml::from_str(text).map_err(syntax)?;
    if format > FORMAT {
        return Err(TeamRecipeError::NewerFormat(format));
    }
    toml::from_str::<TeamRecord>(text).map_err(syntax)?.recipe()
}

fn asks(preset: &Preset, key: &str) -> bool {
    preset.inputs.iter().any(|input| input.key == key)
}

#[derive(Debug, Deserialize)]
struct FormatRecord {
    format: u32,
}

/// How it stands in the file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TeamRecord {
    format: u32,
    name: String,
    products: Vec<String>,
    #[serde(default)]
    app: NamesRecord,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    inputs: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    choices: BTreeMap<String, String>,
}

/// What was typed of the app itself; what was not is left out.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct NamesRecord {
    #[serde(skip_serializing_if = "String::is_empty")]
    label: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    api_name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    contact_email: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
}

impl TeamRecord {
    fn of(recipe: &TeamRecipe) -> Self {
        let answers = &recipe.answers;
        let choice =
            |(setting, value): (&Setting, &String)| (setting.key().to_owned(), value.clone());
        Self {
            format: FORMAT,
            name: recipe.name.clone(),
            products: recipe.products.clone(),
            app: NamesRecord {
                label: answers.name.clone(),
                api_name: answers.api_name.clone(),
                contact_email: answers.contact_email.clone(),
                description: answers.description.clone(),
            },
            inputs: answers.inputs.clone(),
            choices: answers.choices.iter().map(choice).collect(),
        }
    }

    fn recipe(self) -> Result<TeamRecipe, TeamRecipeError> {
        let known = presets().unwrap_or_default();
        let find = |id: &String| known.iter().find(|preset| preset.id == *id);
        if !self.products.iter().all(|id| find(id).is_some()) {
            return Err(TeamRecipeError::UnknownProduct);
        }
        for (id, inputs) in &self.inputs {
            let preset = find(id).ok_or(TeamRecipeError::UnknownProduct)?;
            if !inputs.keys().all(|key| asks(preset, key)) {
                return Err(TeamRecipeError::UnknownQuestion);
            }
        }
        let choice = |(key, value): (String, String)| {
            let setting = Setting::from_key(&key).filter(|setting| setting.accepts(&value));
            Ok((setting.ok_or(TeamRecipeError::UnknownChoice)?, value))
        };
        let choices: Result<_, TeamRecipeError> = self.choices.into_iter().map(choice).collect();
        let answers = Answers {
            name: self.app.label,
            api_name: self.app.api_name,
            contact_email: self.app.contact_email,
            description: self.app.description,
            inputs: self.inputs,
            choices: choices?,
        };
        Ok(TeamRecipe::new(self.name, &self.products, answers))
    }
}
