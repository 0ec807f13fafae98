//! Text that somebody hostile would send where a name or an error is shown, or an address is opened.

use orgkeep_simulator::{Endpoint, Fault};
use serde_json::json;

/// Twenty-five texts that try script, markup, terminal escapes, reversed reading and sheer length.
#[must_use]
pub fn hostile_texts() -> Vec<String> {
    let short = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "\"><iframe src=javascript:alert(1)>",
        "javascript:alert(document.cookie)",
        "{{constructor.constructor('alert(1)')()}}",
        "${7*7}#{7*7}<%= 7*7 %>",
        "</title><style>*{display:none}</style>",
        "<a href=\"data:text/html,x\">Sign in</a>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "'; DROP TABLE connection; --",
        "\u{1b}[31mred\u{1b}[0m",
        "\u{1b}]8;;https://evil.example\u{7}link\u{1b}]8;;\u{7}",
        "\u{9b}2J\u{9b}1;1Hcleared",
        "line one\r\nline two\nINFO forged: all is well",
        "acme\u{202e}moc.live\u{202c}",
        "acme\u{2066}\u{2069}\u{200f}\u{061c}",
        "zero\u{200b}width\u{feff}\u{2060}joined",
        "tags \u{e0041}\u{e0042}\u{e007f} end",
        "nul\u{0}byte\u{8}\u{8}\u{8}gone",
        "paragraph\u{2029}separator\u{2028}line",
        "../../../../etc/passwd\u{7f}",
        "__proto__",
    ];
    let long = "A".repeat(1024 * 1024);
    short
        .iter()
        .map(|&text| text.to_owned())
        .chain([long])
        .collect()
}

/// Addresses that nobody's browser may be given, each with its kind (security.md, T-07).
#[must_use]
pub fn hostile_addresses() -> [(&'static str, String); 9] {
    [
        ("file:", "file:///etc/passwd".to_owned()),
        ("smb:", "smb://evil.example/share".to_owned()),
        ("http:", "http://evil.example".to_owned()),
        ("javascript:", "javascript:alert(1)".to_owned()),
        ("other https host", "https://evil.example".to_owned()),
        (
            "leading dash",
            "--new-window=https://evil.example".to_owned(),
        ),
        (
            "newline",
            "https://acme.my.salesforce.com\n--incognito".to_owned(),
        ),
        (
            "64 KiB",
            format!("https://{}.my.salesforce.com", "a".repeat(64 * 1024)),
        ),
        ("UNC path", "\\\\evil.example\\share".to_owned()),
    ]
}

/// A server that leads into the org by an address of its own.
#[must_use]
pub fn link_to(address: &str) -> Fault {
    Fault::Reply {
        at: Some(Endpoint::SingleAccess),
        status: 200,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: json!({ "frontdoor_uri": address }).to_string(),
    }
}

/// Whether a character does more than to be read: a control character, a direction mark, or one that nobody sees.
#[must_use]
pub fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether a text can do nothing but be read, and is short enough to show.
#[must_use]
pub fn is_inert(text: &str) -> bool {
    text.chars().count() <= 310 && !text.chars().any(is_harmful)
}
