//! Ctrl-C, and the end of the session (SIGTERM).

use std::io;

/// Hears them from the moment it is made. From then on they end nothing by themselves: whoever made it must wait for them.
pub struct Interruption {
    signals: io::Result<Signals>,
}

impl Interruption {
    /// Begins to listen.
    pub fn listen() -> Self {
        Self {
            signals: Signals::listen(),
        }
    }

    /// Waits for the next one. One that came meanwhile counts.
    pub async fn happened(&mut self) {
        match &mut self.signals {
            Ok(signals) => signals.next().await,
            // Then they end the program as usual.
            Err(_) => std::future::pending().await,
        }
    }
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(windows)]
struct Signals {
    interrupt: tokio::signal::windows::CtrlC,
}

#[cfg(windows)]
impl Signals {
    fn listen() -> io::Result<Self> {
        let interrupt = tokio::signal::windows::ctrl_c()?;
        Ok(Self { interrupt })
    }

    async fn next(&mut self) {
        let _closed = self.interrupt.recv().await;
    }
}
