//! Entries of the activity as they are read, and what became of its chain.

use jiff::Timestamp;
use orgkeep_domain::activity::{ActivityKind, ActivityResult, Concerned, Detail, Program};
use orgkeep_domain::id::ConnectionId;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityRecord {
    /// Its place: 1, 2, 3 and so on, without a gap.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// What was done. `None` for what a newer version wrote.
    pub kind: Option<ActivityKind>,
    /// How it ended. `None` for what a newer version wrote.
    pub result: Option<ActivityResult>,
    /// The connection, as it was then.
    pub concerned: Option<Concerned>,
    /// The account of the person, where the system told it.
    pub person: Option<String>,
    /// The program. `None` for one that this version does not know.
    pub program: Option<Program>,
    /// What else there is to say.
    pub detail: Option<Detail>,
}

/// Which entries are wanted. The default is all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActivityFilter {
    /// Only those about this connection.
    pub connection: Option<ConnectionId>,
    /// Only these kinds; none means all.
    pub kinds: Vec<ActivityKind>,
    /// Only these results; none means all.
    pub results: Vec<ActivityResult>,
    /// Only those of this program.
    pub program: Option<Program>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

/// Some entries, the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActivityPage {
    /// The entries.
    pub entries: Vec<ActivityRecord>,
    /// Where the next page begins: before this number. `None` when there are no older ones.
    pub before: Option<u64>,
}

/// What a look at the whole activity came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainReport {
    /// How many entries there are.
    pub entries: u64,
    /// When the first of them was written.
    pub first_at: Option<Timestamp>,
    /// Where it is broken first, if it is.
    pub fault: Option<ChainFault>,
    /// How far the seal reaches.
    pub seal: Seal,
}

/// Where the activity is not as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainFault {
    /// The number of the first entry that is not right.
    pub number: u64,
    /// In which way.
    pub kind: FaultKind,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The entry was changed, moved or put in.
    Changed,
    /// The entry is not there, and later ones are.
    Missing,
    /// The entry was sealed as the last one, and the end is not there.
    CutOff,
    /// Up to this entry some were changed, with their hashes: the seal tells.
    Rewritten,
    /// The seal itself does not open. Nothing can be said of what it vouched for.
    SealDamaged,
}

impl FaultKind {
    /// In one word, for programs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Missing => "missing",
            Self::CutOff => "cutOff",
            Self::Rewritten => "rewritten",
            Self::SealDamaged => "sealDamaged",
        }
    }
}

/// What vouches for the entries beyond their own hashes, which whoever edits the file could make anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// The vault is locked: the seal was not looked at.
    Locked,
    /// There is none: the vault has not been open since the first entry.
    Absent,
    /// The seal covers these entries.
    Covers {
        /// The first entry that was written under it.
        from: u64,
        /// Since when there has been a seal without interruption.
        since: Timestamp,
        /// The last entry that it covers. Later ones were written while the vault was locked.
        to: u64,
    },
}
