//! Commands that are one line each: what they say, in the words of the rest.

use orgkeep_api::command::{Done, NoRequest};
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::message::*;
use orgkeep_secret::AuthorizationCode;
use tokio::sync::watch;

use super::contract::Reply;
use super::{Orgkeep, source};
use crate::attempt::intent::Intent;
use crate::decoding::decoded;
use crate::pattern::{chooser_view, recommendation_view};
use crate::surroundings::Mode;

impl Orgkeep {
    pub(super) async fn app(&self, _: NoRequest) -> Reply<AppView> {
        Ok(self.app_view())
    }

    pub(super) async fn unlock_vault(&self, _: NoRequest) -> Reply<Done> {
        self.ask_keyring()
    }

    pub(super) async fn unlock_with_passphrase(&self, request: PassphraseRequest) -> Reply<Done> {
        self.open_with(request.passphrase).await
    }

    pub(super) async fn choose_passphrase(&self, request: PassphraseRequest) -> Reply<Done> {
        self.protect_with(request.passphrase).await
    }

    pub(super) async fn connection(&self, request: ConnectionRequest) -> Reply<ConnectionView> {
        self.details(request).await
    }

    pub(super) async fn relabel_connection(
        &self,
        request: RelabelRequest,
    ) -> Reply<ConnectionView> {
        self.relabel(request).await
    }

    pub(super) async fn remove_connection(&self, request: ConnectionRequest) -> Reply<RemovalView> {
        self.remove(request).await
    }

    pub(super) async fn retry_revocations(&self, _: NoRequest) -> Reply<Done> {
        Ok(self.sweep_revocations().await)
    }

    pub(super) async fn give_up_revocation(&self, request: RevocationRequest) -> Reply<Done> {
        self.stop_revoking(request).await
    }

    pub(super) async fn drafts(&self, _: NoRequest) -> Reply<DraftsView> {
        self.all_drafts().await
    }

    pub(super) async fn new_draft(&self, _: NoRequest) -> Reply<DraftView> {
        self.begin_draft().await
    }

    pub(super) async fn draft(&self, request: DraftRequest) -> Reply<DraftView> {
        self.one_draft(&request.id).await
    }

    pub(super) async fn save_draft(&self, request: SaveDraftRequest) -> Reply<DraftView> {
        self.keep_draft(request).await
    }

    pub(super) async fn set_draft_secret(&self, request: DraftSecretRequest) -> Reply<DraftView> {
        self.seal_secret(request).await
    }

    pub(super) async fn discard_draft(&self, request: DraftRequest) -> Reply<Done> {
        self.drop_draft(&request.id).await
    }

    pub(super) async fn confirm_login_host(&self, request: ConfirmHostRequest) -> Reply<DraftView> {
        self.vouch_for_host(request).await
    }

    pub(super) async fn verify(&self, request: DraftRequest) -> Reply<Done> {
        self.begin_verification(&request.id).await
    }

    pub(super) async fn browsers(&self, _: NoRequest) -> Reply<BrowsersView> {
        Ok(self.installed_browsers().await)
    }

    pub(super) async fn diagnose(&self, _: NoRequest) -> Reply<DiagnosisView> {
        Ok(self.diagnosis().await)
    }

    pub(super) async fn decode(&self, request: DecodeRequest) -> Reply<DecodedView> {
        Ok(decoded(&AuthorizationCode::new(request.text.into_text())))
    }

    pub(super) async fn check_port(&self, _: NoRequest) -> Reply<PortView> {
        Ok(self.port_view().await)
    }

    pub(super) async fn open_setup_page(&self, request: SetupPageRequest) -> Reply<Done> {
        self.open_setup(request).await
    }

    pub(super) async fn connect(&self, request: ConnectRequest) -> Reply<Done> {
        self.begin_sign_in(request).await
    }

    pub(super) async fn set_pending_credentials(
        &self,
        request: PendingCredentialsRequest,
    ) -> Reply<ConnectionView> {
        self.keep_pending(request).await
    }

    pub(super) async fn discard_pending_credentials(
        &self,
        request: ConnectionRequest,
    ) -> Reply<ConnectionView> {
        self.drop_pending(request).await
    }

    pub(super) async fn reauthenticate(&self, request: ReauthenticateRequest) -> Reply<Done> {
        self.begin_again(request).await
    }

    pub(super) async fn answer_identity(&self, request: AnswerIdentityRequest) -> Reply<Done> {
        let answer = |answer| Intent::AnswerIdentity(request.accept, answer);
        self.wish(&request.id, answer).await.map(|()| Done {})
    }

    pub(super) async fn cancel_attempt(&self, request: AttemptRequest) -> Reply<Done> {
        self.wish(&request.id, Intent::Cancel)
            .await
            .map(|()| Done {})
    }

    pub(super) async fn open_browser_again(&self, request: AttemptRequest) -> Reply<Done> {
        self.open_again(&request.id).await
    }

    pub(super) async fn open_when_active(&self, request: OpensWhenActiveRequest) -> Reply<Done> {
        self.keep_opening_when_active(&request.id, request.opens)
            .await
    }

    pub(super) async fn go_on(&self, request: AttemptRequest) -> Reply<Done> {
        self.wish(&request.id, Intent::GoOn).await.map(|()| Done {})
    }

    pub(super) async fn copy_sign_in_link(&self, request: AttemptRequest) -> Reply<Done> {
        let copied = self.wish(&request.id, Intent::CopyLink).await?;
        copied
            .map(|()| Done {})
            .map_err(|error| ApiError::new(ErrorCode::Clipboard, error))
    }

    pub(super) async fn paste_callback(&self, request: PasteRequest) -> Reply<PastedView> {
        self.paste(request).await
    }

    pub(super) async fn close_attempt(&self, request: AttemptRequest) -> Reply<Done> {
        self.leave_attempt(&request.id)
    }

    pub(super) async fn save_checklist(&self, request: DraftRequest) -> Reply<SavedFileView> {
        self.write_checklist(&request.id).await
    }

    pub(super) async fn blueprints(&self, _: NoRequest) -> Reply<BlueprintsView> {
        self.all_blueprints().await
    }

    pub(super) async fn blueprint(&self, request: BlueprintRequest) -> Reply<BlueprintView> {
        self.one_blueprint(&request.id).await
    }

    pub(super) async fn new_blueprint(&self, request: NewBlueprintRequest) -> Reply<BlueprintView> {
        self.begin_blueprint(request).await
    }

    pub(super) async fn save_blueprint(
        &self,
        request: SaveBlueprintRequest,
    ) -> Reply<BlueprintView> {
        self.keep_blueprint(request).await
    }

    pub(super) async fn duplicate_blueprint(
        &self,
        request: BlueprintRequest,
    ) -> Reply<BlueprintView> {
        self.copy_blueprint(&request.id).await
    }

    pub(super) async fn remove_blueprint(&self, request: BlueprintRequest) -> Reply<Done> {
        self.drop_blueprint(&request.id).await
    }

    pub(super) async fn compare_blueprints(
        &self,
        request: CompareRequest,
    ) -> Reply<ComparisonView> {
        self.comparison(request).await
    }

    pub(super) async fn export_blueprint(&self, request: BlueprintRequest) -> Reply<SavedFileView> {
        self.write_recipe(&request.id).await
    }

    pub(super) async fn import_blueprint(&self, _: NoRequest) -> Reply<ImportedView> {
        self.read_recipe().await
    }

    pub(super) async fn save_blueprint_checklist(
        &self,
        request: BlueprintRequest,
    ) -> Reply<SavedFileView> {
        self.write_blueprint_checklist(&request.id).await
    }

    pub(super) async fn choose_folder(&self, _: NoRequest) -> Reply<ChosenView> {
        Ok(self.chosen_folder().await)
    }

    pub(super) async fn pattern_questions(&self, _: NoRequest) -> Reply<ChooserView> {
        Ok(chooser_view())
    }

    pub(super) async fn recommend_pattern(
        &self,
        request: RecommendRequest,
    ) -> Reply<RecommendationView> {
        Ok(recommendation_view(request))
    }

    pub(super) async fn plan_source(&self, request: SourceRequest) -> Reply<SourcePlanView> {
        source::planned(request).await
    }

    pub(super) async fn write_source(
        &self,
        request: WriteSourceRequest,
    ) -> Reply<WrittenSourceView> {
        self.written_source(request).await
    }

    pub(super) async fn apply_remedy(
        &self,
        request: ApplyRemedyRequest,
    ) -> Reply<SourceReportView> {
        self.mended_source(request).await
    }

    pub(super) async fn enter_practice(&self, _: NoRequest) -> Reply<Done> {
        self.reopen(Mode::Practice).await
    }

    pub(super) async fn leave_practice(&self, _: NoRequest) -> Reply<Done> {
        self.reopen(Mode::Real).await
    }

    pub(super) async fn use_practice_app(&self, request: PracticeAppRequest) -> Reply<DraftView> {
        self.fill_from_practice(request).await
    }

    pub(super) async fn set_scenario(&self, request: ScenarioRequest) -> Reply<AppView> {
        self.switch_scenario(&request)
    }

    pub(super) fn watch_vault(&self) -> watch::Receiver<VaultView> {
        self.shared.vault_view.subscribe()
    }

    pub(super) fn watch_connections(&self) -> watch::Receiver<ConnectionsView> {
        self.shared.connections.subscribe()
    }

    pub(super) fn watch_attempt(&self) -> watch::Receiver<AttemptView> {
        self.shared.attempt.subscribe()
    }

    pub(super) fn watch_verification(&self) -> watch::Receiver<VerificationView> {
        self.shared.verification.subscribe()
    }

    pub(super) fn watch_folder_drag(&self) -> watch::Receiver<FolderDragView> {
        self.shared.folder_drag.subscribe()
    }
}
