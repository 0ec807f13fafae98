//! Parameters of a query or a form, in the order they came.

use url::form_urlencoded;

/// Decoded name and value pairs. Nothing is merged: a repeated parameter stays visible.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// Decodes `application/x-www-form-urlencoded` bytes, once.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Self {
        Self(form_urlencoded::parse(bytes).into_owned().collect())
    }

    /// The first value of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The first value of this name, or nothing at all.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// Whether the parameter is there, empty or not.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// All pairs.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// A name that stands there more than once, if any.
    pub(crate) fn repeated(&self) -> Option<&str> {
        let times = |name: &str| self.0.iter().filter(|(own, _)| own == name).count();
        let found = self.0.iter().find(|(name, _)| times(name) > 1);
        found.map(|(name, _)| name.as_str())
    }
}

/// Encodes pairs as a query or a form.
pub(crate) fn encode(pairs: &[(&str, &str)]) -> String {
    let mut serializer = form_urlencoded::Serializer::new(String::new());
    serializer.extend_pairs(pairs);
    serializer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_decoded_once() {
        let form = Form::parse(b"code=a%253D%3D%2B&state=x+y");
        assert_eq!(form.text("code"), "a%3D=+");
        assert_eq!(form.text("state"), "x y");
    }

    #[test]
    fn a_repeated_name_is_noticed() {
        assert_eq!(Form::parse(b"a=1&b=2&a=1").repeated(), Some("a"));
        assert_eq!(Form::parse(b"a=1&b=2").repeated(), None);
    }
}
