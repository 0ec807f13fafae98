//! The listener as the rest of the program sees it.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use orgkeep_domain::client::CallbackUrl;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;

use crate::bind::{BindError, bind_patiently};
use crate::connection::Site;
use crate::observation::Observations;
use crate::reply::{Callback, Progress};
use crate::server::{MOST_OPEN, Server};
use crate::socket::open_socket;

/// Holds the callback's port on both loopback families while a sign-in is pending.
///
/// Dropping it ends it as [`Listener::close`] does, without the wait.
#[derive(Debug)]
pub struct Listener {
    callbacks: mpsc::Receiver<Callback>,
    site: Arc<Site>,
    /// Never sent on: that it is dropped is the signal.
    closing: oneshot::Sender<Infallible>,
    server: JoinHandle<()>,
}

impl Listener {
    /// Takes the callback's port on 127.0.0.1 and ::1. When this returns, both accept connections, so a
    /// browser may be opened. A connection that happens to pass through the port is waited for, up to
    /// 10 s. Must be called within a tokio runtime.
    ///
    /// # Errors
    /// [`BindError`]. One family may be absent, but if either is occupied the other is not taken.
    pub async fn bind(callback: &CallbackUrl) -> Result<Self, BindError> {
        Self::bind_with(callback, open_socket).await
    }

    /// As [`Listener::bind`], with a substitute for [`open_socket`] that can fail in chosen ways.
    ///
    /// # Errors
    /// As [`Listener::bind`].
    pub async fn bind_with(
        callback: &CallbackUrl,
        open: impl Fn(SocketAddr) -> io::Result<std::net::TcpListener>,
    ) -> Result<Self, BindError> {
        let sockets = bind_patiently(callback.port(), open).await?;
        let families = [sockets.v4.is_some(), sockets.v6.is_some()];
        tracing::info!(
            ipv4 = families[0],
            ipv6 = families[1],
            "callback listener is open"
        );
        let (sender, callbacks) = mpsc::channel(MOST_OPEN);
        let (closing, closed) = oneshot::channel();
        let site = Arc::new(Site::new(callback, sender));
        let server = tokio::spawn(Server::new(sockets, Arc::clone(&site)).run(closed));
        Ok(Self {
            callbacks,
            site,
            closing,
            server,
        })
    }

    /// The next request that has the form of an authorization response. Never resolves again once a
    /// [`crate::Reply`] has been accepted. No callback is lost when this future is dropped.
    pub async fn next_callback(&mut self) -> Callback {
        while let Some(callback) = self.callbacks.recv().await {
            // Copies of the accepted callback may have been queued behind it.
            if self.site.progress() == Progress::Waiting {
                return callback;
            }
        }
        std::future::pending().await
    }

    /// What else has been seen, as it changes.
    #[must_use]
    pub fn observations(&self) -> watch::Receiver<Observations> {
        self.site.observations()
    }

    /// Releases the port and ends every connection, in less than 1 s. That time is used only if a
    /// callback was accepted and its browser has yet to fetch the done page, or an answer is on its way.
    /// Until this returns, the port is occupied for the next [`Listener::bind`].
    pub async fn close(self) {
        let Self {
            callbacks,
            closing,
            server,
            ..
        } = self;
        drop(closing);
        drop(callbacks);
        if server.await.is_err() {
            tracing::warn!("callback listener ended early");
        }
    }
}
