//! Keys, and the text form in which the master key is kept outside the store.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::random;

/// 32 bytes that seal and open. Overwritten on drop; no `Debug`, no `Clone`.
pub(crate) struct SecretKey(Zeroizing<[u8; 32]>);

impl SecretKey {
    /// A new random key.
    pub(crate) fn make() -> Result<Self, getrandom::Error> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    /// Takes 32 bytes; any other length is no key.
    pub(crate) fn from_slice(slice: &[u8]) -> Option<Self> {
        let mut bytes = Zeroizing::new([0; 32]);
        (slice.len() == bytes.len()).then(|| bytes.copy_from_slice(slice))?;
        Some(Self(bytes))
    }

    /// The bytes, for the cipher and for sealing one key with another.
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The key that seals every row's data key, and the name under which rows know it.
pub(crate) struct MasterKey {
    pub(crate) id: String,
    pub(crate) key: SecretKey,
}

/// Text that is not a master key: the entry was changed, cut or written by something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text is not a key of this program")]
pub(crate) struct KeyTextError;

const PREFIX: &str = "orgkeep-key-1";
const ID_LENGTH: usize = 32;
const BASE64_LENGTH: usize = 44;

impl MasterKey {
    /// A new random key under a new name.
    pub(crate) fn make() -> Result<Self, getrandom::Error> {
        Ok(Self {
            id: random::make_identifier()?,
            key: SecretKey::make()?,
        })
    }

    /// `orgkeep-key-1:<id>:<base64>`. Text, because some keyrings take nothing but UTF-8.
    pub(crate) fn to_text(&self) -> Zeroizing<String> {
        let length = PREFIX.len() + ID_LENGTH + BASE64_LENGTH + 2;
        let mut text = Zeroizing::new(String::with_capacity(length));
        text.push_str(PREFIX);
        text.push(':');
        text.push_str(&self.id);
        text.push(':');
        STANDARD.encode_string(self.key.bytes(), &mut text);
        text
    }

    /// Reads [`MasterKey::to_text`] back. Exactly that: not a character more or less.
    pub(crate) fn parse(text: &str) -> Result<Self, KeyTextError> {
        let mut parts = text.split(':');
        let (Some(PREFIX), Some(id), Some(encoded), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(KeyTextError);
        };
        let is_id = id.len() == ID_LENGTH && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_id || encoded.len() != BASE64_LENGTH {
            return Err(KeyTextError);
        }
        let mut decoded = Zeroizing::new([0; BASE64_LENGTH]);
        let length = STANDARD
            .decode_slice(encoded, decoded.as_mut_slice())
            .map_err(|_| KeyTextError)?;
        let key = decoded
            .get(..length)
            .and_then(SecretKey::from_slice)
            .ok_or(KeyTextError)?;
        Ok(Self {
            id: id.to_owned(),
            key,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_survives_its_text_form() {
        let key = MasterKey::make().unwrap();
        let again = MasterKey::parse(&key.to_text()).unwrap();
        assert_eq!(
            (again.id.as_str(), again.key.bytes()),
            (key.id.as_str(), key.key.bytes())
        );
    }

    #[test]
    fn the_text_form_has_room_from_the_start_so_that_no_copy_is_left_behind() {
        let text = MasterKey::make().unwrap().to_text();
        assert_eq!(text.capacity(), text.len());
    }

    #[test]
    fn every_other_text_is_refused() {
        let text = MasterKey::make().unwrap().to_text().to_string();
        let id = text.split(':').nth(1).unwrap();
        for wrong in [
            String::new(),
            format!("{text}\n"),
            format!(" {text}"),
            format!("{text}:x"),
            text.replace("key-1", "key-2"),
            text.replacen(id, "short", 1),
            text.replacen(id, &"z".repeat(32), 1),
            text[..text.len() - 4].to_owned(),
            format!("{PREFIX}:{id}:{}", STANDARD.encode([7; 31])),
            format!("{PREFIX}:{id}:{}", STANDARD.encode([7; 33])),
            format!("{PREFIX}:{id}:{}", "!".repeat(44)),
        ] {
            assert!(MasterKey::parse(&wrong).is_err(), "{wrong:?}");
        }
    }
}
