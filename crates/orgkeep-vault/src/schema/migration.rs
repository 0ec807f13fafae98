//! Moving a connection to another way to sign in, and what depends on it.

/// What pending credentials change beside the app, the sign-in that was in force before, and dependents.
pub(super) const MIGRATION: &str = "
ALTER TABLE pending ADD COLUMN authentication TEXT;

CREATE TABLE earlier (
    id TEXT PRIMARY KEY NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
    revision TEXT NOT NULL,
    authentication TEXT NOT NULL,
    login TEXT NOT NULL,
    consumer_key TEXT NOT NULL,
    callback TEXT NOT NULL,
    username TEXT NOT NULL,
    requested_scopes TEXT,
    kept_at INTEGER NOT NULL,
    revocation TEXT,
    key_id TEXT NOT NULL,
    data_key_id TEXT NOT NULL,
    data_key BLOB NOT NULL,
    consumer_secret BLOB
) STRICT;

CREATE TABLE dependent (
    id TEXT PRIMARY KEY NOT NULL,
    connection TEXT NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    product TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (connection, kind, name, product)
) STRICT;
";
