//! A metadata file that is changed in one place, with everything else left as somebody wrote it.

use crate::metadata::Kind;
use crate::xml::{self, Element, escape};

/// The text of a file and where its elements stand in it.
pub(super) struct Document {
    text: String,
    root: Element,
}

impl Document {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let root = xml::parse(text).ok()?;
        let text = text.to_owned();
        Some(Self { text, root })
    }

    pub(super) fn kind(&self) -> Option<Kind> {
        Kind::of_type(&self.root.name)
    }

    pub(super) fn text_of(&self, element: &str) -> Option<&str> {
        self.root.text_of(element)
    }

    /// With this text in an element, which is added at its place where it is missing.
    pub(super) fn with(&self, name: &str, value: &str) -> Option<String> {
        let written = format!("<{name}>{}</{name}>", escape(value));
        let Some(child) = self.root.child(name) else {
            return self.with_new(name, &written);
        };
        let range = if child.is_self_closing() {
            (child.at, child.content_at, written)
        } else {
            (child.content_at, child.end_at, escape(value))
        };
        self.replaced(range.0, range.1, &range.2)
    }

    /// Before the first element that comes later in the alphabet.
    fn with_new(&self, name: &str, written: &str) -> Option<String> {
        let mut later = self.root.children.iter();
        if let Some(next) = later.find(|child| child.name.as_str() > name) {
            let indent = self.space_before(next.at)?;
            return self.replaced(next.at, next.at, &format!("{written}{indent}"));
        }
        let last = self.root.children.last()?;
        let indent = self.space_before(last.at)?;
        let end = self.after(last)?;
        self.replaced(end, end, &format!("{indent}{written}"))
    }

    /// Without the elements of a name, and without the space before each.
    pub(super) fn without(&self, name: &str) -> Option<String> {
        let Some(child) = self.root.child(name) else {
            return Some(self.text.clone());
        };
        let begin = child.at - self.space_before(child.at)?.len();
        let rest = self.replaced(begin, self.after(child)?, "")?;
        Self::parse(&rest)?.without(name)
    }

    /// With its elements in the order of the alphabet. What stands before an element, space or a remark, goes
    /// with it. `None` where text stands between elements.
    pub(super) fn sorted(&self) -> Option<String> {
        let children = &self.root.children;
        if !self.root.text.trim().is_empty() {
            return None;
        }
        let begin = self.root.content_at;
        let mut from = begin;
        let mut parts = Vec::new();
        for child in children {
            let end = self.after(child)?;
            parts.push((child.name.as_str(), self.text.get(from..end)?));
            from = end;
        }
        parts.sort_by_key(|(name, _)| *name);
        let sorted: String = parts.into_iter().map(|(_, part)| part).collect();
        self.replaced(begin, from, &sorted)
    }

    fn replaced(&self, from: usize, to: usize, with: &str) -> Option<String> {
        let (before, after) = (self.text.get(..from)?, self.text.get(to..)?);
        Some(format!("{before}{with}{after}"))
    }

    /// The white space right before a place.
    fn space_before(&self, at: usize) -> Option<&str> {
        let before = self.text.get(..at)?;
        before.get(before.trim_end().len()..)
    }

    /// The byte after an element's end.
    fn after(&self, element: &Element) -> Option<usize> {
        if element.is_self_closing() {
            return Some(element.content_at);
        }
        let length = self.text.get(element.end_at..)?.find('>')?;
        Some(element.end_at + length + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> Document {
        Document::parse(text).unwrap()
    }

    #[test]
    fn one_element_changes_and_nothing_else() {
        let text = "<!-- a -->\n<r>\r\n\t<b> x </b><!-- b -->\r\n\t<d/>\r\n</r>\r\n";
        let of = document(text);
        assert_eq!(of.with("b", "<").unwrap(), text.replace(" x ", "&lt;"));
        assert_eq!(of.with("d", "y").unwrap(), text.replace("<d/>", "<d>y</d>"));
        let between = text.replace("<d/>", "<c>y</c>\r\n\t<d/>");
        assert_eq!(of.with("c", "y").unwrap(), between);
        let last = text.replace("<d/>", "<d/>\r\n\t<e>y</e>");
        assert_eq!(of.with("e", "y").unwrap(), last);
        assert_eq!(of.without("d").unwrap(), text.replace("\r\n\t<d/>", ""));
        assert_eq!(of.without("x").unwrap(), text);
    }

    #[test]
    fn a_remark_stays_with_its_element() {
        let of = document("<r>\n  <!-- of c -->\n  <c>1</c>\n  <a/>\n  <b>2</b>\n</r>");
        assert_eq!(
            of.sorted().unwrap(),
            "<r>\n  <a/>\n  <b>2</b>\n  <!-- of c -->\n  <c>1</c>\n</r>"
        );
        assert_eq!(document("<r>x<b/><a/></r>").sorted(), None);
    }
}
