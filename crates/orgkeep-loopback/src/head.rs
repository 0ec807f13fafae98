//! Reading the head of a request, and seeing early what is none.

use tokio::io::{AsyncRead, AsyncReadExt as _};
use zeroize::Zeroizing;

/// The longest request head that is read: it has room for a code of 8 KiB.
const HEAD_LIMIT: usize = 16 * 1024;
/// The longest method that is taken for one.
const METHOD_LIMIT: usize = 16;

/// What a connection began with.
pub(crate) enum Arrival {
    /// A head, up to and with its empty line. Wiped when dropped, for it may hold a code.
    Head(Zeroizing<Vec<u8>>),
    /// More than [`HEAD_LIMIT`] bytes and no end.
    TooLarge,
    /// The beginning of TLS.
    TlsHello,
    /// Some other protocol.
    NotHttp,
    /// The other side ended or broke the connection.
    Gone,
}

/// Reads until the head ends, or until it is clear that none will come. Sets no time limit.
pub(crate) async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> Arrival {
    const END: &[u8] = b"\r\n\r\n";
    let mut bytes = Zeroizing::new(vec![0; HEAD_LIMIT]);
    let mut filled = 0;
    while filled < HEAD_LIMIT {
        let count = match stream.read(&mut bytes[filled..]).await {
            Ok(0) | Err(_) => return Arrival::Gone,
            Ok(count) => count,
        };
        let searched = filled.saturating_sub(END.len() - 1);
        filled += count;
        if let Some(other) = other_protocol(&bytes[..filled]) {
            return other;
        }
        let found = bytes[searched..filled]
            .windows(END.len())
            .position(|window| window == END);
        if let Some(index) = found {
            bytes.truncate(searched + index + END.len());
            return Arrival::Head(bytes);
        }
    }
    Arrival::TooLarge
}

/// Judges by the first bytes, as far as they are there. HTTP begins with a method in capitals.
fn other_protocol(beginning: &[u8]) -> Option<Arrival> {
    const TLS_HANDSHAKE: u8 = 0x16;
    const TLS_MAJOR_VERSION: u8 = 0x03;
    match beginning {
        [TLS_HANDSHAKE] => return None,
        [TLS_HANDSHAKE, TLS_MAJOR_VERSION, ..] => return Some(Arrival::TlsHello),
        _ => {}
    }
    let method = beginning.iter().take_while(|byte| **byte != b' ');
    let mut method = method.take(METHOD_LIMIT + 1);
    let length = method.clone().count();
    let plausible = (1..=METHOD_LIMIT).contains(&length) && method.all(u8::is_ascii_uppercase);
    (!plausible).then_some(Arrival::NotHttp)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of a connection on which these pieces arrive, one after the other, before it ends.
    async fn arrival(pieces: [&[u8]; 2]) -> String {
        let [first, second] = pieces;
        match read_head(&mut first.chain(second)).await {
            Arrival::Head(head) => String::from_utf8_lossy(&head).into_owned(),
            Arrival::TooLarge => "too large".to_owned(),
            Arrival::TlsHello => "TLS".to_owned(),
            Arrival::NotHttp => "not HTTP".to_owned(),
            Arrival::Gone => "gone".to_owned(),
        }
    }

    #[tokio::test]
    async fn a_head_ends_with_its_empty_line_wherever_it_is_cut() {
        let whole = b"GET /?x HTTP/1.1\r\nHost: localhost\r\n\r\nbody";
        let head = String::from_utf8_lossy(&whole[..whole.len() - 4]);
        for cut in 0..whole.len() {
            let (first, second) = whole.split_at(cut);
            assert_eq!(arrival([first, second]).await, head, "{cut}");
        }
        assert_eq!(arrival([b"GET / HTTP/1.1\r\n", b""]).await, "gone");
    }

    #[tokio::test]
    async fn a_head_has_room_for_a_long_code_and_an_end() {
        let of_length = |length: usize| {
            let mut head = b"GET /?code=".to_vec();
            head.resize(length - 4, b'c');
            head.extend(b"\r\n\r\n");
            head
        };
        let longest = of_length(16 * 1024);
        assert_eq!(arrival([&longest, b""]).await.len(), 16 * 1024);
        assert_eq!(arrival([&of_length(16 * 1024 + 1), b""]).await, "too large");
    }

    #[tokio::test]
    async fn what_is_no_http_is_seen_by_its_first_bytes() {
        for (pieces, expected) in [
            ([&[0x16][..], &[0x03, 0x01]], "TLS"),
            ([&[0x16], &[0x47]], "not HTTP"),
            ([&[0x16], &[]], "gone"),
            ([b" GET / HTTP/1.1", b""], "not HTTP"),
            ([b"get / HTTP/1.1", b""], "not HTTP"),
            ([b"SSH-2.0", b""], "not HTTP"),
            ([b"ABCDEFGHIJKLMNOP", b" / HTTP/1.1\r\n"], "gone"),
            ([b"ABCDEFGHIJKLMNOp", b" / HTTP/1.1\r\n"], "not HTTP"),
            ([b"ABCDEFGHIJKLMNOPQ", b" / HTTP/1.1\r\n"], "not HTTP"),
        ] {
            assert_eq!(arrival(pieces).await, expected, "{pieces:?}");
        }
    }
}
