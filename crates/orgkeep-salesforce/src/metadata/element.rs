//! Answers of the SOAP interface, read by local names: which prefixes there are is up to the server.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// Elements inside each other; metadata nests less than ten deep.
const DEEPEST: usize = 32;

/// An element with all that is in it.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub name: String,
    /// What `xsi:type` says, without its prefix.
    pub type_of: Option<String>,
    /// Everything written in it that is no element, in one piece.
    pub text: String,
    pub children: Vec<Element>,
}

impl Element {
    /// The first child of a name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Every child of a name: one, several or none.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of the first child of a name; empty where there is none.
    pub(super) fn text_of(&self, name: &str) -> &str {
        self.child(name).map_or("", |child| child.text.trim())
    }
}

/// The root element. `None` for what is not well formed, nests too deep, or declares a document type.
pub(super) fn parse(body: &[u8]) -> Option<Element> {
    let mut reader = Reader::from_str(std::str::from_utf8(body).ok()?);
    let (mut open, mut root) = (Vec::<Element>::new(), None);
    loop {
        match reader.read_event().ok()? {
            Event::Start(_) | Event::Empty(_) if root.is_some() || open.len() >= DEEPEST => {
                return None;
            }
            Event::Start(start) => open.push(begun(&start)),
            Event::Empty(start) => close(begun(&start), &mut open, &mut root),
            Event::End(_) => close(open.pop()?, &mut open, &mut root),
            Event::Text(text) => add(&text.xml10_content(), &mut open)?,
            Event::CData(text) => add(&text.xml10_content(), &mut open)?,
            Event::GeneralRef(reference) => add(&resolved(&reference)?, &mut open)?,
            Event::Decl(_) | Event::Comment(_) => {}
            Event::PI(_) | Event::DocType(_) => return None,
            Event::Eof => return root.filter(|_| open.is_empty()),
        }
    }
}

fn begun(start: &BytesStart<'_>) -> Element {
    let type_of = start.attributes().find_map(|attribute| {
        let attribute = attribute.ok()?;
        let is_type = attribute.key.local_name().as_ref() == "type";
        let bare = |value: &str| value.rsplit(':').next().unwrap_or_default().to_owned();
        is_type.then(|| bare(&attribute.value))
    });
    Element {
        name: start.local_name().as_ref().to_owned(),
        type_of,
        ..Element::default()
    }
}

fn close(closed: Element, open: &mut [Element], root: &mut Option<Element>) {
    match open.last_mut() {
        Some(parent) => parent.children.push(closed),
        None => *root = Some(closed),
    }
}

fn add(text: &str, open: &mut [Element]) -> Option<()> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None => text.trim().is_empty().then_some(())?,
    }
    Some(())
}

/// A character by number, or one of the five that XML itself names.
fn resolved(reference: &BytesRef<'_>) -> Option<String> {
    match reference.resolve_char_ref().ok()? {
        Some(character) => Some(character.to_string()),
        None => resolve_predefined_entity(reference.as_ref()).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_do_not_matter_and_entities_are_xmls_own() {
        let root =
            parse(b"<a:x><b:y xsi:type='q:T'>1 &lt; &#50;<![CDATA[&]]></b:y></a:x>").unwrap();
        assert_eq!((root.name.as_str(), root.text_of("y")), ("x", "1 < 2&"));
        assert_eq!(root.child("y").unwrap().type_of.as_deref(), Some("T"));
    }

    #[test]
    fn what_is_not_well_formed_or_expands_gives_nothing() {
        let deep = "<a>".repeat(100_000);
        for text in [
            "",
            "text",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a>&unknown;</a>",
            "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
            "<!DOCTYPE a SYSTEM 'file:///etc/hostname'><a/>",
            "<?render all?><a/>",
            &deep,
        ] {
            assert!(parse(text.as_bytes()).is_none(), "{text:.40}");
        }
    }
}
