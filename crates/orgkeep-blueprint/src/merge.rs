//! Several products, one app: the union of what they need, and where they disagree.

use std::collections::BTreeMap;

use orgkeep_domain::scope::Scopes;

use crate::preset::Preset;
use crate::setting::Setting;

/// What one app must be to serve all the chosen products.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// Callback URLs, each once, Orgkeep's first.
    pub callbacks: Vec<String>,
    /// The union of the scopes.
    pub scopes: Scopes,
    /// The value in force for every setting that anybody asks for.
    pub settings: BTreeMap<Setting, String>,
    /// Settings that two products want differently.
    pub conflicts: Vec<Conflict>,
}

/// A setting that two products want differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Which one.
    pub setting: Setting,
    /// `(product title, value)`, in the order of the products.
    pub wishes: Vec<(String, String)>,
    /// What Orgkeep proposes: the value that serves everybody, else the safer one.
    pub proposed: String,
    /// What is in force.
    pub chosen: String,
}

/// Unites the presets. `choices` are the person's answers to conflicts; answers that no product asked
/// for are ignored.
#[must_use]
pub fn merge(presets: &[&Preset], choices: &BTreeMap<Setting, String>) -> Merged {
    let mut merged = Merged {
        callbacks: Vec::new(),
        scopes: Scopes::default(),
        settings: BTreeMap::new(),
        conflicts: Vec::new(),
    };
    for preset in presets {
        for callback in &preset.callbacks {
            if !merged.callbacks.contains(callback) {
                merged.callbacks.push(callback.clone());
            }
        }
        merged
            .scopes
            .extend(&preset.scopes.iter().map(String::as_str).collect());
    }
    for setting in Setting::ALL {
        settle(setting, presets, choices, &mut merged);
    }
    merged
}

fn settle(
    setting: Setting,
    presets: &[&Preset],
    choices: &BTreeMap<Setting, String>,
    merged: &mut Merged,
) {
    let wishes: Vec<(String, String)> = presets
        .iter()
        .filter_map(|preset| Some((preset.title.clone(), preset.settings.get(&setting)?.clone())))
        .collect();
    let wanted = |value: &str| wishes.iter().any(|(_, wish)| wish == value);
    let Some(proposed) = setting.values().iter().find(|value| wanted(value)) else {
        return;
    };
    let chosen = choices
        .get(&setting)
        .filter(|choice| wanted(choice))
        .map_or_else(|| (*proposed).to_owned(), Clone::clone);
    if wishes.iter().any(|(_, wish)| wish != proposed) {
        merged.conflicts.push(Conflict {
            setting,
            wishes,
            proposed: (*proposed).to_owned(),
            chosen: chosen.clone(),
        });
    }
    merged.settings.insert(setting, chosen);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::presets;

    #[test]
    fn one_product_has_no_conflicts() {
        let all = presets().unwrap();
        let merged = merge(&[&all[0]], &BTreeMap::new());
        assert!(merged.conflicts.is_empty());
        assert_eq!(merged.scopes.to_string(), "api id refresh_token web");
        assert_eq!(merged.settings[&Setting::RequirePkce], "on");
    }

    #[test]
    fn two_products_unite_scopes_and_show_what_they_disagree_on() {
        let all = presets().unwrap();
        let merged = merge(&all.iter().collect::<Vec<_>>(), &BTreeMap::new());
        assert_eq!(merged.callbacks, ["http://localhost:33333"]);
        assert!(merged.scopes.contains("sfap_api") && merged.scopes.contains("web"));
        let settings: Vec<_> = merged
            .conflicts
            .iter()
            .map(|c| (c.setting, c.proposed.as_str()))
            .collect();
        assert_eq!(
            settings,
            [
                (Setting::CodeAndCredentialsFlow, "on"),
                (Setting::RequirePkce, "on"),
                (Setting::IpRelaxation, "Relax IP restrictions"),
            ]
        );
    }

    #[test]
    fn the_persons_choice_counts_only_where_a_product_asked_for_it() {
        let all = presets().unwrap();
        let choices = BTreeMap::from([
            (Setting::IpRelaxation, "Enforce IP restrictions".to_owned()),
            (Setting::RequirePkce, "maybe".to_owned()),
        ]);
        let merged = merge(&all.iter().collect::<Vec<_>>(), &choices);
        assert_eq!(
            merged.settings[&Setting::IpRelaxation],
            "Enforce IP restrictions"
        );
        assert_eq!(merged.settings[&Setting::RequirePkce], "on");
    }

    #[test]
    fn the_order_of_products_changes_neither_scopes_nor_settings() {
        let all = presets().unwrap();
        let there = merge(&[&all[0], &all[1]], &BTreeMap::new());
        let back = merge(&[&all[1], &all[0]], &BTreeMap::new());
        assert_eq!((there.scopes, there.settings), (back.scopes, back.settings));
    }
}
