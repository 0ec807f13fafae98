//! The keys of a store: the one in force, those on their way in or out, and those that were lost.

/// Every store so far has one key at most. A keyring knows it by the name of the store.
pub(super) const CARE: &str = "
CREATE TABLE vault_key (
    id TEXT PRIMARY KEY NOT NULL,
    state TEXT NOT NULL,
    account TEXT,
    made_at INTEGER NOT NULL,
    lost_at INTEGER,
    key_check BLOB,
    passphrase_salt BLOB,
    passphrase_memory_kib INTEGER,
    passphrase_passes INTEGER,
    passphrase_lanes INTEGER,
    recovery_id TEXT,
    recovery_made_at INTEGER,
    recovery_salt BLOB,
    recovery_memory_kib INTEGER,
    recovery_passes INTEGER,
    recovery_lanes INTEGER,
    recovery_key BLOB
) STRICT;

INSERT INTO vault_key (id, state, account, made_at)
SELECT key_id, 'current', iif(passphrase_salt IS NULL, 'store-' || store_id, NULL), created_at
FROM meta WHERE key_id IS NOT NULL;
";
