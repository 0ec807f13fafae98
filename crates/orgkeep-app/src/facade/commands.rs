//! The contract, one line for each command.

use orgkeep_api::address::ConfirmHostRequest;
use orgkeep_api::attempt::*;
use orgkeep_api::blueprint::*;
use orgkeep_api::browser::BrowsersView;
use orgkeep_api::checkup::{DiagnosisView, VerificationView};
use orgkeep_api::command::{Commands, Done, NoRequest};
use orgkeep_api::connection::*;
use orgkeep_api::decode::{DecodeRequest, DecodedView};
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::identity::AnswerIdentityRequest;
use orgkeep_api::key::OpensWhenActiveRequest;
use orgkeep_api::pending::{PendingCredentialsRequest, ReauthenticateRequest};
use orgkeep_api::practice::*;
use orgkeep_api::register::*;
use orgkeep_api::source::*;
use orgkeep_api::source_check::*;
use orgkeep_api::vault::{PassphraseRequest, VaultView};
use orgkeep_secret::AuthorizationCode;
use tokio::sync::watch;

use super::{Orgkeep, source};
use crate::attempt::intent::Intent;
use crate::decoding::decoded;
use crate::pattern::{chooser_view, recommendation_view};
use crate::surroundings::Mode;

impl Commands for Orgkeep {
    type Snapshots<View: Clone + Send + Sync + 'static> = watch::Receiver<View>;

    async fn app(&self, _: NoRequest) -> Result<AppView, ApiError> {
        Ok(self.app_view())
    }

    async fn unlock_vault(&self, _: NoRequest) -> Result<Done, ApiError> {
        self.ask_keyring()
    }

    async fn unlock_with_passphrase(&self, request: PassphraseRequest) -> Result<Done, ApiError> {
        self.open_with(request.passphrase).await
    }

    async fn choose_passphrase(&self, request: PassphraseRequest) -> Result<Done, ApiError> {
        self.protect_with(request.passphrase).await
    }

    async fn connection(&self, request: ConnectionRequest) -> Result<ConnectionView, ApiError> {
        self.details(request).await
    }

    async fn relabel_connection(
        &self,
        request: RelabelRequest,
    ) -> Result<ConnectionView, ApiError> {
        self.relabel(request).await
    }

    async fn remove_connection(&self, request: ConnectionRequest) -> Result<RemovalView, ApiError> {
        self.remove(request).await
    }

    async fn retry_revocations(&self, _: NoRequest) -> Result<Done, ApiError> {
        Ok(self.sweep_revocations().await)
    }

    async fn drafts(&self, _: NoRequest) -> Result<DraftsView, ApiError> {
        self.all_drafts().await
    }

    async fn new_draft(&self, _: NoRequest) -> Result<DraftView, ApiError> {
        self.begin_draft().await
    }

    async fn draft(&self, request: DraftRequest) -> Result<DraftView, ApiError> {
        self.one_draft(&request.id).await
    }

    async fn save_draft(&self, request: SaveDraftRequest) -> Result<DraftView, ApiError> {
        self.keep_draft(request).await
    }

    async fn set_draft_secret(&self, request: DraftSecretRequest) -> Result<DraftView, ApiError> {
        self.seal_secret(request).await
    }

    async fn discard_draft(&self, request: DraftRequest) -> Result<Done, ApiError> {
        self.drop_draft(&request.id).await
    }

    async fn confirm_login_host(&self, request: ConfirmHostRequest) -> Result<DraftView, ApiError> {
        self.vouch_for_host(request).await
    }

    async fn verify(&self, request: DraftRequest) -> Result<Done, ApiError> {
        self.begin_verification(&request.id).await
    }

    async fn browsers(&self, _: NoRequest) -> Result<BrowsersView, ApiError> {
        Ok(self.installed_browsers().await)
    }

    async fn diagnose(&self, _: NoRequest) -> Result<DiagnosisView, ApiError> {
        Ok(self.diagnosis().await)
    }

    async fn decode(&self, request: DecodeRequest) -> Result<DecodedView, ApiError> {
        Ok(decoded(&AuthorizationCode::new(request.text.into_text())))
    }

    async fn check_port(&self, _: NoRequest) -> Result<PortView, ApiError> {
        Ok(self.port_view().await)
    }

    async fn open_setup_page(&self, request: SetupPageRequest) -> Result<Done, ApiError> {
        self.open_setup(request).await
    }

    async fn connect(&self, request: ConnectRequest) -> Result<Done, ApiError> {
        self.begin_sign_in(request).await
    }

    async fn set_pending_credentials(
        &self,
        request: PendingCredentialsRequest,
    ) -> Result<ConnectionView, ApiError> {
        self.keep_pending(request).await
    }

    async fn discard_pending_credentials(
        &self,
        request: ConnectionRequest,
    ) -> Result<ConnectionView, ApiError> {
        self.drop_pending(request).await
    }

    async fn reauthenticate(&self, request: ReauthenticateRequest) -> Result<Done, ApiError> {
        self.begin_again(request).await
    }

    async fn answer_identity(&self, request: AnswerIdentityRequest) -> Result<Done, ApiError> {
        let answer = |answer| Intent::AnswerIdentity(request.accept, answer);
        self.wish(&request.id, answer).await.map(|()| Done {})
    }

    async fn cancel_attempt(&self, request: AttemptRequest) -> Result<Done, ApiError> {
        self.wish(&request.id, Intent::Cancel)
            .await
            .map(|()| Done {})
    }

    async fn open_browser_again(&self, request: AttemptRequest) -> Result<Done, ApiError> {
        self.open_again(&request.id).await
    }

    async fn open_when_active(&self, request: OpensWhenActiveRequest) -> Result<Done, ApiError> {
        Self::open_when_active(self, &request.id, request.opens).await
    }

    async fn go_on(&self, request: AttemptRequest) -> Result<Done, ApiError> {
        self.wish(&request.id, Intent::GoOn).await.map(|()| Done {})
    }

    async fn copy_sign_in_link(&self, request: AttemptRequest) -> Result<Done, ApiError> {
        let copied = self.wish(&request.id, Intent::CopyLink).await?;
        copied
            .map(|()| Done {})
            .map_err(|error| ApiError::new(ErrorCode::Clipboard, error))
    }

    async fn paste_callback(&self, request: PasteRequest) -> Result<PastedView, ApiError> {
        self.paste(request).await
    }

    async fn close_attempt(&self, request: AttemptRequest) -> Result<Done, ApiError> {
        self.leave_attempt(&request.id)
    }

    async fn save_checklist(&self, request: DraftRequest) -> Result<SavedFileView, ApiError> {
        self.write_checklist(&request.id).await
    }

    async fn blueprints(&self, _: NoRequest) -> Result<BlueprintsView, ApiError> {
        self.all_blueprints().await
    }

    async fn blueprint(&self, request: BlueprintRequest) -> Result<BlueprintView, ApiError> {
        self.one_blueprint(&request.id).await
    }

    async fn new_blueprint(&self, request: NewBlueprintRequest) -> Result<BlueprintView, ApiError> {
        self.begin_blueprint(request).await
    }

    async fn save_blueprint(
        &self,
        request: SaveBlueprintRequest,
    ) -> Result<BlueprintView, ApiError> {
        self.keep_blueprint(request).await
    }

    async fn duplicate_blueprint(
        &self,
        request: BlueprintRequest,
    ) -> Result<BlueprintView, ApiError> {
        self.copy_blueprint(&request.id).await
    }

    async fn remove_blueprint(&self, request: BlueprintRequest) -> Result<Done, ApiError> {
        self.drop_blueprint(&request.id).await
    }

    async fn compare_blueprints(
        &self,
        request: CompareRequest,
    ) -> Result<ComparisonView, ApiError> {
        self.comparison(request).await
    }

    async fn export_blueprint(&self, request: BlueprintRequest) -> Result<SavedFileView, ApiError> {
        self.write_recipe(&request.id).await
    }

    async fn import_blueprint(&self, _: NoRequest) -> Result<ImportedView, ApiError> {
        self.read_recipe().await
    }

    async fn save_blueprint_checklist(
        &self,
        request: BlueprintRequest,
    ) -> Result<SavedFileView, ApiError> {
        self.write_blueprint_checklist(&request.id).await
    }

    async fn choose_folder(&self, _: NoRequest) -> Result<ChosenView, ApiError> {
        Ok(self.chosen_folder().await)
    }

    async fn pattern_questions(&self, _: NoRequest) -> Result<ChooserView, ApiError> {
        Ok(chooser_view())
    }

    async fn recommend_pattern(
        &self,
        request: RecommendRequest,
    ) -> Result<RecommendationView, ApiError> {
        Ok(recommendation_view(request))
    }

    async fn plan_source(&self, request: SourceRequest) -> Result<SourcePlanView, ApiError> {
        source::planned(request).await
    }

    async fn write_source(
        &self,
        request: WriteSourceRequest,
    ) -> Result<WrittenSourceView, ApiError> {
        source::written(request).await
    }

    async fn check_source(
        &self,
        request: CheckSourceRequest,
    ) -> Result<SourceReportView, ApiError> {
        source::checked(request).await
    }

    async fn apply_remedy(
        &self,
        request: ApplyRemedyRequest,
    ) -> Result<SourceReportView, ApiError> {
        source::mended(request).await
    }

    async fn enter_practice(&self, _: NoRequest) -> Result<Done, ApiError> {
        self.reopen(Mode::Practice).await
    }

    async fn leave_practice(&self, _: NoRequest) -> Result<Done, ApiError> {
        self.reopen(Mode::Real).await
    }

    async fn use_practice_app(&self, request: PracticeAppRequest) -> Result<DraftView, ApiError> {
        self.fill_from_practice(request).await
    }

    async fn set_scenario(&self, request: ScenarioRequest) -> Result<AppView, ApiError> {
        self.switch_scenario(&request)
    }

    fn watch_vault(&self) -> watch::Receiver<VaultView> {
        self.shared.vault_view.subscribe()
    }

    fn watch_connections(&self) -> watch::Receiver<ConnectionsView> {
        self.shared.connections.subscribe()
    }

    fn watch_attempt(&self) -> watch::Receiver<AttemptView> {
        self.shared.attempt.subscribe()
    }

    fn watch_verification(&self) -> watch::Receiver<VerificationView> {
        self.shared.verification.subscribe()
    }

    fn watch_folder_drag(&self) -> watch::Receiver<FolderDragView> {
        self.shared.folder_drag.subscribe()
    }
}
