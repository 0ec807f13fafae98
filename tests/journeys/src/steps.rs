//! The steps that a renewal tells, in their order.

use std::sync::{Arc, Mutex, PoisonError};

use orgkeep_app::session::Sessions;
use orgkeep_app::surroundings::SystemClock;
use orgkeep_domain::id::ConnectionId;
use orgkeep_salesforce::http::HttpClient;
use tokio::task::block_in_place;
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt as _};

use crate::child::{self, Player};
use crate::session::{Step, Used};

const FOLDER: &str = "ORGKEEP_RECORDER_FOLDER";
const CONNECTION: &str = "ORGKEEP_RECORDER_CONNECTION";
const GENERATION: &str = "ORGKEEP_RECORDER_GENERATION";

/// The role of a process that renews once and tells its steps.
pub const RECORDER: &str = "recorder";

/// What a renewal of this generation in another process tells of itself. `test` is the test that plays roles.
///
/// # Errors
/// When there is no such process.
pub fn steps_of_a_renewal(test: &str, used: &Used, generation: u32) -> anyhow::Result<Vec<String>> {
    let folder = used.world.data_folder();
    let settings = [
        (FOLDER, folder.to_string_lossy().into_owned()),
        (CONNECTION, used.id.to_string()),
        (GENERATION, generation.to_string()),
    ];
    block_in_place(|| {
        let mut recorder = Player::start(test, RECORDER, &settings)?;
        let steps = recorder.hear()?;
        recorder.dismiss()?;
        Ok(steps.split_whitespace().map(str::to_owned).collect())
    })
}

/// That process's part.
///
/// # Errors
/// When the vault does not open, or the parent is gone.
pub async fn renew_and_tell() -> anyhow::Result<()> {
    let steps = Steps::default();
    let kept = Arc::clone(&steps.0);
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(steps))?;
    let vault = child::vault(&std::env::var(FOLDER)?).await?;
    let sessions = Sessions::new(vault, HttpClient::new(true)?, Arc::new(SystemClock));
    let id = ConnectionId::parse(&std::env::var(CONNECTION)?)?;
    let _however_it_ends = sessions
        .renewed(&id, std::env::var(GENERATION)?.parse()?)
        .await;
    sessions.settle().await;
    let kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    child::say(&kept.join(" "))
}

/// Keeps the `step` of every event that has one.
#[derive(Default)]
struct Steps(Arc<Mutex<Vec<String>>>);

impl<S: tracing::Subscriber> Layer<S> for Steps {
    fn on_event(&self, event: &tracing::Event<'_>, _context: Context<'_, S>) {
        let mut found = Step(String::new());
        event.record(&mut found);
        if !found.0.is_empty() {
            let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            kept.push(found.0);
        }
    }
}
