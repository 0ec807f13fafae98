//! The namespaces of orgs.

/// None where the org has registered none, and for connections from before until their next sign-in.
pub(super) const NAMESPACE: &str = "
ALTER TABLE connection ADD COLUMN namespace TEXT;
";
