//! Cookies of `localhost`. As in a real browser, they do not know ports.

/// Names and values.
#[derive(Debug, Default)]
pub(super) struct Jar(Vec<(String, String)>);

impl Jar {
    /// Takes a `Set-Cookie` header; one that is over deletes.
    pub(super) fn keep(&mut self, header: &str) {
        let pair = header.split(';').next().unwrap_or_default();
        let Some((name, value)) = pair.split_once('=') else {
            return;
        };
        self.0.retain(|(own, _)| own != name.trim());
        if !header.contains("Max-Age=0") {
            self.0
                .push((name.trim().to_owned(), value.trim().to_owned()));
        }
    }

    /// The `Cookie` header.
    pub(super) fn header(&self) -> Option<String> {
        let pairs = self.0.iter().map(|(name, value)| format!("{name}={value}"));
        let joined = pairs.collect::<Vec<_>>().join("; ");
        (!joined.is_empty()).then_some(joined)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_replaced_and_deleted() {
        let mut jar = Jar::default();
        jar.keep("sid=1; Path=/");
        jar.keep("sid=2; Path=/");
        assert_eq!(jar.header().as_deref(), Some("sid=2"));
        jar.keep("sid=; Path=/; Max-Age=0");
        assert_eq!(jar.header(), None);
    }
}
