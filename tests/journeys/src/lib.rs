//! The facade against the practice org, and the security rows.
