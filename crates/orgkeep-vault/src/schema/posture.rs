//! What the last look at a connection's app found.

/// How many differences and risks; without a moment the app was never looked at.
pub(super) const POSTURE: &str = "
ALTER TABLE connection ADD COLUMN posture_at INTEGER;
ALTER TABLE connection ADD COLUMN posture_compared INTEGER NOT NULL DEFAULT 0;
ALTER TABLE connection ADD COLUMN posture_differences INTEGER NOT NULL DEFAULT 0;
ALTER TABLE connection ADD COLUMN posture_risks INTEGER NOT NULL DEFAULT 0;
";
