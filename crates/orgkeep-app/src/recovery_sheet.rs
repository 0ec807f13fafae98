//! The recovery sheet as a page to print. The key goes from here into the person's file and nowhere else: the page
//! is told where the file is.

use orgkeep_secret::RecoveryKey;
use zeroize::Zeroizing;

/// What the file is called by default.
pub(crate) const FILE_NAME: &str = "Orgkeep recovery sheet.html";

/// What stands on a sheet beside the key.
pub(crate) struct Occasion<'a> {
    /// The vault's short name.
    pub(crate) vault: &'a str,
    /// The day on which it was made, as `2026-11-21`.
    pub(crate) day: &'a str,
}

/// The sheet as HTML that needs nothing but itself.
pub(crate) fn recovery_sheet(key: &RecoveryKey, occasion: &Occasion<'_>) -> Zeroizing<String> {
    // EXPOSE: printed on the sheet that the person keeps, in a file for this user only.
    let groups = key.expose().split('-');
    let mut page = Zeroizing::new(String::with_capacity(HEAD.len() + TAIL.len() + 2048));
    page.push_str(HEAD);
    page.push_str(&format!(
        "<p class=\"of\">Vault {} · made on {}</p>\n<ol class=\"key\">\n",
        occasion.vault, occasion.day
    ));
    for group in groups {
        page.push_str("<li>");
        page.push_str(group);
        page.push_str("</li>\n");
    }
    page.push_str(TAIL);
    page
}

const HEAD: &str = r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Orgkeep recovery sheet</title>
<style>
@page { margin: 20mm; }
body { max-width: 640px; margin: 40px auto; padding: 0 16px; color: #111; background: #fff;
  font: 15px/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 26px; }
h2 { margin: 28px 0 6px; font-size: 16px; }
.of { margin: 4px 0 24px; color: #444; }
.key { display: grid; grid-template-columns: repeat(4, 1fr); gap: 12px; margin: 0; padding: 20px;
  border: 2px solid #111; border-radius: 8px; list-style-position: inside; }
.key li { font: 600 21px/1.4 ui-monospace, monospace; letter-spacing: 0.06em; white-space: nowrap; }
.key li::marker { color: #666; font: 12px system-ui, sans-serif; }
p, li { break-inside: avoid; }
</style>
<h1>Orgkeep recovery sheet</h1>
"#;

const TAIL: &str = "</ol>
<h2>What it is for</h2>
<p>The vault of Orgkeep opens with a key in this computer\u{2019}s keyring, or with a passphrase. If the keyring loses the key,
or the passphrase is forgotten, this recovery key opens the vault instead. It does not open a copy of the vault that was
made before this sheet.</p>
<h2>How to use it</h2>
<p>Start Orgkeep. On the page that says that the key is missing, choose <b>Use recovery sheet</b> and type the eight groups.
Small letters are all right, and dashes may be left out. There is no letter I, L, O or U in it. The last sign of each group
checks the group: Orgkeep tells which group is mistyped.</p>
<h2>How to keep it</h2>
<p>Print this page, then delete the file and empty the wastebasket. Keep the paper where you keep other keys. Whoever has
it and a copy of the vault\u{2019}s folder can open the vault.</p>
<p>A new sheet, or a new key of the vault, ends this one. So does <b>Revoke</b> in Orgkeep under Settings, Vault.</p>
</html>
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_has_each_group_in_its_order_and_loads_nothing() {
        let key = RecoveryKey::new("AAAA1-BBBB2-CCCC3-DDDD4-EEEE5-FFFF6-GGGG7-HHHH8".into());
        let occasion = Occasion {
            vault: "1a2b3c4d",
            day: "2026-11-21",
        };
        let sheet = recovery_sheet(&key, &occasion);
        let items = sheet.split("<li>").skip(1);
        let groups: Vec<&str> = items.map(|item| &item[..5]).collect();
        assert_eq!(groups.join("-"), key.expose());
        assert!(sheet.contains("Vault 1a2b3c4d · made on 2026-11-21"));
        for loads in ["src=", "href=", "url(", "<script", "http:", "https:"] {
            assert!(!sheet.contains(loads), "{loads}");
        }
    }
}
