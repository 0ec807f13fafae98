//! The SQLite that a built program carries.

use std::fs;
use std::path::Path;

/// How many copies of this SQLite are in a program: the name of its sources stands once in each, and once more as that of
/// its full-text search.
///
/// # Errors
/// When the program cannot be read.
pub fn copies_in(program: &Path) -> anyhow::Result<usize> {
    let store = rusqlite::Connection::open_in_memory()?;
    let source = "SELECT sqlite_source_id()";
    let source: String = store.query_row(source, [], |row| row.get(0))?;
    let program = fs::read(program)?;
    let text = String::from_utf8_lossy(&program);
    Ok(text.matches(&source).count() - text.matches(&format!("fts5: {source}")).count())
}
