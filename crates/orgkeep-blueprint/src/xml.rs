//! XML with the place of every element. Entities of its own a document cannot have, so nothing expands.

use quick_xml::Reader;
use quick_xml::errors::Error;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, Event};

/// Metadata nests three deep. What nests deeper is not metadata.
const DEEPEST: usize = 16;

/// An element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Element {
    /// Its name without a prefix.
    pub name: String,
    /// The byte at which its tag begins.
    pub at: usize,
    /// The text directly in it.
    pub text: String,
    /// The byte at which its content begins.
    pub content_at: usize,
    /// The byte at which its end tag begins.
    pub end_at: usize,
    /// What stands in it.
    pub children: Vec<Element>,
}

impl Element {
    /// The first child of a name.
    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of the first child of a name, without spaces around it. Empty text is none.
    pub(crate) fn text_of(&self, name: &str) -> Option<&str> {
        let text = self.child(name)?.text.trim();
        (!text.is_empty()).then_some(text)
    }

    /// Whether it is written as one tag, `<a/>`. Its content then begins where the tag ends.
    pub(crate) fn is_self_closing(&self) -> bool {
        self.end_at < self.content_at
    }

    /// Whether a child of a name says `true`.
    pub(crate) fn is_true(&self, name: &str) -> bool {
        self.text_of(name) == Some("true")
    }
}

/// Why a text is not read as metadata.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum XmlError {
    /// It is not well-formed, or names an entity that XML does not have.
    #[error("it is not well-formed XML")]
    Malformed { at: usize },
    /// It declares a document type, which metadata never does and which can define entities.
    #[error("it declares a document type")]
    Doctype { at: usize },
    /// It nests deeper than metadata does.
    #[error("it nests too deep")]
    TooDeep { at: usize },
}

impl XmlError {
    /// The byte at which it shows.
    pub(crate) fn at(self) -> usize {
        match self {
            Self::Malformed { at } | Self::Doctype { at } | Self::TooDeep { at } => at,
        }
    }
}

/// Reads a document and gives its root.
pub(crate) fn parse(text: &str) -> Result<Element, XmlError> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        let at = place(reader.buffer_position());
        let event = reader.read_event();
        let after = place(reader.buffer_position());
        let event = event.map_err(|_: Error| XmlError::Malformed {
            at: place(reader.error_position()),
        })?;
        match event {
            Event::Start(_) | Event::Empty(_) if open.is_empty() && root.is_some() => {
                return Err(XmlError::Malformed { at });
            }
            Event::Start(tag) if open.len() >= DEEPEST => {
                drop(tag);
                return Err(XmlError::TooDeep { at });
            }
            Event::Start(tag) => open.push(begun(tag.local_name().as_ref(), at, after)),
            Event::Empty(tag) => {
                let empty = begun(tag.local_name().as_ref(), at, after);
                close(empty, at, &mut open, &mut root);
            }
            Event::End(_) => {
                let ended = open.pop().ok_or(XmlError::Malformed { at })?;
                close(ended, at, &mut open, &mut root);
            }
            Event::Text(part) => add(&part.xml10_content(), at, &mut open)?,
            Event::CData(part) => add(&part.xml10_content(), at, &mut open)?,
            Event::GeneralRef(entity) => add(&resolved(&entity, at)?, at, &mut open)?,
            Event::DocType(_) => return Err(XmlError::Doctype { at }),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => break,
        }
    }
    let whole = root.filter(|_| open.is_empty());
    whole.ok_or(XmlError::Malformed { at: text.len() })
}

fn place(byte: u64) -> usize {
    usize::try_from(byte).unwrap_or(usize::MAX)
}

fn begun(name: &str, at: usize, content_at: usize) -> Element {
    Element {
        name: name.to_owned(),
        at,
        content_at,
        ..Element::default()
    }
}

fn close(mut element: Element, at: usize, open: &mut [Element], root: &mut Option<Element>) {
    element.end_at = at;
    match open.last_mut() {
        Some(parent) => parent.children.push(element),
        None => *root = Some(element),
    }
}

/// Text outside the root must be blank.
fn add(part: &str, at: usize, open: &mut [Element]) -> Result<(), XmlError> {
    match open.last_mut() {
        Some(element) => element.text.push_str(part),
        None if part.trim_start_matches('\u{feff}').trim().is_empty() => {}
        None => return Err(XmlError::Malformed { at }),
    }
    Ok(())
}

/// One of the five entities of XML, or a character by number.
fn resolved(entity: &BytesRef<'_>, at: usize) -> Result<String, XmlError> {
    let malformed = XmlError::Malformed { at };
    match entity.resolve_char_ref().map_err(|_| malformed)? {
        Some(character) => Ok(character.to_string()),
        None => resolve_xml_entity(entity)
            .map(str::to_owned)
            .ok_or(malformed),
    }
}

/// Text as it stands inside an element.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn elements_know_their_places() {
        let text = "<?xml version=\"1.0\"?>\n<a>\n  <p:b>x &amp; &#65;</p:b><c/>\n</a>\n";
        let root = parse(text).unwrap();
        let b = root.child("b").unwrap();
        assert_eq!((b.text.as_str(), &text[b.at..b.at + 5]), ("x & A", "<p:b>"));
        assert_eq!(&text[b.content_at..b.end_at], "x &amp; &#65;");
        assert_eq!(root.text_of("c"), None);
    }

    #[test]
    fn hostile_documents_are_refused() {
        let bomb = "<!DOCTYPE a [<!ENTITY x \"xx\"><!ENTITY y \"&x;&x;\">]><a>&y;</a>";
        assert!(matches!(parse(bomb), Err(XmlError::Doctype { at: 0 })));
        assert!(matches!(
            parse("<a>&y;</a>"),
            Err(XmlError::Malformed { .. })
        ));
        let deep = "<a>".repeat(100_000);
        assert!(matches!(parse(&deep), Err(XmlError::TooDeep { .. })));
        for text in [
            "",
            "x",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "</a>",
            "<a>&#0;</a>",
            "<a",
            "<a/>x",
        ] {
            assert!(
                matches!(parse(text), Err(XmlError::Malformed { .. })),
                "{text}"
            );
        }
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        assert!(parse("\u{feff}<a/>").is_ok());
    }

    proptest! {
        #[test]
        fn any_text_survives_being_escaped(text in "[^\\x00-\\x1f\\x7f-\\x9f]{0,80}") {
            let root = parse(&format!("<a>{}</a>", escape(&text))).unwrap();
            prop_assert_eq!(root.text, text);
        }

        #[test]
        fn no_text_makes_it_panic(text in "(<|>|/|&|;|a|!|-|\\[|\\]|\\?|[^x]){0,60}") {
            let _read: Result<Element, XmlError> = parse(&text);
        }
    }
}
