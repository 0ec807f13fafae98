//! What commands take and give that need nothing, and have nothing to show.

/// Takes nothing.
#[derive(Debug, Clone, Copy, serde::Deserialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(deny_unknown_fields)]
pub struct NoRequest {}

/// Done; there is nothing to show.
#[derive(Debug, Clone, Copy, serde::Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
pub struct Done {}
