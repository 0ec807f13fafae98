//! The log of this test program, at its most talkative, from the first world on.
//!
//! It goes to a nameless file: what is kept in memory would be mistaken for growth of the program.

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::FileExt as _;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Context as _;
use tracing_subscriber::fmt::MakeWriter;

static LOG: OnceLock<Option<File>> = OnceLock::new();
static PANICS: AtomicUsize = AtomicUsize::new(0);

/// A place in the log.
#[derive(Debug, Clone, Copy)]
pub struct Mark(u64);

/// Begins to capture, once for the whole program, and gives the place where the log is now.
///
/// # Errors
/// When the log cannot be kept.
pub fn mark() -> anyhow::Result<Mark> {
    let file = LOG.get_or_init(|| capture().ok());
    let file = file.as_ref().context("the log cannot be kept")?;
    Ok(Mark(file.metadata()?.len()))
}

/// Everything that was logged since, by all tests of this program.
///
/// # Errors
/// When the log cannot be read.
pub fn since(mark: Mark) -> anyhow::Result<Vec<u8>> {
    let file = LOG
        .get()
        .and_then(Option::as_ref)
        .context("nothing was captured")?;
    let length = file.metadata()?.len().saturating_sub(mark.0);
    let mut bytes = vec![0; usize::try_from(length)?];
    file.read_exact_at(&mut bytes, mark.0)?;
    Ok(bytes)
}

/// How many panics there were in this program, on whatever thread.
#[must_use]
pub fn panics() -> usize {
    PANICS.load(Ordering::SeqCst)
}

fn capture() -> anyhow::Result<File> {
    let file = tempfile::tempfile()?;
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        // By chance, the digits of one of many moments are a piece of one of many secrets.
        .without_time()
        .with_writer(LogFile)
        .finish();
    tracing::subscriber::set_global_default(subscriber)?;
    // Crates that write to `log` instead: the TLS library, for one.
    log::set_boxed_logger(Box::new(LogFile))?;
    log::set_max_level(log::LevelFilter::Trace);
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        PANICS.fetch_add(1, Ordering::SeqCst);
        let _kept = LogFile.write_all(format!("panic: {panic}\n").as_bytes());
        before(panic);
    }));
    Ok(file)
}

/// Writes to the end of the log, one event at a time.
#[derive(Clone, Copy)]
struct LogFile;

impl Write for LogFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match LOG.get().and_then(Option::as_ref) {
            Some(mut file) => file.write_all(bytes).map(|()| bytes.len()),
            None => Ok(bytes.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for LogFile {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        *self
    }
}

impl log::Log for LogFile {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let (level, target, text) = (record.level(), record.target(), record.args());
        let mut log = *self;
        let _kept = log.write_all(format!("{level} {target}: {text}\n").as_bytes());
    }

    fn flush(&self) {}
}
