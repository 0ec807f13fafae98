//! Since when a connection has the key of its app.

/// Milliseconds since 1970; nothing for a password, or where nobody signed in here. What is in force was proven by a sign-in,
/// so in older stores it is at least as old as the last one.
pub(super) const KEY_SINCE: &str = "
ALTER TABLE connection ADD COLUMN key_since INTEGER;
UPDATE connection SET key_since = authenticated_at WHERE consumer_key <> '';
";
