//! Rows of the security bar that need the whole program: figures with `ORGKEEP_CAMPAIGN=full`, shorter runs
//! without.

mod address;
mod authorize;
mod callback;
mod command;
mod creation;
mod debug;
mod diagnosis;
mod disk;
mod exchange;
mod issuer;
mod limit;
mod migration;
mod model;
mod open;
mod port;
mod redirect;
mod removal;
mod renewal;
mod renewal_crash;
mod role;
mod rotation;
mod signature;
mod staged;
mod text;
