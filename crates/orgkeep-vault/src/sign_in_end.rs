//! Sign-ins that are over: only another one helps.

use orgkeep_domain::activity::{ActivityKind, Deed, Detail};
use orgkeep_domain::connection::ConnectionStatus;
use orgkeep_domain::id::ConnectionId;
use orgkeep_domain::verdict::Verdict;
use rusqlite::{OptionalExtension as _, Transaction, params};

use crate::error::StoreError;
use crate::spent_token;
use crate::vault::{Inner, Vault};

impl Vault {
    /// Writes down that only a new sign-in helps, and why, unless there are newer tokens. Gives whether the sign-in is
    /// over. It is told once: not again for as long as nothing about it changes.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was changed.
    pub async fn end_sign_in(
        &self,
        id: &ConnectionId,
        generation: u32,
        verdict: Verdict,
    ) -> Result<bool, StoreError> {
        let id = id.clone();
        self.blocking(move |inner| {
            inner
                .database
                .write(|transaction| end(inner, transaction, &id, generation, verdict))
        })
        .await
    }
}

fn end(
    inner: &Inner,
    transaction: &Transaction<'_>,
    id: &ConnectionId,
    generation: u32,
    verdict: Verdict,
) -> Result<bool, StoreError> {
    let (status, now) = (ConnectionStatus::SignInAgain, inner.now().as_millisecond());
    let known: Option<bool> = transaction
        .prepare_cached(
            "SELECT status IS ?3 AND verdict IS ?4 FROM connection WHERE id = ?1 AND generation = ?2",
        )?
        .query_row(
            params![id.as_str(), generation, status.key(), verdict.name()],
            |row| row.get(0),
        )
        .optional()?;
    let Some(known) = known else {
        return Ok(false);
    };
    transaction.execute(
        "UPDATE connection SET status = ?2, status_at = ?3, verdict = ?4, verdict_at = ?3 WHERE id = ?1",
        params![id.as_str(), status.key(), now, verdict.name()],
    )?;
    spent_token::clear(transaction, id)?;
    if !known {
        let deed = Deed::done(ActivityKind::SignInEnded).with(Detail::Verdict(verdict));
        inner.tell_of(transaction, id, deed)?;
    }
    Ok(true)
}
