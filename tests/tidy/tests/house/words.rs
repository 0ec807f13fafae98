//! The tone of the words that a person reads.

use crate::tree::{self, Source, none};

/// What the texts never say.
const NEVER: &[&str] = &["please", "oops", "whoops", "sorry"];

#[test]
fn texts_are_calm() {
    let mut offenders = Vec::new();
    for source in tree::files("ui/src/text", &[".ts"]) {
        for (number, text) in texts(&source) {
            let lower = text.to_lowercase();
            let shouts = text.contains('!');
            if shouts || words(&lower).any(|word| NEVER.contains(&word)) {
                offenders.push(source.at(number, text));
            }
        }
    }
    none(
        "No pleading, no joking about failure, no shouting",
        &offenders,
    );
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphanumeric())
}

/// Everything between quotes, line by line. What a template puts in is left out.
fn texts(source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in source.lines() {
        let line = line.trim_start();
        if !line.starts_with("//") && !line.starts_with('*') && !line.starts_with("/*") {
            found.extend(quoted(line).into_iter().map(|text| (number, text)));
        }
    }
    found
}

fn quoted(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Option<(char, String)> = None;
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match open.take() {
            None if matches!(character, '\'' | '"' | '`') => {
                open = Some((character, String::new()))
            }
            None => {}
            Some((quote, text)) if character == quote => found.push(text),
            Some((quote, text)) if character == '$' && quote == '`' => {
                // Up to the end of the expression; one inside another does not occur in texts.
                characters
                    .by_ref()
                    .take_while(|inside| *inside != '}')
                    .for_each(drop);
                open = Some((quote, text));
            }
            Some((quote, mut text)) => {
                // An escaped quote does not end the text.
                text.push(if character == '\\' {
                    characters.next().unwrap_or(' ')
                } else {
                    character
                });
                open = Some((quote, text));
            }
        }
    }
    found
}

#[test]
fn only_what_stands_between_quotes_is_a_text() {
    assert_eq!(quoted(r"if (!a) return 'It\'s done.';"), ["It's done."]);
    assert_eq!(quoted("`Signed in as ${!name}.`"), ["Signed in as ."]);
}
