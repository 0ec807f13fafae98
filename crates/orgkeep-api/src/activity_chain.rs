//! Whether the activity is as it was written. The words are in `ui/src/text/activity.ts`.

use serde::Serialize;

/// Whether the activity is as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ActivityChainView {
    /// How many entries there are.
    pub entries: u32,
    /// When the first of them was written, RFC 3339.
    pub first_at: Option<String>,
    /// Where it is broken first, if it is.
    pub fault: Option<ActivityFaultView>,
    /// What vouches for it.
    pub seal: ActivitySealView,
}

/// Where the activity is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct ActivityFaultView {
    /// The first entry that is not right.
    pub number: u32,
    /// In which way.
    pub kind: ActivityFaultKind,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum ActivityFaultKind {
    /// The entry was changed, moved or put in.
    Changed,
    /// The entry is missing.
    Missing,
    /// The end is missing, from this entry on.
    CutOff,
    /// Entries up to this one were changed together with their hashes.
    Rewritten,
    /// The seal itself was changed.
    SealDamaged,
}

/// What vouches for the entries beyond their own hashes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum ActivitySealView {
    /// The vault is locked: the seal was not looked at.
    Locked,
    /// There is none yet.
    Absent,
    /// The vault's key.
    #[serde(rename_all = "camelCase")]
    Covers {
        /// The first entry under it.
        from: u32,
        /// Since when, RFC 3339.
        since: String,
        /// The last entry under it.
        to: u32,
    },
}
