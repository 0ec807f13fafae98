//! When an org comes to its end.

/// Milliseconds since 1970; nothing for an org without an end.
pub(super) const ORG_END: &str = "
ALTER TABLE connection ADD COLUMN org_ends_at INTEGER;
";
