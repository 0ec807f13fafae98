//! Pending credentials on their way to and from the page.

use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::login::PendingLoginView;
use orgkeep_api::pending::{PendingSecret, PendingView};
use orgkeep_domain::connection::{AuthenticationType, ConnectionStatus};
use orgkeep_domain::id::ConnectionId;
use orgkeep_domain::verdict::Verdict;
use orgkeep_secret::ConsumerSecret;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::pending_login::PendingLoginRecord;
use orgkeep_vault::pending_record::{NewSecret, PendingError, PendingRecord};
use orgkeep_vault::vault::Vault;

use crate::attempt::rfc3339;
use crate::view::authentication_view;

/// What can be shown of pending credentials.
pub(crate) fn pending_view(record: &PendingRecord) -> PendingView {
    PendingView {
        consumer_key: record.consumer_key.shortened(),
        authentication: record.authentication.map(authentication_view),
        secret_characters: record.secret_characters,
        typed_at: rfc3339(record.typed_at),
        interrupted_at: record.authorizing_since.map(rfc3339),
    }
}

/// What can be shown of a pending login.
pub(crate) fn pending_login_view(record: &PendingLoginRecord) -> PendingLoginView {
    PendingLoginView {
        username: record.username.clone(),
        password_characters: record.password_characters,
        security_token_characters: record.security_token_characters,
        typed_at: rfc3339(record.typed_at),
    }
}

/// Whether Salesforce refused the password in force. Each wrong try counts towards a lockout, so it is not sent
/// again.
pub(crate) fn was_refused(record: &ConnectionRecord) -> bool {
    let last = record.upkeep.last_verdict.map(|last| last.verdict);
    record.authentication == AuthenticationType::Standard
        && record.status == ConnectionStatus::SignInAgain
        && last == Some(Verdict::PasswordChanged)
}

/// The pending credentials of a connection. If they cannot be read, the rest can still be shown.
pub(crate) async fn pending_of(vault: &Vault, id: &ConnectionId) -> Option<PendingRecord> {
    shown(vault.pending(id).await)
}

/// The pending login of a connection, in the same manner.
pub(crate) async fn pending_login_of(
    vault: &Vault,
    id: &ConnectionId,
) -> Option<PendingLoginRecord> {
    shown(vault.pending_login(id).await)
}

fn shown<T>(found: Result<Option<T>, PendingError>) -> Option<T> {
    found.unwrap_or_else(|error| {
        tracing::warn!(%error, "pending credentials cannot be shown");
        None
    })
}

/// The secret as typed. Spaces around it came with copying, and nothing typed is no secret.
pub(crate) fn new_secret(typed: PendingSecret) -> NewSecret {
    match typed {
        PendingSecret::Absent => NewSecret::Absent,
        PendingSecret::AsTyped => NewSecret::AsTyped,
        PendingSecret::Typed { secret } => match secret.into_text().trim() {
            "" => NewSecret::Absent,
            text => NewSecret::Typed(ConsumerSecret::new(text.to_owned())),
        },
    }
}

/// What the page is told when credentials are not kept, or not opened.
pub(crate) fn pending_error(error: PendingError) -> ApiError {
    let code = match error {
        PendingError::NotFound => ErrorCode::NotFound,
        PendingError::Locked(_) => ErrorCode::VaultLocked,
        PendingError::TypedForAnother | PendingError::WithoutApp => ErrorCode::Invalid,
        _ => ErrorCode::Store,
    };
    tracing::warn!(%error, "pending credentials were not taken");
    ApiError::new(code, error)
}
