//! What both results have in common as JSON.

use std::path::Path;

/// Rises when a field changes its meaning or goes away. New fields do not raise it.
pub const VERSION: u32 = 1;

/// A path as text. JSON has no other form for it.
pub fn path(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
