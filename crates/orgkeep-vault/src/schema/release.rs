//! Which release an org is on.

/// As its server told when it was last asked; without a moment it never was.
pub(super) const RELEASE: &str = "
ALTER TABLE connection ADD COLUMN release_at INTEGER;
ALTER TABLE connection ADD COLUMN release_label TEXT NOT NULL DEFAULT '';
ALTER TABLE connection ADD COLUMN api_version TEXT NOT NULL DEFAULT '';
";
