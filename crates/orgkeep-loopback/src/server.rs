//! Accepting connections, bounding their number, and ending them.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, timeout_at};

use crate::bind::Sockets;
use crate::connection::{Site, serve};

/// How many connections may be open at once.
pub(crate) const MOST_OPEN: usize = 64;
/// From the wish to close until everything is closed: time for the browser to follow the redirect to the
/// done page, short enough that the port is free 1 s after the sign-in ended.
const FAREWELL: Duration = Duration::from_millis(800);
/// After a failed accept, so that a lasting failure does not keep a core busy.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// The task that owns the sockets and all connections.
pub(crate) struct Server {
    sockets: Sockets,
    site: Arc<Site>,
    connections: Connections,
}

impl Server {
    pub(crate) fn new(sockets: Sockets, site: Arc<Site>) -> Self {
        Self {
            sockets,
            site,
            connections: Connections::default(),
        }
    }

    /// Serves until `closing` is dropped, then for at most [`FAREWELL`].
    pub(crate) async fn run(mut self, closing: oneshot::Receiver<Infallible>) {
        let farewell = farewell(closing, Arc::clone(&self.site));
        tokio::pin!(farewell);
        let deadline = loop {
            let stream = tokio::select! {
                deadline = &mut farewell => break deadline,
                stream = accept(self.sockets.v4.as_ref()) => stream,
                stream = accept(self.sockets.v6.as_ref()) => stream,
            };
            self.connections.admit(stream, &self.site);
        };
        drop(self.sockets);
        self.connections.finish_by(deadline).await;
        tracing::info!("callback listener is closed");
    }
}

/// Ends when nothing has to be accepted any more; returns when the rest must have ended.
async fn farewell(closing: oneshot::Receiver<Infallible>, site: Arc<Site>) -> Instant {
    let _dropped = closing.await;
    let deadline = Instant::now() + FAREWELL;
    let _late = timeout_at(deadline, site.no_done_page_owed()).await;
    deadline
}

/// The next connection of one family; never, if the family is absent.
async fn accept(socket: Option<&TcpListener>) -> TcpStream {
    let Some(socket) = socket else {
        return std::future::pending().await;
    };
    loop {
        match socket.accept().await {
            Ok((stream, _)) => return stream,
            Err(error) => tracing::warn!(%error, "a connection could not be accepted"),
        }
        tokio::time::sleep(ACCEPT_PAUSE).await;
    }
}

/// The open connections, oldest first.
#[derive(Default)]
struct Connections {
    tasks: JoinSet<()>,
    open: VecDeque<Open>,
}

struct Open {
    /// Whether no complete request has arrived yet.
    silent: Arc<AtomicBool>,
    task: AbortHandle,
}

impl Connections {
    /// Gives the connection a task of its own. If too many are open the oldest silent one is dropped for
    /// it; if none is silent, it is dropped itself.
    fn admit(&mut self, stream: TcpStream, site: &Arc<Site>) {
        while self.tasks.try_join_next().is_some() {}
        self.open.retain(|open| !open.task.is_finished());
        if self.open.len() >= MOST_OPEN && !self.drop_oldest_silent() {
            return;
        }
        let silent = Arc::new(AtomicBool::new(true));
        let task = self
            .tasks
            .spawn(serve(stream, Arc::clone(site), Arc::clone(&silent)));
        self.open.push_back(Open { silent, task });
    }

    fn drop_oldest_silent(&mut self) -> bool {
        let oldest = self.open.iter().position(Open::is_silent);
        let dropped = oldest.and_then(|index| self.open.remove(index));
        if let Some(open) = &dropped {
            open.task.abort();
        }
        dropped.is_some()
    }

    /// Drops silent connections at once, and at the deadline those whose answer is still on its way.
    async fn finish_by(mut self, deadline: Instant) {
        for open in self.open.iter().filter(|open| open.is_silent()) {
            open.task.abort();
        }
        let all = async { while self.tasks.join_next().await.is_some() {} };
        let _late = timeout_at(deadline, all).await;
        self.tasks.shutdown().await;
    }
}

impl Open {
    fn is_silent(&self) -> bool {
        self.silent.load(Ordering::Relaxed)
    }
}
