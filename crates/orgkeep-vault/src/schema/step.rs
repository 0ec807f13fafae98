//! The steps from one version of the store to the next. What was released once is never changed.

/// The first release: connections, drafts, revocations and settings.
pub(super) const VERSION_1: &str = "
CREATE TABLE meta (
    single INTEGER PRIMARY KEY CHECK (single = 1),
    store_id TEXT NOT NULL,
    rule TEXT NOT NULL,
    written_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    key_id TEXT,
    key_check BLOB,
    passphrase_salt BLOB,
    passphrase_memory_kib INTEGER,
    passphrase_passes INTEGER,
    passphrase_lanes INTEGER
) STRICT;

CREATE TABLE connection (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    org_type TEXT NOT NULL,
    environment TEXT NOT NULL,
    authentication TEXT NOT NULL,
    login TEXT NOT NULL,
    instance TEXT NOT NULL,
    consumer_key TEXT NOT NULL,
    callback TEXT NOT NULL,
    org_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    username TEXT NOT NULL,
    display_name TEXT NOT NULL,
    org_name TEXT NOT NULL,
    edition TEXT NOT NULL,
    instance_name TEXT NOT NULL,
    is_sandbox INTEGER NOT NULL,
    requested_scopes TEXT,
    granted_scopes TEXT NOT NULL,
    presets TEXT NOT NULL,
    status TEXT NOT NULL,
    status_at INTEGER NOT NULL,
    authenticated_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    key_id TEXT NOT NULL,
    data_key_id TEXT NOT NULL,
    data_key BLOB NOT NULL,
    access_token BLOB NOT NULL,
    refresh_token BLOB,
    consumer_secret BLOB,
    UNIQUE (org_id, user_id, consumer_key)
) STRICT;

CREATE TABLE draft (
    id TEXT PRIMARY KEY NOT NULL,
    step TEXT NOT NULL,
    name TEXT NOT NULL,
    org_type TEXT,
    login_address TEXT NOT NULL,
    consumer_key TEXT NOT NULL,
    presets TEXT NOT NULL,
    ticked_steps TEXT NOT NULL,
    conflict_choices TEXT NOT NULL,
    extra_scopes TEXT NOT NULL,
    key_waiting_since INTEGER,
    authorizing_since INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    secret_characters INTEGER,
    secret_login_address TEXT,
    secret_consumer_key TEXT,
    generation INTEGER NOT NULL,
    key_id TEXT,
    data_key_id TEXT,
    data_key BLOB,
    consumer_secret BLOB
) STRICT;

CREATE TABLE revocation (
    id TEXT PRIMARY KEY NOT NULL,
    host TEXT NOT NULL,
    connection_name TEXT NOT NULL,
    org_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    tries INTEGER NOT NULL,
    last_try_at INTEGER,
    created_at INTEGER NOT NULL,
    key_id TEXT NOT NULL,
    data_key_id TEXT NOT NULL,
    data_key BLOB NOT NULL,
    token BLOB NOT NULL
) STRICT;

CREATE TABLE setting (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;
";

/// What a sign-in opens, who signs in, which host the person vouched for, and what is known of a key.
pub(super) const VERSION_2: &str = "
ALTER TABLE draft ADD COLUMN username TEXT NOT NULL DEFAULT '';
ALTER TABLE draft ADD COLUMN browser TEXT;
ALTER TABLE draft ADD COLUMN private_window INTEGER NOT NULL DEFAULT 0;
ALTER TABLE draft ADD COLUMN confirmed_host TEXT;
ALTER TABLE draft ADD COLUMN opens_when_active INTEGER NOT NULL DEFAULT 1;
ALTER TABLE draft ADD COLUMN key_typed_at INTEGER;
ALTER TABLE draft ADD COLUMN key_known_at INTEGER;
ALTER TABLE connection ADD COLUMN browser TEXT;
ALTER TABLE connection ADD COLUMN private_window INTEGER NOT NULL DEFAULT 0;
ALTER TABLE connection ADD COLUMN is_signed INTEGER NOT NULL DEFAULT 1;
";

/// All that is typed of an app, in drafts and in blueprints. Nothing of it is secret.
pub(super) const VERSION_3: &str = "
ALTER TABLE draft ADD COLUMN label TEXT NOT NULL DEFAULT '';
ALTER TABLE draft ADD COLUMN api_name TEXT NOT NULL DEFAULT '';
ALTER TABLE draft ADD COLUMN contact_email TEXT NOT NULL DEFAULT '';
ALTER TABLE draft ADD COLUMN description TEXT NOT NULL DEFAULT '';
ALTER TABLE draft ADD COLUMN inputs TEXT NOT NULL DEFAULT '{}';

CREATE TABLE blueprint (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    label TEXT NOT NULL DEFAULT '',
    api_name TEXT NOT NULL DEFAULT '',
    contact_email TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    presets TEXT NOT NULL DEFAULT '[]',
    inputs TEXT NOT NULL DEFAULT '{}',
    conflict_choices TEXT NOT NULL DEFAULT '{}',
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
";

/// Which refresh tokens are on their way, what tests found, and what a connection's app does with its tokens.
pub(super) const VERSION_4: &str = "
CREATE TABLE spent_token (
    id TEXT PRIMARY KEY NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
    generation INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    spent_at INTEGER NOT NULL
) STRICT;

CREATE TABLE test_result (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
    began_at INTEGER NOT NULL,
    milliseconds INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    cause TEXT,
    code TEXT,
    description TEXT,
    renewed INTEGER NOT NULL,
    requests_used INTEGER,
    requests_allowed INTEGER,
    authentication TEXT NOT NULL,
    consumer_key TEXT NOT NULL,
    authorized_at INTEGER NOT NULL,
    generation INTEGER NOT NULL
) STRICT;

CREATE INDEX test_result_of_connection ON test_result (id, began_at);

ALTER TABLE connection ADD COLUMN rotates INTEGER;
ALTER TABLE connection ADD COLUMN renewed_at INTEGER;
ALTER TABLE connection ADD COLUMN verdict TEXT;
ALTER TABLE connection ADD COLUMN verdict_at INTEGER;
";

/// Credentials that were typed for a connection and are not in force; and how a draft will sign in.
pub(super) const VERSION_5: &str = "
ALTER TABLE draft ADD COLUMN authentication TEXT NOT NULL DEFAULT 'external_client_app';

CREATE TABLE pending (
    id TEXT PRIMARY KEY NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
    revision TEXT NOT NULL,
    login TEXT NOT NULL,
    consumer_key TEXT NOT NULL,
    typed_at INTEGER NOT NULL,
    key_typed_at INTEGER NOT NULL,
    key_known_at INTEGER,
    key_waiting_since INTEGER,
    authorizing_since INTEGER,
    opens_when_active INTEGER NOT NULL DEFAULT 1,
    secret_characters INTEGER,
    key_id TEXT,
    data_key_id TEXT,
    data_key BLOB,
    consumer_secret BLOB
) STRICT;
";
