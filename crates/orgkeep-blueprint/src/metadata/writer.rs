//! Metadata as text: elements in the documented order, which is the alphabet's (salesforce.md, 1.10).

use crate::xml::escape;

const NAMESPACE: &str = "http://soap.sforce.com/2006/04/metadata";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

/// Elements of one component.
#[derive(Debug, Default)]
pub(crate) struct Elements(Vec<(String, String)>);

impl Elements {
    pub(crate) fn text(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.push((name.into(), value.into()));
        self
    }

    pub(crate) fn flag(self, name: &'static str, value: bool) -> Self {
        self.text(name, if value { "true" } else { "false" })
    }

    /// Nothing for `None`.
    pub(crate) fn optional(self, name: &'static str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.text(name, value.to_string()),
            None => self,
        }
    }

    /// Element and text.
    pub(crate) fn into_pairs(self) -> impl Iterator<Item = (String, String)> {
        self.0.into_iter()
    }

    /// Every element on a line of its own, in order.
    pub(crate) fn lines(&self, indent: &str) -> Vec<String> {
        let mut sorted: Vec<_> = self.0.iter().collect();
        sorted.sort_by_key(|(name, _)| name.as_str());
        sorted
            .into_iter()
            .map(|(name, value)| format!("{indent}<{name}>{}</{name}>", escape(value)))
            .collect()
    }

    /// A whole file.
    pub(crate) fn file(&self, type_name: &str) -> String {
        let lines = self.lines("    ").join("\n");
        format!("{DECLARATION}\n<{type_name} xmlns=\"{NAMESPACE}\">\n{lines}\n</{type_name}>\n")
    }
}

/// A `package.xml` that names these components, type after type.
pub(crate) fn manifest(members: &[(&str, Vec<String>)], version: &str) -> String {
    let mut text = format!("{DECLARATION}\n<Package xmlns=\"{NAMESPACE}\">\n");
    for (type_name, names) in members {
        text.push_str("    <types>\n");
        for name in names {
            text.push_str(&format!("        <members>{}</members>\n", escape(name)));
        }
        text.push_str(&format!("        <name>{type_name}</name>\n    </types>\n"));
    }
    text.push_str(&format!("    <version>{version}</version>\n</Package>\n"));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_come_in_the_order_of_the_alphabet() {
        let elements = Elements::default()
            .text("label", "a<b")
            .flag("isProtected", false)
            .optional("contactPhone", None::<String>)
            .text("distributionState", "Local");
        assert_eq!(
            elements.lines(""),
            [
                "<distributionState>Local</distributionState>",
                "<isProtected>false</isProtected>",
                "<label>a&lt;b</label>",
            ]
        );
    }
}
