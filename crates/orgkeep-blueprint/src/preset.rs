//! What known products ask of an app. One data file for each product.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::callback::Callback;
use crate::input::{Input, InputKind};
use crate::scope_table;
use crate::setting::Setting;

/// What one product asks of an app.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Stored with drafts and connections.
    pub id: String,
    /// What is typed on a command line.
    pub short: String,
    /// The product's name.
    pub title: String,
    /// A few words beside the name.
    pub note: String,
    /// Whether it is part of every app.
    pub always: bool,
    /// Callback URLs, exact; `{key}` stands for the answer to an input.
    pub callbacks: Vec<String>,
    /// Runtime scopes.
    pub scopes: Vec<String>,
    /// From how many to how many minutes a new key takes to work, where the product says it.
    pub wait_minutes: Option<(u16, u16)>,
    /// Where this is written down.
    pub source: Source,
    /// What it asks the administrator.
    #[serde(default, rename = "input")]
    pub inputs: Vec<Input>,
    /// What it asks for, where it asks for anything.
    pub settings: BTreeMap<Setting, String>,
    /// Settings that it leaves to the administrator; its values for them are proposals.
    #[serde(default)]
    pub open: BTreeSet<Setting>,
    /// Where the platform has moved on since its document was written.
    #[serde(default)]
    pub advice: Vec<Advice>,
}

/// Where a preset comes from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The document's title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
}

/// What to know about a product's wish.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advice {
    /// About which setting.
    pub setting: Setting,
    /// The value that is right by now, where the product's own is obsolete.
    pub value: Option<String>,
    /// In words.
    pub text: String,
}

impl Preset {
    /// The value that is right by now, where the product's own is obsolete.
    #[must_use]
    pub fn advised(&self, setting: Setting) -> Option<&str> {
        let about = self.advice.iter().filter(|one| one.setting == setting);
        about.filter_map(|one| one.value.as_deref()).next()
    }

    /// Whether a person may call it so: its id, or the short name.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.id == name || self.short == name
    }
}

/// Why a preset file is not usable.
#[derive(Debug, thiserror::Error)]
pub enum PresetError {
    /// It does not parse.
    #[error("a preset does not parse")]
    Syntax(#[from] toml::de::Error),
    /// It names a scope, a value or an input that does not exist.
    #[error("preset {preset} names {what}, which does not exist")]
    Unknown {
        /// The preset's id.
        preset: String,
        /// What it names.
        what: String,
    },
}

const FILES: [&str; 5] = [
    include_str!("../data/orgkeep.toml"),
    include_str!("../data/vault.toml"),
    include_str!("../data/arm.toml"),
    include_str!("../data/compliance-rehearsal.toml"),
    include_str!("../data/general.toml"),
];

/// All presets, Orgkeep first.
///
/// # Errors
/// [`PresetError`] when a compiled-in file is wrong; a test keeps that from happening.
pub fn presets() -> Result<Vec<Preset>, PresetError> {
    FILES.iter().map(|text| parse_preset(text)).collect()
}

/// The presets that an app serves: those that are always part of it, and the chosen ones by id or short
/// name.
#[must_use]
pub fn served<'a>(all: &'a [Preset], chosen: &[String]) -> Vec<&'a Preset> {
    let is_chosen = |preset: &Preset| chosen.iter().any(|name| preset.is_called(name));
    all.iter()
        .filter(|preset| preset.always || is_chosen(preset))
        .collect()
}

fn parse_preset(text: &str) -> Result<Preset, PresetError> {
    let preset: Preset = toml::from_str(text)?;
    match unknown(&preset) {
        None => Ok(preset),
        Some(what) => Err(PresetError::Unknown {
            preset: preset.id,
            what,
        }),
    }
}

/// The first thing that a preset names and that does not exist.
fn unknown(preset: &Preset) -> Option<String> {
    let scopes = preset.scopes.iter();
    let scope = scopes
        .clone()
        .find(|scope| scope_table::token(scope).is_none());
    let mut values = preset
        .settings
        .iter()
        .map(|(setting, value)| (*setting, value));
    let value = values.find(|(setting, value)| !setting.accepts(value));
    let mut advised = preset
        .advice
        .iter()
        .filter_map(|advice| Some((advice.setting, advice.value.as_ref()?)));
    let advice = advised.find(|(setting, value)| !setting.accepts(value));
    let callback = preset
        .callbacks
        .iter()
        .find(|url| !is_known_url(preset, url));
    scope
        .or(value.map(|(_, value)| value))
        .or(advice.map(|(_, value)| value))
        .or(callback)
        .cloned()
}

/// Whether a callback URL is one, once its input is answered.
fn is_known_url(preset: &Preset, url: &str) -> bool {
    let addresses = preset
        .inputs
        .iter()
        .filter(|input| matches!(input.kind, InputKind::Callback | InputKind::Instance));
    let filled = addresses.fold(url.to_owned(), |url, input| {
        url.replace(&format!("{{{}}}", input.key), "https://a.example")
    });
    Callback::parse(&filled).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_valid_and_orgkeep_comes_first() {
        let all = presets().unwrap();
        assert_eq!(all[0].id, "orgkeep");
        assert!(all[0].always && all.iter().skip(1).all(|preset| !preset.always));
        let shorts: Vec<&str> = all.iter().map(|preset| preset.short.as_str()).collect();
        assert_eq!(shorts, ["orgkeep", "vault", "arm", "compliance", "general"]);
    }

    #[test]
    fn orgkeeps_callback_is_always_in_the_union() {
        let all = presets().unwrap();
        for preset in &all {
            for name in [preset.id.clone(), preset.short.clone()] {
                let served = served(&all, &[name]);
                assert!(served.iter().any(|one| one.id == preset.id));
                assert!(
                    served
                        .iter()
                        .any(|p| p.callbacks.contains(&"http://localhost:33333".into()))
                );
            }
        }
    }

    #[test]
    fn every_open_setting_has_a_proposal() {
        for preset in presets().unwrap() {
            for setting in &preset.open {
                assert!(preset.settings.contains_key(setting), "{setting:?}");
            }
        }
    }

    #[test]
    fn a_preset_that_names_what_does_not_exist_is_refused() {
        let file = include_str!("../data/compliance-rehearsal.toml");
        for (right, wrong) in [
            ("\"sfap_api\"", "\"SfapApi\""),
            ("\"Relax IP restrictions\"", "\"Bypass\""),
            ("value = \"on\"", "value = \"yes\""),
            ("http://localhost:33333", "{instance}/x"),
        ] {
            assert!(file.contains(right), "{right}");
            let refused = parse_preset(&file.replace(right, wrong));
            assert!(
                matches!(refused, Err(PresetError::Unknown { .. })),
                "{wrong}"
            );
        }
    }
}
