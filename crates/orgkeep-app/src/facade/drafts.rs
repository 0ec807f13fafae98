//! Drafts, the callback port, and the org's own Setup.

use std::sync::Arc;

use orgkeep_api::address::ConfirmHostRequest;
use orgkeep_api::browser::{BrowsersView, InstalledBrowserView};
use orgkeep_api::command::Done;
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::practice::PracticeAppRequest;
use orgkeep_api::register::{
    DraftSecretRequest, DraftView, DraftsView, PortView, SaveDraftRequest, SetupOwner,
    SetupPageRequest,
};
use orgkeep_domain::failure::FailureReason;
use orgkeep_domain::id::DraftId;
use orgkeep_loopback::check_port;
use orgkeep_salesforce::setup::setup_url;
use orgkeep_secret::ConsumerSecret;
use orgkeep_vault::draft_record::{DraftFields as StoredFields, DraftRecord};

use super::{Orgkeep, not_found, store_error};
use crate::address::{custom_host, usable_authority};
use crate::attempt::{open_browser, port_failure};
use crate::draft::{draft_view, take_fields};
use crate::setup_page::setup_page;
use crate::surroundings::{BrowserAddress, InstalledBrowser};
use crate::view::org_type;

impl Orgkeep {
    pub(super) async fn draft_record(&self, id: &str) -> Result<DraftRecord, ApiError> {
        let id = DraftId::parse(id).map_err(|_| not_found())?;
        let record = self.vault()?.draft(&id).await.map_err(store_error)?;
        record.ok_or_else(not_found)
    }

    fn view(&self, record: &DraftRecord) -> DraftView {
        draft_view(record, self.shared.rule)
    }

    pub(super) async fn all_drafts(&self) -> Result<DraftsView, ApiError> {
        let records = self.vault()?.drafts().await.map_err(store_error)?;
        let drafts = records.iter().map(|record| self.view(record)).collect();
        Ok(DraftsView { drafts })
    }

    pub(super) async fn begin_draft(&self) -> Result<DraftView, ApiError> {
        self.begin_draft_with(StoredFields::default()).await
    }

    pub(super) async fn begin_draft_with(
        &self,
        fields: StoredFields,
    ) -> Result<DraftView, ApiError> {
        let record = self
            .vault()?
            .begin_draft(fields)
            .await
            .map_err(store_error)?;
        Ok(self.view(&record))
    }

    pub(super) async fn one_draft(&self, id: &str) -> Result<DraftView, ApiError> {
        Ok(self.view(&self.draft_record(id).await?))
    }

    pub(super) async fn keep_draft(
        &self,
        request: SaveDraftRequest,
    ) -> Result<DraftView, ApiError> {
        let record = self.draft_record(&request.id).await?;
        let key_before = record.fields.consumer_key.clone();
        let fields = take_fields(record.fields, request);
        let kept = self
            .vault()?
            .save_draft(&record.id, fields)
            .await
            .map_err(store_error)?;
        if kept.fields.consumer_key != key_before {
            self.refresh_left_apps().await;
        }
        Ok(self.view(&kept))
    }

    pub(super) async fn seal_secret(
        &self,
        request: DraftSecretRequest,
    ) -> Result<DraftView, ApiError> {
        let record = self.draft_record(&request.id).await?;
        let typed = request
            .secret
            .map(|secret| secret.into_text().trim().to_owned());
        let secret = typed
            .filter(|text| !text.is_empty())
            .map(ConsumerSecret::new);
        if secret.is_some() && !self.is_open() {
            return Err(ApiError::new(ErrorCode::VaultLocked, "the vault is locked"));
        }
        let sealed = self.vault()?.seal_draft_secret(&record.id, secret).await;
        sealed.map_err(store_error)?;
        self.one_draft(&request.id).await
    }

    pub(super) async fn drop_draft(&self, id: &str) -> Result<Done, ApiError> {
        let id = DraftId::parse(id).map_err(|_| not_found())?;
        self.vault()?.delete_draft(&id).await.map_err(store_error)?;
        // It may have held the key of an app.
        self.refresh_left_apps().await;
        Ok(Done {})
    }

    /// Compares what the person typed with the host that the address really has: letter by letter, so that
    /// nobody vouches for a host they have not read.
    pub(super) async fn vouch_for_host(
        &self,
        request: ConfirmHostRequest,
    ) -> Result<DraftView, ApiError> {
        let record = self.draft_record(&request.draft).await?;
        let custom = custom_host(&record, self.shared.rule);
        let host = custom.ok_or_else(|| ApiError::new(ErrorCode::Invalid, "nothing to confirm"))?;
        if !request.host.trim().eq_ignore_ascii_case(&host) {
            let other = "the typed host is another one";
            return Err(ApiError::new(ErrorCode::Invalid, other));
        }
        let kept = self.vault()?.confirm_host(&record.id, host).await;
        kept.map_err(store_error)?;
        self.one_draft(&request.draft).await
    }

    pub(super) async fn installed_browsers(&self) -> BrowsersView {
        let browser = Arc::clone(&self.shared.around.browser);
        let found = tokio::task::spawn_blocking(move || browser.installed()).await;
        let view = |one: InstalledBrowser| InstalledBrowserView {
            id: one.id,
            name: one.name,
            private_window: one.private_window,
            is_default: one.is_default,
        };
        BrowsersView {
            installed: found.unwrap_or_default().into_iter().map(view).collect(),
        }
    }

    pub(super) async fn port_view(&self) -> PortView {
        let Err(error) = check_port(&self.shared.around.callback).await else {
            return PortView::Free;
        };
        match port_failure(&error).reason {
            FailureReason::PortOccupied { holder } => PortView::Occupied { holder },
            FailureReason::PortReserved => PortView::Reserved,
            _ => PortView::Unavailable {
                detail: error.to_string(),
            },
        }
    }

    pub(super) async fn open_setup(&self, request: SetupPageRequest) -> Result<Done, ApiError> {
        let page = setup_page(request.page);
        let (url, browser) = match &request.of {
            SetupOwner::Draft { id } => {
                let record = self.draft_record(id).await?;
                let authority = usable_authority(&record, self.shared.rule);
                let url = authority.and_then(|authority| setup_url(&authority, page));
                (url, record.fields.browser)
            }
            SetupOwner::Connection { id } => {
                let record = self.connection_record(id).await?;
                let hosts = [&record.instance, &record.login];
                let url = hosts.into_iter().find_map(|host| setup_url(host, page));
                (url, record.browser)
            }
        };
        let url =
            url.ok_or_else(|| ApiError::new(ErrorCode::Invalid, "the address has no Setup"))?;
        let address = Arc::new(BrowserAddress::of_setup_page(url));
        let opened = open_browser(&self.shared.around, &address, browser).await;
        opened
            .map(|()| Done {})
            .map_err(|error| ApiError::new(ErrorCode::Browser, error))
    }

    pub(super) async fn fill_from_practice(
        &self,
        request: PracticeAppRequest,
    ) -> Result<DraftView, ApiError> {
        let missing = || ApiError::new(ErrorCode::Practice, "there is no such practice app");
        let practice = self.shared.around.practice.as_ref().ok_or_else(missing)?;
        let app = practice
            .app(&request.org, &request.app)
            .ok_or_else(missing)?;
        let DraftRecord { id, mut fields, .. } = self.draft_record(&request.draft).await?;
        if fields.name.trim().is_empty() {
            fields.name = app.name;
        }
        fields.org_type = Some(org_type(app.org_type));
        fields.login_address = app.login_url;
        fields.consumer_key = app.consumer_key;
        self.vault()?
            .save_draft(&id, fields)
            .await
            .map_err(store_error)?;
        let secret = app.consumer_secret.map(ConsumerSecret::new);
        let sealed = self.vault()?.seal_draft_secret(&id, secret).await;
        sealed.map_err(store_error)?;
        self.one_draft(&request.draft).await
    }
}
