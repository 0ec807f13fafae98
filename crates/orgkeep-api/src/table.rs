//! Ten thousand rows on their way to the page: the names of the columns once, and the values of each row.
//!
//! Named in every row, they would be more than half of what travels, is read, and is held up by.

use serde::ser::{SerializeSeq as _, SerializeStruct as _};
use serde::{Serialize, Serializer};

use crate::connection::ConnectionRowView;

/// Writes rows as `{ "columns": […], "rows": [[…], …] }`.
pub(crate) fn serialize<S: Serializer>(
    rows: &[ConnectionRowView],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut table = serializer.serialize_struct("Table", 2)?;
    table.serialize_field("columns", COLUMNS)?;
    table.serialize_field("rows", &Values(rows))?;
    table.end()
}

struct Values<'a>(&'a [ConnectionRowView]);

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(Value))
    }
}

/// One row without its names.
struct Value<'a>(&'a ConnectionRowView);

macro_rules! columns {
    ($($field:ident $name:literal,)*) => {
        const COLUMNS: &[&str] = &[$($name,)*];

        impl Serialize for Value<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                // Without `..`, so that no field can be forgotten.
                let ConnectionRowView { $($field,)* } = self.0;
                let mut row = serializer.serialize_seq(Some(COLUMNS.len()))?;
                $(row.serialize_element($field)?;)*
                row.end()
            }
        }
    };
}

columns! {
    id "id",
    name "name",
    username "username",
    org_id "orgId",
    host "host",
    url "url",
    environment "environment",
    org_type "orgType",
    authentication "authentication",
    retires "retires",
    health "health",
    health_at "healthAt",
    status "status",
    status_at "statusAt",
    authenticated_at "authenticatedAt",
    last_test "lastTest",
    posture "posture",
    can_open "canOpen",
    family "family",
    tags "tags",
    favourite "favourite",
    colour "colour",
    owner "owner",
    expiry "expiry",
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::{AuthenticationView, EnvironmentView, OrgTypeView, StatusView};
    use crate::health::HealthView;
    use crate::label::ColourView;

    #[test]
    fn each_value_stands_under_the_name_of_its_field() {
        let row = ConnectionRowView {
            id: "1".into(),
            name: "2".into(),
            username: "3".into(),
            org_id: "4".into(),
            host: "5".into(),
            url: "6".into(),
            environment: EnvironmentView::Uat,
            org_type: OrgTypeView::Sandbox,
            authentication: AuthenticationView::Standard,
            retires: None,
            health: HealthView::Connected,
            health_at: "7".into(),
            status: StatusView::SignInAgain,
            status_at: "8".into(),
            authenticated_at: "9".into(),
            last_test: None,
            posture: None,
            can_open: true,
            family: Some("10".into()),
            tags: vec!["11".into()],
            favourite: false,
            colour: ColourView::Plain,
            owner: "12".into(),
            expiry: None,
        };
        let mut text = Vec::new();
        serialize(
            std::slice::from_ref(&row),
            &mut serde_json::Serializer::new(&mut text),
        )
        .expect("a table");
        let table: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
        let columns = table["columns"].as_array().into_iter().flatten();
        let values = table["rows"][0].as_array().into_iter().flatten();
        let named: serde_json::Map<String, serde_json::Value> = columns
            .zip(values)
            .map(|(name, value)| (name.as_str().unwrap_or_default().to_owned(), value.clone()))
            .collect();
        let plain = serde_json::to_value(&row).expect("a row");
        assert_eq!(plain, serde_json::Value::Object(named));
    }
}
