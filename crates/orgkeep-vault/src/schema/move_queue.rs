//! The queue of connections that are to move to an External Client App, one after the other.

/// Which connections, in which order, and what became of each. What they move to stands in `pending`.
pub(super) const MOVE_QUEUE: &str = "
CREATE TABLE queued_move (
    id TEXT PRIMARY KEY NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    state TEXT NOT NULL,
    came_from TEXT NOT NULL,
    failure TEXT,
    changed_at INTEGER NOT NULL
) STRICT;
";
