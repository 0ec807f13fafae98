//! The program behind the window, and how it is exchanged for the practice one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use orgkeep_app::facade::Orgkeep;
use orgkeep_app::surroundings::{Mode, OutsideError, Pending, Reopen};
use tauri::async_runtime::JoinHandle;
use tauri::ipc::{Channel, IpcResponse};
use tauri::{AppHandle, DragDropEvent};
use tokio::sync::watch;

use crate::compose::compose;
use crate::late::LateApp;
use crate::told::{Known, Told};

/// The window is gone by then; nobody waits longer for a server that does not answer.
const LONGEST_CLOSE: Duration = Duration::from_secs(20);

/// Holds the one program of this window.
#[derive(Clone)]
pub struct Host {
    shared: Arc<Shared>,
}

struct Shared {
    orgkeep: RwLock<Orgkeep>,
    streams: Mutex<HashMap<&'static str, JoinHandle<()>>>,
    told: Mutex<Told>,
    app: LateApp,
}

/// Orgkeep, with its store read, and nothing begun.
pub struct Opened {
    orgkeep: Orgkeep,
    reopen: Arc<Reopening>,
}

impl Opened {
    /// Reads the store. It needs no window, and what the system takes to make one is time enough for it.
    ///
    /// # Errors
    /// When the composition fails; see [`compose`].
    pub async fn read(app: LateApp, mode: Mode) -> anyhow::Result<Self> {
        let reopen = Arc::new(Reopening::default());
        let orgkeep = compose(mode, Arc::clone(&reopen) as Arc<dyn Reopen>, &app).await?;
        Ok(Self { orgkeep, reopen })
    }
}

impl Host {
    /// Goes on with what was read, for the window of this program.
    pub async fn open(app: LateApp, opened: Opened) -> Self {
        opened.orgkeep.wake_up().await;
        let host = Self {
            shared: Arc::new(Shared {
                orgkeep: RwLock::new(opened.orgkeep),
                streams: Mutex::default(),
                told: Mutex::default(),
                app,
            }),
        };
        opened.reopen.attach(&host);
        host
    }

    /// The program that is open now.
    pub fn orgkeep(&self) -> Orgkeep {
        self.shared
            .orgkeep
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Begins to tell the page of every stream, and gives what it shows first.
    ///
    /// # Errors
    /// When an answer cannot be told as JSON.
    pub async fn tell(&self) -> anyhow::Result<Known> {
        let (told, known) = Told::of(&self.orgkeep()).await?;
        *self.told() = told;
        Ok(known)
    }

    /// What the page was told without having asked.
    pub fn told(&self) -> MutexGuard<'_, Told> {
        let told = self.shared.told.lock();
        told.unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends the page every later snapshot. A page that was reloaded asks anew, which ends the stream to the old one.
    pub fn forward<View>(
        &self,
        name: &'static str,
        mut snapshots: watch::Receiver<View>,
        channel: Channel<View>,
    ) where
        View: Clone + Send + Sync + IpcResponse + 'static,
    {
        let sending: Pending<()> = Box::pin(async move {
            while snapshots.changed().await.is_ok() {
                let snapshot = snapshots.borrow_and_update().clone();
                if channel.send(snapshot).is_err() {
                    break;
                }
            }
        });
        let task = tauri::async_runtime::spawn(sending);
        let mut streams = self
            .shared
            .streams
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(old) = streams.insert(name, task) {
            old.abort();
        }
    }

    /// Passes on what is dragged over the window. Only a drop tells where it is from.
    pub fn dragged(&self, drag: &DragDropEvent) {
        let orgkeep = self.orgkeep();
        match drag {
            DragDropEvent::Drop { paths, .. } => match paths.first() {
                Some(path) => orgkeep.dropped(path),
                None => orgkeep.drag_over(false),
            },
            DragDropEvent::Leave => orgkeep.drag_over(false),
            _ => orgkeep.drag_over(true),
        }
    }

    /// Ends what is running, and waits for what must not be cut off.
    pub async fn close(&self) {
        let closed = self.orgkeep().close();
        // Whoever does not come to an end by then is treated as if the power had failed, which every step bears.
        let _late = tokio::time::timeout(LONGEST_CLOSE, closed).await;
    }

    async fn exchange(&self, mode: Mode) -> anyhow::Result<()> {
        let next = Opened::read(self.shared.app.clone(), mode).await?;
        next.orgkeep.wake_up().await;
        next.reopen.attach(self);
        *self.told() = Told::default();
        let previous = {
            let mut orgkeep = self
                .shared
                .orgkeep
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *orgkeep, next.orgkeep)
        };
        previous.close().await;
        if let Some(app) = self.shared.app.get() {
            title(app, mode);
        }
        Ok(())
    }
}

/// Shows in the window's title which of the two it is.
pub fn title(app: &AppHandle, mode: Mode) {
    use tauri::Manager as _;
    if let Some(window) = app.get_webview_window("main") {
        let text = match mode {
            Mode::Real => "Orgkeep",
            Mode::Practice => "Orgkeep – practice",
        };
        let _untitled = window.set_title(text);
    }
}

/// The way back from the program to its host, which exists only after the program does.
#[derive(Default)]
struct Reopening {
    host: Mutex<Option<std::sync::Weak<Shared>>>,
}

impl Reopening {
    fn attach(&self, host: &Host) {
        *self.host.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Arc::downgrade(&host.shared));
    }

    fn host(&self) -> Option<Host> {
        let host = self.host.lock().unwrap_or_else(PoisonError::into_inner);
        host.as_ref()?.upgrade().map(|shared| Host { shared })
    }
}

impl Reopen for Reopening {
    fn reopen(&self, mode: Mode) -> Pending<Result<(), OutsideError>> {
        let host = self.host();
        Box::pin(async move {
            let gone = || OutsideError("the window is closing".to_owned());
            host.ok_or_else(gone)?
                .exchange(mode)
                .await
                .map_err(|error| OutsideError(format!("{error:#}")))
        })
    }
}
