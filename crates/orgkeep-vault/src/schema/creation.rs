//! The journal of apps that Orgkeep makes.

/// What was asked for, how far it is, and what is to be put back.
pub(super) const CREATION: &str = "
CREATE TABLE creation (
    id TEXT PRIMARY KEY NOT NULL,
    connection TEXT NOT NULL,
    org_id TEXT NOT NULL,
    api_name TEXT NOT NULL,
    origin TEXT NOT NULL,
    wanted TEXT NOT NULL,
    before TEXT NOT NULL,
    step TEXT NOT NULL,
    undoing INTEGER NOT NULL DEFAULT 0,
    deployment TEXT,
    switch_before INTEGER,
    consumer_key TEXT,
    warnings TEXT NOT NULL DEFAULT '[]',
    began_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    key_id TEXT,
    data_key_id TEXT,
    data_key BLOB,
    consumer_secret BLOB
) STRICT;
";
