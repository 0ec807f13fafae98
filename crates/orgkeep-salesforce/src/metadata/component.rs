//! Single components: what is there, what it says, and writing it (salesforce.md, 5.2).

use quick_xml::escape::escape;

use super::element::Element;
use super::envelope::{call, element_text};
use super::problem::Problem;
use crate::API_VERSION;
use crate::http::{CallError, HttpClient};
use crate::session::ApiSession;

/// Components in one call.
const MOST: usize = 10;
/// Questions in one call of `listMetadata`.
const MOST_QUERIES: usize = 3;
/// The longest name of an element that is sent, in bytes.
const LONGEST_NAME: usize = 100;

/// A component with the elements that hold text. Elements with elements in them are known by name only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// Its type, such as `ExternalClientApplication`.
    pub type_name: String,
    /// Its name.
    pub full_name: String,
    /// Element and text.
    pub fields: Vec<(String, String)>,
    /// Elements that hold others.
    pub nested: Vec<String>,
}

/// That a component is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its type.
    pub type_name: String,
    /// Its name.
    pub full_name: String,
}

/// How components are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Save {
    /// They must not be there yet.
    Create,
    /// They must be there.
    Update,
    /// Either.
    Upsert,
}

impl Save {
    fn operation(self) -> &'static str {
        match self {
            Self::Create => "createMetadata",
            Self::Update => "updateMetadata",
            Self::Upsert => "upsertMetadata",
        }
    }
}

/// What became of one component that was written or removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Its name.
    pub full_name: String,
    /// Whether it is new, where the answer says so.
    pub created: Option<bool>,
    /// Why it was refused; empty where it was taken.
    pub problems: Vec<Problem>,
}

/// What there is of these types, in no particular order.
///
/// # Errors
/// [`CallError`].
pub async fn list(
    client: &HttpClient,
    session: ApiSession<'_>,
    type_names: &[&str],
) -> Result<Vec<Listed>, CallError> {
    let mut found = Vec::new();
    for some in type_names.chunks(MOST_QUERIES) {
        let queries = some.iter().map(|name| {
            let wanted = element_text("type", name);
            format!("<m:queries>{wanted}</m:queries>")
        });
        let version = element_text("asOfVersion", API_VERSION);
        let inner = format!("{}{version}", queries.collect::<String>());
        let response = call(client, session, "listMetadata", &inner).await?;
        found.extend(response.all("result").map(listed));
    }
    Ok(found)
}

/// The components of these names. Those that are not there are missing from the answer (salesforce.md, 5.2).
///
/// # Errors
/// [`CallError`].
pub async fn read(
    client: &HttpClient,
    session: ApiSession<'_>,
    type_name: &str,
    names: &[&str],
) -> Result<Vec<Component>, CallError> {
    let mut found = Vec::new();
    for some in names.chunks(MOST) {
        let inner = named(type_name, some);
        let response = call(client, session, "readMetadata", &inner).await?;
        let records = response.child("result").ok_or(CallError::Unexpected)?;
        let records = records.all("records");
        found.extend(records.filter_map(|record| component(record, type_name)));
    }
    Ok(found)
}

/// Writes components of one type. Each is answered for itself.
///
/// # Errors
/// [`CallError`] when there is no answer, or the call as a whole is refused.
pub async fn save(
    client: &HttpClient,
    session: ApiSession<'_>,
    how: Save,
    components: &[Component],
) -> Result<Vec<Saved>, CallError> {
    let mut saved = Vec::new();
    for some in components.chunks(MOST) {
        let inner: String = some.iter().map(written).collect();
        let response = call(client, session, how.operation(), &inner).await?;
        let type_name = some.first().map_or("", |own| own.type_name.as_str());
        saved.extend(results(&response, type_name));
    }
    Ok(saved)
}

/// Removes components of one type. With an app goes everything of it (salesforce.md, 2.3).
///
/// # Errors
/// As for [`save`].
pub async fn delete(
    client: &HttpClient,
    session: ApiSession<'_>,
    type_name: &str,
    names: &[&str],
) -> Result<Vec<Saved>, CallError> {
    let mut saved = Vec::new();
    for some in names.chunks(MOST) {
        let inner = named(type_name, some);
        let response = call(client, session, "deleteMetadata", &inner).await?;
        saved.extend(results(&response, type_name));
    }
    Ok(saved)
}

fn named(type_name: &str, names: &[&str]) -> String {
    let names = names.iter().map(|name| element_text("fullNames", name));
    element_text("type", type_name) + &names.collect::<String>()
}

/// The name first, the other elements in the order of the alphabet.
pub(super) fn written(component: &Component) -> String {
    let mut fields: Vec<_> = component.fields.iter().collect();
    fields.sort();
    let fields = fields.into_iter().filter(|(name, _)| is_name(name));
    let fields: String = fields
        .map(|(name, text)| element_text(name, text))
        .collect();
    format!(
        "<m:metadata xsi:type=\"m:{}\">{}{fields}</m:metadata>",
        escape(component.type_name.as_str()),
        element_text("fullName", &component.full_name)
    )
}

/// Names can come from an org: what would be no element is not sent.
fn is_name(name: &str) -> bool {
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain && (1..=LONGEST_NAME).contains(&name.len())
}

pub(super) fn listed(result: &Element) -> Listed {
    Listed {
        type_name: result.text_of("type").to_owned(),
        full_name: result.text_of("fullName").to_owned(),
    }
}

pub(super) fn component(record: &Element, type_name: &str) -> Option<Component> {
    let full_name = record.text_of("fullName");
    if full_name.is_empty() {
        return None;
    }
    let others = record
        .children
        .iter()
        .filter(|child| child.name != "fullName");
    let (leaves, nested): (Vec<_>, Vec<_>) = others.partition(|child| child.children.is_empty());
    Some(Component {
        type_name: record
            .type_of
            .clone()
            .unwrap_or_else(|| type_name.to_owned()),
        full_name: full_name.to_owned(),
        fields: leaves
            .iter()
            .map(|leaf| (leaf.name.clone(), leaf.text.trim().to_owned()))
            .collect(),
        nested: nested.iter().map(|child| child.name.clone()).collect(),
    })
}

pub(super) fn results<'a>(
    response: &'a Element,
    type_name: &'a str,
) -> impl Iterator<Item = Saved> + 'a {
    response.all("result").map(move |result| {
        let full_name = result.text_of("fullName");
        let problem = |error: &Element| {
            let code = Some(error.text_of("statusCode")).filter(|code| !code.is_empty());
            let problem = Problem::new(type_name, full_name, code, error.text_of("message"));
            problem.about(error.all("fields").map(|field| field.text.trim()))
        };
        let mut problems: Vec<Problem> = result.all("errors").map(problem).collect();
        if problems.is_empty() && result.text_of("success") != "true" {
            problems.push(Problem::new(type_name, full_name, None, ""));
        }
        Saved {
            full_name: full_name.to_owned(),
            created: result
                .child("created")
                .map(|created| created.text.trim() == "true"),
            problems,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::element::parse;
    use super::*;

    #[test]
    fn one_result_several_or_none_are_read() {
        let read = |text: &str| results(&parse(text.as_bytes()).unwrap(), "T").collect::<Vec<_>>();
        assert!(read("<r/>").is_empty());
        let one = read(
            "<r><result><fullName>a</fullName><success>true</success><created>true</created></result></r>",
        );
        assert_eq!(
            (one.len(), one[0].created, one[0].problems.len()),
            (1, Some(true), 0)
        );
        let error = "<errors><fields>x</fields><fields>y</fields><message>no</message><statusCode>S_C</statusCode></errors>";
        let two = read(&format!(
            "<r><result><fullName>a</fullName><success>false</success>{error}{error}</result><result><success>false</success></result></r>"
        ));
        assert_eq!(two[0].problems.len(), 2);
        assert_eq!(two[0].problems[0].fields, ["x", "y"]);
        assert_eq!(
            two[1].problems.len(),
            1,
            "no success without a reason is no success"
        );
    }

    #[test]
    fn a_member_that_is_not_there_is_no_component() {
        let record = |text: &str| component(&parse(text.as_bytes()).unwrap(), "T");
        assert_eq!(record("<records xsi:nil='true'/>"), None);
        assert_eq!(record("<records/>"), None);
        let found =
            record("<records><fullName>N</fullName><a> 1 </a><b><c/></b><d/></records>").unwrap();
        assert_eq!(
            found.fields,
            [
                ("a".to_owned(), "1".to_owned()),
                ("d".to_owned(), String::new())
            ]
        );
        assert_eq!(found.nested, ["b"]);
    }

    #[test]
    fn the_name_is_first_and_text_is_escaped() {
        let component = Component {
            type_name: "T".to_owned(),
            full_name: "N<".to_owned(),
            fields: vec![
                ("b".to_owned(), "2&".to_owned()),
                ("a".to_owned(), "1".to_owned()),
                ("c><x".to_owned(), "3".to_owned()),
            ],
            nested: Vec::new(),
        };
        assert_eq!(
            written(&component),
            "<m:metadata xsi:type=\"m:T\"><m:fullName>N&lt;</m:fullName><m:a>1</m:a><m:b>2&amp;</m:b></m:metadata>"
        );
    }
}
