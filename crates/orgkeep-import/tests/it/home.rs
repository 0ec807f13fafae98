//! A home of the Salesforce CLI, written from its format (salesforce.md, 7.3).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use aes_gcm::aead::{AeadInPlace as _, KeyInit as _};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use serde_json::{Map, Value, json};

/// Keys of the two forms.
pub const KEYS: [&str; 2] = [
    "0123456789abcdef0123456789abcdef",
    "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
];

/// A home that is being written.
pub struct CliHome {
    folder: PathBuf,
    key: String,
}

impl CliHome {
    /// A home in an empty folder, with its key in `key.json`.
    ///
    /// # Errors
    /// When nothing can be written there.
    pub fn with_key_file(folder: &Path, key: &str) -> io::Result<Self> {
        let home = Self::with_keychain(folder, key)?;
        let file = json!({"account": "local", "key": key, "service": "sfdx"});
        home.put("key.json", file.to_string().as_bytes())?;
        Ok(home)
    }

    /// A home in an empty folder, with its key elsewhere.
    ///
    /// # Errors
    /// When there can be no folder.
    pub fn with_keychain(folder: &Path, key: &str) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let (folder, key) = (folder.to_owned(), key.to_owned());
        Ok(Self { folder, key })
    }

    /// Writes a file as it is.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        fs::write(self.folder.join(name), bytes)
    }

    /// Writes the auth file of a user. What the CLI encrypts is encrypted.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn sign_in(&self, username: &str, fields: &Value) -> io::Result<()> {
        let file = self.auth_file(username, fields);
        self.put(&format!("{username}.json"), file.to_string().as_bytes())
    }

    /// The auth file of a user.
    pub fn auth_file(&self, username: &str, fields: &Value) -> Value {
        let mut file = Map::new();
        file.insert("username".to_owned(), json!(username));
        for (name, value) in fields.as_object().into_iter().flatten() {
            let value = match value {
                Value::String(plain) if is_encrypted(name) => Value::String(self.seal(plain)),
                other => other.clone(),
            };
            file.insert(name.clone(), value);
        }
        Value::Object(file)
    }

    /// A value as the CLI encrypts it.
    pub fn seal(&self, plain: &str) -> String {
        let (key, written, iv) = match self.key.len() {
            32 => (
                self.key.as_bytes().to_vec(),
                "a1b2c3d4e5f6",
                b"a1b2c3d4e5f6".to_vec(),
            ),
            _ => {
                let written = "a1b2c3d4e5f6a1b2c3d4e5f6";
                let decoded = |digits| hex::decode(digits).unwrap_or_default();
                (decoded(self.key.as_str()), written, decoded(written))
            }
        };
        let cipher = Aes256Gcm::new(Key::<Aes256Gcm>::from_slice(&key));
        let mut bytes = plain.as_bytes().to_vec();
        let tag = cipher.encrypt_in_place_detached(Nonce::from_slice(&iv), &[], &mut bytes);
        let tag = tag
            .map(|tag| hex::encode(tag.as_slice()))
            .unwrap_or_default();
        format!("{written}{}:{tag}", hex::encode(bytes))
    }
}

fn is_encrypted(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["token", "password", "secret"]
        .iter()
        .any(|word| name.contains(word))
}

/// What the CLI writes down of a sign-in in the browser.
pub fn web_sign_in(number: u32) -> Value {
    json!({
        "orgId": format!("00D{number:012}"),
        "userId": format!("005{number:012}"),
        "accessToken": format!("00D{number:012}!access"),
        "refreshToken": format!("5Aep861{number}.refresh"),
        "instanceUrl": format!("https://acme{number}.my.salesforce.com"),
        "loginUrl": "https://login.salesforce.com",
        "clientId": "PlatformCLI",
        "created": "1763700000000",
        "createdOrgInstance": "CS214",
        "instanceName": "CS214",
        "name": format!("ACME {number}"),
        "orgEdition": "Enterprise Edition",
        "isDevHub": false,
        "isSandbox": false,
        "isScratch": false,
        "tracksSource": false,
        "trailExpirationDate": null,
        "namespacePrefix": null,
        "instanceApiVersion": "67.0",
    })
}
