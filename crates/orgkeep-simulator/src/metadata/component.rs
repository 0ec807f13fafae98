//! One component, read strictly: elements that its type has at that version, in the order of the alphabet, each once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::kind::{Holds, Kind};
use crate::xml::Element;

/// The namespace of metadata.
pub(super) const NAMESPACE: &str = "http://soap.sforce.com/2006/04/metadata";

/// A component: its type, its name, and its elements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Component {
    pub kind: Kind,
    pub name: String,
    pub fields: BTreeMap<String, String>,
}

/// Why a component is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Problem {
    pub type_name: String,
    pub name: String,
    /// What a `SaveResult` gives.
    pub code: String,
    pub text: String,
    /// The elements that it is about.
    pub fields: Vec<String>,
}

impl Component {
    /// From its element. `elements` are those beside the name.
    pub(super) fn read(
        kind: Kind,
        name: &str,
        elements: &[Element],
        version: u32,
    ) -> Result<Self, Problem> {
        let mut component = Self {
            kind,
            name: name.to_owned(),
            fields: BTreeMap::new(),
        };
        let mut last = "";
        for element in elements {
            if element.namespace != NAMESPACE || element.name.as_str() <= last {
                let text = format!("Element {} is out of place", element.name);
                return Err(component.refused("FIELD_INTEGRITY_EXCEPTION", &text, &element.name));
            }
            last = &element.name;
            component.check_field(element, version)?;
            let text = element.text.trim().to_owned();
            component.fields.insert(element.name.clone(), text);
        }
        Ok(component)
    }

    /// What an element says; nothing where it is absent or empty.
    pub(crate) fn text(&self, field: &str) -> &str {
        self.fields.get(field).map_or("", String::as_str)
    }

    /// Whether an element says `true`, or `usual` where it is absent.
    pub(crate) fn flag(&self, field: &str, usual: bool) -> bool {
        self.fields.get(field).map_or(usual, |text| text == "true")
    }

    /// The app that it belongs to.
    pub(crate) fn app(&self) -> &str {
        match self.kind {
            Kind::App => &self.name,
            _ => self.text("externalClientApplication"),
        }
    }

    /// A refusal of this component.
    pub(super) fn refused(&self, code: &str, text: &str, field: &str) -> Problem {
        Problem {
            type_name: self.kind.package_name().to_owned(),
            name: self.name.clone(),
            code: code.to_owned(),
            text: text.to_owned(),
            fields: (!field.is_empty())
                .then(|| field.to_owned())
                .into_iter()
                .collect(),
        }
    }

    /// Whether nothing that it needs is missing.
    pub(super) fn check_complete(&self) -> Result<(), Problem> {
        let missing = self
            .kind
            .fields()
            .iter()
            .find(|field| field.required && self.text(field.name).is_empty());
        match missing {
            Some(field) => {
                let text = format!("Required fields are missing: [{}]", field.name);
                Err(self.refused("REQUIRED_FIELD_MISSING", &text, field.name))
            }
            None => Ok(()),
        }
    }

    fn check_field(&self, element: &Element, version: u32) -> Result<(), Problem> {
        let refused = |text: &str| self.refused("FIELD_INTEGRITY_EXCEPTION", text, &element.name);
        let known = self.kind.fields().iter();
        let known = known
            .filter(|field| field.since <= version)
            .find(|field| field.name == element.name);
        let Some(known) = known else {
            let text = format!(
                "Property '{}' not valid in version {version}.0",
                element.name
            );
            return Err(refused(&text));
        };
        let text = element.text.trim();
        let fits = match known.holds {
            Holds::Text => true,
            Holds::Flag => matches!(text, "true" | "false"),
            Holds::Number => text.parse::<u32>().is_ok(),
            Holds::Parts => false,
            Holds::OneOf(words) => words.iter().any(|word| word.eq_ignore_ascii_case(text)),
        };
        if fits && element.children.is_empty() {
            Ok(())
        } else {
            Err(refused(&format!(
                "'{text}' is not a valid value for {}",
                element.name
            )))
        }
    }
}
