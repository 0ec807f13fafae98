//! A metadata file of an External Client App.

use crate::metadata::Kind;
use crate::position::Position;
use crate::tree::RelativePath;
use crate::xml::Element;

/// A file that says what it is.
#[derive(Debug)]
pub(super) struct Component {
    pub path: RelativePath,
    pub kind: Kind,
    pub root: Element,
    text: String,
}

impl Component {
    /// The type is what the root says. Where that is no type of ours, it is what the name says.
    pub(super) fn new(path: RelativePath, root: Element, text: String) -> Option<Self> {
        let kind = Kind::of_type(&root.name).or_else(|| Kind::of_file(path.file_name()))?;
        Some(Self {
            path,
            kind,
            root,
            text,
        })
    }

    /// The component's own name.
    pub(super) fn member(&self) -> &str {
        let name = self.path.file_name();
        name.split_once('.').map_or(name, |(member, _)| member)
    }

    /// The app to which it belongs: itself, or the one that it names.
    pub(super) fn app(&self) -> Option<&str> {
        if self.kind == Kind::App {
            return Some(self.member());
        }
        self.root.text_of("externalClientApplication")
    }

    pub(super) fn is_policy(&self) -> bool {
        matches!(self.kind, Kind::Policies | Kind::OauthPolicies)
    }

    pub(super) fn place(&self, byte: usize) -> Position {
        Position::of(self.text.as_bytes(), byte)
    }

    /// Where an element stands, or where it would have to stand.
    pub(super) fn place_of(&self, element: &str) -> Position {
        let at = self
            .root
            .child(element)
            .map_or(self.root.end_at, |child| child.at);
        self.place(at)
    }

    /// Where a word stands in the text of an element.
    pub(super) fn place_in(&self, element: &Element, word: &str) -> Position {
        let inside = self
            .text
            .get(element.content_at..element.end_at)
            .unwrap_or_default();
        let at = inside.find(word).unwrap_or_default();
        self.place(element.content_at + at)
    }
}
