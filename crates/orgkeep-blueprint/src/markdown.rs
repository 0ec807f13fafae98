//! Text in Markdown, so that it reads as it is.

/// Characters that can begin markup inside a line.
const MARKUP: &[char] = &[
    '\\', '`', '*', '_', '[', ']', '<', '>', '#', '|', '~', '&', '!',
];

/// Text that shows as itself.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if MARKUP.contains(&character) {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

/// Text as code. The fence is longer than any run of backticks inside (CommonMark, 6.1).
#[must_use]
pub(crate) fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_shows_as_itself() {
        assert_eq!(escape("<Co> & *x*|"), "\\<Co\\> \\& \\*x\\*\\|");
    }

    #[test]
    fn a_fence_is_longer_than_what_it_holds() {
        assert_eq!(code("Api"), "`Api`");
        assert_eq!(code("a``b`"), "``` a``b` ```");
    }
}
