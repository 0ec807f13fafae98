//! What the window may ask of Rust: the list that was reviewed, and nothing else.

use serde_json::Value;

use crate::tree;

/// Every permission of the one window.
const REVIEWED: &[&str] = &[
    "allow-app",
    "allow-unlock-vault",
    "allow-unlock-with-passphrase",
    "allow-choose-passphrase",
    "allow-set-store-aside",
    "allow-vault-care",
    "allow-change-key",
    "allow-start-over",
    "allow-save-recovery-sheet",
    "allow-revoke-recovery-sheet",
    "allow-recover-vault",
    "allow-recall-passphrase",
    "allow-give-up-lost-keys",
    "allow-save-backup",
    "allow-choose-backup",
    "allow-open-backup",
    "allow-restore-backup",
    "allow-connection",
    "allow-relabel-connection",
    "allow-label-connections",
    "allow-note-connection",
    "allow-order-list",
    "allow-save-filter",
    "allow-remove-filter",
    "allow-export-inventory",
    "allow-remove-connection",
    "allow-test-connection",
    "allow-test-connections",
    "allow-cancel-tests",
    "allow-connection-tests",
    "allow-set-test-schedule",
    "allow-org-limits",
    "allow-open-org",
    "allow-set-connection-browser",
    "allow-retry-revocations",
    "allow-give-up-revocation",
    "allow-drafts",
    "allow-dev-hubs",
    "allow-new-dev-hub-draft",
    "allow-new-draft",
    "allow-draft",
    "allow-save-draft",
    "allow-set-draft-secret",
    "allow-set-draft-login",
    "allow-discard-draft",
    "allow-confirm-login-host",
    "allow-verify",
    "allow-browsers",
    "allow-diagnose",
    "allow-decode",
    "allow-check-port",
    "allow-open-setup-page",
    "allow-connect",
    "allow-set-pending-credentials",
    "allow-set-pending-login",
    "allow-discard-pending-credentials",
    "allow-reauthenticate",
    "allow-set-migration-credentials",
    "allow-migrate",
    "allow-go-back",
    "allow-forget-earlier",
    "allow-keeping",
    "allow-set-keeping",
    "allow-queue-moves",
    "allow-pause-moves",
    "allow-resume-moves",
    "allow-skip-move",
    "allow-stop-moves",
    "allow-close-moves",
    "allow-export-moves",
    "allow-check-moves",
    "allow-cancel-move-checks",
    "allow-close-move-checks",
    "allow-plan-app",
    "allow-create-app",
    "allow-continue-app",
    "allow-undo-app",
    "allow-dismiss-app",
    "allow-check-app",
    "allow-apply-policies",
    "allow-rotate-secret",
    "allow-undo-rotation",
    "allow-import-sources",
    "allow-preview-import",
    "allow-run-import",
    "allow-stop-import",
    "allow-dependents",
    "allow-add-dependent",
    "allow-change-dependent",
    "allow-remove-dependent",
    "allow-preview-dependents",
    "allow-import-dependents",
    "allow-answer-identity",
    "allow-cancel-attempt",
    "allow-open-when-active",
    "allow-go-on",
    "allow-open-browser-again",
    "allow-copy-sign-in-link",
    "allow-paste-callback",
    "allow-close-attempt",
    "allow-save-checklist",
    "allow-blueprints",
    "allow-blueprint",
    "allow-new-blueprint",
    "allow-save-blueprint",
    "allow-duplicate-blueprint",
    "allow-remove-blueprint",
    "allow-compare-blueprints",
    "allow-export-blueprint",
    "allow-import-blueprint",
    "allow-save-blueprint-checklist",
    "allow-choose-folder",
    "allow-pattern-questions",
    "allow-recommend-pattern",
    "allow-plan-source",
    "allow-write-source",
    "allow-check-source",
    "allow-stop-check",
    "allow-apply-remedy",
    "allow-activity",
    "allow-verify-activity",
    "allow-export-activity",
    "allow-enter-practice",
    "allow-leave-practice",
    "allow-use-practice-app",
    "allow-use-practice-login",
    "allow-set-scenario",
    "allow-watch-vault",
    "allow-watch-connections",
    "allow-watch-tests",
    "allow-watch-arrangement",
    "allow-watch-attempt",
    "allow-watch-moves",
    "allow-watch-move-checks",
    "allow-watch-creation",
    "allow-watch-verification",
    "allow-watch-folder-drag",
    "allow-watch-store",
];

#[test]
fn the_window_is_granted_the_reviewed_permissions_only() {
    let granted = capability()["permissions"].clone();
    assert_eq!(granted, serde_json::json!(REVIEWED));
}

#[test]
fn the_grant_is_for_the_one_window_and_no_page_from_outside() {
    let capability = capability();
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    assert_eq!(capability["remote"], Value::Null);
    let files = tree::files("src-tauri/capabilities", &[".json", ".toml"]);
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["src-tauri/capabilities/main.json"]);
}

#[test]
fn every_command_of_the_contract_is_granted() {
    let commands = orgkeep_api::command::NAMES.iter();
    let expected: Vec<String> = commands
        .map(|name| format!("allow-{}", name.replace('_', "-")))
        .collect();
    assert_eq!(expected, REVIEWED);
}

/// What the window is built with besides Orgkeep's own commands. Whoever adds one looks at what it lets the page do.
const PLUGINS: &[&str] = &[
    "tauri-plugin",
    "tauri-plugin-dialog",
    // The dialogs' own dependency. Nothing of it is granted.
    "tauri-plugin-fs",
    // Starts the Salesforce CLI from Rust. Nothing of it is granted, and the page opens nothing with it.
    "tauri-plugin-shell",
    "tauri-plugin-single-instance",
    "tauri-plugin-window-state",
];

#[test]
fn t_08_capabilities_plugins_and_permissions_are_the_reviewed_ones() {
    let capability = capability();
    let mut keys: Vec<&String> = capability.as_object().unwrap().keys().collect();
    keys.sort();
    let expected = [
        "$schema",
        "description",
        "identifier",
        "permissions",
        "windows",
    ];
    assert_eq!(keys, expected, "a new kind of grant");
    assert_eq!(capability["permissions"], serde_json::json!(REVIEWED));
    let configuration: Value = read("src-tauri/tauri.conf.json");
    let security = &configuration["app"]["security"];
    assert_eq!(security["capabilities"], serde_json::json!(["main"]));
    let shell = serde_json::json!({ "shell": { "open": false } });
    assert_eq!(configuration["plugins"], shell);
    let lock = tree::file("Cargo.lock").unwrap().text;
    let names = lock.lines().filter_map(|line| {
        let name = line.strip_prefix("name = \"")?.strip_suffix('"')?;
        name.starts_with("tauri-plugin").then_some(name)
    });
    assert_eq!(names.collect::<Vec<_>>(), PLUGINS);
    let manifest = tree::file("Cargo.toml").unwrap().text;
    let tauri = manifest.lines().find(|line| line.starts_with("tauri = "));
    let features = tauri.and_then(|line| line.split_once("features = "));
    assert_eq!(features.unwrap().1, "[\"isolation\"] }");
    println!("T-08 survived 1 of 1");
}

#[test]
fn the_page_runs_nothing_inline_and_reaches_nobody() {
    let configuration: Value = read("src-tauri/tauri.conf.json");
    let security = &configuration["app"]["security"];
    let policy = security["csp"].as_str().unwrap();
    assert!(policy.starts_with("default-src 'none';"), "{policy}");
    assert!(
        !policy.contains("unsafe") && !policy.contains('*'),
        "{policy}"
    );
    assert!(!policy.contains("https:"), "{policy}");
    assert_eq!(security["pattern"]["use"], "isolation");
    assert_eq!(configuration["app"]["withGlobalTauri"], false);
}

fn capability() -> Value {
    read("src-tauri/capabilities/main.json")
}

fn read(path: &str) -> Value {
    let file = tree::file(path).unwrap_or_else(|| panic!("{path} is missing"));
    serde_json::from_str(&file.text).unwrap()
}
