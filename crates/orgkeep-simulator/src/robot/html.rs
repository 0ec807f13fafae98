//! As much HTML as the practice org's own pages need.

/// The first form of a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Form {
    pub action: String,
    pub hidden: Vec<(String, String)>,
}

/// Finds the form and its hidden fields.
pub(super) fn form(page: &str) -> Option<Form> {
    let start = page.find("<form")?;
    let end = page[start..]
        .find("</form>")
        .map_or(page.len(), |length| start + length);
    let form = &page[start..end];
    let tag = tag(form)?;
    let inputs = form
        .split("<input")
        .skip(1)
        .filter_map(|rest| rest.split('>').next());
    let hidden = inputs.filter(|input| attribute(input, "type").as_deref() == Some("hidden"));
    let pairs =
        hidden.filter_map(|input| Some((attribute(input, "name")?, attribute(input, "value")?)));
    Some(Form {
        action: attribute(tag, "action")?,
        hidden: pairs.collect(),
    })
}

fn tag(text: &str) -> Option<&str> {
    text.split('>').next()
}

/// A quoted attribute's value, unescaped.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    let value = rest.split('"').next()?;
    let plain = value.replace("&lt;", "<").replace("&gt;", ">");
    let plain = plain.replace("&quot;", "\"").replace("&#39;", "'");
    Some(plain.replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_fields_are_found_and_unescaped() {
        let page = "<p><form id=\"f\" action=\"/go\"><input type=\"hidden\" name=\"a\" value=\"1&amp;2\">\
                    <input id=\"username\" name=\"username\" type=\"text\"></form>";
        let expected = Form {
            action: "/go".to_owned(),
            hidden: vec![("a".to_owned(), "1&2".to_owned())],
        };
        assert_eq!(form(page), Some(expected));
    }
}
