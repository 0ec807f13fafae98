//! What known products ask of an app. One data file for each product.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::scope_table::scope_table;
use crate::setting::Setting;

/// What one product asks of an app.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Stored with drafts and connections.
    pub id: String,
    /// The product's name.
    pub title: String,
    /// A few words beside the name.
    pub note: String,
    /// Whether it is part of every app.
    pub always: bool,
    /// Callback URLs, exact.
    pub callbacks: Vec<String>,
    /// Runtime scopes.
    pub scopes: Vec<String>,
    /// Where this is written down.
    pub source: Source,
    /// What it asks for, where it asks for anything.
    pub settings: BTreeMap<Setting, String>,
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

/// Why a preset file is not usable.
#[derive(Debug, thiserror::Error)]
pub enum PresetError {
    /// It does not parse.
    #[error("a preset does not parse")]
    Syntax(#[from] toml::de::Error),
    /// It names a scope or a value that does not exist.
    #[error("preset {preset} names {what}, which does not exist")]
    Unknown {
        /// The preset's id.
        preset: String,
        /// What it names.
        what: String,
    },
}

const FILES: [&str; 2] = [
    include_str!("../data/orgkeep.toml"),
    include_str!("../data/compliance-rehearsal.toml"),
];

/// All presets, Orgkeep first.
///
/// # Errors
/// [`PresetError`] when a compiled-in file is wrong; a test keeps that from happening.
pub fn presets() -> Result<Vec<Preset>, PresetError> {
    FILES.iter().map(|text| parse_preset(text)).collect()
}

/// The presets that an app serves: those that are always part of it, and the chosen ones.
#[must_use]
pub fn served<'a>(all: &'a [Preset], chosen: &[String]) -> Vec<&'a Preset> {
    all.iter()
        .filter(|preset| preset.always || chosen.contains(&preset.id))
        .collect()
}

fn parse_preset(text: &str) -> Result<Preset, PresetError> {
    let preset: Preset = toml::from_str(text)?;
    let table = scope_table()?;
    let unknown = |what: &str| PresetError::Unknown {
        preset: preset.id.clone(),
        what: what.to_owned(),
    };
    if let Some(scope) = preset
        .scopes
        .iter()
        .find(|scope| !table.iter().any(|row| row.runtime == **scope))
    {
        return Err(unknown(scope));
    }
    if let Some((_, value)) = preset
        .settings
        .iter()
        .find(|(setting, value)| !setting.accepts(value))
    {
        return Err(unknown(value));
    }
    Ok(preset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_is_valid_and_orgkeep_comes_first() {
        let all = presets().unwrap();
        assert_eq!(all[0].id, "orgkeep");
        assert!(all[0].always && all.iter().skip(1).all(|preset| !preset.always));
    }

    #[test]
    fn orgkeeps_callback_is_always_in_the_union() {
        let all = presets().unwrap();
        for preset in &all {
            let chosen = [preset.id.clone()];
            let served = served(&all, &chosen);
            assert!(
                served
                    .iter()
                    .any(|p| p.callbacks.contains(&"http://localhost:33333".into()))
            );
        }
    }

    #[test]
    fn a_preset_with_an_unknown_scope_is_refused() {
        let text = include_str!("../data/orgkeep.toml").replace("\"web\"", "\"SfapApi\"");
        assert!(matches!(
            parse_preset(&text),
            Err(PresetError::Unknown { .. })
        ));
    }
}
