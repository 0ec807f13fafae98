//! Strict XML: elements with their namespaces, and nothing that expands.

use quick_xml::{
    NsReader,
    escape::resolve_predefined_entity,
    events::{BytesRef, BytesStart, Event},
    name::ResolveResult,
};

/// Elements inside each other; a login needs five.
const DEPTH: usize = 16;

/// An element with all that is in it.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub namespace: String,
    pub name: String,
    /// What `xsi:type` says, without its prefix; empty where it says nothing.
    pub type_of: String,
    /// Everything written in it that is no element, in one piece.
    pub text: String,
    pub children: Vec<Element>,
}

impl Element {
    /// Whether this is the element of that name.
    pub(crate) fn is(&self, namespace: &str, name: &str) -> bool {
        self.namespace == namespace && self.name == name
    }
}

/// The document: elements that are open, and the root once it is closed.
#[derive(Default)]
struct Document {
    open: Vec<Element>,
    root: Option<Element>,
}

/// The root element, or `None` for what is not well formed, names an unknown entity, or has a document type.
pub(crate) fn parse(text: &str) -> Option<Element> {
    let mut reader = NsReader::from_str(text);
    let mut document = Document::default();
    loop {
        let (namespace, event) = reader.read_resolved_event().ok()?;
        match event {
            Event::Start(start) => document.open(element(namespace, &start)?)?,
            Event::Empty(start) => {
                document.open(element(namespace, &start)?)?;
                document.close()?;
            }
            Event::End(_) => document.close()?,
            Event::Text(text) => document.write(&text.xml10_content())?,
            Event::CData(text) => document.write(&text.xml10_content())?,
            Event::GeneralRef(reference) => document.write(&resolved(&reference)?)?,
            Event::Comment(_) | Event::Decl(_) => {}
            Event::PI(_) | Event::DocType(_) => return None,
            Event::Eof => return document.root.filter(|_| document.open.is_empty()),
        }
    }
}

impl Document {
    fn open(&mut self, element: Element) -> Option<()> {
        let fits = self.root.is_none() && self.open.len() < DEPTH;
        fits.then(|| self.open.push(element))
    }

    fn close(&mut self) -> Option<()> {
        let closed = self.open.pop()?;
        match self.open.last_mut() {
            Some(parent) => parent.children.push(closed),
            None => self.root = Some(closed),
        }
        Some(())
    }

    fn write(&mut self, text: &str) -> Option<()> {
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None => text.trim().is_empty().then_some(())?,
        }
        Some(())
    }
}

fn element(namespace: ResolveResult<'_>, start: &BytesStart<'_>) -> Option<Element> {
    let namespace = match namespace {
        ResolveResult::Bound(namespace) => namespace.as_ref().to_owned(),
        ResolveResult::Unbound => String::new(),
        ResolveResult::Unknown(_) => return None,
    };
    let type_of = start.attributes().find_map(|attribute| {
        let attribute = attribute.ok()?;
        let is_type = attribute.key.local_name().as_ref() == "type";
        is_type.then(|| {
            attribute
                .value
                .rsplit(':')
                .next()
                .unwrap_or_default()
                .to_owned()
        })
    });
    Some(Element {
        namespace,
        type_of: type_of.unwrap_or_default(),
        name: start.local_name().as_ref().to_owned(),
        ..Element::default()
    })
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
    fn elements_have_namespaces_and_text() {
        let root = parse(
            "<?xml version='1.0'?><a:x xmlns:a='one'><y xmlns='two'>1 &lt; &#50;<![CDATA[&]]></y></a:x>",
        );
        let root = root.unwrap();
        assert!(root.is("one", "x"));
        assert!(root.children[0].is("two", "y"));
        assert_eq!(root.children[0].text, "1 < 2&");
    }

    #[test]
    fn what_is_not_well_formed_or_expands_is_refused() {
        for text in [
            "",
            "text",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a>&unknown;</a>",
            "<a>&</a>",
            "<p:a/>",
            "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
            "<!DOCTYPE a><a/>",
            &"<a>".repeat(100),
        ] {
            assert!(parse(text).is_none(), "{text}");
        }
    }
}
