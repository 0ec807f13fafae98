//! Stores of earlier versions: what came later is taken out again, the newest first.

use rusqlite::Connection;

/// What the steps after the second version added.
const AFTER_VERSION_2: &[&str] = &[
    KEY_SINCE,
    RELEASE,
    ORG_END,
    NAMESPACE,
    HOST_PAUSE,
    MOVE_QUEUE,
    ROTATION,
    POSTURE,
    CREATION,
    PASSWORDS,
    // What happened.
    "DROP TABLE activity;
    DROP TABLE activity_head;
    ALTER TABLE revocation DROP COLUMN connection_id;
    ALTER TABLE revocation DROP COLUMN org_id;",
    // What is written on connections, and the saved filters.
    "ALTER TABLE connection DROP COLUMN tags;
    ALTER TABLE connection DROP COLUMN favourite;
    ALTER TABLE connection DROP COLUMN colour;
    ALTER TABLE connection DROP COLUMN owner;
    ALTER TABLE connection DROP COLUMN notes;
    DROP TABLE saved_filter;",
    // What belongs to moving a connection.
    "DROP TABLE earlier;
    DROP TABLE dependent;
    ALTER TABLE pending DROP COLUMN authentication;",
    // The keys beside the one in force.
    "DROP TABLE vault_key;",
    // Whose the tokens to be revoked were.
    "ALTER TABLE revocation DROP COLUMN user_id;
    ALTER TABLE revocation DROP COLUMN consumer_key;",
    // The fifth version.
    "DROP TABLE pending;
    ALTER TABLE draft DROP COLUMN authentication;",
    // The fourth.
    "ALTER TABLE connection DROP COLUMN rotates;
    ALTER TABLE connection DROP COLUMN renewed_at;
    ALTER TABLE connection DROP COLUMN verdict;
    ALTER TABLE connection DROP COLUMN verdict_at;
    DROP TABLE spent_token;
    DROP TABLE test_result;",
    // The third.
    "ALTER TABLE draft DROP COLUMN label;
    ALTER TABLE draft DROP COLUMN api_name;
    ALTER TABLE draft DROP COLUMN contact_email;
    ALTER TABLE draft DROP COLUMN description;
    ALTER TABLE draft DROP COLUMN inputs;
    DROP TABLE blueprint;
    PRAGMA user_version = 2;",
];

/// New keys and secrets.
const ROTATION: &str = "DROP TABLE rotation;";

/// What looks at apps found.
const POSTURE: &str = "
    ALTER TABLE connection DROP COLUMN posture_at;
    ALTER TABLE connection DROP COLUMN posture_compared;
    ALTER TABLE connection DROP COLUMN posture_differences;
    ALTER TABLE connection DROP COLUMN posture_risks;";

/// The namespaces of orgs.
const NAMESPACE: &str = "ALTER TABLE connection DROP COLUMN namespace;";

/// Hosts that asked to wait.
const HOST_PAUSE: &str = "DROP TABLE host_pause;";

/// Since when keys are in force.
const KEY_SINCE: &str = "ALTER TABLE connection DROP COLUMN key_since;";

/// When orgs come to their end.
const ORG_END: &str = "ALTER TABLE connection DROP COLUMN org_ends_at;";

/// The releases that orgs are on.
const RELEASE: &str = "
    ALTER TABLE connection DROP COLUMN release_at;
    ALTER TABLE connection DROP COLUMN release_label;
    ALTER TABLE connection DROP COLUMN api_version;";

/// The queue of moves.
const MOVE_QUEUE: &str = "DROP TABLE queued_move;";

/// The journal of apps, with what each is made for.
const CREATION: &str = "DROP TABLE creation;";

/// Passwords and Dev Hubs.
const PASSWORDS: &str = "
    ALTER TABLE earlier DROP COLUMN security_token;
    ALTER TABLE earlier DROP COLUMN password;
    DROP TABLE draft_password;
    DROP TABLE draft_security_token;
    DROP TABLE pending_login;
    ALTER TABLE draft DROP COLUMN is_dev_hub;
    ALTER TABLE draft DROP COLUMN retirement_accepted;
    ALTER TABLE connection DROP COLUMN is_dev_hub_registration;
    ALTER TABLE connection DROP COLUMN security_token;
    ALTER TABLE connection DROP COLUMN password;";

/// What the second version added.
const VERSION_2: &str = "
    ALTER TABLE draft DROP COLUMN username;
    ALTER TABLE draft DROP COLUMN browser;
    ALTER TABLE draft DROP COLUMN private_window;
    ALTER TABLE draft DROP COLUMN confirmed_host;
    ALTER TABLE draft DROP COLUMN opens_when_active;
    ALTER TABLE draft DROP COLUMN key_typed_at;
    ALTER TABLE draft DROP COLUMN key_known_at;
    ALTER TABLE connection DROP COLUMN browser;
    ALTER TABLE connection DROP COLUMN private_window;
    ALTER TABLE connection DROP COLUMN is_signed;
    PRAGMA user_version = 1;";

/// Passwords, the journal of apps, what each app is made for, what looks at apps found, new keys, the queue of moves,
/// hosts that asked to wait, namespaces, when orgs end, releases, and since when keys are in force.
const STEPS_FROM_PASSWORDS: u32 = 11;

/// How many earlier versions there are to go back to.
pub const EARLIER: usize = AFTER_VERSION_2.len() + 1;

/// Goes so many versions back. Gives how many steps lead from there to the newest one.
pub fn back(raw: &Connection, versions: usize) -> u32 {
    let newest: u32 = raw
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    let undos = AFTER_VERSION_2.iter().chain([&VERSION_2]).take(versions);
    let mut steps = 0;
    for undo in undos {
        raw.execute_batch(undo).unwrap();
        // The journal of apps came in two steps.
        steps += if *undo == CREATION { 2 } else { 1 };
    }
    raw.pragma_update(None, "user_version", newest - steps)
        .unwrap();
    steps
}

/// Makes a store one of the version before passwords.
pub fn without_passwords(raw: &Connection) {
    raw.execute_batch(KEY_SINCE).unwrap();
    raw.execute_batch(RELEASE).unwrap();
    raw.execute_batch(ORG_END).unwrap();
    raw.execute_batch(NAMESPACE).unwrap();
    raw.execute_batch(HOST_PAUSE).unwrap();
    raw.execute_batch(MOVE_QUEUE).unwrap();
    raw.execute_batch(ROTATION).unwrap();
    raw.execute_batch(POSTURE).unwrap();
    raw.execute_batch(CREATION).unwrap();
    raw.execute_batch(PASSWORDS).unwrap();
    let version: u32 = raw
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    raw.pragma_update(None, "user_version", version - STEPS_FROM_PASSWORDS)
        .unwrap();
}

/// Makes a store one of the second version.
pub fn version_2(raw: &Connection) {
    for step in AFTER_VERSION_2 {
        raw.execute_batch(step).unwrap();
    }
}

/// Makes a store one of the first version.
pub fn version_1(raw: &Connection) {
    version_2(raw);
    raw.execute_batch(VERSION_2).unwrap();
}
