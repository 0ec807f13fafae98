//! Connections that are known from elsewhere: name, type, login URL, authentication type and user. Secrets have no column;
//! where somebody has added one, it is not looked at.

use std::collections::BTreeMap;

use orgkeep_domain::address::repair;
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_domain::connection::{
    AuthenticationType, ConnectionName, ConnectionNameError, OrgType,
};
use orgkeep_domain::text::neutral;

use super::record::{Entry, Fault, LineError, ListError, parse_entries};

/// The longest user name that is taken, in characters. Salesforce allows 80.
const LONGEST_USER: usize = 255;

/// One connection of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedConnection {
    /// Where it stands, from 1.
    pub line: u64,
    /// What it is called.
    pub name: ConnectionName,
    /// What kind of org it is, if the list says so.
    pub org_type: Option<OrgType>,
    /// Where people sign in, repaired.
    pub login: String,
    /// How it signs in. An External Client App where the list does not say.
    pub authentication: AuthenticationType,
    /// Who signs in, if the list says so.
    pub username: String,
}

/// A list with what can be taken and what cannot, both by line.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ConnectionList {
    /// What can be taken.
    pub connections: Vec<ListedConnection>,
    /// What cannot, and why.
    pub errors: Vec<LineError>,
}

const NAME: &[&str] = &["name", "connection", "alias", "org"];
const TYPE: &[&str] = &["type", "org type", "environment type"];
const LOGIN: &[&str] = &["login url", "login", "url", "instance url"];
const AUTHENTICATION: &[&str] = &["authentication type", "authentication", "auth type", "auth"];
const USER: &[&str] = &["user", "user name", "username"];

/// Reads a list of connections.
///
/// # Errors
/// [`ListError`] when it is no list at all.
pub fn parse_connections(text: &str, rule: AuthorityRule) -> Result<ConnectionList, ListError> {
    let entries = parse_entries(text)?;
    for (field, names) in [("name", NAME), ("login URL", LOGIN)] {
        if entries.iter().all(|entry| entry.text(names).is_empty()) {
            return Err(ListError::NoColumn(field));
        }
    }
    let mut list = ConnectionList::default();
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    for entry in &entries {
        match parse_connection(entry, rule) {
            Ok(connection) => {
                let key = connection.name.as_str().to_lowercase();
                if seen.insert(key, connection.line).is_some() {
                    list.errors.push(entry.fault("name", Fault::Repeated));
                } else {
                    list.connections.push(connection);
                }
            }
            Err(error) => list.errors.push(error),
        }
    }
    Ok(list)
}

fn parse_connection(entry: &Entry, rule: AuthorityRule) -> Result<ListedConnection, LineError> {
    let name = ConnectionName::parse(entry.text(NAME)).map_err(|error| match error {
        ConnectionNameError::Empty => entry.fault("name", Fault::Missing),
        ConnectionNameError::TooLong => entry.fault("name", Fault::TooLong),
    })?;
    let login = match entry.text(LOGIN) {
        "" => return Err(entry.fault("login URL", Fault::Missing)),
        text => repair(text, rule).map_err(|_| entry.fault("login URL", Fault::Address))?,
    };
    let org_type = match entry.text(TYPE) {
        "" => None,
        text => Some(parse_type(text).ok_or_else(|| entry.fault("type", Fault::Unknown))?),
    };
    let authentication = match entry.text(AUTHENTICATION) {
        "" => Some(AuthenticationType::ExternalClientApp),
        text => parse_authentication(text),
    };
    let authentication =
        authentication.ok_or_else(|| entry.fault("authentication type", Fault::Unknown))?;
    Ok(ListedConnection {
        line: entry.line,
        name,
        org_type,
        login: login.authority.origin().to_owned(),
        authentication,
        username: neutral(entry.text(USER), LONGEST_USER),
    })
}

fn parse_type(text: &str) -> Option<OrgType> {
    let words = text.to_lowercase();
    let first = words.split_whitespace().next().unwrap_or_default();
    match first {
        "developer" | "dev" => Some(OrgType::Developer),
        "scratch" => Some(OrgType::Scratch),
        other => OrgType::from_key(other),
    }
}

fn parse_authentication(text: &str) -> Option<AuthenticationType> {
    let letters: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    match letters.to_ascii_lowercase().as_str() {
        "standard" | "password" | "usernamepassword" | "soap" => Some(AuthenticationType::Standard),
        "connectedapp" | "oauth" | "oauthviaconnectedapp" => Some(AuthenticationType::ConnectedApp),
        "externalclientapp" | "eca" | "oauthviaeca" | "oauthviaexternalclientapp" => {
            Some(AuthenticationType::ExternalClientApp)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> ConnectionList {
        parse_connections(text, AuthorityRule::Salesforce).unwrap()
    }

    #[test]
    fn a_line_becomes_a_connection_in_the_words_of_either_product() {
        let list = parsed(
            "Name,Type,Login URL,Authentication type,User\n\
             UAT,Sandbox,acme--uat.sandbox.my.salesforce.com/home,OAuth via Connected App,ada@acme.example\n\
             Live,Production,https://acme.my.salesforce.com,Standard,\n\
             Own,,https://login.salesforce.com,,",
        );
        assert_eq!(list.errors, []);
        let [uat, live, own] = list.connections.as_slice() else {
            panic!("{list:?}")
        };
        assert_eq!(uat.login, "https://acme--uat.sandbox.my.salesforce.com");
        assert_eq!(
            (uat.org_type, uat.authentication, uat.username.as_str()),
            (
                Some(OrgType::Sandbox),
                AuthenticationType::ConnectedApp,
                "ada@acme.example"
            )
        );
        assert_eq!(live.authentication, AuthenticationType::Standard);
        assert_eq!((own.line, own.org_type), (4, None));
    }

    #[test]
    fn each_wrong_line_names_its_field_and_hides_no_other() {
        let list = parsed(
            "name,type,login url,auth\n\
             ,production,https://acme.my.salesforce.com,\n\
             A,moon,https://acme.my.salesforce.com,\n\
             B,,,\n\
             C,,https://127.0.0.1,\n\
             D,,https://acme.my.salesforce.com,magic\n\
             E,,https://acme.my.salesforce.com,eca\n\
             e,,https://acme.my.salesforce.com,eca",
        );
        let told: Vec<_> = list
            .errors
            .iter()
            .map(|e| (e.line, e.field, e.fault))
            .collect();
        assert_eq!(
            told,
            [
                (2, "name", Fault::Missing),
                (3, "type", Fault::Unknown),
                (4, "login URL", Fault::Missing),
                (5, "login URL", Fault::Address),
                (6, "authentication type", Fault::Unknown),
                (8, "name", Fault::Repeated),
            ]
        );
        assert_eq!(list.connections.len(), 1);
    }

    #[test]
    fn a_list_without_the_columns_is_no_list() {
        let refused = parse_connections("a,b\n1,2", AuthorityRule::Salesforce);
        assert_eq!(refused, Err(ListError::NoColumn("name")));
    }

    #[test]
    fn a_practice_vault_takes_loopback_and_an_ordinary_one_does_not() {
        let text = "name,login url\nA,http://localhost:29330";
        let practice = parse_connections(text, AuthorityRule::Practice).unwrap();
        assert_eq!(practice.connections.len(), 1);
        assert_eq!(parsed(text).errors.len(), 1);
    }
}
