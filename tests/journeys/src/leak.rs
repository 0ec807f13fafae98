//! Looking for secrets where they must not be, in whatever form.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};
use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// A form that a secret can take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// As it is.
    Raw,
    /// Hexadecimal digits, small or capital.
    Hex,
    /// Base64, at whatever place of a longer text.
    Base64,
    /// The same with the alphabet for addresses.
    Base64Url,
    /// Every byte as `%XX`, or only those that need it.
    Url,
    /// Two bytes for a character, in either order.
    Utf16,
}

impl Encoding {
    /// Every form.
    pub const ALL: [Self; 6] = [
        Self::Raw,
        Self::Hex,
        Self::Base64,
        Self::Base64Url,
        Self::Url,
        Self::Utf16,
    ];

    /// The byte sequences to look for.
    #[must_use]
    pub fn forms(self, marker: &str) -> Vec<Vec<u8>> {
        let bytes = marker.as_bytes();
        match self {
            Self::Raw => vec![bytes.to_vec()],
            Self::Hex => vec![hex(bytes, false), hex(bytes, true)],
            Self::Base64 => shifted(bytes, |bytes| STANDARD_NO_PAD.encode(bytes)),
            Self::Base64Url => shifted(bytes, |bytes| URL_SAFE_NO_PAD.encode(bytes)),
            Self::Url => {
                let needed = url::form_urlencoded::byte_serialize(bytes).collect::<String>();
                vec![
                    needed.into_bytes(),
                    percent(bytes, false),
                    percent(bytes, true),
                ]
            }
            Self::Utf16 => {
                let units = || marker.encode_utf16();
                vec![
                    units().flat_map(u16::to_le_bytes).collect(),
                    units().flat_map(u16::to_be_bytes).collect(),
                ]
            }
        }
    }
}

fn hex(bytes: &[u8], capital: bool) -> Vec<u8> {
    let digits = |byte: &u8| {
        if capital {
            format!("{byte:02X}")
        } else {
            format!("{byte:02x}")
        }
    };
    bytes.iter().map(digits).collect::<String>().into_bytes()
}

fn percent(bytes: &[u8], capital: bool) -> Vec<u8> {
    let digits = |byte: &u8| {
        if capital {
            format!("%{byte:02X}")
        } else {
            format!("%{byte:02x}")
        }
    };
    bytes.iter().map(digits).collect::<String>().into_bytes()
}

/// Base64 at each of the three places of a group; the characters that neighbours have a part in are left
/// out.
fn shifted(bytes: &[u8], encode: impl Fn(&[u8]) -> String) -> Vec<Vec<u8>> {
    let at = |shift: usize| {
        let mut padded = vec![0; shift];
        padded.extend_from_slice(bytes);
        let text = encode(&padded).into_bytes();
        let first = (shift * 8).div_ceil(6);
        let last = padded.len() * 8 / 6;
        text.get(first..last)
            .map(<[u8]>::to_vec)
            .unwrap_or_default()
    };
    (0..3).map(at).collect()
}

/// What is searched for, each with its name.
pub struct Search {
    names: Vec<String>,
    automaton: AhoCorasick,
}

impl Search {
    /// Whole markers, in the given forms.
    ///
    /// # Errors
    /// When there are too many of them.
    pub fn of(markers: &[(String, String)], encodings: &[Encoding]) -> anyhow::Result<Self> {
        let mut needles = Vec::new();
        for (name, marker) in markers {
            for encoding in encodings {
                let forms = encoding.forms(marker).into_iter();
                needles.extend(forms.map(|form| (format!("{name} ({encoding:?})"), form)));
            }
        }
        Self::build(needles)
    }

    /// A key as bytes and as hexadecimal digits. Its base64 text is a marker as any other.
    ///
    /// # Errors
    /// When there are too many of them.
    pub fn of_key(key: &[u8]) -> anyhow::Result<Self> {
        let forms = [key.to_vec(), hex(key, false), hex(key, true)];
        Self::build(
            forms
                .map(|form| ("the master key".to_owned(), form))
                .to_vec(),
        )
    }

    /// Any six characters in a row of any marker. Six digits stand everywhere and prove nothing.
    ///
    /// # Errors
    /// When there are too many of them.
    pub fn of_pieces(markers: &[(String, String)]) -> anyhow::Result<Self> {
        let mut needles = Vec::new();
        for (name, marker) in markers {
            let pieces = marker.as_bytes().windows(6);
            let telling = pieces.filter(|piece| !piece.iter().all(u8::is_ascii_digit));
            needles.extend(telling.map(|piece| (format!("a piece of the {name}"), piece.to_vec())));
        }
        Self::build(needles)
    }

    fn build(needles: Vec<(String, Vec<u8>)>) -> anyhow::Result<Self> {
        let needles = needles.into_iter().filter(|(_, needle)| !needle.is_empty());
        let (names, needles): (Vec<_>, Vec<_>) = needles.unzip();
        let automaton = AhoCorasickBuilder::new().build(needles)?;
        Ok(Self { names, automaton })
    }

    /// The names of everything that stands in `bytes`. What was found is not repeated.
    #[must_use]
    pub fn in_bytes(&self, place: &str, bytes: &[u8]) -> Vec<String> {
        let mut found: Vec<String> = self
            .automaton
            .find_overlapping_iter(bytes)
            .filter_map(|hit| self.names.get(hit.pattern().as_usize()))
            .map(|name| format!("{name} in {place}"))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Everything that stands in any file of a folder, in the files' names too. What a program takes away meanwhile is in
    /// no file any more.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn in_folder(&self, folder: &Path) -> anyhow::Result<Vec<String>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.to_string_lossy();
            found.extend(self.in_bytes("a file's name", name.as_bytes()));
            if path.is_dir() {
                found.extend(self.in_folder(&path)?);
                continue;
            }
            match fs::read(&path) {
                Ok(bytes) => found.extend(self.in_bytes(&name, &bytes)),
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(error).context(path.display().to_string()),
            }
        }
        Ok(found)
    }
}

/// The arguments and environment of this program, as every program of the same user can read them.
#[must_use]
pub fn arguments_and_environment() -> Vec<u8> {
    let read = |name| fs::read(format!("/proc/self/{name}")).unwrap_or_default();
    [read("cmdline"), read("environ")].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARKER: &str = "k7QpZx0VtLr3Wm9cYb2NsHd5Gf8Ju1Ae";

    fn markers() -> Vec<(String, String)> {
        vec![("planted secret".to_owned(), MARKER.to_owned())]
    }

    #[test]
    fn a_planted_secret_is_found_in_every_form_and_at_every_place() {
        for encoding in Encoding::ALL {
            let search = Search::of(&markers(), &[encoding]).unwrap();
            for before in ["", "x", "xy", "xyz"] {
                let whole = format!("{before}{MARKER}tail");
                let planted = match encoding {
                    Encoding::Raw => whole.into_bytes(),
                    Encoding::Hex => hex(whole.as_bytes(), true),
                    Encoding::Base64 => STANDARD_NO_PAD.encode(whole).into_bytes(),
                    Encoding::Base64Url => URL_SAFE_NO_PAD.encode(whole).into_bytes(),
                    Encoding::Url => percent(whole.as_bytes(), true),
                    Encoding::Utf16 => whole.encode_utf16().flat_map(u16::to_le_bytes).collect(),
                };
                assert_ne!(
                    search.in_bytes("here", &planted),
                    [""; 0],
                    "{encoding:?} {before}"
                );
            }
            assert_eq!(search.in_bytes("here", b"nothing of the kind"), [""; 0]);
        }
    }

    #[test]
    fn a_piece_of_a_secret_is_found() {
        let search = Search::of_pieces(&markers()).unwrap();
        assert_eq!(
            search.in_bytes("log", b"ends in 8Ju1Ae"),
            ["a piece of the planted secret in log"]
        );
        assert_eq!(search.in_bytes("log", b"ends in Ju1Ae"), [""; 0]);
    }

    #[test]
    fn a_folder_is_searched_to_its_last_file() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("a/b");
        fs::create_dir_all(&deep).unwrap();
        fs::write(deep.join("file"), format!("..{MARKER}..")).unwrap();
        let search = Search::of(&markers(), &Encoding::ALL).unwrap();
        assert!(!search.in_folder(folder.path()).unwrap().is_empty());
    }
}
