//! Files of other tools: homes of the Salesforce CLI, and lists.

use orgkeep_domain::authority::{Authority, AuthorityRule};
use orgkeep_import::cli::alias::Aliases;
use orgkeep_import::cli::auth_file::{Reading, is_auth_file, parse_auth_file};
use orgkeep_import::cli::key::CliKey;
use orgkeep_import::cli::tokens::TokensFrom;
use orgkeep_import::list::connection::parse_connections;
use orgkeep_import::list::dependent::parse_dependents;
use orgkeep_import::list::record::{LineError, MOST_ENTRIES};

use crate::{assert_fit, first_line};

const RULE: AuthorityRule = AuthorityRule::Salesforce;

/// A file of a home: its name in a line, then what is in it.
pub fn cli_auth(bytes: &[u8]) -> bool {
    let Some((name, file)) = first_line(bytes) else {
        return false;
    };
    let aliases = Aliases::parse(file);
    let found = CliKey::parse_file(file);
    let keys = ["0123456789abcdef".repeat(2), "0123456789abcdef".repeat(4)];
    let keys = keys.map(|text| CliKey::parse(&text));
    let mut understood = found.is_ok();
    for key in keys.iter().chain([&found]).flatten() {
        let reading = Reading {
            rule: RULE,
            tokens: TokensFrom::Key(Some(key)),
            aliases: &aliases,
            today: "2026-11-22",
        };
        let Ok(org) = parse_auth_file(name, file, &reading) else {
            continue;
        };
        understood = true;
        assert!(is_auth_file(name) && org.login.is_trusted() && org.instance.is_trusted());
        for text in [&org.org_name, &org.edition, &org.instance_name] {
            assert_fit(text, 255);
        }
        org.aliases.iter().for_each(|alias| assert_fit(alias, 80));
        let owned = org.user.is_some() && org.consumer_key.is_some();
        assert!(owned || org.grant.is_err(), "tokens that are nobody's");
        // Whatever the names are like, suggesting one does not fail.
        let _suggested = org.suggested_name();
    }
    understood
}

/// A list of connections, or of what depends on them.
pub fn csv_import(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let lines = u64::try_from(text.lines().count()).unwrap_or(u64::MAX);
    let mut understood = false;
    if let Ok(list) = parse_connections(&text, RULE) {
        assert!(list.connections.len() + list.errors.len() <= MOST_ENTRIES);
        for connection in &list.connections {
            assert!((1..=lines).contains(&connection.line));
            assert_fit(&connection.username, 255);
            let login = Authority::parse(&connection.login, RULE);
            assert!(login.is_ok_and(|login| login.origin() == connection.login));
        }
        assert_lines(&list.errors, lines);
        understood = true;
    }
    if let Ok(list) = parse_dependents(&text) {
        assert!(list.dependents.len() + list.errors.len() <= MOST_ENTRIES);
        assert_lines(&list.errors, lines);
        understood = true;
    }
    understood
}

fn assert_lines(errors: &[LineError], lines: u64) {
    for error in errors {
        assert!((1..=lines).contains(&error.line), "{error:?} of {lines}");
    }
}
