//! Connections that sign in with a password; and Dev Hubs.

/// A password has no app: consumer key and callback of such a connection are empty, so that the unique index over
/// org, user and app counts it once for each user of an org. What is typed for it is sealed in tables of its own.
pub(super) const PASSWORDS_AND_DEV_HUBS: &str = "
ALTER TABLE connection ADD COLUMN password BLOB
    CHECK ((password IS NOT NULL) = (authentication = 'standard'));
ALTER TABLE connection ADD COLUMN security_token BLOB
    CHECK (security_token IS NULL OR password IS NOT NULL);
ALTER TABLE connection ADD COLUMN is_dev_hub_registration INTEGER NOT NULL DEFAULT 0
    CHECK (NOT is_dev_hub_registration OR authentication = 'connected_app');

ALTER TABLE earlier ADD COLUMN password BLOB
    CHECK ((password IS NOT NULL) = (authentication = 'standard'));
ALTER TABLE earlier ADD COLUMN security_token BLOB
    CHECK (security_token IS NULL OR password IS NOT NULL);

ALTER TABLE draft ADD COLUMN is_dev_hub INTEGER NOT NULL DEFAULT 0;
ALTER TABLE draft ADD COLUMN retirement_accepted INTEGER NOT NULL DEFAULT 0;

CREATE TABLE draft_password (
    id TEXT PRIMARY KEY NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
    login_address TEXT NOT NULL,
    username TEXT NOT NULL,
    characters INTEGER NOT NULL,
    key_id TEXT NOT NULL,
    data_key_id TEXT NOT NULL,
    data_key BLOB NOT NULL,
    secret BLOB NOT NULL
) STRICT;

CREATE TABLE draft_security_token (
    id TEXT PRIMARY KEY NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
    login_address TEXT NOT NULL,
    username TEXT NOT NULL,
    characters INTEGER NOT NULL,
    key_id TEXT NOT NULL,
    data_key_id TEXT NOT NULL,
    data_key BLOB NOT NULL,
    secret BLOB NOT NULL
) STRICT;

CREATE TABLE pending_login (
    id TEXT PRIMARY KEY NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
    revision TEXT NOT NULL,
    login TEXT NOT NULL,
    username TEXT NOT NULL,
    typed_at INTEGER NOT NULL,
    password_characters INTEGER NOT NULL,
    security_token_characters INTEGER,
    key_id TEXT NOT NULL,
    data_key_id TEXT NOT NULL,
    data_key BLOB NOT NULL,
    password BLOB NOT NULL,
    security_token BLOB
) STRICT;
";
