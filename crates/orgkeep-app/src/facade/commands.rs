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

/// What every command answers with.
type Reply<View> = Result<View, ApiError>;

impl Commands for Orgkeep {
    type Snapshots<View: Clone + Send + Sync + 'static> = watch::Receiver<View>;

    async fn app(&self, _: NoRequest) -> Reply<AppView> {
        Ok(self.app_view())
    }

    async fn unlock_vault(&self, _: NoRequest) -> Reply<Done> {
        self.ask_keyring()
    }

    async fn unlock_with_passphrase(&self, request: PassphraseRequest) -> Reply<Done> {
        self.open_with(request.passphrase).await
    }

    async fn choose_passphrase(&self, request: PassphraseRequest) -> Reply<Done> {
        self.protect_with(request.passphrase).await
    }

    async fn connection(&self, request: ConnectionRequest) -> Reply<ConnectionView> {
        self.details(request).await
    }

    async fn relabel_connection(&self, request: RelabelRequest) -> Reply<ConnectionView> {
        self.relabel(request).await
    }

    async fn remove_connection(&self, request: ConnectionRequest) -> Reply<RemovalView> {
        self.remove(request).await
    }

    async fn retry_revocations(&self, _: NoRequest) -> Reply<Done> {
        Ok(self.sweep_revocations().await)
    }

    async fn drafts(&self, _: NoRequest) -> Reply<DraftsView> {
        self.all_drafts().await
    }

    async fn new_draft(&self, _: NoRequest) -> Reply<DraftView> {
        self.begin_draft().await
    }

    async fn draft(&self, request: DraftRequest) -> Reply<DraftView> {
        self.one_draft(&request.id).await
    }

    async fn save_draft(&self, request: SaveDraftRequest) -> Reply<DraftView> {
        self.keep_draft(request).await
    }

    async fn set_draft_secret(&self, request: DraftSecretRequest) -> Reply<DraftView> {
        self.seal_secret(request).await
    }

    async fn discard_draft(&self, request: DraftRequest) -> Reply<Done> {
        self.drop_draft(&request.id).await
    }

    async fn confirm_login_host(&self, request: ConfirmHostRequest) -> Reply<DraftView> {
        self.vouch_for_host(request).await
    }

    async fn verify(&self, request: DraftRequest) -> Reply<Done> {
        self.begin_verification(&request.id).await
    }

    async fn browsers(&self, _: NoRequest) -> Reply<BrowsersView> {
        Ok(self.installed_browsers().await)
    }

    async fn diagnose(&self, _: NoRequest) -> Reply<DiagnosisView> {
        Ok(self.diagnosis().await)
    }

    async fn decode(&self, request: DecodeRequest) -> Reply<DecodedView> {
        Ok(decoded(&AuthorizationCode::new(request.text.into_text())))
    }

    async fn check_port(&self, _: NoRequest) -> Reply<PortView> {
        Ok(self.port_view().await)
    }

    async fn open_setup_page(&self, request: SetupPageRequest) -> Reply<Done> {
        self.open_setup(request).await
    }

    async fn connect(&self, request: ConnectRequest) -> Reply<Done> {
        self.begin_sign_in(request).await
    }

    async fn set_pending_credentials(
        &self,
        request: PendingCredentialsRequest,
    ) -> Reply<ConnectionView> {
        self.keep_pending(request).await
    }

    async fn discard_pending_credentials(
        &self,
        request: ConnectionRequest,
    ) -> Reply<ConnectionView> {
        self.drop_pending(request).await
    }

    async fn reauthenticate(&self, request: ReauthenticateRequest) -> Reply<Done> {
        self.begin_again(request).await
    }

    async fn answer_identity(&self, request: AnswerIdentityRequest) -> Reply<Done> {
        let answer = |answer| Intent::AnswerIdentity(request.accept, answer);
        self.wish(&request.id, answer).await.map(|()| Done {})
    }

    async fn cancel_attempt(&self, request: AttemptRequest) -> Reply<Done> {
        self.wish(&request.id, Intent::Cancel)
            .await
            .map(|()| Done {})
    }

    async fn open_browser_again(&self, request: AttemptRequest) -> Reply<Done> {
        self.open_again(&request.id).await
    }

    async fn open_when_active(&self, request: OpensWhenActiveRequest) -> Reply<Done> {
        Self::open_when_active(self, &request.id, request.opens).await
    }

    async fn go_on(&self, request: AttemptRequest) -> Reply<Done> {
        self.wish(&request.id, Intent::GoOn).await.map(|()| Done {})
    }

    async fn copy_sign_in_link(&self, request: AttemptRequest) -> Reply<Done> {
        let copied = self.wish(&request.id, Intent::CopyLink).await?;
        copied
            .map(|()| Done {})
            .map_err(|error| ApiError::new(ErrorCode::Clipboard, error))
    }

    async fn paste_callback(&self, request: PasteRequest) -> Reply<PastedView> {
        self.paste(request).await
    }

    async fn close_attempt(&self, request: AttemptRequest) -> Reply<Done> {
        self.leave_attempt(&request.id)
    }

    async fn save_checklist(&self, request: DraftRequest) -> Reply<SavedFileView> {
        self.write_checklist(&request.id).await
    }

    async fn blueprints(&self, _: NoRequest) -> Reply<BlueprintsView> {
        self.all_blueprints().await
    }

    async fn blueprint(&self, request: BlueprintRequest) -> Reply<BlueprintView> {
        self.one_blueprint(&request.id).await
    }

    async fn new_blueprint(&self, request: NewBlueprintRequest) -> Reply<BlueprintView> {
        self.begin_blueprint(request).await
    }

    async fn save_blueprint(&self, request: SaveBlueprintRequest) -> Reply<BlueprintView> {
        self.keep_blueprint(request).await
    }

    async fn duplicate_blueprint(&self, request: BlueprintRequest) -> Reply<BlueprintView> {
        self.copy_blueprint(&request.id).await
    }

    async fn remove_blueprint(&self, request: BlueprintRequest) -> Reply<Done> {
        self.drop_blueprint(&request.id).await
    }

    async fn compare_blueprints(&self, request: CompareRequest) -> Reply<ComparisonView> {
        self.comparison(request).await
    }

    async fn export_blueprint(&self, request: BlueprintRequest) -> Reply<SavedFileView> {
        self.write_recipe(&request.id).await
    }

    async fn import_blueprint(&self, _: NoRequest) -> Reply<ImportedView> {
        self.read_recipe().await
    }

    async fn save_blueprint_checklist(&self, request: BlueprintRequest) -> Reply<SavedFileView> {
        self.write_blueprint_checklist(&request.id).await
    }

    async fn choose_folder(&self, _: NoRequest) -> Reply<ChosenView> {
        Ok(self.chosen_folder().await)
    }

    async fn pattern_questions(&self, _: NoRequest) -> Reply<ChooserView> {
        Ok(chooser_view())
    }

    async fn recommend_pattern(&self, request: RecommendRequest) -> Reply<RecommendationView> {
        Ok(recommendation_view(request))
    }

    async fn plan_source(&self, request: SourceRequest) -> Reply<SourcePlanView> {
        source::planned(request).await
    }

    async fn write_source(&self, request: WriteSourceRequest) -> Reply<WrittenSourceView> {
        source::written(request).await
    }

    async fn check_source(&self, request: CheckSourceRequest) -> Reply<SourceReportView> {
        source::checked(request).await
    }

    async fn apply_remedy(&self, request: ApplyRemedyRequest) -> Reply<SourceReportView> {
        source::mended(request).await
    }

    async fn enter_practice(&self, _: NoRequest) -> Reply<Done> {
        self.reopen(Mode::Practice).await
    }

    async fn leave_practice(&self, _: NoRequest) -> Reply<Done> {
        self.reopen(Mode::Real).await
    }

    async fn use_practice_app(&self, request: PracticeAppRequest) -> Reply<DraftView> {
        self.fill_from_practice(request).await
    }

    async fn set_scenario(&self, request: ScenarioRequest) -> Reply<AppView> {
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
