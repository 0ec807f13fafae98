//! A small HTTP/1.1 client: one request on one connection.

use std::io;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use url::{Host, Url};

use super::{RobotError, Visit};

/// What Chromium says of itself.
const AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

const ACCEPT: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8";

/// Sends a request and reads the whole answer.
pub(super) async fn send(
    url: &Url,
    method: &str,
    site: &str,
    cookies: Option<&str>,
    form: Option<&str>,
) -> Result<Visit, RobotError> {
    let mut stream = connect(url).await?;
    let request = write(url, method, site, cookies, form);
    stream.write_all(request.as_bytes()).await?;
    let (head, mut body) = read_head(&mut stream).await?;
    let (status, headers) = parse_head(&head)?;
    let header = |name: &str| {
        headers
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    };
    if header("transfer-encoding").is_some_and(|value| value.contains("chunked")) {
        stream.read_to_end(&mut body).await?;
        body = join_chunks(&body).ok_or(RobotError::NotHttp)?;
    } else if let Some(length) =
        header("content-length").and_then(|value| value.parse::<usize>().ok())
    {
        read_until(&mut stream, &mut body, length).await?;
    } else {
        stream.read_to_end(&mut body).await?;
    }
    let body = String::from_utf8_lossy(&body).into_owned();
    let url = url.to_string();
    Ok(Visit {
        url,
        status,
        headers,
        body,
    })
}

async fn connect(url: &Url) -> Result<TcpStream, RobotError> {
    let port = url.port_or_known_default().unwrap_or(80);
    let stream = match url.host() {
        Some(Host::Domain(name)) => TcpStream::connect((name, port)).await,
        Some(Host::Ipv4(address)) => TcpStream::connect((address, port)).await,
        Some(Host::Ipv6(address)) => TcpStream::connect((address, port)).await,
        None => Err(io::ErrorKind::InvalidInput.into()),
    };
    Ok(stream?)
}

/// The request as Chromium writes a top-level navigation.
fn write(url: &Url, method: &str, site: &str, cookies: Option<&str>, form: Option<&str>) -> String {
    let query = url
        .query()
        .map_or_else(String::new, |query| format!("?{query}"));
    let host = url.host_str().unwrap_or_default();
    let port = url
        .port()
        .map_or_else(String::new, |port| format!(":{port}"));
    let mut head = format!(
        "{method} {}{query} HTTP/1.1\r\nHost: {host}{port}\r\nConnection: {}\r\n\
         Upgrade-Insecure-Requests: 1\r\nUser-Agent: {AGENT}\r\nAccept: {ACCEPT}\r\n\
         Sec-Fetch-Site: {site}\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-User: ?1\r\nSec-Fetch-Dest: document\r\n\
         Accept-Encoding: identity\r\nAccept-Language: en-US,en;q=0.9\r\n",
        url.path(),
        "close",
    );
    if let Some(cookies) = cookies {
        head.push_str(&format!("Cookie: {cookies}\r\n"));
    }
    let Some(form) = form else {
        return head + "\r\n";
    };
    let origin = format!("{}://{host}{port}", url.scheme());
    head.push_str(&format!("Origin: {origin}\r\n"));
    head.push_str("Content-Type: application/x-www-form-urlencoded\r\n");
    format!("{head}Content-Length: {}\r\n\r\n{form}", form.len())
}

/// The bytes up to the blank line, and those after it that came along.
async fn read_head(stream: &mut TcpStream) -> Result<(String, Vec<u8>), RobotError> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let body = bytes.split_off(end + 4);
            return Ok((String::from_utf8_lossy(&bytes).into_owned(), body));
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(RobotError::NotHttp);
        }
    }
}

async fn read_until(
    stream: &mut TcpStream,
    body: &mut Vec<u8>,
    length: usize,
) -> Result<(), RobotError> {
    while body.len() < length {
        if stream.read_buf(body).await? == 0 {
            return Err(RobotError::NotHttp);
        }
    }
    Ok(())
}

type Head = (u16, Vec<(String, String)>);

fn parse_head(head: &str) -> Result<Head, RobotError> {
    let mut lines = head.split("\r\n");
    let status_line = lines.next().unwrap_or_default();
    let status = status_line
        .split(' ')
        .nth(1)
        .and_then(|text| text.parse().ok());
    let headers = lines.filter_map(|line| line.split_once(':'));
    let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()));
    Ok((status.ok_or(RobotError::NotHttp)?, headers.collect()))
}

fn join_chunks(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let end = bytes.windows(2).position(|window| window == b"\r\n")?;
        let size = std::str::from_utf8(bytes.get(..end)?).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(bytes.get(end + 2..end + 2 + size)?);
        bytes = bytes.get(end + 2 + size + 2..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined() {
        let joined = join_chunks(b"4\r\nWiki\r\n5\r\npedia\r\n0\r\n\r\n");
        assert_eq!(joined.as_deref(), Some(b"Wikipedia".as_slice()));
        assert_eq!(join_chunks(b"4\r\nWi"), None);
    }
}
