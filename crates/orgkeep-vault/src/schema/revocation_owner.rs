//! Whose sign-in a token to be revoked belongs to: as long as it is not revoked, it counts at Salesforce.

pub(super) const REVOCATION_OWNER: &str = "
ALTER TABLE revocation ADD COLUMN user_id TEXT;
ALTER TABLE revocation ADD COLUMN consumer_key TEXT;
";
