//! One connection, from its first byte to its end.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use orgkeep_domain::callback::CallbackQuery;
use orgkeep_domain::client::CallbackUrl;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::timeout;

use crate::head::{Arrival, read_head};
use crate::observation::Observations;
use crate::page::Page;
use crate::reply::{Accepted, Callback, Progress, Reply};
use crate::request::{Rules, Verdict};

/// From the start of a connection to the end of its request head.
const READ_DEADLINE: Duration = Duration::from_secs(5);
/// For an answer of a few hundred bytes to be taken.
const WRITE_DEADLINE: Duration = Duration::from_secs(2);
/// For the other side to close after the answer. Closing first, with its bytes unread, would make the
/// system throw the answer away.
const PARTING: Duration = Duration::from_millis(500);

/// What all connections share.
#[derive(Debug)]
pub(crate) struct Site {
    rules: Rules,
    callbacks: mpsc::Sender<Callback>,
    progress: Arc<watch::Sender<Progress>>,
    observations: watch::Sender<Observations>,
}

impl Site {
    pub(crate) fn new(callback: &CallbackUrl, callbacks: mpsc::Sender<Callback>) -> Self {
        Self {
            rules: Rules::for_callback(callback),
            callbacks,
            progress: Arc::new(watch::Sender::new(Progress::Waiting)),
            observations: watch::Sender::new(Observations::default()),
        }
    }

    pub(crate) fn progress(&self) -> Progress {
        *self.progress.borrow()
    }

    pub(crate) fn observations(&self) -> watch::Receiver<Observations> {
        self.observations.subscribe()
    }

    /// Waits while a browser that was sent to the done page has not fetched it.
    pub(crate) async fn no_done_page_owed(&self) {
        self.reach(|progress| progress != Progress::Accepted).await;
    }

    async fn reach(&self, wanted: impl Fn(Progress) -> bool) {
        let mut progress = self.progress.subscribe();
        // The sender lives as long as `self`, so this cannot fail.
        let _reached = progress.wait_for(|progress| wanted(*progress)).await;
    }

    fn observe(&self, count: impl FnOnce(&mut Observations)) {
        self.observations.send_modify(count);
    }

    async fn answer_to(&self, head: &[u8]) -> Page {
        match self.rules.judge(head) {
            Verdict::Callback(query) => self.decide(query).await,
            Verdict::Answer(page) => {
                if page == Page::BadRequest {
                    self.observe(|seen| seen.refused_requests += 1);
                }
                page
            }
        }
    }

    /// Asks the caller, unless another callback has been or meanwhile is accepted.
    async fn decide(&self, query: CallbackQuery) -> Page {
        let (decision, decided) = oneshot::channel();
        let reply = Reply::new(decision, Arc::clone(&self.progress));
        let asked = async {
            self.callbacks.send(Callback { query, reply }).await.ok()?;
            decided.await.ok()
        };
        tokio::select! {
            biased;
            decision = asked => if let Some(Accepted) = decision {
                return Page::SeeDone;
            },
            () = self.reach(|progress| progress != Progress::Waiting) => {}
        }
        self.observe(|seen| seen.ignored_callbacks += 1);
        Page::BadRequest
    }

    fn done_page_served(&self) {
        self.progress.send_if_modified(|progress| {
            let owed = *progress == Progress::Accepted;
            if owed {
                *progress = Progress::Done;
            }
            owed
        });
    }
}

/// Serves one request and ends. `silent` turns false when a whole request has arrived.
pub(crate) async fn serve(mut stream: TcpStream, site: Arc<Site>, silent: Arc<AtomicBool>) {
    let Ok(arrival) = timeout(READ_DEADLINE, read_head(&mut stream)).await else {
        return tracing::debug!("dropped a connection that sent no request in time");
    };
    silent.store(false, Ordering::Relaxed);
    let page = match arrival {
        Arrival::Head(head) => site.answer_to(&head).await,
        Arrival::TooLarge => Page::TooLarge,
        Arrival::TlsHello => return site.observe(|seen| seen.tls_hellos += 1),
        Arrival::NotHttp | Arrival::Gone => return,
    };
    let answered = timeout(WRITE_DEADLINE, answer(&mut stream, page)).await;
    tracing::debug!(
        status = page.status(),
        delivered = matches!(answered, Ok(Ok(()))),
        "answered"
    );
    if page == Page::Done {
        site.done_page_served();
    }
    let mut rest = tokio::io::sink();
    let _ended = timeout(PARTING, tokio::io::copy(&mut stream, &mut rest)).await;
}

async fn answer(stream: &mut TcpStream, page: Page) -> io::Result<()> {
    stream.write_all(&page.to_bytes()).await?;
    stream.shutdown().await
}
