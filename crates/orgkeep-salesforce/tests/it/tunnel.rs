//! A proxy that speaks CONNECT.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use anyhow::Result;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What the proxy does with a CONNECT.
#[derive(Clone)]
pub enum Manner {
    /// Leads every name there.
    Lead(SocketAddr),
    /// Leads every name there if the request has this `Proxy-Authorization`, and answers 407 if it has not.
    LeadWith(SocketAddr, &'static str),
    /// Answers with this status line.
    Answer(&'static str),
    /// Closes the connection.
    Close,
    /// Says nothing.
    Stay,
}

/// A proxy on this machine, running until it is dropped.
pub struct Tunnel {
    pub address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
    serving: JoinHandle<()>,
}

impl Tunnel {
    pub async fn start(manner: Manner) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let heads = Arc::<Mutex<Vec<String>>>::default();
        let noted = Arc::clone(&heads);
        let serving = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                // A connection that fails is the client's affair; the tests look at what it says.
                tokio::spawn(lead(client, manner.clone(), Arc::clone(&noted)));
            }
        });
        Ok(Self {
            address,
            heads,
            serving,
        })
    }

    /// The head of every request so far.
    pub fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

impl Drop for Tunnel {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn lead(client: TcpStream, manner: Manner, heads: Arc<Mutex<Vec<String>>>) -> Result<()> {
    let mut client = BufReader::new(client);
    let mut head = String::new();
    while client.read_line(&mut head).await? > 2 {}
    heads.lock().unwrap().push(head.clone());
    let target =
        match manner {
            Manner::Lead(target) => target,
            Manner::LeadWith(target, words) if authorizes(&head, words) => target,
            Manner::LeadWith(..) => return say(
                client,
                "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"Office\"",
            )
            .await,
            Manner::Answer(status) => return say(client, status).await,
            Manner::Close => return Ok(()),
            Manner::Stay => return std::future::pending().await,
        };
    client
        .write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")
        .await?;
    let mut server = TcpStream::connect(target).await?;
    copy_bidirectional(&mut client, &mut server).await?;
    Ok(())
}

fn authorizes(head: &str, words: &str) -> bool {
    let mut pairs = head.lines().filter_map(|line| line.split_once(": "));
    pairs.any(|(name, value)| name.eq_ignore_ascii_case("proxy-authorization") && value == words)
}

async fn say(mut client: BufReader<TcpStream>, head: &str) -> Result<()> {
    let answer = format!("HTTP/1.1 {head}\r\nContent-Length: 0\r\n\r\n");
    Ok(client.write_all(answer.as_bytes()).await?)
}
