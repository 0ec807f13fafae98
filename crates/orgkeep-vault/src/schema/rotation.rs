//! A new key and secret for the app of a connection.

/// How far that is, and until when the ones before go on working.
pub(super) const ROTATION: &str = "
CREATE TABLE rotation (
    id TEXT PRIMARY KEY NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
    step TEXT NOT NULL,
    app TEXT NOT NULL,
    old_key TEXT NOT NULL,
    new_key TEXT,
    staged TEXT,
    switch_before INTEGER,
    began_at INTEGER NOT NULL,
    ends_at INTEGER
) STRICT;
";
