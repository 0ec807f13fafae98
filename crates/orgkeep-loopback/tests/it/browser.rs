//! The other end of the connection: bytes written as they are, replies read to their end.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

pub const V4: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
pub const V6: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);

/// A `GET` as a browser sends it when a person follows a link.
pub fn get(port: u16, target: &str) -> String {
    request("GET", target, &[&format!("Host: localhost:{port}")])
}

pub fn request(method: &str, target: &str, fields: &[&str]) -> String {
    let fields: String = fields.iter().map(|field| format!("{field}\r\n")).collect();
    format!("{method} {target} HTTP/1.1\r\n{fields}\r\n")
}

pub async fn open(ip: IpAddr, port: u16) -> TcpStream {
    TcpStream::connect(SocketAddr::new(ip, port)).await.unwrap()
}

/// Sends a request and returns the whole reply; empty if the connection was dropped.
pub async fn send(ip: IpAddr, port: u16, request: impl AsRef<[u8]>) -> String {
    let mut stream = open(ip, port).await;
    // The listener may have dropped the connection before it read everything.
    let _dropped = stream.write_all(request.as_ref()).await;
    read_reply(&mut stream).await
}

/// Sends something and ends the sending side.
pub async fn send_and_end(ip: IpAddr, port: u16, bytes: &[u8]) -> String {
    let mut stream = open(ip, port).await;
    let _dropped = stream.write_all(bytes).await;
    let _dropped = stream.shutdown().await;
    read_reply(&mut stream).await
}

/// Reads to the end, which may be a reset.
pub async fn read_reply(stream: &mut TcpStream) -> String {
    let mut reply = Vec::new();
    let _reset = stream.read_to_end(&mut reply).await;
    String::from_utf8(reply).unwrap()
}

pub fn status(reply: &str) -> Option<u16> {
    reply
        .strip_prefix("HTTP/1.1 ")?
        .split(' ')
        .next()?
        .parse()
        .ok()
}

/// A field's value. Fields of replies are written once.
pub fn field<'a>(reply: &'a str, name: &str) -> Option<&'a str> {
    let (head, _) = reply.split_once("\r\n\r\n")?;
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(": ")?;
        key.eq_ignore_ascii_case(name).then_some(value)
    })
}

/// Whether nobody listens, on either family that this computer has.
pub async fn is_closed(port: u16) -> bool {
    for ip in [V4, V6] {
        let asked = std::net::TcpListener::bind((ip, 0));
        if asked.is_err_and(|error| error.kind() == io::ErrorKind::AddrNotAvailable) {
            continue;
        }
        let refused = TcpStream::connect(SocketAddr::new(ip, port)).await;
        if !refused.is_err_and(|error| error.kind() == io::ErrorKind::ConnectionRefused) {
            return false;
        }
    }
    true
}
