//! What is here already: an import doubles nothing.

use orgkeep_domain::authority::Authority;
use orgkeep_import::cli::auth_file::CliOrg;
use orgkeep_import::list::connection::ListedConnection;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::draft_record::DraftRecord;

use super::candidate::{Candidate, Found};

/// Connections and drafts as they are now.
pub(crate) struct Known {
    pub(crate) connections: Vec<ConnectionRecord>,
    pub(crate) drafts: Vec<DraftRecord>,
}

impl Known {
    /// What the candidate is called here, if it is here.
    pub(crate) fn matched(&self, candidate: &Candidate) -> Option<String> {
        match &candidate.found {
            Found::CliOrg(org) => self.org(org),
            Found::Listed(listed) => self.line(listed),
            Found::Unusable(_) => None,
        }
    }

    /// The same org and user, whatever the app: it may have been moved meanwhile.
    fn org(&self, org: &CliOrg) -> Option<String> {
        let same = |record: &&ConnectionRecord| {
            record.org_id == org.org && same_user(&record.username, &org.username)
        };
        let connection = self.connections.iter().find(same);
        let connection = connection.map(|record| record.name.to_string());
        connection.or_else(|| self.draft(org.instance.origin(), &org.username, None))
    }

    /// The same name, or the same user at the same address.
    fn line(&self, listed: &ListedConnection) -> Option<String> {
        let name = listed.name.as_str();
        let at = |authority: &Authority| authority.origin() == listed.login;
        let same = |record: &&ConnectionRecord| {
            let there = at(&record.login) || at(&record.instance);
            same_name(record.name.as_str(), name)
                || (there
                    && !listed.username.is_empty()
                    && same_user(&record.username, &listed.username))
        };
        let connection = self.connections.iter().find(same);
        let connection = connection.map(|record| record.name.to_string());
        connection.or_else(|| self.draft(&listed.login, &listed.username, Some(name)))
    }

    fn draft(&self, login: &str, username: &str, name: Option<&str>) -> Option<String> {
        let same = |record: &&DraftRecord| {
            let fields = &record.fields;
            let named = name.is_some_and(|name| same_name(&fields.name, name));
            let there = fields.login_address == login && !username.is_empty();
            named || (there && same_user(&fields.username, username))
        };
        let draft = self.drafts.iter().find(same);
        draft.map(|record| record.fields.name.clone())
    }
}

/// Salesforce's user names do not differ by case.
fn same_user(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

fn same_name(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}
