//! A second copy of Orgkeep on the data folder of a world, in another process.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use orgkeep_api::browser::BrowserFields;
use orgkeep_api::command::{Commands as _, NoRequest};
use orgkeep_api::connection::{AuthenticationView, OrgTypeView};
use orgkeep_api::design::AppFields;
use orgkeep_api::register::{DraftFields, SaveDraftRequest, WizardStepView};
use orgkeep_app::facade::Orgkeep;
use orgkeep_app::surroundings::{Surroundings, SystemClock};
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_domain::client::CallbackUrl;
use orgkeep_vault::custody::KeyCustody;
use orgkeep_vault::vault::VaultSettings;

use crate::outside::{Outside, RecordingBrowser};
use crate::plan::{actor, timing};
use crate::world::World;

const FOLDER: &str = "ORGKEEP_JOURNEY_FOLDER";
const CALLBACK: &str = "ORGKEEP_JOURNEY_CALLBACK";

/// The copy, and the browser that it opens.
pub struct Twin {
    /// The program.
    pub orgkeep: Orgkeep,
    /// Its browser.
    pub browser: Arc<RecordingBrowser>,
}

impl Twin {
    /// Opens the copy that this process was started as. Its key lies in a file of the folder.
    ///
    /// # Errors
    /// When this process was not started by [`World::for_twins`].
    pub async fn open() -> anyhow::Result<Self> {
        let folder = PathBuf::from(std::env::var(FOLDER)?);
        let callback = CallbackUrl::parse(&std::env::var(CALLBACK)?).context("no callback")?;
        let settings = VaultSettings {
            custody: KeyCustody::KeyFile(folder.join("practice.key")),
            folder,
            rule: AuthorityRule::Practice,
            clock: Arc::new(jiff::Timestamp::now),
            actor: actor(),
        };
        let outside = Outside::default();
        let browser = Arc::clone(&outside.browser);
        let around = Surroundings {
            clock: Arc::new(SystemClock),
            ..outside.around(&callback, timing())
        };
        let orgkeep = Orgkeep::open(settings, around).await;
        Ok(Self { orgkeep, browser })
    }
}

/// A complete draft in any copy.
///
/// # Errors
/// What the program answers.
pub async fn draft_for(orgkeep: &Orgkeep, address: &str, key: &str) -> anyhow::Result<String> {
    let draft = orgkeep.new_draft(NoRequest {}).await?;
    let fields = DraftFields {
        name: "Two copies".to_owned(),
        org_type: OrgTypeView::Sandbox,
        authentication: AuthenticationView::ExternalClientApp,
        retirement_accepted: false,
        login_url: address.to_owned(),
        consumer_key: key.to_owned(),
        username: String::new(),
        browser: BrowserFields {
            id: None,
            private: false,
        },
        opens_when_active: true,
        app: AppFields::default(),
        ticked: Vec::new(),
    };
    let (id, step) = (draft.id.clone(), WizardStepView::Credentials);
    orgkeep
        .save_draft(SaveDraftRequest { id, step, fields })
        .await?;
    Ok(draft.id)
}

impl World {
    /// What a process needs to know to be a twin of this world's Orgkeep.
    #[must_use]
    pub fn for_twins(&self) -> [(&'static str, String); 2] {
        [
            (FOLDER, self.data_folder().to_string_lossy().into_owned()),
            (CALLBACK, self.callback.as_str().to_owned()),
        ]
    }
}
