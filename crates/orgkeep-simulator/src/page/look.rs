//! The common look of the practice org's pages: plainly not Salesforce's.

/// One page.
pub(super) fn layout(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title} | Practice org – not Salesforce</title><style>{STYLE}</style></head>\
         <body><header><p>Practice org – not Salesforce</p></header><main>{body}</main>\
         <footer><p>A stand-in on this computer. Nothing here is real, and nothing leaves the machine.</p></footer>\
         </body></html>"
    )
}

/// Text as HTML, in elements and in quoted attributes alike.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

const STYLE: &str = "
:root { color-scheme: light dark; --ground: #f3f1ea; --sheet: #fffdf8; --ink: #23241f; --quiet: #5c5d54;
  --line: #8a8b80; --main: #2f5d50; --on-main: #ffffff; --refusal: #9c2a1c; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #1b1d1a; --sheet: #262925; --ink: #ecebe4; --quiet: #b5b6ab; --line: #85877b;
    --main: #9fd0bf; --on-main: #11251e; --refusal: #ffb0a3; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; grid-template-rows: auto 1fr auto; justify-items: center;
  background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
header { width: 100%; text-align: center; background: var(--ink); color: var(--ground); font-weight: 600; }
header p { margin: .5rem 1rem; }
main { align-self: center; width: min(26rem, calc(100vw - 2rem)); margin: 1.5rem 0; padding: 1.75rem;
  background: var(--sheet); border: 1px solid var(--line); border-radius: .75rem; overflow-wrap: anywhere; }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; }
.where { margin: 0 0 1rem; color: var(--quiet); }
.key { font-size: .875rem; border: 1px solid var(--line); border-radius: 1rem; padding: 0 .5rem; }
.refusal { color: var(--refusal); font-weight: 600; }
label { display: block; margin-top: .75rem; font-weight: 600; }
input:not([type=hidden]) { width: 100%; padding: .5rem .625rem; font: inherit; color: inherit;
  background: transparent; border: 1px solid var(--line); border-radius: .375rem; }
button { padding: .5rem 1.25rem; font: inherit; font-weight: 600; color: var(--ink); background: transparent;
  border: 1px solid var(--line); border-radius: .375rem; cursor: pointer; }
button.main { color: var(--on-main); background: var(--main); border-color: var(--main); }
#Login { width: 100%; margin-top: 1.25rem; }
.choice { display: flex; gap: .75rem; justify-content: flex-end; margin-top: 1.25rem; }
a { color: var(--main); }
:focus-visible { outline: 3px solid var(--main); outline-offset: 2px; }
details { margin-top: 1.25rem; color: var(--quiet); font-size: .875rem; }
ul { padding-left: 1.25rem; }
footer { color: var(--quiet); font-size: .875rem; text-align: center; }
footer p { margin: 0 1rem 1rem; }
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_text_cannot_leave_its_place() {
        let escaped = escape("\"><script>alert('&')</script>");
        assert_eq!(
            escaped,
            "&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;"
        );
    }
}
