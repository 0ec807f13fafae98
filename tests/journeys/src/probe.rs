//! Raw requests to the callback port, and a stranger's server that must never be asked anything.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

use crate::port::LOOPBACK;

/// Within which the port must be released (security.md, standing check "closed").
const CLOSED_WITHIN: Duration = Duration::from_secs(1);
/// A closing port rings no bell; it is asked this often.
const ASK_EVERY: Duration = Duration::from_millis(10);

/// Whether nobody listens on either family, at the latest one second from now.
pub async fn is_closed(port: u16) -> bool {
    let deadline = Instant::now() + CLOSED_WITHIN;
    loop {
        if refuses(port).await {
            return true;
        }
        if Instant::now() >= deadline {
            return false;
        }
        sleep(ASK_EVERY).await;
    }
}

async fn refuses(port: u16) -> bool {
    for address in LOOPBACK {
        let answer = TcpStream::connect(SocketAddr::new(address, port)).await;
        if !answer.is_err_and(|error| error.kind() == io::ErrorKind::ConnectionRefused) {
            return false;
        }
    }
    true
}

/// A server of somebody else. It counts who comes, and answers nothing.
#[derive(Debug)]
pub struct Stranger {
    /// Its port on 127.0.0.1.
    pub port: u16,
    visits: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Stranger {
    /// Opens for visitors.
    ///
    /// # Errors
    /// When there is no port.
    pub async fn begin() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let visits = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&visits);
        let task = tokio::spawn(async move {
            while listener.accept().await.is_ok() {
                counted.fetch_add(1, Ordering::SeqCst);
            }
        });
        Ok(Self { port, visits, task })
    }

    /// How many connections there were.
    #[must_use]
    pub fn visits(&self) -> usize {
        self.visits.load(Ordering::SeqCst)
    }
}

impl Drop for Stranger {
    fn drop(&mut self) {
        self.task.abort();
    }
}
