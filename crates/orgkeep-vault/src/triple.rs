//! What no two connections share: org, user and app.

use orgkeep_domain::attempt::{Authorized, Means};
use orgkeep_domain::client::ConsumerKey;
use orgkeep_domain::id::{ConnectionId, OrgId, UserId};
use rusqlite::{Connection, OptionalExtension as _};

use crate::commit::SaveError;
use crate::connection_record::ConnectionRecord;
use crate::error::DamagedRow;
use crate::vault::Vault;

/// Org, user and app of a sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Triple {
    /// The org.
    pub org: OrgId,
    /// Who signs in.
    pub user: UserId,
    /// The app. A password stands for no app.
    pub app: Option<ConsumerKey>,
}

impl Triple {
    /// What an authorization has proven.
    #[must_use]
    pub fn of(authorized: &Authorized) -> Self {
        let app = match &authorized.sign_in.means {
            Means::App(app) => Some(app.client.key.clone()),
            Means::Password(_) => None,
        };
        Self {
            org: authorized.identity.org_id.clone(),
            user: authorized.identity.user.user_id.clone(),
            app,
        }
    }

    /// The record that has it, if there is one.
    pub(crate) fn holder(&self, store: &Connection) -> Result<Option<ConnectionId>, SaveError> {
        let app = self.app.as_ref().map_or("", ConsumerKey::as_str);
        let found: Option<String> = store
            .prepare_cached(
                "SELECT id FROM connection WHERE org_id = ?1 AND user_id = ?2 AND consumer_key = ?3",
            )?
            .query_row([self.org.as_str(), self.user.as_str(), app], |row| {
                row.get(0)
            })
            .optional()?;
        let parse = |id: String| {
            ConnectionId::parse(&id)
                .map_err(|_| SaveError::Damaged(DamagedRow { id, column: "id" }))
        };
        found.map(parse).transpose()
    }
}

impl Vault {
    /// The connection that has org, user and app already: a registration of them would update it, and no other
    /// connection can get them. Needs no key.
    ///
    /// # Errors
    /// [`SaveError`] when the store cannot be read.
    pub async fn registered(&self, triple: Triple) -> Result<Option<ConnectionRecord>, SaveError> {
        self.reading(move |inner, connection| match triple.holder(connection)? {
            Some(id) => Ok(inner.find(connection, &id)?),
            None => Ok(None),
        })
        .await
    }
}
