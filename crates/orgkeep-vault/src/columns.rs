//! Reading columns as the types they stand for. A value that makes no sense is damage of that row, named
//! by its column; it is never a reason to fail as a whole.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use orgkeep_domain::browser::BrowserChoice;
use orgkeep_domain::scope::Scopes;
use orgkeep_domain::text::neutral;
use rusqlite::types::{FromSql, ValueRef};
use rusqlite::{Connection, Row, Statement, named_params};
use serde::de::DeserializeOwned;

use crate::app_fields::AppFields;
use crate::error::DamagedRow;
use crate::sealed_row::WrappedKey;

/// The longest text that people are shown, in characters. What servers send is cut shorter before it is written.
const LONGEST_SHOWN: usize = 300;

/// Where a statement has its columns. SQLite compares a name with every one of them, for every value of every row.
pub(crate) struct Places(HashMap<String, usize>);

impl Places {
    pub(crate) fn of(statement: &Statement<'_>) -> Self {
        let names = statement.column_names().map(str::to_owned);
        Self(names.zip(0..).collect())
    }
}

/// A row that is being read.
pub(crate) struct Columns<'r, 's> {
    row: &'r Row<'s>,
    places: Option<&'r Places>,
    id: String,
}

impl<'r, 's> Columns<'r, 's> {
    /// A row by itself.
    pub(crate) fn of(row: &'r Row<'s>) -> Self {
        let id = row.get("id").unwrap_or_else(|_| "?".to_owned());
        Self {
            row,
            places: None,
            id,
        }
    }

    /// One of many rows of a statement.
    pub(crate) fn among(row: &'r Row<'s>, places: &'r Places) -> Self {
        Self {
            places: Some(places),
            ..Self::of(row)
        }
    }

    /// The row's id, through its own parser.
    pub(crate) fn id<T, E>(
        &self,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, DamagedRow> {
        parse(&self.id).map_err(|_| self.damage("id"))
    }

    /// A value as SQLite has it.
    pub(crate) fn get<T: FromSql>(&self, column: &'static str) -> Result<T, DamagedRow> {
        T::column_result(self.value(column)?).map_err(|_| self.damage(column))
    }

    /// A value where it lies in the row.
    fn value(&self, column: &'static str) -> Result<ValueRef<'r>, DamagedRow> {
        let found = match self.places.map(|places| places.0.get(column)) {
            Some(Some(place)) => self.row.get_ref(*place),
            _ => self.row.get_ref(column),
        };
        found.map_err(|_| self.damage(column))
    }

    /// A text that people are shown. It was harmless when it was written, and somebody may have edited the store.
    pub(crate) fn shown(&self, column: &'static str) -> Result<String, DamagedRow> {
        let text: String = self.get(column)?;
        Ok(neutral(&text, LONGEST_SHOWN))
    }

    /// A text, through its parser.
    pub(crate) fn parsed<T>(
        &self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, DamagedRow> {
        let text = self.value(column)?.as_str();
        let parsed = text.ok().and_then(parse);
        parsed.ok_or_else(|| self.damage(column))
    }

    /// A text through its parser, or nothing.
    pub(crate) fn optional<T>(
        &self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, DamagedRow> {
        let text: Option<String> = self.get(column)?;
        text.map(|text| parse(&text).ok_or_else(|| self.damage(column)))
            .transpose()
    }

    /// Milliseconds since 1970.
    pub(crate) fn moment(&self, column: &'static str) -> Result<Timestamp, DamagedRow> {
        self.to_moment(column, self.get(column)?)
    }

    /// Milliseconds since 1970, or nothing.
    pub(crate) fn optional_moment(
        &self,
        column: &'static str,
    ) -> Result<Option<Timestamp>, DamagedRow> {
        let milliseconds: Option<i64> = self.get(column)?;
        milliseconds
            .map(|value| self.to_moment(column, value))
            .transpose()
    }

    /// A JSON array of texts.
    pub(crate) fn list(&self, column: &'static str) -> Result<Vec<String>, DamagedRow> {
        self.parsed(column, |text| serde_json::from_str(text).ok())
    }

    /// A JSON object.
    pub(crate) fn map<T: DeserializeOwned>(
        &self,
        column: &'static str,
    ) -> Result<BTreeMap<String, T>, DamagedRow> {
        self.parsed(column, |text| serde_json::from_str(text).ok())
    }

    /// Scopes, separated by spaces.
    pub(crate) fn scopes(&self, column: &'static str) -> Result<Scopes, DamagedRow> {
        self.parsed(column, |text| Some(Scopes::parse(text)))
    }

    /// Scopes, or nothing.
    pub(crate) fn optional_scopes(
        &self,
        column: &'static str,
    ) -> Result<Option<Scopes>, DamagedRow> {
        let text: Option<String> = self.get(column)?;
        Ok(text.map(|text| Scopes::parse(&text)))
    }

    /// The browser of a row that has one.
    pub(crate) fn browser(&self) -> Result<BrowserChoice, DamagedRow> {
        Ok(BrowserChoice {
            id: self.get("browser")?,
            private: self.get("private_window")?,
        })
    }

    /// The app of a row that has one.
    pub(crate) fn app(&self) -> Result<AppFields, DamagedRow> {
        Ok(AppFields {
            label: self.get("label")?,
            api_name: self.get("api_name")?,
            contact_email: self.get("contact_email")?,
            description: self.get("description")?,
            presets: self.list("presets")?,
            inputs: self.map("inputs")?,
            choices: self.map("conflict_choices")?,
        })
    }

    /// The row's sealed data key.
    pub(crate) fn wrapped_key(&self) -> Result<WrappedKey, DamagedRow> {
        Ok(WrappedKey {
            master_key_id: self.get("key_id")?,
            data_key_id: self.get("data_key_id")?,
            sealed: self.get("data_key")?,
        })
    }

    /// Whether a column has a value, without reading it.
    pub(crate) fn has(&self, column: &'static str) -> Result<bool, DamagedRow> {
        Ok(self.value(column)? != ValueRef::Null)
    }

    fn to_moment(&self, column: &'static str, value: i64) -> Result<Timestamp, DamagedRow> {
        Timestamp::from_millisecond(value).map_err(|_| self.damage(column))
    }

    fn damage(&self, column: &'static str) -> DamagedRow {
        DamagedRow {
            id: self.id.clone(),
            column,
        }
    }
}

/// A list as it is stored.
pub(crate) fn list_text(list: &[String]) -> String {
    serde_json::Value::from(list).to_string()
}

/// Writes the app of a row that has one, in a table that has its columns.
pub(crate) fn write_app(
    connection: &Connection,
    table: &'static str,
    id: &str,
    app: &AppFields,
) -> rusqlite::Result<()> {
    let statement = format!(
        "UPDATE {table} SET label = :label, api_name = :api_name, contact_email = :contact_email,
             description = :description, presets = :presets, inputs = :inputs,
             conflict_choices = :choices
         WHERE id = :id"
    );
    connection.execute(
        &statement,
        named_params! {
            ":id": id,
            ":label": app.label,
            ":api_name": app.api_name,
            ":contact_email": app.contact_email,
            ":description": app.description,
            ":presets": list_text(&app.presets),
            ":inputs": serde_json::json!(app.inputs).to_string(),
            ":choices": serde_json::json!(app.choices).to_string(),
        },
    )?;
    Ok(())
}
