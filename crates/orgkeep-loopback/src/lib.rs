//! The callback listener on localhost:33333.
