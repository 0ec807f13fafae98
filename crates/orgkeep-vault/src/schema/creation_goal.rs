//! What an app is made for.

/// A draft, or a connection that moves to it; and whether its key is there by now.
pub(super) const CREATION_GOAL: &str = "
ALTER TABLE creation ADD COLUMN draft TEXT;
ALTER TABLE creation ADD COLUMN moving TEXT;
ALTER TABLE creation ADD COLUMN handed_over INTEGER NOT NULL DEFAULT 0;
";
