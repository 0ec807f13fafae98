//! Hosts that asked not to be asked again before a moment.

/// Until when, milliseconds since 1970.
pub(super) const HOST_PAUSE: &str = "
CREATE TABLE host_pause (
    host TEXT PRIMARY KEY NOT NULL,
    until INTEGER NOT NULL
) STRICT;
";
