//! Faults of the connection, done to the bytes.

use std::{fmt::Write, io, time::Duration};

use axum::{body::to_bytes, http::StatusCode, response::Response};

use super::WireEffect;
use crate::{reply, socket::Socket};

/// A piece of an endless or oversized text.
const PIECE: usize = 16 * 1024;

/// Does to the connection what the effect says. `answer` is the strict answer, already worked out if the effect wants
/// the request carried out. The returned response reaches nobody: the connection is seized.
pub(crate) async fn perform(effect: &WireEffect, socket: &Socket, answer: Response) -> Response {
    if let Err(error) = spoil(effect, socket, answer).await {
        tracing::debug!(%error, "the client left before the fault was over");
    }
    let mut nothing = reply::text(StatusCode::OK, "");
    reply::set_header(&mut nothing, "connection", "close");
    nothing
}

async fn spoil(effect: &WireEffect, socket: &Socket, answer: Response) -> io::Result<()> {
    socket.seize();
    match effect {
        WireEffect::ResetBeforeBody | WireEffect::ResetAfterBody | WireEffect::AnswerLost => {
            socket.reset();
            Ok(())
        }
        WireEffect::Hang | WireEffect::HangAfterActing => std::future::pending().await,
        WireEffect::AnswerLate(after) => answer_late(socket, answer, *after).await,
        WireEffect::Truncated => truncate(socket, answer).await,
        WireEffect::StallInBody => stall(socket, answer).await,
        WireEffect::Drip => drip(socket, answer).await,
        WireEffect::LargeBody(size) => large_body(socket, *size).await,
        WireEffect::EndlessBody => endless_body(socket).await,
        WireEffect::NestedArrays(depth) => nested_arrays(socket, *depth).await,
        WireEffect::ManyHeaders(count) => many_headers(socket, *count).await,
        WireEffect::Raw(bytes) => socket.send(bytes).await,
    }
}

async fn answer_late(socket: &Socket, answer: Response, after: Duration) -> io::Result<()> {
    let (head, body) = written(answer).await?;
    tokio::time::sleep(after).await;
    socket.send(head.as_bytes()).await?;
    socket.send(&body).await
}

async fn truncate(socket: &Socket, answer: Response) -> io::Result<()> {
    let (head, body) = written(answer).await?;
    socket.send(head.as_bytes()).await?;
    socket.send(&body[..body.len() / 2]).await
}

async fn stall(socket: &Socket, answer: Response) -> io::Result<()> {
    let (head, _) = written(answer).await?;
    socket.send(head.as_bytes()).await?;
    std::future::pending().await
}

async fn drip(socket: &Socket, answer: Response) -> io::Result<()> {
    let (head, body) = written(answer).await?;
    for byte in head.as_bytes().iter().chain(&body) {
        socket.send(std::slice::from_ref(byte)).await?;
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    Ok(())
}

async fn large_body(socket: &Socket, size: usize) -> io::Result<()> {
    socket.send(json_head(Some(size)).as_bytes()).await?;
    socket.send(b"\"").await?;
    let mut left = size.saturating_sub(2);
    while left > 0 {
        let piece = left.min(PIECE);
        socket.send(&vec![b'x'; piece]).await?;
        left -= piece;
    }
    socket.send(b"\"").await
}

async fn endless_body(socket: &Socket) -> io::Result<()> {
    socket.send(json_head(None).as_bytes()).await?;
    socket.send(b"{\"access_token\":\"").await?;
    let piece = [b'x'; PIECE];
    loop {
        socket.send(&piece).await?;
    }
}

async fn nested_arrays(socket: &Socket, depth: usize) -> io::Result<()> {
    socket.send(json_head(Some(2 * depth)).as_bytes()).await?;
    socket.send("[".repeat(depth).as_bytes()).await?;
    socket.send("]".repeat(depth).as_bytes()).await
}

async fn many_headers(socket: &Socket, count: usize) -> io::Result<()> {
    let mut head = String::from("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n");
    for number in 0..count {
        let _ = write!(head, "X-Practice-{number}: {number}\r\n");
    }
    head.push_str("Content-Length: 2\r\nConnection: close\r\n\r\n{}");
    socket.send(head.as_bytes()).await
}

fn json_head(length: Option<usize>) -> String {
    let mut head =
        String::from("HTTP/1.1 200 OK\r\nContent-Type: application/json;charset=UTF-8\r\n");
    if let Some(length) = length {
        let _ = write!(head, "Content-Length: {length}\r\n");
    }
    head.push_str("Connection: close\r\n\r\n");
    head
}

/// The head and the body of an answer as they would have been sent.
async fn written(answer: Response) -> io::Result<(String, Vec<u8>)> {
    let (parts, body) = answer.into_parts();
    let body = to_bytes(body, usize::MAX).await.map_err(io::Error::other)?;
    let mut head = format!("HTTP/1.1 {}\r\n", parts.status);
    for (name, value) in &parts.headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        let _ = write!(head, "{name}: {value}\r\n");
    }
    let _ = write!(
        head,
        "content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    Ok((head, body.to_vec()))
}
