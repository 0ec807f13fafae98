//! A sign-in in progress: the listener, and what the rest of the program does with its callbacks.

use std::net::IpAddr;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use orgkeep_domain::callback::{CallbackOutcome, CallbackQuery};
use orgkeep_domain::client::CallbackUrl;
use orgkeep_loopback::{BindError, Callback, Listener, Observations};
use orgkeep_secret::{AuthorizationCode, StateToken};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::browser::{self, V4};

pub const STATE: &str = "Zm9yLXRoaXMtc2lnbi1pbi1vbmx5LWFuZC1vbmNl";
pub const CODE: &str = "aPrxGenuine.Code";

/// The rest of the program: it accepts callbacks with the right state, and would exchange each of them.
pub struct SignIn {
    pub port: u16,
    pub observations: watch::Receiver<Observations>,
    exchanges: mpsc::UnboundedReceiver<CallbackOutcome>,
    end: oneshot::Sender<()>,
    driver: JoinHandle<()>,
}

impl SignIn {
    pub async fn begin() -> Self {
        Self::on(&free_callback("")).await.unwrap()
    }

    pub async fn on(callback: &CallbackUrl) -> Result<Self, BindError> {
        Ok(Self::with(Listener::bind(callback).await?, callback.port()))
    }

    pub fn with(listener: Listener, port: u16) -> Self {
        let observations = listener.observations();
        let (exchange, exchanges) = mpsc::unbounded_channel();
        let (end, ended) = oneshot::channel();
        let driver = tokio::spawn(drive(listener, exchange, ended));
        Self {
            port,
            observations,
            exchanges,
            end,
            driver,
        }
    }

    /// The genuine callback, as a request.
    pub fn genuine(&self) -> String {
        genuine(self.port)
    }

    /// Sends any request on IPv4.
    pub async fn send(&self, request: impl AsRef<[u8]>) -> String {
        browser::send(V4, self.port, request).await
    }

    /// The next exchange, which must already be on its way.
    pub async fn exchange(&mut self) -> Option<CallbackOutcome> {
        timeout(Duration::from_secs(2), self.exchanges.recv())
            .await
            .ok()
            .flatten()
    }

    /// Standing checks `live` and `closed`: a genuine callback finishes the sign-in within 2 s, and then
    /// nothing listens any more.
    pub async fn survives(self) -> bool {
        self.survives_on(V4).await
    }

    pub async fn survives_on(mut self, ip: IpAddr) -> bool {
        let live = timeout(Duration::from_secs(2), self.is_finished_by(ip)).await;
        live == Ok(true) && self.ends().await
    }

    async fn is_finished_by(&mut self, ip: IpAddr) -> bool {
        let reply = browser::send(ip, self.port, self.genuine()).await;
        let sent_on = browser::field(&reply, "Location") == Some("/done");
        let done = browser::send(ip, self.port, browser::get(self.port, "/done")).await;
        sent_on
            && browser::status(&reply) == Some(303)
            && browser::status(&done) == Some(200)
            && self
                .exchanges
                .recv()
                .await
                .is_some_and(|outcome| is_code(&outcome, CODE))
    }

    /// Standing check `closed`, and that nothing is exchanged that was not asked for.
    pub async fn ends(mut self) -> bool {
        let _driver_gone = self.end.send(());
        let in_time = timeout(Duration::from_secs(1), self.driver).await;
        let closed = browser::is_closed(self.port).await;
        closed && matches!(in_time, Ok(Ok(()))) && self.exchanges.recv().await.is_none()
    }
}

pub fn genuine(port: u16) -> String {
    browser::get(port, &format!("/?code={CODE}&state={STATE}"))
}

pub fn is_code(outcome: &CallbackOutcome, code: &str) -> bool {
    let expected = AuthorizationCode::new(code.to_owned());
    matches!(outcome, CallbackOutcome::Code(code) if code.matches(&expected))
}

/// Goes on listening after the acceptance, so that a second one would show.
async fn drive(
    mut listener: Listener,
    exchange: mpsc::UnboundedSender<CallbackOutcome>,
    mut ended: oneshot::Receiver<()>,
) {
    loop {
        let Callback { query, reply } = tokio::select! {
            callback = listener.next_callback() => callback,
            _ = &mut ended => break,
        };
        if is_answer(&query) {
            reply.accept();
            let _test_over = exchange.send(query.outcome);
        } else {
            reply.ignore();
        }
    }
    listener.close().await;
}

pub fn is_answer(query: &CallbackQuery) -> bool {
    query.state.matches(&StateToken::new(STATE.to_owned()))
}

/// A callback on a port that is free on both families and that no outgoing connection is given.
pub fn free_callback(path: &str) -> CallbackUrl {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Runs that follow each other use other ports.
    let first = u16::try_from(std::process::id() % 13).unwrap() * 1_000 + 18_000;
    loop {
        let port = first + NEXT.fetch_add(1, Ordering::Relaxed) % 1_000;
        let free = [V4, browser::V6].map(|ip| std::net::TcpListener::bind((ip, port)).is_ok());
        if free == [true, true] {
            return CallbackUrl::parse(&format!("http://localhost:{port}{path}")).unwrap();
        }
    }
}
