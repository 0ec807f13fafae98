//! A new session by password: one login, under the lock that also guards refresh tokens.
//!
//! A wrong password must not be tried again: each try counts towards a lockout. After one refusal that only a
//! person can mend the sign-in is over, and nothing more is sent.

use std::sync::Arc;

use orgkeep_domain::attempt::PasswordLogin;
use orgkeep_domain::catalogue::{Cause, Place, classify};
use orgkeep_domain::failure::ServerWords;
use orgkeep_domain::verdict::Verdict;
use orgkeep_salesforce::soap::{LoginError, SoapSession, login};
use orgkeep_vault::connection_record::StoredSession;
use orgkeep_vault::renewal::NewTokens;
use orgkeep_vault::token_lock::TokenLock;

use super::error::{Obstacle, SessionError};
use super::flight::Landed;
use super::renewal::{Renewals, step};

impl Renewals {
    /// Logs in once. Whoever waits for the lock finds the new session, or the end of the sign-in.
    pub(super) async fn log_in(
        &self,
        lock: &TokenLock,
        stored: &StoredSession,
        with: &PasswordLogin,
    ) -> Landed {
        step("sending");
        let secrets = &stored.secrets;
        let answer = login(&self.http, &secrets.login, with, self.vault.rule()).await;
        step("answered");
        match answer {
            Ok(session) => self.take(lock, stored, session).await,
            Err(LoginError::Refused(words)) => self.turned_away(stored, words).await,
            Err(LoginError::Call(error)) => Err(error.into()),
            Err(LoginError::AnswerRefused) => {
                let obstacle = Obstacle::plain(Verdict::OtherAnswer);
                Err(SessionError::Hindered(obstacle))
            }
        }
    }

    /// A session of another org or user, or one that is fit for nothing, is not kept.
    async fn take(&self, lock: &TokenLock, stored: &StoredSession, session: SoapSession) -> Landed {
        let record = &stored.record;
        let wrong = if session.org != record.org_id {
            Some(Obstacle::plain(Verdict::OrgRefreshed))
        } else if session.user != record.user_id {
            Some(Obstacle::plain(Verdict::OtherAnswer))
        } else if session.password_expired {
            Some(Obstacle {
                cause: Some(Cause::of("passwordExpired")),
                ..Obstacle::plain(Verdict::PasswordChanged)
            })
        } else {
            None
        };
        if let Some(obstacle) = wrong {
            return self.end(record, obstacle).await;
        }
        let tokens = Arc::new(NewTokens {
            access: session.access,
            refresh: None,
            instance: Some(session.instance),
            scopes: None,
        });
        // If somebody signed in meanwhile, that counts; this session is left to end.
        let _stored = self
            .keeping
            .store(&self.vault, lock, record.generation, &tokens)
            .await;
        step("stored");
        Ok(())
    }

    async fn turned_away(&self, stored: &StoredSession, words: ServerWords) -> Landed {
        let code = words.code.as_deref().unwrap_or_default();
        let text = words.description.as_deref().unwrap_or_default();
        let cause = classify(Some(Place::Soap), code, text);
        let verdict = cause.verdict();
        let obstacle = Obstacle {
            verdict,
            cause: Some(cause),
            words,
            retry_after: None,
        };
        if verdict.is_final() || verdict == Verdict::UserInactive {
            self.end(&stored.record, obstacle).await
        } else {
            Err(SessionError::Hindered(obstacle))
        }
    }
}
