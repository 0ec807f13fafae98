//! An auth file as the Salesforce CLI writes it. Fields of an unexpected kind count as absent: one of them is no reason to
//! lose the others.

use serde_json::{Map, Value};

/// A file, field by field.
pub(super) struct AuthFileWire(Map<String, Value>);

impl AuthFileWire {
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok().map(Self)
    }

    /// A text that is not empty.
    pub(super) fn text(&self, field: &str) -> Option<&str> {
        let text = self.0.get(field)?.as_str()?.trim();
        (!text.is_empty()).then_some(text)
    }

    /// The names of what a field holds, in their order.
    pub(super) fn names_in(&self, field: &str) -> impl Iterator<Item = &str> {
        let held = self.0.get(field).and_then(Value::as_object);
        held.into_iter().flatten().map(|(name, _)| name.as_str())
    }

    /// Whether a field says yes. Old files say it as a text.
    pub(super) fn is(&self, field: &str) -> bool {
        match self.0.get(field) {
            Some(Value::Bool(yes)) => *yes,
            Some(Value::String(text)) => text.eq_ignore_ascii_case("true"),
            _ => false,
        }
    }
}
