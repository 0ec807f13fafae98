//! What is told of connections beside their rows.

use serde::Serialize;

/// A host that asked to be left alone for a while. Only a person who tests one connection asks it all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct HostPauseView {
    /// Which one.
    pub host: String,
    /// Until when, RFC 3339.
    pub until: String,
    /// The connections that are held up.
    pub connections: Vec<String>,
}

/// New tokens that Salesforce gave once and that only this program's memory has. It should not end before they are stored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct UnsavedView {
    /// Whose tokens they are; empty nearly always.
    pub connections: Vec<UnsavedTokenView>,
    /// Whether somebody wanted to close the window meanwhile. The next time it closes.
    pub closing: bool,
}

/// A connection whose new tokens could not be stored yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub struct UnsavedTokenView {
    /// Which one.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What stands in the way.
    pub why: UnsavedWhyView,
}

/// Why new tokens are not stored yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum UnsavedWhyView {
    /// The disk is full.
    DiskFull,
    /// The file or its folder may not be written.
    NotWritable,
    /// Another program holds the store.
    Busy,
    /// The vault was locked meanwhile.
    Locked,
    /// Anything else.
    Other,
}
