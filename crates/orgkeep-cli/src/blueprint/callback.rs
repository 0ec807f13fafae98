//! Which product an address or a name on the command line answers.

use std::collections::BTreeMap;

use orgkeep_blueprint::input::{Input, InputKind};
use orgkeep_blueprint::preset::Preset;

use crate::blueprint::arguments::WriteArguments;
use crate::exit::Trouble;

/// Answers to presets' questions, by preset id and question.
pub type Inputs = BTreeMap<String, BTreeMap<String, String>>;

/// The answers that the arguments give to the questions of the chosen presets.
pub fn inputs(chosen: &[&Preset], arguments: &WriteArguments) -> Result<Inputs, Trouble> {
    let mut inputs = Inputs::new();
    for text in &arguments.callbacks {
        answer_callback(&mut inputs, chosen, text)?;
    }
    for (option, kind, names) in [
        ("--profile", InputKind::Profiles, &arguments.profiles[..]),
        (
            "--permission-set",
            InputKind::PermissionSets,
            &arguments.permission_sets,
        ),
        ("--run-as", InputKind::Username, arguments.run_as.as_slice()),
    ] {
        if names.is_empty() {
            continue;
        }
        let questions: Vec<_> = questions(chosen, |input| input.kind == kind).collect();
        if questions.is_empty() {
            return Err(Trouble::usage(format!(
                "no chosen preset asks for {option}"
            )));
        }
        for (preset, input) in questions {
            let of_preset = inputs.entry(preset.id.clone()).or_default();
            of_preset.insert(input.key.clone(), names.join(","));
        }
    }
    Ok(inputs)
}

/// One `--callback`: for a product, or for all of them that are not answered otherwise.
fn answer_callback(inputs: &mut Inputs, chosen: &[&Preset], text: &str) -> Result<(), Trouble> {
    let (name, url) = split(text);
    let is_meant = |preset: &Preset| name.is_none_or(|name| preset.is_called(name));
    let is_address =
        |input: &Input| matches!(input.kind, InputKind::Callback | InputKind::Instance);
    let asked: Vec<_> = questions(chosen, is_address)
        .filter(|(preset, _)| is_meant(preset))
        .collect();
    if asked.is_empty() {
        let who = name.unwrap_or("no chosen preset");
        let asks = if name.is_some() {
            "is not chosen, or does not ask"
        } else {
            "asks"
        };
        return Err(Trouble::usage(format!("{who} {asks} for --callback {url}")));
    }
    for (preset, input) in asked {
        let of_preset = inputs.entry(preset.id.clone()).or_default();
        let before = of_preset.insert(input.key.clone(), url.to_owned());
        if before.is_some() {
            let short = &preset.short;
            return Err(Trouble::usage(format!(
                "{short} has two answers to --callback; write --callback {short}=URL for one of them only"
            )));
        }
    }
    Ok(())
}

/// `preset=URL`, or a URL, in which an equals sign stands only behind the scheme.
fn split(text: &str) -> (Option<&str>, &str) {
    match text.split_once('=') {
        Some((name, url)) if !name.contains([':', '/']) => (Some(name), url),
        _ => (None, text),
    }
}

fn questions<'a>(
    chosen: &'a [&'a Preset],
    is: impl Fn(&Input) -> bool + Copy,
) -> impl Iterator<Item = (&'a Preset, &'a Input)> {
    chosen.iter().flat_map(move |preset| {
        let inputs = preset.inputs.iter().filter(move |input| is(input));
        inputs.map(move |input| (*preset, input))
    })
}

#[cfg(test)]
mod tests {
    use orgkeep_blueprint::preset::{presets, served};

    use super::*;

    fn answered(chosen: &[&str], callbacks: &[&str]) -> Result<Inputs, String> {
        let all = presets().unwrap();
        let names: Vec<String> = chosen.iter().map(|name| (*name).to_owned()).collect();
        let chosen = served(&all, &names);
        let mut inputs = Inputs::new();
        for text in callbacks {
            answer_callback(&mut inputs, &chosen, text).map_err(|trouble| trouble.to_string())?;
        }
        Ok(inputs)
    }

    #[test]
    fn a_plain_address_answers_everyone_who_asks() {
        let inputs = answered(&["arm", "vault"], &["https://a.example/?x=1"]).unwrap();
        let told: Vec<_> = inputs
            .iter()
            .flat_map(|(preset, all)| {
                all.iter()
                    .map(move |(key, url)| format!("{preset}.{key} {url}"))
            })
            .collect();
        assert_eq!(
            told,
            [
                "arm.callback https://a.example/?x=1",
                "vault.instance https://a.example/?x=1"
            ]
        );
    }

    #[test]
    fn a_named_address_answers_one() {
        let both = ["arm=https://arm.example/cb", "vault=https://v.example"];
        let inputs = answered(&["arm", "vault"], &both).unwrap();
        assert_eq!(inputs["arm"]["callback"], "https://arm.example/cb");
        assert_eq!(inputs["vault"]["instance"], "https://v.example");
    }

    #[test]
    fn an_address_that_nobody_asks_for_and_a_second_one_are_wrong_usage() {
        assert!(answered(&["orgkeep"], &["https://a.example"]).is_err());
        assert!(answered(&["arm"], &["vault=https://a.example"]).is_err());
        assert!(answered(&["arm"], &["https://a.example", "arm=https://b.example"]).is_err());
    }
}
