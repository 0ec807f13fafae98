//! The encrypted store, the OS keyring, and locks between processes.
//!
//! A [`vault::Vault`] is a folder with an SQLite store in it. What people see of a connection (name,
//! org, status) is plain and can be listed while the vault is locked. What must not leak (tokens,
//! consumer secrets, passwords) stands in ciphertext columns only: each row has its own data key, sealed by one
//! master key that lives in the OS keyring. Nothing plaintext exists to fall back to, and "cannot read the
//! key" is never taken for "there is no key".
//!
//! Several processes may have the same folder open.

pub mod activity;
pub mod activity_record;
pub mod app_fields;
pub mod backup;
pub mod backup_file;
pub mod blueprint_record;
pub mod blueprints;
pub mod care;
pub mod change_key;
pub mod changes;
pub mod commit;
pub mod connection_record;
pub mod connections;
pub mod creation_handover;
pub mod creation_lock;
pub mod creation_record;
pub mod creations;
pub mod custody;
pub mod damage;
pub mod dependents;
pub mod draft_login;
pub mod draft_record;
pub mod drafts;
pub mod earlier;
pub mod earlier_record;
pub mod error;
pub mod foreign_key;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
pub mod health;
mod held;
pub mod host_pause;
pub mod import;
pub mod integrity;
pub mod keyring_store;
pub mod labels;
pub mod lock_state;
pub mod migration;
pub mod move_queue;
pub mod passphrase;
pub mod pending;
pub mod pending_login;
pub mod pending_record;
pub mod posture;
pub mod recovery;
pub mod recovery_key;
pub mod release;
pub mod removal;
pub mod renewal;
pub mod restore;
pub mod revocation_record;
pub mod revocations;
pub mod rotation_record;
pub mod rotations;
pub mod saved_filters;
pub mod settings;
pub mod sign_in_end;
pub mod sign_in_lock;
pub mod test_history;
pub mod token_lock;
pub mod triple;
pub mod unlock;
pub mod vault;
pub mod waiting;

mod activity_check;
mod activity_head;
mod activity_row;
mod backup_record;
mod blueprint_row;
mod change;
mod columns;
mod connection_row;
mod connection_seal;
mod creation_row;
mod database;
mod draft_login_row;
mod draft_row;
mod earlier_row;
mod envelope;
mod file_lock;
mod file_system;
pub mod folder;
mod key;
mod key_row;
mod lock;
mod meta;
mod org_end;
mod pending_login_row;
mod pending_row;
mod random;
mod reserve;
mod revocation_row;
mod rewrap;
mod schema;
mod sealed_row;
mod spent_token;
mod turns;
