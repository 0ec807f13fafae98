//! Moving a connection to an External Client App, and back.

use std::sync::Arc;
use std::time::Duration;

use orgkeep_api::command::{Done, NoRequest};
use orgkeep_api::connection::{ConnectionRequest, ConnectionView};
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::migration::{KeepingRequest, KeepingView, MigrateRequest};
use orgkeep_api::pending::PendingCredentialsRequest;
use orgkeep_domain::attempt::{Draft, LoginDraft, Purpose};
use orgkeep_domain::client::{CallbackUrl, ClientApp, ConsumerKey};
use orgkeep_domain::connection::AuthenticationType;
use orgkeep_domain::id::ConnectionId;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::earlier_record::{EarlierCredentials, EarlierRecord, EarlierSignIn};
use orgkeep_vault::error::SecretError;

use super::preparation::{Again, Prepared, With, existing, kind_behind};
use super::{Orgkeep, not_found, store_error};
use crate::attempt::{Errand, Route, Target};
use crate::earlier;
use crate::evidence::KeyHistory;
use crate::pending::{new_secret, pending_error};

/// How often it is looked whether the time of an earlier sign-in is over.
const SWEEP_EVERY: Duration = Duration::from_secs(60 * 60);

impl Orgkeep {
    pub(super) async fn set_migration_credentials(
        &self,
        request: PendingCredentialsRequest,
    ) -> Result<ConnectionView, ApiError> {
        let record = self.connection_record(&request.id).await?;
        let target = AuthenticationType::ExternalClientApp;
        if record.authentication == target {
            let there = "the connection signs in through an External Client App already";
            return Err(ApiError::new(ErrorCode::Invalid, there));
        }
        self.may_be_moved(&record.id).await?;
        let key = ConsumerKey::parse(&request.consumer_key);
        let key = key.map_err(|error| ApiError::new(ErrorCode::Invalid, error))?;
        let secret = new_secret(request.secret);
        let vault = self.vault()?;
        let kept = vault.set_migration(&record.id, target, key, secret).await;
        kept.map_err(pending_error)?;
        self.refresh_moves().await;
        self.details(ConnectionRequest { id: request.id }).await
    }

    /// The sign-in that proves them; until it is saved, the connection is as it was.
    pub(super) async fn migrate(&self, request: MigrateRequest) -> Result<Done, ApiError> {
        let id = ConnectionId::parse(&request.id).map_err(|_| not_found())?;
        let pending = self.vault()?.pending(&id).await.map_err(pending_error)?;
        if pending.and_then(|typed| typed.authentication).is_none() {
            let nothing = "no External Client App was typed for this connection";
            return Err(ApiError::new(ErrorCode::NotFound, nothing));
        }
        self.may_be_moved(&id).await?;
        self.begin(self.prepare_again(Again {
            connection: id,
            with: With::Migration,
            all_scopes: request.all_scopes,
            waiting_since: None,
        }))
        .await
    }

    /// One sign-in with the earlier app, or one login with the earlier password; until it is saved, the External
    /// Client App stays in force.
    pub(super) async fn go_back(&self, request: ConnectionRequest) -> Result<Done, ApiError> {
        self.begin(self.prepare_return(&request.id)).await
    }

    pub(super) async fn forget_earlier(
        &self,
        request: ConnectionRequest,
    ) -> Result<ConnectionView, ApiError> {
        let record = self.connection_record(&request.id).await?;
        let vault = self.vault()?;
        if let Some(earlier) = vault.earlier(&record.id).await.map_err(store_error)? {
            let wiped = vault.wipe_earlier(&earlier.id).await;
            wiped.map_err(store_error)?;
        }
        self.details(request).await
    }

    pub(super) async fn keeping(&self, _: NoRequest) -> Result<KeepingView, ApiError> {
        let days = earlier::days(self.vault()?).await.map_err(store_error)?;
        Ok(KeepingView { days })
    }

    pub(super) async fn set_keeping(
        &self,
        request: KeepingRequest,
    ) -> Result<KeepingView, ApiError> {
        if !earlier::DAYS.contains(&request.days) {
            let range = "earlier sign-ins are kept for 1 to 90 days";
            return Err(ApiError::new(ErrorCode::Invalid, range));
        }
        let chosen = earlier::choose_days(self.vault()?, request.days).await;
        chosen.map_err(store_error)?;
        self.wipe_earlier_sign_ins().await;
        self.keeping(NoRequest {}).await
    }

    async fn prepare_return(&self, id: &str) -> Result<Prepared, ApiError> {
        let record = self.connection_record(id).await?;
        self.must_be_open()?;
        let EarlierSignIn {
            record: earlier,
            credentials,
        } = self.open_earlier(&record.id).await?;
        let errand = Errand::again(&record, Target::Return(earlier.id.clone()));
        let route = match credentials {
            EarlierCredentials::Password(login) => Route::Password(LoginDraft {
                authority: earlier.login,
                login,
                purpose: Purpose::Reauthenticate(existing(record)),
            }),
            EarlierCredentials::App {
                app,
                consumer_secret,
            } => {
                let client = ClientApp {
                    kind: kind_behind(earlier.authentication)?,
                    key: app.consumer_key.clone(),
                    secret: consumer_secret,
                };
                self.route_back(record, earlier, app.callback, client).await
            }
        };
        Ok(Prepared { errand, route })
    }

    /// What is older than it may be kept is not used, though it may not be wiped yet.
    async fn open_earlier(&self, id: &ConnectionId) -> Result<EarlierSignIn, ApiError> {
        let (vault, now) = (self.vault()?, self.shared.around.clock.now());
        let opened = vault.open_earlier(id).await;
        let opened = opened.map_err(|error| match error {
            SecretError::NotFound => not_found(),
            other => store_error(other),
        })?;
        match earlier::is_over(vault, &opened.record, now).await {
            Ok(false) => Ok(opened),
            Ok(true) => Err(not_found()),
            Err(error) => Err(store_error(error)),
        }
    }

    async fn route_back(
        &self,
        record: ConnectionRecord,
        earlier: EarlierRecord,
        callback: CallbackUrl,
        client: ClientApp,
    ) -> Route {
        let history = KeyHistory::from(&record);
        let evidence = self.key_evidence(history, &client.key).await;
        let draft = Draft {
            authority: earlier.login,
            client,
            callback,
            scopes: earlier.requested_scopes,
            login_hint: Some(earlier.username),
            purpose: Purpose::Reauthenticate(existing(record)),
        };
        Route::Browser(draft, evidence)
    }

    /// Wipes earlier sign-ins whose time is over: now, and from time to time as long as the program runs.
    pub(super) fn watch_earlier_sign_ins(&self) {
        // Weak, so that a program that changes its folder lets go of the store and its key.
        let shared = Arc::downgrade(&self.shared);
        tokio::spawn(async move {
            let mut tick = tokio::time::interval(SWEEP_EVERY);
            loop {
                tick.tick().await;
                let Some(shared) = shared.upgrade() else {
                    break;
                };
                Self { shared }.wipe_earlier_sign_ins().await;
            }
        });
    }

    /// Wipes earlier sign-ins whose time is over: once, for a program that ends again.
    pub async fn wipe_earlier_sign_ins(&self) {
        let Ok(vault) = self.vault() else {
            return;
        };
        match earlier::wipe(vault, self.shared.around.clock.now()).await {
            Ok(0) => {}
            Ok(wiped) => tracing::info!(wiped, "earlier sign-ins were wiped after their time"),
            Err(error) => tracing::warn!(%error, "earlier sign-ins could not be wiped"),
        }
    }
}
