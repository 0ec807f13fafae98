//! The program behind the window, and how it is exchanged for the practice one.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use orgkeep_app::facade::Orgkeep;
use orgkeep_app::surroundings::{Mode, OutsideError, Pending, Reopen};
use serde::Serialize;
use tauri::async_runtime::JoinHandle;
use tauri::ipc::{Channel, IpcResponse};
use tauri::{AppHandle, DragDropEvent};
use tokio::sync::watch;

use crate::compose::compose;
use crate::late::LateApp;

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
    /// By stream, a [`Making`] of its view.
    ready: Mutex<HashMap<&'static str, Box<dyn Any + Send>>>,
    app: LateApp,
}

/// A long answer that is being written.
type Making<View> = JoinHandle<serde_json::Result<Answered<View>>>;

/// What the page is told of a stream at once, and what comes later.
pub struct Answered<View> {
    /// The snapshot, as JSON.
    pub text: String,
    /// Has seen just that one.
    pub snapshots: watch::Receiver<View>,
}

impl<View: Serialize> Answered<View> {
    /// Writes down the snapshot of this moment.
    ///
    /// # Errors
    /// When it cannot be told as JSON.
    pub fn of(mut snapshots: watch::Receiver<View>) -> serde_json::Result<Self> {
        let text = serde_json::to_string(&*snapshots.borrow_and_update())?;
        Ok(Self { text, snapshots })
    }
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
                ready: Mutex::default(),
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

    /// Makes the answer to the first question after a stream ready, while the window opens.
    pub fn make_ready<View>(&self, name: &'static str, snapshots: watch::Receiver<View>)
    where
        View: Send + Sync + Serialize + 'static,
    {
        let making = tauri::async_runtime::spawn_blocking(|| Answered::of(snapshots));
        self.ready().insert(name, Box::new(making));
    }

    /// The answer that was made ready, once, if it still holds.
    pub async fn made_ready<View: 'static>(&self, name: &'static str) -> Option<Answered<View>> {
        let making = self.ready().remove(name)?;
        let making: Box<Making<View>> = making.downcast().ok()?;
        let answered = making.await.ok()?.ok()?;
        let holds = answered.snapshots.has_changed().is_ok_and(|newer| !newer);
        holds.then_some(answered)
    }

    fn ready(&self) -> MutexGuard<'_, HashMap<&'static str, Box<dyn Any + Send>>> {
        let ready = self.shared.ready.lock();
        ready.unwrap_or_else(PoisonError::into_inner)
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
