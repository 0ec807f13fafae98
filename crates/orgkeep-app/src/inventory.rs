//! The inventory: every connection without its secrets, for spreadsheets and scripts.
//!
//! Its names are a promise to programs outside, so it has types of its own and does not follow the page.

use orgkeep_api::connection::{AuthenticationView, EnvironmentView, OrgTypeView, StatusView};
use orgkeep_api::health::HealthView;
use orgkeep_api::label::ColourView;
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_domain::text::escaped;
use orgkeep_vault::connection_record::{ConnectionRecord, LastVerdict};
use orgkeep_vault::posture::PostureRecord;
use orgkeep_vault::release::ReleaseRecord;
use serde::Serialize;

use crate::attempt::rfc3339;
use crate::labels::{colour_view, tag_texts};
use crate::table::{Column, TableError, to_table};
use crate::view::{authentication_view, environment_view, health_view, org_type_view, status_view};

/// Rises when a field changes its meaning or goes away. New fields do not raise it.
pub const VERSION: u32 = 1;

/// One connection, with all of it that may be handed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InventoryEntry {
    /// For its whole life, whatever else changes.
    pub id: String,
    /// The admin's name for it.
    pub name: String,
    /// What kind of org it is.
    #[serde(rename = "type")]
    pub org_type: OrgTypeView,
    /// The admin's label.
    pub environment: EnvironmentView,
    /// How Orgkeep signs in.
    pub authentication: AuthenticationView,
    /// How it is, as everybody sees it.
    pub health: HealthView,
    /// When that was found out, RFC 3339.
    pub health_at: String,
    /// How its sign-in is, as last proven.
    pub status: StatusView,
    /// Since when, RFC 3339.
    pub status_at: String,
    /// What the last test found. `None` before the first.
    pub last_test: Option<LastTest>,
    /// What the last look at its app found. `None` until somebody has looked.
    pub posture: Option<Posture>,
    /// When somebody last signed in, RFC 3339.
    pub authenticated_at: String,
    /// When it was registered, RFC 3339.
    pub created_at: String,
    /// Who signs in.
    pub username: String,
    /// Their name.
    pub display_name: String,
    /// The user's 18-character id.
    pub user_id: String,
    /// The org's 18-character id.
    pub org_id: String,
    /// The org's own name.
    pub org_name: String,
    /// "Enterprise Edition" and the like.
    pub edition: String,
    /// The instance, such as `CS214`.
    pub instance_name: String,
    /// The namespace of its packages, where it has registered one.
    pub namespace: Option<String>,
    /// The release that it is on. `None` until its limits were asked for.
    pub release: Option<OnRelease>,
    /// When the org comes to its end, RFC 3339; `None` for one that has none.
    pub org_ends_at: Option<String>,
    /// Where people sign in.
    pub login_url: String,
    /// Where the API answers.
    pub instance_url: String,
    /// The first and last characters of the consumer key. A login with a password has none.
    pub consumer_key: Option<String>,
    /// The callback as registered. A login with a password has none.
    pub callback: Option<String>,
    /// The scopes that were granted.
    pub scopes: Vec<String>,
    /// Whether it was registered as a Dev Hub: then it is neither authenticated again nor moved.
    pub is_dev_hub_registration: bool,
    /// Whether a consumer secret is kept for it.
    pub has_consumer_secret: bool,
    /// Whether Orgkeep can stay signed in without a person.
    pub has_refresh_token: bool,
    /// The admin's tags.
    pub tags: Vec<String>,
    /// Whether it stands among the first.
    pub favourite: bool,
    /// The admin's mark.
    pub colour: ColourView,
    /// Who looks after it; empty for nobody.
    pub owner: String,
}

/// What a test found, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LastTest {
    /// The verdict in one word: `working`, `revoked`, `timedOut`…
    pub verdict: String,
    /// When, RFC 3339.
    pub at: String,
}

/// What a look at the app found, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Posture {
    /// How many settings are risky.
    pub risks: u32,
    /// How many are not what they should be; `None` if nobody has said what they should be.
    pub differences: Option<u32>,
    /// When, RFC 3339.
    pub at: String,
}

/// A release of Salesforce, and when the org told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OnRelease {
    /// `Winter '27`.
    pub label: String,
    /// The newest version of the API there, such as `68.0`.
    pub api_version: String,
    /// When, RFC 3339.
    pub at: String,
}

impl From<&ConnectionRecord> for InventoryEntry {
    fn from(record: &ConnectionRecord) -> Self {
        let app = record.app.as_ref();
        Self {
            id: record.id.to_string(),
            name: record.name.to_string(),
            org_type: org_type_view(record.org_type),
            environment: environment_view(record.environment),
            authentication: authentication_view(record.authentication),
            health: health_view(record.health()),
            health_at: rfc3339(record.health_at()),
            status: status_view(record.status),
            status_at: rfc3339(record.status_at),
            last_test: record.upkeep.last_verdict.map(last_test),
            posture: record.upkeep.posture.map(posture),
            authenticated_at: rfc3339(record.authenticated_at),
            created_at: rfc3339(record.created_at),
            username: record.username.clone(),
            display_name: record.display_name.clone(),
            user_id: record.user_id.to_string(),
            org_id: record.org_id.to_string(),
            org_name: record.org_name.clone(),
            edition: record.edition.clone(),
            instance_name: record.instance_name.clone(),
            namespace: record.namespace.clone(),
            release: record.release.as_ref().map(on_release),
            org_ends_at: record.upkeep.org_ends_at.map(rfc3339),
            login_url: record.login.origin().to_owned(),
            instance_url: record.instance.origin().to_owned(),
            consumer_key: record.consumer_key().map(ConsumerKey::shortened),
            callback: app.map(|app| app.callback.as_str().to_owned()),
            scopes: record.granted_scopes.iter().map(str::to_owned).collect(),
            is_dev_hub_registration: record.is_dev_hub_registration,
            has_consumer_secret: record.has_secret,
            has_refresh_token: record.has_refresh_token,
            tags: tag_texts(&record.labels),
            favourite: record.labels.favourite,
            colour: colour_view(record.labels.colour),
            owner: record.labels.owner.clone(),
        }
    }
}

fn last_test(last: LastVerdict) -> LastTest {
    LastTest {
        verdict: last.verdict.name().to_owned(),
        at: rfc3339(last.at),
    }
}

fn posture(posture: PostureRecord) -> Posture {
    let found = posture.found;
    Posture {
        risks: found.risks,
        differences: found.compared.then_some(found.differences),
        at: rfc3339(posture.at),
    }
}

fn on_release(known: &ReleaseRecord) -> OnRelease {
    OnRelease {
        label: known.release.label.clone(),
        api_version: known.release.api_version.clone(),
        at: rfc3339(known.at),
    }
}

/// A way to sign in, by its name in what programs read.
#[must_use]
pub fn way_to_sign_in(authentication: AuthenticationType) -> AuthenticationView {
    authentication_view(authentication)
}

/// The document that `orgkeep list --json` and the export are.
#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    connections: &'a [InventoryEntry],
}

/// As one JSON document, ending with a line break. What a terminal could take for a command stands in it as an escape.
///
/// # Errors
/// [`TableError`].
pub fn to_json(entries: &[InventoryEntry]) -> Result<String, TableError> {
    let document = Document {
        version: VERSION,
        connections: entries,
    };
    Ok(escaped(&serde_json::to_string_pretty(&document)?) + "\n")
}

/// As a table for spreadsheets (RFC 4180): a line of names, then a line for each. No cell is a formula.
///
/// # Errors
/// [`TableError`].
pub fn to_csv(entries: &[InventoryEntry]) -> Result<String, TableError> {
    to_table(&COLUMNS, entries)
}

/// The columns of the table, and where their values stand in the JSON of an entry.
const COLUMNS: [Column; 40] = [
    ("name", "/name"),
    ("type", "/type"),
    ("environment", "/environment"),
    ("authentication", "/authentication"),
    ("status", "/status"),
    ("statusAt", "/statusAt"),
    ("lastTest", "/lastTest/verdict"),
    ("lastTestAt", "/lastTest/at"),
    ("authenticatedAt", "/authenticatedAt"),
    ("createdAt", "/createdAt"),
    ("username", "/username"),
    ("displayName", "/displayName"),
    ("userId", "/userId"),
    ("orgId", "/orgId"),
    ("orgName", "/orgName"),
    ("edition", "/edition"),
    ("instanceName", "/instanceName"),
    ("loginUrl", "/loginUrl"),
    ("instanceUrl", "/instanceUrl"),
    ("consumerKey", "/consumerKey"),
    ("callback", "/callback"),
    ("scopes", "/scopes"),
    ("hasConsumerSecret", "/hasConsumerSecret"),
    ("hasRefreshToken", "/hasRefreshToken"),
    ("tags", "/tags"),
    ("favourite", "/favourite"),
    ("colour", "/colour"),
    ("owner", "/owner"),
    ("id", "/id"),
    ("posture", "/posture/risks"),
    ("postureDifferences", "/posture/differences"),
    ("postureAt", "/posture/at"),
    ("namespace", "/namespace"),
    ("health", "/health"),
    ("healthAt", "/healthAt"),
    ("orgEndsAt", "/orgEndsAt"),
    ("release", "/release/label"),
    ("apiVersion", "/release/apiVersion"),
    ("releaseAt", "/release/at"),
    ("isDevHubRegistration", "/isDevHubRegistration"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, org_name: &str) -> InventoryEntry {
        InventoryEntry {
            id: "c1".into(),
            name: name.into(),
            org_type: OrgTypeView::Sandbox,
            environment: EnvironmentView::FullCopy,
            authentication: AuthenticationView::ExternalClientApp,
            health: HealthView::UserInactive,
            health_at: "2026-11-20T11:00:00.000Z".into(),
            status: StatusView::SignInAgain,
            status_at: "2026-11-20T10:00:00.000Z".into(),
            last_test: Some(LastTest {
                verdict: "revoked".into(),
                at: "2026-11-20T11:00:00.000Z".into(),
            }),
            posture: Some(Posture {
                risks: 2,
                differences: Some(3),
                at: "2026-11-20T12:00:00.000Z".into(),
            }),
            authenticated_at: "2026-11-19T10:00:00.000Z".into(),
            created_at: "2026-11-18T10:00:00.000Z".into(),
            username: "admin@example.com".into(),
            display_name: "Admin".into(),
            user_id: "005000000000001AAA".into(),
            org_id: "00D000000000001AAA".into(),
            org_name: org_name.into(),
            edition: "Enterprise Edition".into(),
            instance_name: "CS214".into(),
            namespace: Some("larkfield".into()),
            release: Some(OnRelease {
                label: "Winter '27".into(),
                api_version: "68.0".into(),
                at: "2026-11-20T12:00:00.000Z".into(),
            }),
            org_ends_at: Some("2026-12-20T08:00:00.000Z".into()),
            login_url: "https://example.my.salesforce.com".into(),
            instance_url: "https://example.my.salesforce.com".into(),
            consumer_key: Some("3MVG9a…1234".into()),
            callback: Some("http://localhost:33333".into()),
            scopes: vec!["api".into(), "refresh_token".into()],
            is_dev_hub_registration: false,
            has_consumer_secret: false,
            has_refresh_token: true,
            tags: vec!["release train".into(), "ci".into()],
            favourite: true,
            colour: ColourView::Plain,
            owner: "Release team".into(),
        }
    }

    fn rows(entries: &[InventoryEntry]) -> Vec<csv::StringRecord> {
        let table = to_csv(entries).unwrap();
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        assert_eq!(
            reader.headers().unwrap().iter().collect::<Vec<_>>(),
            COLUMNS.map(|(name, _)| name)
        );
        reader.records().map(Result::unwrap).collect()
    }

    #[test]
    fn every_field_of_the_json_is_a_column_of_the_table() {
        let value = serde_json::to_value(entry("a", "b")).unwrap();
        for name in value.as_object().unwrap().keys() {
            let known = COLUMNS.iter().any(|(column, _)| column == name);
            assert!(known, "{name}");
        }
        let row = &rows(&[entry("ACME, \"full\"", "ACME\nInc")])[0];
        assert!(row.iter().all(|cell| !cell.is_empty()), "{row:?}");
        assert_eq!(row.get(0), Some("ACME, \"full\""));
        assert_eq!(row.get(21), Some("api refresh_token"));
        assert_eq!(row.get(24), Some("release train, ci"));
        assert_eq!((row.get(29), row.get(30)), (Some("2"), Some("3")));
        assert_eq!(
            (row.get(32), row.get(33)),
            (Some("larkfield"), Some("userInactive"))
        );
        assert_eq!(
            (row.get(36), row.get(37)),
            (Some("Winter '27"), Some("68.0"))
        );
    }

    #[test]
    fn a_connection_that_was_never_tested_or_looked_at_has_empty_cells() {
        let mut never = entry("a", "b");
        (never.last_test, never.posture) = (None, None);
        let row = &rows(&[never])[0];
        assert_eq!((row.get(6), row.get(7)), (Some(""), Some("")));
        assert_eq!((row.get(29), row.get(31)), (Some(""), Some("")));
    }

    #[test]
    fn no_name_becomes_a_formula() {
        for text in [
            "=HYPERLINK(\"http://evil.example\")",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            " =1",
            "＝1",
        ] {
            let row = &rows(&[entry(text, text)])[0];
            let shown = format!("'{}", text.trim());
            assert_eq!(
                (row.get(0), row.get(14)),
                (Some(shown.as_str()), Some(shown.as_str()))
            );
        }
        assert_eq!(rows(&[entry("a=1", "b")])[0].get(0), Some("a=1"));
    }

    #[test]
    fn nothing_commands_a_terminal_that_shows_it() {
        let evil = entry("\u{1b}[2Ja", "\u{9b}2J\u{202e}b");
        let row = &rows(std::slice::from_ref(&evil))[0];
        assert_eq!((row.get(0), row.get(14)), (Some("[2Ja"), Some("2Jb")));
        let document = to_json(&[evil]).unwrap();
        assert!(
            document.contains("\"orgName\": \"\\u009b2J\\u202eb\""),
            "{document}"
        );
    }

    #[test]
    fn the_document_names_its_version() {
        let document: serde_json::Value =
            serde_json::from_str(&to_json(&[entry("a", "b")]).unwrap()).unwrap();
        assert_eq!(document["version"], VERSION);
        let one = &document["connections"][0];
        assert_eq!(one["type"], "sandbox");
        assert_eq!(one["environment"], "fullCopy");
        assert_eq!(one["authentication"], "externalClientApp");
        assert_eq!(one["health"], "userInactive");
        assert_eq!(one["status"], "signInAgain");
        assert_eq!(one["lastTest"]["verdict"], "revoked");
        assert_eq!(one["posture"]["risks"], 2);
        assert_eq!(one["scopes"][1], "refresh_token");
    }
}
