//! Texts with places to fill.

/// Replaces each `{{key}}`. Values are not looked into again, so what a person typed cannot fill a place.
pub(super) fn fill(template: &str, values: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((key, tail)) = after.split_once("}}") else {
            rest = after;
            break;
        };
        let value = values.iter().find(|(name, _)| *name == key);
        out.push_str(value.map_or("", |(_, value)| value.as_str()));
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_fills_its_places_and_no_others() {
        let filled = fill(
            "{{a}}-{{b}}-{{a}}",
            &[("a", "{{b}}".into()), ("b", "x".into())],
        );
        assert_eq!(filled, "{{b}}-x-{{b}}");
    }
}
