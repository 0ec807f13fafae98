//! A home of the Salesforce CLI, the keyring that has its key, and the program itself.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use orgkeep_app::program::{ProgramEvent, Programs, RunningProgram};
use orgkeep_app::surroundings::{OutsideError, SalesforceCli};
use orgkeep_secret::HomeKey;
use tokio::sync::{mpsc, watch};

use crate::cli_home::CliHome;
use crate::outside::PATIENCE;
use crate::world::World;

/// The key that the keyring has, if it has one. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Keychain(Arc<Mutex<Option<String>>>);

impl Keychain {
    /// From now on the keyring has this key.
    pub fn keep(&self, key: &str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(key.to_owned());
    }

    fn read(&self) -> Option<HomeKey> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clone().map(HomeKey::new)
    }

    /// The CLI of a user who has this keyring.
    pub(crate) fn cli_of(&self, cli: &Arc<ScriptedCli>) -> SalesforceCli {
        let keychain = self.clone();
        SalesforceCli {
            home: cli.home.get().cloned(),
            keychain_key: Arc::new(move || keychain.read()),
            programs: Arc::clone(cli) as Arc<dyn Programs>,
            patience: PATIENCE,
        }
    }
}

/// What the program answers when it is asked for somebody.
#[derive(Debug, Clone)]
pub enum CliReply {
    /// This, and then it ends with the code.
    Says(String, i32),
    /// Nothing, for ever.
    Silence,
    /// More and more.
    Endless,
    /// It does not start.
    Broken,
}

/// `sf`, which answers what a test says. It is not installed until a test installs it.
#[derive(Debug)]
pub struct ScriptedCli {
    home: OnceLock<PathBuf>,
    replies: Mutex<Option<BTreeMap<String, CliReply>>>,
    asked: watch::Sender<Vec<Vec<String>>>,
    running: Arc<AtomicUsize>,
}

impl Default for ScriptedCli {
    fn default() -> Self {
        Self {
            home: OnceLock::default(),
            replies: Mutex::default(),
            asked: watch::Sender::new(Vec::new()),
            running: Arc::default(),
        }
    }
}

impl ScriptedCli {
    pub(crate) fn lives_in(&self, home: PathBuf) {
        // A world has one folder, and says so once.
        let _known = self.home.set(home);
    }

    /// Installs it, with what it answers by user name.
    pub fn install(&self, replies: impl IntoIterator<Item = (String, CliReply)>) {
        *self.replies() = Some(replies.into_iter().collect());
    }

    /// The arguments of every start so far.
    #[must_use]
    pub fn asked(&self) -> Vec<Vec<String>> {
        self.asked.borrow().clone()
    }

    /// Waits until it was started so often.
    ///
    /// # Errors
    /// When that does not happen.
    pub async fn was_asked(&self, times: usize) -> anyhow::Result<()> {
        let mut asked = self.asked.subscribe();
        let often = asked.wait_for(|asked| asked.len() >= times);
        tokio::time::timeout(PATIENCE, often).await??;
        Ok(())
    }

    /// How many of those that were started were not ended.
    #[must_use]
    pub fn running(&self) -> usize {
        self.running.load(Ordering::SeqCst)
    }

    fn replies(&self) -> MutexGuard<'_, Option<BTreeMap<String, CliReply>>> {
        self.replies.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Programs for ScriptedCli {
    fn find(&self, name: &str) -> Option<PathBuf> {
        let installed = name == "sf" && self.replies().is_some();
        installed.then(|| PathBuf::from("/opt/sf/bin/sf"))
    }

    fn start(&self, _: &Path, arguments: &[&str]) -> Result<RunningProgram, OutsideError> {
        let mut own: Vec<String> = Vec::new();
        own.extend(arguments.iter().map(|argument| (*argument).to_owned()));
        let reply = self
            .replies()
            .as_ref()
            .and_then(|replies| own.iter().find_map(|name| replies.get(name).cloned()))
            .unwrap_or(CliReply::Broken);
        self.asked.send_modify(|asked| asked.push(own));
        if matches!(reply, CliReply::Broken) {
            return Err(OutsideError("the program did not start".to_owned()));
        }
        self.running.fetch_add(1, Ordering::SeqCst);
        let (sender, events) = mpsc::channel(4);
        let answering = tokio::spawn(answer(sender, reply));
        let running = Arc::clone(&self.running);
        Ok(RunningProgram::new(events, move || {
            answering.abort();
            running.fetch_sub(1, Ordering::SeqCst);
        }))
    }
}

async fn answer(sender: mpsc::Sender<ProgramEvent>, reply: CliReply) {
    match reply {
        CliReply::Says(text, code) => {
            // In pieces, as a pipe has it.
            for piece in text.into_bytes().chunks(7) {
                let _gone = sender.send(ProgramEvent::said(piece.to_vec())).await;
            }
            let _gone = sender.send(ProgramEvent::Ended(Some(code))).await;
        }
        CliReply::Endless => {
            let more = || ProgramEvent::said(vec![b'x'; 4096]);
            while sender.send(more()).await.is_ok() {}
        }
        CliReply::Silence | CliReply::Broken => sender.closed().await,
    }
}

impl World {
    /// A home in this world, chosen in the next dialog, with its key in a file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn cli_home(&self, key: &str) -> anyhow::Result<CliHome> {
        let folder = self.whole_folder().join("sfdx");
        self.outside.files.decide(folder.clone());
        Ok(CliHome::with_key_file(&folder, key)?)
    }
}
