//! What a connection sends, read and judged without a connection: for fuzzing.

use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use orgkeep_domain::callback::CallbackQuery;
use orgkeep_domain::client::CallbackUrl;
use tokio::io::{AsyncRead, ReadBuf};

use crate::head::{Arrival, read_head};
use crate::page::Page;
use crate::request::{Rules, Verdict};

/// What becomes of a connection.
#[derive(Debug)]
pub enum Received {
    /// It has the form of an authorization response.
    Callback(CallbackQuery),
    /// It gets this answer and is forgotten.
    Answer(Vec<u8>),
    /// It gets none.
    Dropped,
}

/// Reads and judges what arrives for the standard callback, in pieces of at most so many bytes, up to its end.
#[must_use]
pub fn receive(sent: &[u8], piece: usize) -> Received {
    let mut stream = Pieces { rest: sent, piece };
    let reading = pin!(read_head(&mut stream));
    // What is there already is never waited for.
    let arrival = match reading.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(arrival) => arrival,
        Poll::Pending => return Received::Dropped,
    };
    match arrival {
        Arrival::Head(head) => match Rules::for_callback(&CallbackUrl::standard()).judge(&head) {
            Verdict::Callback(query) => Received::Callback(query),
            Verdict::Answer(page) => Received::Answer(page.to_bytes()),
        },
        Arrival::TooLarge => Received::Answer(Page::TooLarge.to_bytes()),
        Arrival::TlsHello | Arrival::NotHttp | Arrival::Gone => Received::Dropped,
    }
}

struct Pieces<'a> {
    rest: &'a [u8],
    piece: usize,
}

impl AsyncRead for Pieces<'_> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let length = self.rest.len().min(self.piece).min(buffer.remaining());
        let (now, rest) = self.rest.split_at(length);
        buffer.put_slice(now);
        self.rest = rest;
        Poll::Ready(Ok(()))
    }
}
