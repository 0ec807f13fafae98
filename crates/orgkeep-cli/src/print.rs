//! The only place that prints.

use std::io::{self, Write as _};

use orgkeep_domain::text::{escaped, harmless};
use serde::Serialize;

use crate::exit::Trouble;

/// A result, for standard output. A reader who has seen enough ends nothing.
pub fn result(text: &str) -> Result<(), Trouble> {
    bytes(harmless(text).as_bytes())
}

/// A result with the program's own colours in it. Whoever made it has seen to the rest.
pub fn styled(text: &str) -> Result<(), Trouble> {
    bytes(text.as_bytes())
}

/// A result as it is, for standard output.
pub fn bytes(bytes: &[u8]) -> Result<(), Trouble> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Trouble::failed(&error)),
        _ => Ok(()),
    }
}

/// A result as JSON, on lines of its own. What a terminal could take for a command stands in it as an escape.
pub fn json(value: &impl Serialize) -> Result<(), Trouble> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Trouble::failed(&error))?;
    bytes(escaped(&text).as_bytes())?;
    bytes(b"\n")
}

/// Words about it, for standard error. Where nobody hears them, nothing else can be done.
pub fn word(text: &str) {
    let _unheard: io::Result<()> = writeln!(io::stderr().lock(), "{}", harmless(text));
}

/// A question; the answer is typed behind it.
pub fn question(text: &str) {
    let mut err = io::stderr().lock();
    let _unheard: io::Result<()> = write!(err, "{} ", harmless(text)).and_then(|()| err.flush());
}

/// A number of things in words.
pub fn counted(count: usize, thing: &str) -> String {
    match count {
        1 => format!("1 {thing}"),
        _ => format!("{count} {thing}s"),
    }
}
