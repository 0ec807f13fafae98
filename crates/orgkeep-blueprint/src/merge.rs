//! Several products, one app: the union of what they need, and where they disagree.
//!
//! A merge is the set of its products; everything else follows from that set and from the answers. So the
//! order of merging, its grouping and repetitions cannot matter.

use std::collections::{BTreeMap, BTreeSet};

use orgkeep_domain::scope::Scopes;

use crate::answers::{Answered, Answers, Naming, Problem};
use crate::name::{MemberName, Username};
use crate::preset::{Preset, Source};
use crate::setting::{ON, Setting};

/// What one app must be to serve all the chosen products.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// What it serves, Orgkeep first.
    pub products: Vec<Served>,
    /// What it is called.
    pub naming: Naming,
    /// Callback URLs, each once, Orgkeep's first.
    pub callbacks: Vec<String>,
    /// The union of the scopes.
    pub scopes: Scopes,
    /// The value in force for every setting that anybody asks for.
    pub settings: BTreeMap<Setting, String>,
    /// Settings that two products, or a product and the platform of today, want differently.
    pub conflicts: Vec<Conflict>,
    /// Settings that a product leaves to the administrator.
    pub open: Vec<OpenSetting>,
    /// What a product asks for and does not get.
    pub given_up: Vec<GivenUp>,
    /// What to know about the products' wishes.
    pub remarks: Vec<Remark>,
    /// Answers that are missing or wrong.
    pub problems: Vec<Problem>,
    /// Profiles of pre-authorized users.
    pub profiles: BTreeSet<MemberName>,
    /// Permission sets of pre-authorized users.
    pub permission_sets: BTreeSet<MemberName>,
    /// As whom client credentials run.
    pub run_as: Option<Username>,
    /// From how many to how many minutes a new key takes to work.
    pub wait_minutes: Option<(u16, u16)>,
}

/// A product that the app serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// The preset's id.
    pub id: String,
    /// The product's name.
    pub title: String,
    /// Where its wishes are written down.
    pub source: Source,
}

/// A setting that is wanted differently.
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
    /// What there is to choose from, the proposal's order.
    pub options: Vec<String>,
}

/// A setting that a product leaves to the administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSetting {
    /// Which one.
    pub setting: Setting,
    /// What is in force.
    pub chosen: String,
    /// What there is to choose from.
    pub options: Vec<String>,
}

/// A wish that is not fulfilled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenUp {
    /// Whose it is, by title.
    pub product: String,
    /// About which setting.
    pub setting: Setting,
    /// What it asks for.
    pub wanted: String,
    /// What is in force instead.
    pub instead: String,
    /// Whether the platform has moved on, so that nothing is lost.
    pub obsolete: bool,
}

/// What to know about a product's wish.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remark {
    /// About which setting.
    pub setting: Setting,
    /// In words.
    pub text: String,
    /// Whose wishes it is about, by title.
    pub products: Vec<String>,
}

impl Merged {
    /// Whether a box is ticked. A setting that nobody asks for is as `usual`.
    #[must_use]
    pub fn is_on(&self, setting: Setting, usual: bool) -> bool {
        self.settings
            .get(&setting)
            .map_or(usual, |value| value == ON)
    }
}

/// Products that one app shall serve.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Union<'a>(BTreeMap<(bool, &'a str), &'a Preset>);

impl<'a> Union<'a> {
    /// One product.
    #[must_use]
    pub fn of(preset: &'a Preset) -> Self {
        // Orgkeep, which is always there, comes first.
        Self([((!preset.always, preset.id.as_str()), preset)].into())
    }

    /// The products of both.
    #[must_use]
    pub fn join(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// What the app must be.
    #[must_use]
    pub fn settle(&self, answers: &Answers) -> Merged {
        let mut answered = Answered::default();
        let mut scopes = Scopes::default();
        for preset in self.products() {
            answered.take(preset, answers);
            scopes.extend(&preset.scopes.iter().map(String::as_str).collect());
        }
        answered.finish();
        let naming = answered.naming(answers);
        let mut merged = Merged {
            products: self.products().map(served).collect(),
            naming,
            callbacks: answered.callbacks.iter().map(ToString::to_string).collect(),
            scopes,
            settings: BTreeMap::new(),
            conflicts: Vec::new(),
            open: Vec::new(),
            given_up: Vec::new(),
            remarks: self.remarks(),
            problems: answered.problems.into_iter().collect(),
            profiles: answered.profiles,
            permission_sets: answered.permission_sets,
            run_as: answered.run_as,
            wait_minutes: self.wait_minutes(),
        };
        for setting in Setting::ALL {
            self.settle_one(setting, answers, &mut merged);
        }
        merged
    }

    fn products(&self) -> impl Iterator<Item = &'a Preset> {
        self.0.values().copied()
    }

    fn settle_one(&self, setting: Setting, answers: &Answers, merged: &mut Merged) {
        let wanting: Wanting<'_> = self
            .products()
            .filter_map(|preset| Some((preset, preset.settings.get(&setting)?)))
            .collect();
        let is_open = self.products().any(|preset| preset.open.contains(&setting));
        let wanted = self.wanted(setting, &wanting);
        let Some(proposed) = wanted.first().cloned() else {
            return;
        };
        let options = if is_open {
            setting.values().iter().map(ToString::to_string).collect()
        } else {
            wanted.clone()
        };
        let choice = answers
            .choices
            .get(&setting)
            .filter(|choice| options.contains(choice));
        let chosen = choice.unwrap_or(&proposed).clone();
        merged.given_up.extend(given_up(setting, &wanting, &chosen));
        merged.settings.insert(setting, chosen.clone());
        if wanted.len() > 1 {
            let wishes = wishes(&wanting);
            merged.conflicts.push(Conflict {
                setting,
                wishes,
                proposed,
                chosen,
                options,
            });
        } else if is_open {
            merged.open.push(OpenSetting {
                setting,
                chosen,
                options,
            });
        }
    }

    /// The values that anybody wants, or that are right by now, in the order of proposals.
    fn wanted(&self, setting: Setting, wanting: &Wanting<'_>) -> Vec<String> {
        let mut wanted: BTreeSet<&str> = wanting.iter().map(|(_, value)| value.as_str()).collect();
        wanted.extend(self.products().filter_map(|preset| preset.advised(setting)));
        let in_order = setting
            .values()
            .iter()
            .filter(|value| wanted.contains(**value));
        in_order.map(ToString::to_string).collect()
    }

    /// Each remark once, with everybody whose wish it is about.
    fn remarks(&self) -> Vec<Remark> {
        let mut said: BTreeMap<(Setting, &str), Vec<String>> = BTreeMap::new();
        for preset in self.products() {
            for advice in &preset.advice {
                let about = said.entry((advice.setting, &advice.text)).or_default();
                about.push(preset.title.clone());
            }
        }
        said.into_iter()
            .map(|((setting, text), products)| Remark {
                setting,
                text: text.to_owned(),
                products,
            })
            .collect()
    }

    /// Every product waits for the same key, so the longest time counts.
    fn wait_minutes(&self) -> Option<(u16, u16)> {
        self.products()
            .filter_map(|preset| preset.wait_minutes)
            .reduce(|one, other| (one.0.max(other.0), one.1.max(other.1)))
    }
}

fn served(preset: &Preset) -> Served {
    Served {
        id: preset.id.clone(),
        title: preset.title.clone(),
        source: preset.source.clone(),
    }
}

/// Who asks for which value of a setting.
type Wanting<'a> = Vec<(&'a Preset, &'a String)>;

fn wishes(wanting: &Wanting<'_>) -> Vec<(String, String)> {
    wanting
        .iter()
        .map(|(preset, value)| (preset.title.clone(), (*value).clone()))
        .collect()
}

/// Who does not get what they asked for. Who left the choice open gives nothing up.
fn given_up<'a>(
    setting: Setting,
    wanting: &'a Wanting<'a>,
    chosen: &'a str,
) -> impl Iterator<Item = GivenUp> + 'a {
    wanting
        .iter()
        .filter(move |(preset, value)| *value != chosen && !preset.open.contains(&setting))
        .map(move |(preset, value)| GivenUp {
            product: preset.title.clone(),
            setting,
            wanted: (*value).clone(),
            instead: chosen.to_owned(),
            obsolete: preset.advised(setting) == Some(chosen),
        })
}

/// Unites the presets and settles everything on which they disagree.
#[must_use]
pub fn merge(presets: &[&Preset], answers: &Answers) -> Merged {
    presets
        .iter()
        .fold(Union::default(), |all, preset| all.join(Union::of(preset)))
        .settle(answers)
}
