//! What depends on connections: pipelines, jobs and mappings of other tools, each naming a connection.

use std::collections::BTreeSet;

use orgkeep_domain::dependent::{DependentFields, DependentKind};

use super::record::{Entry, Fault, LineError, ListError, parse_entries};

/// One dependent of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedDependent {
    /// Where it stands, from 1.
    pub line: u64,
    /// The connection that it names, as written there.
    pub connection: String,
    /// What it is.
    pub fields: DependentFields,
}

/// A list with what can be taken and what cannot, both by line.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct DependentList {
    /// What can be taken.
    pub dependents: Vec<ListedDependent>,
    /// What cannot, and why.
    pub errors: Vec<LineError>,
}

const CONNECTION: &[&str] = &["connection", "org", "connection name"];
const KIND: &[&str] = &["kind", "type"];
const NAME: &[&str] = &["name", "pipeline", "job", "mapping"];
const PRODUCT: &[&str] = &["product", "tool", "system"];

/// Reads a list of dependents.
///
/// # Errors
/// [`ListError`] when it is no list at all.
pub fn parse_dependents(text: &str) -> Result<DependentList, ListError> {
    let entries = parse_entries(text)?;
    for (field, names) in [("connection", CONNECTION), ("kind", KIND), ("name", NAME)] {
        if entries.iter().all(|entry| entry.text(names).is_empty()) {
            return Err(ListError::NoColumn(field));
        }
    }
    let mut list = DependentList::default();
    let mut seen = BTreeSet::new();
    for entry in &entries {
        match parse_dependent(entry) {
            Ok(dependent) => {
                if seen.insert((dependent.connection.clone(), dependent.fields.clone())) {
                    list.dependents.push(dependent);
                } else {
                    list.errors.push(entry.fault("name", Fault::Repeated));
                }
            }
            Err(error) => list.errors.push(error),
        }
    }
    Ok(list)
}

fn parse_dependent(entry: &Entry) -> Result<ListedDependent, LineError> {
    let connection = match entry.text(CONNECTION) {
        "" => return Err(entry.fault("connection", Fault::Missing)),
        text => text.to_owned(),
    };
    let kind = match entry.text(KIND) {
        "" => return Err(entry.fault("kind", Fault::Missing)),
        text => DependentKind::from_key(&text.to_lowercase()),
    };
    let kind = kind.ok_or_else(|| entry.fault("kind", Fault::Unknown))?;
    let name = entry.text(NAME);
    if name.is_empty() {
        return Err(entry.fault("name", Fault::Missing));
    }
    let fields = DependentFields::parse(kind, name, entry.text(PRODUCT));
    Ok(ListedDependent {
        line: entry.line,
        connection,
        fields: fields.map_err(|_| entry.fault("name", Fault::TooLong))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_dependents_and_wrong_ones_name_their_field() {
        let text = "connection,kind,name,product\n\
                    UAT,Pipeline,Nightly,ARM\n\
                    ,job,Backup,\n\
                    UAT,dream,Backup,\n\
                    UAT,job,,\n\
                    UAT,pipeline,Nightly,ARM";
        let list = parse_dependents(text).unwrap();
        assert_eq!(list.dependents.len(), 1);
        assert_eq!(list.dependents[0].fields.name(), "Nightly");
        let told: Vec<_> = list
            .errors
            .iter()
            .map(|e| (e.line, e.field, e.fault))
            .collect();
        assert_eq!(
            told,
            [
                (3, "connection", Fault::Missing),
                (4, "kind", Fault::Unknown),
                (5, "name", Fault::Missing),
                (6, "name", Fault::Repeated),
            ]
        );
    }

    #[test]
    fn other_lists_are_refused_as_a_whole() {
        let refused = parse_dependents("connection,name\nUAT,x");
        assert_eq!(refused, Err(ListError::NoColumn("kind")));
    }
}
