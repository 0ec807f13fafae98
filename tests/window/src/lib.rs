//! The real window, a real browser, a real keyring.
