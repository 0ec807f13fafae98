//! Encodings that lie over a text once it has been copied out of an address or the source of a page.

use percent_encoding::percent_decode_str;

/// How many layers are taken off. Salesforce's own redirects have at most three.
pub(super) const DEEPEST: usize = 4;

/// The text without its percent sequences and character references, layer by layer.
pub(super) fn unwrapped(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..DEEPEST {
        let next = percent_decoded(&without_references(&text));
        if next == text {
            break;
        }
        text = next;
    }
    text
}

/// One layer of percent sequences; broken ones stay as they are.
pub(super) fn percent_decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// One layer of HTML character references; unknown ones stay as they are.
fn without_references(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let named = after
            .split_once(';')
            .and_then(|(name, tail)| Some((referred(name)?, tail)));
        match named {
            Some((character, tail)) => {
                out.push(character);
                rest = tail;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn referred(name: &str) -> Option<char> {
    let number = |digits: &str, radix| {
        u32::from_str_radix(digits, radix)
            .ok()
            .and_then(char::from_u32)
    };
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => {
            let digits = name.strip_prefix('#')?;
            match digits.strip_prefix(['x', 'X']) {
                Some(hex) => number(hex, 16),
                None => number(digits, 10),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_come_off_one_after_the_other() {
        for (wrapped, plain) in [
            ("a%20b", "a b"),
            ("a%252520b", "a b"),
            ("hasn&#39;t &amp;amp; &#x41;", "hasn't & A"),
            ("100% & more; &unknown; %zz", "100% & more; &unknown; %zz"),
            ("&lt;a&gt;&nbsp;&quot;b&apos;", "<a> \"b'"),
            ("&#99999999999;%ff", "&#99999999999;\u{fffd}"),
        ] {
            assert_eq!(unwrapped(wrapped), plain, "{wrapped}");
        }
    }
}
