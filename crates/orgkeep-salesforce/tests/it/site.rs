//! A server that says one thing to whoever asks.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use anyhow::Result;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
#[cfg(target_os = "linux")]
use tokio_rustls::TlsAcceptor;

/// What a My Domain answers to `/services/data/`.
pub const VERSIONS: &str =
    r#"[{"label":"Winter '27","url":"/services/data/v68.0","version":"68.0"}]"#;

/// Some port of this machine.
const ANYWHERE: &str = "127.0.0.1:0";

type Asked = Arc<Mutex<Vec<String>>>;

/// Running until it is dropped.
pub struct Site {
    pub address: SocketAddr,
    asked: Asked,
    serving: JoinHandle<()>,
}

impl Site {
    /// A server with TLS.
    #[cfg(target_os = "linux")]
    pub async fn secure(acceptor: TlsAcceptor, answer: Vec<u8>) -> Result<Self> {
        Self::secure_at(ANYWHERE, acceptor, answer).await
    }

    /// A server with TLS at this very address.
    #[cfg(target_os = "linux")]
    pub async fn secure_at(at: &str, acceptor: TlsAcceptor, answer: Vec<u8>) -> Result<Self> {
        Self::serve(at, move |stream, asked| {
            let (acceptor, answer) = (acceptor.clone(), answer.clone());
            async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    let _gone = say(stream, &answer, &asked).await;
                }
            }
        })
        .await
    }

    /// A server without TLS, and possibly without HTTP.
    pub async fn plain(answer: Vec<u8>) -> Result<Self> {
        Self::serve(ANYWHERE, move |stream, asked| {
            let answer = answer.clone();
            async move {
                let _gone = say(stream, &answer, &asked).await;
            }
        })
        .await
    }

    /// Everything that was asked so far.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// Ends it; its address is free when this returns.
    #[cfg(target_os = "linux")]
    pub async fn end(mut self) {
        self.serving.abort();
        let _ended = (&mut self.serving).await;
    }

    async fn serve<F>(
        at: &str,
        talk: impl Fn(TcpStream, Asked) -> F + Send + 'static,
    ) -> Result<Self>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind(at).await?;
        let asked = Asked::default();
        let noted = Arc::clone(&asked);
        let address = listener.local_addr()?;
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, Arc::clone(&noted)));
            }
        });
        Ok(Self {
            address,
            asked,
            serving,
        })
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// A whole answer. `head` is what follows `HTTP/1.1 `, without the length.
pub fn answer(head: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {head}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
        .into_bytes()
}

/// The answer of a My Domain.
pub fn versions() -> Vec<u8> {
    answer("200 OK\r\nContent-Type: application/json", VERSIONS)
}

async fn say(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    answer: &[u8],
    noted: &Asked,
) -> std::io::Result<()> {
    let mut asked = [0; 4096];
    let length = stream.read(&mut asked).await?;
    let asked = String::from_utf8_lossy(&asked[..length]).into_owned();
    noted.lock().unwrap().push(asked);
    stream.write_all(answer).await?;
    stream.shutdown().await
}
