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
    let plausible = method
        .clone()
        .take(METHOD_LIMIT + 1)
        .all(u8::is_ascii_uppercase)
        && beginning.first() != Some(&b' ')
        && method.take(METHOD_LIMIT + 1).count() <= METHOD_LIMIT;
    (!plausible).then_some(Arrival::NotHttp)
}
