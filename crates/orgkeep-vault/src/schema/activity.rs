//! What happened, and which connection a token in the queue belonged to.

/// The activity is only added to. Its head is the one thing that says where it ends.
pub(super) const ACTIVITY: &str = "
CREATE TABLE activity (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    result TEXT NOT NULL,
    connection TEXT,
    name TEXT,
    org TEXT,
    person TEXT,
    program TEXT NOT NULL,
    detail TEXT,
    value TEXT,
    hash BLOB NOT NULL
) STRICT;

CREATE INDEX activity_of_connection ON activity (connection, number);
CREATE INDEX activity_of_kind ON activity (kind, number);
CREATE INDEX activity_of_result ON activity (result, number);

CREATE TRIGGER activity_is_not_changed BEFORE UPDATE ON activity
BEGIN SELECT RAISE(ABORT, 'the activity is only added to'); END;

CREATE TRIGGER activity_is_not_removed BEFORE DELETE ON activity
BEGIN SELECT RAISE(ABORT, 'the activity is only added to'); END;

CREATE TABLE activity_head (
    single INTEGER PRIMARY KEY CHECK (single = 1),
    key_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

ALTER TABLE revocation ADD COLUMN connection_id TEXT;
ALTER TABLE revocation ADD COLUMN org_id TEXT;
";
