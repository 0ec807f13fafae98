//! The elements of one component, each taken once; what is not taken is told.

use std::collections::BTreeSet;

use super::Kind;
use super::read::ReadError;
use crate::tree::RelativePath;
use crate::xml::Element;

pub(super) struct Values {
    path: RelativePath,
    kind: Kind,
    root: Element,
    read: BTreeSet<&'static str>,
}

impl Values {
    pub(super) fn new(path: RelativePath, kind: Kind, root: Element) -> Self {
        Self {
            path,
            kind,
            root,
            read: BTreeSet::new(),
        }
    }

    pub(super) fn path(&self) -> &RelativePath {
        &self.path
    }

    /// Elements that are read elsewhere, or say what every blueprint says.
    pub(super) fn ignore(&mut self, names: &[&'static str]) {
        self.read.extend(names);
    }

    /// An element that may be missing, and must be right.
    pub(super) fn optional<T>(
        &mut self,
        element: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, ReadError> {
        self.read.insert(element);
        let value = ReadError::Value {
            kind: self.kind,
            element,
        };
        match self.root.text_of(element) {
            Some(text) => parse(text).map(Some).ok_or(value),
            None => Ok(None),
        }
    }

    /// An element that must be there and right.
    pub(super) fn word<T>(
        &mut self,
        element: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, ReadError> {
        let kind = self.kind;
        self.optional(element, parse)?
            .ok_or(ReadError::Value { kind, element })
    }

    pub(super) fn parsed<T, E>(
        &mut self,
        element: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, ReadError> {
        self.word(element, |text| parse(text).ok())
    }

    pub(super) fn flag(&mut self, element: &'static str, usual: bool) -> bool {
        self.read.insert(element);
        self.root
            .text_of(element)
            .map_or(usual, |text| text == "true")
    }

    /// What nobody asked for.
    pub(super) fn unread(self) -> Vec<(RelativePath, String)> {
        let Self {
            path, root, read, ..
        } = self;
        let unread = root.children.into_iter().map(|child| child.name);
        let unread: BTreeSet<String> = unread
            .filter(|name| !read.contains(name.as_str()))
            .collect();
        unread
            .into_iter()
            .map(|name| (path.clone(), name))
            .collect()
    }
}

/// The parts of a list with commas.
pub(super) fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
}
