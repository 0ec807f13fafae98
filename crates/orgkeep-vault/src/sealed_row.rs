//! Secrets of one row: the only module that turns a secret into bytes for the store and back.
//!
//! Each row has a data key of its own, which the master key seals. A ciphertext is bound to its row, its
//! column, the row's generation and the row's steering fields ([`crate::envelope`]).

use orgkeep_secret::{Secret, SecretKind};
use zeroize::{Zeroize as _, Zeroizing};

use crate::envelope::{self, Binding, EnvelopeError, SealError};
use crate::key::{MasterKey, SecretKey};
use crate::random;

/// The column that holds the sealed data key, in every table that has one.
const DATA_KEY: &str = "data_key";

/// Which row, and what in it decides where its secrets are sent.
#[derive(Clone)]
pub(crate) struct RowPlace {
    pub(crate) store: String,
    pub(crate) table: &'static str,
    pub(crate) row: String,
    pub(crate) generation: u32,
    pub(crate) steering: Vec<String>,
}

/// A row's data key as the store holds it.
pub(crate) struct WrappedKey {
    pub(crate) master_key_id: String,
    pub(crate) data_key_id: String,
    pub(crate) sealed: Vec<u8>,
}

/// A row whose data key is open.
pub(crate) struct OpenRow {
    place: RowPlace,
    data_key_id: String,
    data_key: SecretKey,
}

/// Why a row does not give its secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowError {
    /// It was sealed with another master key.
    WrongKey,
    /// It was changed.
    Tampered,
    /// It was written by a newer version.
    NewerFormat(u8),
}

impl OpenRow {
    /// Draws a new data key for the row.
    pub(crate) fn make(
        master: &MasterKey,
        place: RowPlace,
    ) -> Result<(Self, WrappedKey), SealError> {
        let data_key = SecretKey::make()?;
        let data_key_id = random::make_identifier()?;
        let sealed = envelope::seal(
            &master.key,
            data_key.bytes(),
            &place.binding(DATA_KEY, &master.id),
        )?;
        let wrapped = WrappedKey {
            master_key_id: master.id.clone(),
            data_key_id: data_key_id.clone(),
            sealed,
        };
        Ok((
            Self {
                place,
                data_key_id,
                data_key,
            },
            wrapped,
        ))
    }

    /// Opens the data key of a stored row.
    pub(crate) fn open(
        master: &MasterKey,
        place: RowPlace,
        wrapped: &WrappedKey,
    ) -> Result<Self, RowError> {
        if wrapped.master_key_id != master.id {
            return Err(RowError::WrongKey);
        }
        let bytes = envelope::open(
            &master.key,
            &wrapped.sealed,
            &place.binding(DATA_KEY, &master.id),
        )?;
        let data_key = SecretKey::from_slice(&bytes).ok_or(RowError::Tampered)?;
        Ok(Self {
            place,
            data_key_id: wrapped.data_key_id.clone(),
            data_key,
        })
    }

    /// The same data key, sealed by another master key. What it seals stays as it is.
    pub(crate) fn rewrap(&self, master: &MasterKey) -> Result<WrappedKey, SealError> {
        let binding = self.place.binding(DATA_KEY, &master.id);
        Ok(WrappedKey {
            master_key_id: master.id.clone(),
            data_key_id: self.data_key_id.clone(),
            sealed: envelope::seal(&master.key, self.data_key.bytes(), &binding)?,
        })
    }

    /// Seals a secret for one column of the row.
    pub(crate) fn seal<K: SecretKind>(
        &self,
        column: &str,
        secret: &Secret<K>,
    ) -> Result<Vec<u8>, SealError> {
        // EXPOSE: encrypted here, before it goes anywhere.
        let text = secret.expose();
        envelope::seal(
            &self.data_key,
            text.as_bytes(),
            &self.place.binding(column, &self.data_key_id),
        )
    }

    /// Opens the secret of one column of the row.
    pub(crate) fn open_secret<K: SecretKind>(
        &self,
        column: &str,
        sealed: &[u8],
    ) -> Result<Secret<K>, RowError> {
        let bytes = envelope::open(
            &self.data_key,
            sealed,
            &self.place.binding(column, &self.data_key_id),
        )?;
        into_text(bytes).map(Secret::new)
    }
}

impl RowPlace {
    fn binding<'a>(&'a self, column: &'a str, key: &'a str) -> Binding<'a> {
        Binding {
            store: &self.store,
            table: self.table,
            row: &self.row,
            column,
            key,
            generation: self.generation,
            steering: &self.steering,
        }
    }
}

impl From<EnvelopeError> for RowError {
    fn from(error: EnvelopeError) -> Self {
        match error {
            EnvelopeError::UnknownFormat(format) => Self::NewerFormat(format),
            EnvelopeError::Short | EnvelopeError::Refused => Self::Tampered,
        }
    }
}

/// The same bytes as text, without a copy.
fn into_text(mut bytes: Zeroizing<Vec<u8>>) -> Result<String, RowError> {
    String::from_utf8(std::mem::take(&mut *bytes)).map_err(|error| {
        error.into_bytes().zeroize();
        RowError::Tampered
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use orgkeep_secret::{AccessToken, RefreshToken};

    fn place() -> RowPlace {
        RowPlace {
            store: "store".into(),
            table: "connection",
            row: "row".into(),
            generation: 1,
            steering: vec!["https://acme.my.salesforce.com".into()],
        }
    }

    #[test]
    fn a_secret_comes_back_from_its_own_column_only() {
        let master = MasterKey::make().unwrap();
        let (row, wrapped) = OpenRow::make(&master, place()).unwrap();
        let sealed = row
            .seal("refresh_token", &RefreshToken::new("canary".into()))
            .unwrap();
        let again = OpenRow::open(&master, place(), &wrapped).unwrap();
        let token: RefreshToken = again.open_secret("refresh_token", &sealed).unwrap();
        assert!(token.matches(&RefreshToken::new("canary".into())));
        let moved = again.open_secret::<orgkeep_secret::AccessTokenKind>("access_token", &sealed);
        assert_eq!(moved.map(drop).err(), Some(RowError::Tampered));
    }

    #[test]
    fn another_master_key_is_told_from_a_changed_row() {
        let master = MasterKey::make().unwrap();
        let (_, mut wrapped) = OpenRow::make(&master, place()).unwrap();
        let other = MasterKey::make().unwrap();
        let refused = |master: &MasterKey, wrapped: &WrappedKey| {
            OpenRow::open(master, place(), wrapped).map(drop).err()
        };
        assert_eq!(refused(&other, &wrapped), Some(RowError::WrongKey));
        wrapped.sealed[30] ^= 1;
        assert_eq!(refused(&master, &wrapped), Some(RowError::Tampered));
        wrapped.sealed[0] = 2;
        assert_eq!(refused(&master, &wrapped), Some(RowError::NewerFormat(2)));
    }

    #[test]
    fn bytes_that_are_no_text_are_a_changed_row() {
        assert_eq!(
            into_text(Zeroizing::new(vec![0xff])),
            Err(RowError::Tampered)
        );
        assert_eq!(
            into_text(Zeroizing::new(b"ok".to_vec())).as_deref(),
            Ok("ok")
        );
        let _: AccessToken = Secret::new("ok".into());
    }
}
