//! Laws of merging, for any products.

use std::collections::{BTreeMap, BTreeSet};

use orgkeep_blueprint::answers::Answers;
use orgkeep_blueprint::merge::{Merged, Union, merge};
use orgkeep_blueprint::preset::{Advice, Preset, Source, presets, served};
use orgkeep_blueprint::scope_table::scope_table;
use orgkeep_blueprint::setting::Setting;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

fn wish() -> impl Strategy<Value = (Setting, String)> {
    select(Setting::ALL.to_vec()).prop_flat_map(|setting| {
        let values = select(setting.values());
        values.prop_map(move |value| (setting, value.to_owned()))
    })
}

fn scopes() -> impl Strategy<Value = Vec<String>> {
    let all: Vec<String> = scope_table()
        .unwrap()
        .into_iter()
        .map(|row| row.runtime)
        .collect();
    subsequence(all, 0..6)
}

fn advice() -> impl Strategy<Value = Vec<Advice>> {
    let one = (wish(), any::<bool>()).prop_map(|((setting, value), replaces)| Advice {
        setting,
        value: replaces.then_some(value),
        text: format!("about {}", setting.key()),
    });
    prop::collection::vec(one, 0..3)
}

fn product() -> impl Strategy<Value = Preset> {
    (
        prop::collection::btree_map(
            select(Setting::ALL.to_vec()),
            any::<prop::sample::Index>(),
            0..8,
        ),
        scopes(),
        prop::collection::vec("[a-c]", 0..3),
        subsequence(Setting::ALL.to_vec(), 0..3),
        advice(),
        prop::option::of((0_u16..10, 10_u16..40)),
    )
        .prop_map(
            |(settings, scopes, urls, open, advice, wait_minutes)| Preset {
                id: String::new(),
                short: String::new(),
                title: String::new(),
                note: String::new(),
                always: false,
                callbacks: urls
                    .iter()
                    .map(|u| format!("https://{u}.example/cb"))
                    .collect(),
                scopes,
                wait_minutes,
                source: Source {
                    title: String::new(),
                    publisher: String::new(),
                },
                inputs: Vec::new(),
                settings: settings
                    .into_iter()
                    .map(|(setting, index)| (setting, (*index.get(setting.values())).to_owned()))
                    .collect(),
                open: open.into_iter().collect(),
                advice,
            },
        )
}

fn products() -> impl Strategy<Value = Vec<Preset>> {
    prop::collection::vec(product(), 1..6).prop_map(|mut all| {
        for (index, preset) in all.iter_mut().enumerate() {
            preset.id = format!("p{index}");
            preset.title = format!("Product {index}");
            preset.always = index == 0;
        }
        all
    })
}

fn answers() -> impl Strategy<Value = Answers> {
    prop::collection::vec(wish(), 0..5).prop_map(|choices| Answers {
        choices: choices.into_iter().collect::<BTreeMap<_, _>>(),
        ..Answers::default()
    })
}

fn is_met(preset: &Preset, setting: Setting, wanted: &str, merged: &Merged) -> bool {
    let in_force = merged.settings.get(&setting).map(String::as_str);
    let listed = merged.given_up.iter().any(|lost| {
        lost.product == preset.title
            && lost.setting == setting
            && lost.wanted == wanted
            && Some(lost.instead.as_str()) == in_force
    });
    in_force == Some(wanted) || listed || preset.open.contains(&setting)
}

proptest! {
    #[test]
    fn the_order_of_merging_does_not_matter(
        (all, shuffled) in products().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        answers in answers(),
    ) {
        let there = merge(&all.iter().collect::<Vec<_>>(), &answers);
        let back = merge(&shuffled.iter().collect::<Vec<_>>(), &answers);
        prop_assert_eq!(there, back);
    }

    #[test]
    fn the_grouping_of_merges_does_not_matter(
        all in products(),
        cut in any::<prop::sample::Index>(),
        answers in answers(),
    ) {
        let union = |part: &'_ [Preset]| -> Merged {
            merge(&part.iter().collect::<Vec<_>>(), &answers)
        };
        let cut = cut.index(all.len());
        let group = |part| joined(part);
        let grouped = group(&all[..cut]).join(group(&all[cut..]));
        prop_assert_eq!(grouped.settle(&answers), union(&all));
    }

    #[test]
    fn merging_a_product_twice_changes_nothing(all in products(), answers in answers()) {
        let once: Vec<&Preset> = all.iter().collect();
        let twice: Vec<&Preset> = all.iter().chain(&all).collect();
        prop_assert_eq!(merge(&once, &answers), merge(&twice, &answers));
    }

    #[test]
    fn each_products_needs_are_met_or_listed_as_given_up(all in products(), answers in answers()) {
        let merged = merge(&all.iter().collect::<Vec<_>>(), &answers);
        for preset in &all {
            for scope in &preset.scopes {
                prop_assert!(merged.scopes.iter().any(|one| one == scope));
            }
            for url in &preset.callbacks {
                prop_assert!(merged.callbacks.contains(url));
            }
            for (setting, wanted) in &preset.settings {
                prop_assert!(is_met(preset, *setting, wanted, &merged), "{:?}", setting);
            }
        }
    }

    #[test]
    fn nothing_is_in_force_that_nobody_asked_for(all in products(), answers in answers()) {
        let merged = merge(&all.iter().collect::<Vec<_>>(), &answers);
        for (setting, value) in &merged.settings {
            let asked = all.iter().any(|preset| {
                preset.settings.get(setting) == Some(value)
                    || preset.advised(*setting) == Some(value)
                    || preset.open.contains(setting)
            });
            prop_assert!(asked, "{:?}", setting);
        }
        let wanted: BTreeSet<&String> = all.iter().flat_map(|preset| &preset.scopes).collect();
        prop_assert_eq!(merged.scopes.iter().count(), wanted.len());
    }

    #[test]
    fn a_conflict_is_what_is_wanted_differently(all in products(), answers in answers()) {
        let merged = merge(&all.iter().collect::<Vec<_>>(), &answers);
        for setting in Setting::ALL {
            let wanted: BTreeSet<&str> = all
                .iter()
                .flat_map(|preset| {
                    let wish = preset.settings.get(&setting).map(String::as_str);
                    [wish, preset.advised(setting)]
                })
                .flatten()
                .collect();
            let conflict = merged.conflicts.iter().find(|one| one.setting == setting);
            prop_assert_eq!(conflict.is_some(), wanted.len() > 1);
            if let Some(conflict) = conflict {
                prop_assert!(conflict.options.contains(&conflict.proposed));
                prop_assert!(conflict.options.contains(&conflict.chosen));
            }
        }
    }
}

fn joined(part: &[Preset]) -> Union<'_> {
    let all = part.iter().map(Union::of);
    all.reduce(Union::join).unwrap_or_default()
}

fn shipped(chosen: &[&str]) -> Merged {
    let all = presets().unwrap();
    let chosen: Vec<String> = chosen.iter().map(|name| (*name).to_owned()).collect();
    merge(&served(&all, &chosen), &Answers::default())
}

#[test]
fn one_product_has_no_conflicts() {
    let merged = shipped(&[]);
    assert!(merged.conflicts.is_empty() && merged.given_up.is_empty());
    assert_eq!(merged.callbacks, ["http://localhost:33333"]);
    assert_eq!(merged.scopes.to_string(), "api id refresh_token web");
    assert_eq!(merged.settings[&Setting::RequirePkce], "on");
}

#[test]
fn two_products_unite_scopes_and_show_what_they_disagree_on() {
    let merged = shipped(&["compliance"]);
    assert_eq!(merged.callbacks, ["http://localhost:33333"]);
    assert!(merged.scopes.contains("sfap_api") && merged.scopes.contains("web"));
    let told: Vec<_> = merged
        .conflicts
        .iter()
        .map(|c| (c.setting, c.proposed.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (Setting::CodeAndCredentialsFlow, "on"),
            (Setting::RequirePkce, "on"),
            (Setting::IpRelaxation, "Relax IP restrictions"),
        ]
    );
    let pkce = merged
        .given_up
        .iter()
        .find(|lost| lost.setting == Setting::RequirePkce);
    assert!(pkce.is_some_and(|lost| lost.obsolete));
}

#[test]
fn vault_and_the_rehearsal_tool_disagree_on_the_secret() {
    let merged = shipped(&["vault", "compliance"]);
    let conflict = |setting| {
        merged
            .conflicts
            .iter()
            .find(|one| one.setting == setting)
            .unwrap()
    };
    assert_eq!(conflict(Setting::SecretForWebServerFlow).proposed, "on");
    assert_eq!(conflict(Setting::SecretForWebServerFlow).wishes.len(), 3);
    let users = conflict(Setting::PermittedUsers);
    assert_eq!(users.proposed, "Admin approved users are pre-authorized");
}

#[test]
fn a_choice_counts_only_among_what_is_offered() {
    let all = presets().unwrap();
    let choices = [
        (Setting::IpRelaxation, "Enforce IP restrictions".to_owned()),
        (Setting::RequirePkce, "maybe".to_owned()),
        (Setting::SessionTimeout, "8 hours".to_owned()),
    ];
    let answers = Answers {
        choices: choices.into(),
        ..Answers::default()
    };
    let chosen = |names: &[String]| merge(&served(&all, names), &answers).settings;
    let rehearsal = chosen(&["compliance".to_owned()]);
    assert_eq!(rehearsal[&Setting::IpRelaxation], "Enforce IP restrictions");
    assert_eq!(rehearsal[&Setting::RequirePkce], "on");
    assert!(!rehearsal.contains_key(&Setting::SessionTimeout));
    let general = chosen(&["general".to_owned()]);
    assert_eq!(general[&Setting::SessionTimeout], "8 hours");
}

#[test]
fn what_a_product_leaves_open_is_offered() {
    let merged = shipped(&["general"]);
    let open: Vec<Setting> = merged.open.iter().map(|one| one.setting).collect();
    assert!(open.contains(&Setting::RefreshTokenPolicy) && open.contains(&Setting::SessionTimeout));
    assert!(
        !merged
            .given_up
            .iter()
            .any(|lost| lost.product == "General API integration")
    );
}
