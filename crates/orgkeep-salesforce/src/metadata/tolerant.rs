//! Lists that are not always lists: what comes from SOAP is one object, several, or absent (salesforce.md, 5.3).

use serde::{Deserialize, Deserializer};

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany<T> {
    Many(Vec<T>),
    One(T),
}

/// An object, a list, or null. For an absent field add `#[serde(default)]`.
pub(super) fn list<'de, T, D>(source: D) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    let found = Option::<OneOrMany<T>>::deserialize(source)?;
    Ok(match found {
        None => Vec::new(),
        Some(OneOrMany::One(one)) => vec![one],
        Some(OneOrMany::Many(many)) => many,
    })
}
