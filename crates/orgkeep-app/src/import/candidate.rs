//! One thing that could be imported, and what becomes of it here.

use jiff::Timestamp;
use orgkeep_domain::client::CallbackUrl;
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_import::cli::auth_file::{CliOrg, Unusable};
use orgkeep_import::cli::tokens::{Grant, NoGrant};
use orgkeep_import::list::connection::ListedConnection;
use orgkeep_vault::draft_record::DraftFields;
use orgkeep_vault::import::ImportedConnection;

/// The callback that the CLI signs in with, whatever its app (salesforce.md, 6.3).
const CLI_CALLBACK: &str = "http://localhost:1717/OauthRedirect";

/// What was found under a name.
#[derive(Debug)]
pub(crate) struct Candidate {
    /// The name of its file, or its line.
    pub(crate) key: String,
    pub(crate) found: Found,
}

/// What it is.
#[derive(Debug)]
pub(crate) enum Found {
    /// An org of the Salesforce CLI.
    CliOrg(Box<CliOrg>),
    /// A line of a list.
    Listed(ListedConnection),
    /// Nothing that can be used.
    Unusable(Unusable),
}

/// What it is here.
#[derive(Debug)]
pub(crate) enum Taken {
    /// A connection, with its tokens.
    Connection(Box<ImportedConnection>),
    /// A draft, which still has to be signed in to.
    Draft(Box<DraftFields>),
}

impl Candidate {
    pub(crate) fn listed(connection: ListedConnection) -> Self {
        Self {
            key: connection.line.to_string(),
            found: Found::Listed(connection),
        }
    }

    /// Takes it, with its tokens where it has some and they are wanted. `None` where nothing can be made of it.
    pub(crate) fn take(self, with_tokens: bool) -> Option<Taken> {
        match self.found {
            Found::Unusable(_) => None,
            Found::Listed(listed) => Some(Taken::Draft(Box::new(draft_of_line(listed)))),
            Found::CliOrg(org) if with_tokens => match connection_of(*org) {
                Ok(connection) => Some(Taken::Connection(Box::new(connection))),
                Err(org) => Some(Taken::Draft(Box::new(draft_of(&org)))),
            },
            Found::CliOrg(org) => Some(Taken::Draft(Box::new(draft_of(&org)))),
        }
    }
}

/// An org whose owner or tokens are not known comes back as it was. An app of one's own may be of either kind; what is not
/// known to be an External Client App can be moved to one.
fn connection_of(org: CliOrg) -> Result<ImportedConnection, Box<CliOrg>> {
    let known = (
        org.suggested_name(),
        CallbackUrl::parse(CLI_CALLBACK),
        org.user.clone(),
        org.consumer_key.clone(),
    );
    let (Some(name), Some(callback), Some(user_id), Some(consumer_key)) = known else {
        return Err(Box::new(org));
    };
    let created = org.created.map(Timestamp::from_millisecond);
    let session = match org.grant {
        Ok(Grant::Opened(session)) => session,
        grant => return Err(Box::new(CliOrg { grant, ..org })),
    };
    Ok(ImportedConnection {
        name,
        org_type: org.org_type,
        authentication: AuthenticationType::ConnectedApp,
        login: org.login,
        instance: org.instance,
        consumer_key,
        callback,
        org_id: org.org,
        user_id,
        username: org.username,
        org_name: org.org_name,
        edition: org.edition,
        instance_name: org.instance_name,
        namespace: org.namespace,
        end_date: org.end_date,
        authenticated_at: created.and_then(Result::ok),
        access: session.access,
        refresh: session.refresh,
        consumer_secret: session.consumer_secret,
    })
}

/// The app of the CLI cannot be signed in with from here; an app of one's own may.
fn draft_of(org: &CliOrg) -> DraftFields {
    let name = org.suggested_name();
    let key = org.consumer_key.as_ref().filter(|_| !org.is_of_the_cli());
    DraftFields {
        name: name.map_or_else(String::new, |name| name.to_string()),
        org_type: Some(org.org_type),
        authentication: AuthenticationType::ExternalClientApp,
        login_address: org.instance.origin().to_owned(),
        consumer_key: key.map_or_else(String::new, ToString::to_string),
        username: org.username.clone(),
        ..DraftFields::default()
    }
}

fn draft_of_line(listed: ListedConnection) -> DraftFields {
    DraftFields {
        name: listed.name.to_string(),
        org_type: listed.org_type,
        authentication: listed.authentication,
        login_address: listed.login,
        username: listed.username,
        ..DraftFields::default()
    }
}

/// Why an org comes without tokens; none where it has them.
pub(crate) fn no_grant(org: &CliOrg) -> Option<NoGrant> {
    org.grant.as_ref().err().copied()
}
