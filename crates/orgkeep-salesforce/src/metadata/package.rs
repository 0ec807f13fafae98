//! Files as the archive that a deployment is sent as.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The archive could not be put together.
#[derive(Debug, thiserror::Error)]
#[error("the files could not be packed")]
pub struct PackageError;

/// Packs files, by their paths. The same files always give the same archive.
///
/// # Errors
/// [`PackageError`] for a path that an archive cannot hold.
pub fn pack<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Vec<u8>, PackageError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (path, text) in files {
        archive
            .start_file(path, options)
            .map_err(|_| PackageError)?;
        archive
            .write_all(text.as_bytes())
            .map_err(|_| PackageError)?;
    }
    let packed = archive.finish().map_err(|_| PackageError)?;
    Ok(packed.into_inner())
}
