//! Text from outside, made fit to show.
//!
//! Org names, user names and error descriptions come from servers that may lie. They are shown as
//! text, never as markup, and never with characters that move the cursor, reverse the reading
//! direction or start a terminal sequence.

/// Keeps printable text, turns line breaks and tabs into a space, drops the rest, and cuts after
/// `longest` characters with an ellipsis.
#[must_use]
pub fn neutral(text: &str, longest: usize) -> String {
    let mut out = String::new();
    let mut count = 0;
    for character in text.chars() {
        let shown = match character {
            '\n' | '\r' | '\t' => ' ',
            c if is_hidden(c) => continue,
            c => c,
        };
        if count == longest {
            out.push('…');
            break;
        }
        out.push(shown);
        count += 1;
    }
    out.trim().to_owned()
}

/// Several lines, without anything that a terminal could take for a command or that reverses the reading direction.
/// Line breaks and tabs stay.
#[must_use]
pub fn harmless(text: &str) -> String {
    let stays = |character: &char| matches!(character, '\n' | '\t') || !is_hidden(*character);
    text.chars().filter(stays).collect()
}

/// JSON with the same characters as escapes, so that a terminal can show it and nothing of it is lost.
#[must_use]
pub fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut from = 0;
    let hidden = |(_, character): &(usize, char)| *character != '\n' && is_hidden(*character);
    for (at, character) in json.char_indices().filter(hidden) {
        out.push_str(json.get(from..at).unwrap_or_default());
        for unit in character.encode_utf16(&mut [0; 2]) {
            out.push_str(&format!("\\u{unit:04x}"));
        }
        from = at + character.len_utf8();
    }
    out.push_str(json.get(from..).unwrap_or_default());
    out
}

/// The runs of characters that satisfy `in_run`, each with the index of its first byte.
pub(crate) fn runs(
    text: &str,
    in_run: impl Fn(char) -> bool,
) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    core::iter::from_fn(move || {
        let start = at + text.get(at..)?.find(&in_run)?;
        let run = text.get(start..)?.split(|c| !in_run(c)).next()?;
        at = start + run.len();
        Some((start, run))
    })
}

/// Control characters, bidirectional controls, invisible joiners and tags (Unicode 15, 23.2).
pub(crate) fn is_hidden(character: char) -> bool {
    // Nearly every text is ASCII from end to end.
    if character.is_ascii() {
        return character.is_ascii_control();
    }
    character.is_control()
        || matches!(character,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_line_breaks_and_direction_marks_do_not_survive() {
        assert_eq!(neutral("a\u{1b}[31mb\r\nc\u{202e}d", 80), "a[31mb  cd");
    }

    #[test]
    fn lines_stay_lines_and_nothing_else_of_a_terminal_survives() {
        let text = "a\tb\nc\u{1b}[2J\u{9b}2J\u{202e}d\r";
        assert_eq!(harmless(text), "a\tb\nc[2J2Jd");
    }

    #[test]
    fn escaped_json_says_the_same() {
        let json = "{\n \"a\": \"x\u{9b}2J\u{202e}\u{e0041}é\"\n}";
        let shown = escaped(json);
        assert_eq!(shown, "{\n \"a\": \"x\\u009b2J\\u202e\\udb40\\udc41é\"\n}");
    }

    #[test]
    fn runs_know_where_they_begin() {
        let found: Vec<_> = runs("é ab, cé", |c| c.is_ascii_lowercase()).collect();
        assert_eq!(found, [(3, "ab"), (7, "c")]);
    }

    #[test]
    fn long_text_is_cut_with_an_ellipsis() {
        assert_eq!(neutral("abcdef", 3), "abc…");
        assert_eq!(neutral("abc", 3), "abc");
    }
}
