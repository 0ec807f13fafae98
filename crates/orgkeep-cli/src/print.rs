//! The only place that prints.

use std::io::{self, Write as _};

use serde::Serialize;

use crate::exit::Trouble;

/// A result, for standard output. A reader who has seen enough ends nothing.
pub fn result(text: &str) -> Result<(), Trouble> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Trouble::failed(&error)),
        _ => Ok(()),
    }
}

/// A result as JSON, on lines of its own.
pub fn json(value: &impl Serialize) -> Result<(), Trouble> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Trouble::failed(&error))?;
    result(&format!("{text}\n"))
}

/// Words about it, for standard error. Where nobody hears them, nothing else can be done.
pub fn word(text: &str) {
    let _unheard: io::Result<()> = writeln!(io::stderr().lock(), "{text}");
}

/// A number of things in words.
pub fn counted(count: usize, thing: &str) -> String {
    match count {
        1 => format!("1 {thing}"),
        _ => format!("{count} {thing}s"),
    }
}
