//! What the admin writes on connections, and the filters they keep. Nothing of it is secret.

pub(super) const STEP: &str = "
ALTER TABLE connection ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE connection ADD COLUMN favourite INTEGER NOT NULL DEFAULT 0;
ALTER TABLE connection ADD COLUMN colour TEXT NOT NULL DEFAULT 'plain';
ALTER TABLE connection ADD COLUMN owner TEXT NOT NULL DEFAULT '';
ALTER TABLE connection ADD COLUMN notes TEXT NOT NULL DEFAULT '';

CREATE TABLE saved_filter (
    name TEXT PRIMARY KEY NOT NULL,
    filter TEXT NOT NULL
) STRICT;
";
