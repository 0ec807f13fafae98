//! A server that says one thing to whoever asks.

use std::net::SocketAddr;

use anyhow::Result;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
#[cfg(target_os = "linux")]
use tokio_rustls::TlsAcceptor;

/// What a My Domain answers to `/services/data/`.
pub const VERSIONS: &str =
    r#"[{"label":"Winter '27","url":"/services/data/v68.0","version":"68.0"}]"#;

/// Running until it is dropped.
pub struct Site {
    pub address: SocketAddr,
    serving: JoinHandle<()>,
}

impl Site {
    /// A server with TLS.
    #[cfg(target_os = "linux")]
    pub async fn secure(acceptor: TlsAcceptor, answer: Vec<u8>) -> Result<Self> {
        Self::serve(move |stream| {
            let (acceptor, answer) = (acceptor.clone(), answer.clone());
            async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    let _gone = say(stream, &answer).await;
                }
            }
        })
        .await
    }

    /// A server without TLS, and possibly without HTTP.
    pub async fn plain(answer: Vec<u8>) -> Result<Self> {
        Self::serve(move |stream| {
            let answer = answer.clone();
            async move {
                let _gone = say(stream, &answer).await;
            }
        })
        .await
    }

    async fn serve<F>(talk: impl Fn(TcpStream) -> F + Send + 'static) -> Result<Self>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream));
            }
        });
        Ok(Self { address, serving })
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
) -> std::io::Result<()> {
    let mut asked = [0; 4096];
    let _length = stream.read(&mut asked).await?;
    stream.write_all(answer).await?;
    stream.shutdown().await
}
