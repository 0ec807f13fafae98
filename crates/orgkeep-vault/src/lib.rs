//! The encrypted store, the OS keyring, and locks between processes.
