//! A connection that a fault can take out of HTTP's hands.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
};

use axum::{extract::connect_info::Connected, serve::IncomingStream};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};

use crate::listen::Listening;

/// One accepted connection. Clones are the same connection.
///
/// Once seized, whatever the HTTP server writes is dropped, and only [`Socket::send`] reaches the client: that is how a
/// reply is cut short, never ends, or is no HTTP at all.
#[derive(Debug, Clone)]
pub(crate) struct Socket {
    stream: Arc<TcpStream>,
    seized: Arc<AtomicBool>,
}

impl Socket {
    pub(crate) fn new(stream: TcpStream) -> Self {
        Self {
            stream: Arc::new(stream),
            seized: Arc::default(),
        }
    }

    /// Takes the connection over; the HTTP server no longer reaches the client.
    pub(crate) fn seize(&self) {
        self.seized.store(true, Ordering::SeqCst);
    }

    /// Takes the connection over and makes its end a reset.
    pub(crate) fn reset(&self) {
        self.seize();
        if let Err(error) = self.stream.set_zero_linger() {
            tracing::debug!(%error, "the connection ends politely instead of being reset");
        }
    }

    /// Sends bytes past the HTTP server.
    pub(crate) async fn send(&self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            self.stream.writable().await?;
            match self.stream.try_write(bytes) {
                Ok(count) => bytes = &bytes[count..],
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn is_seized(&self) -> bool {
        self.seized.load(Ordering::SeqCst)
    }
}

impl Connected<IncomingStream<'_, Listening>> for Socket {
    fn connect_info(stream: IncomingStream<'_, Listening>) -> Self {
        stream.io().clone()
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        loop {
            ready!(self.stream.poll_read_ready(context))?;
            match self.stream.try_read(buffer.initialize_unfilled()) {
                Ok(count) => {
                    buffer.advance(count);
                    return Poll::Ready(Ok(()));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.is_seized() {
            return Poll::Ready(Ok(bytes.len()));
        }
        loop {
            ready!(self.stream.poll_write_ready(context))?;
            match self.stream.try_write(bytes) {
                Ok(count) => return Poll::Ready(Ok(count)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        // The last clone closes the connection as it is dropped, which follows at once.
        Poll::Ready(Ok(()))
    }
}
