//! Everything said to Salesforce: whether a server is reached, the authorization request, the code
//! exchange, the SOAP login, who signed in, renewing, testing and opening an org, metadata, and revoking.
//!
//! Endpoints are always derived from an [`orgkeep_domain::authority::Authority`]; wire types are converted
//! to domain types at once; every answer is bounded in size and time. This crate knows neither the
//! listener nor the vault.

pub mod api_error;
pub mod dev_hub;
pub mod discovery;
pub mod exchange;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
pub mod http;
pub mod identity;
mod instance;
pub mod jitter;
pub mod limits;
pub mod metadata;
pub mod preflight;
pub mod probe;
pub mod reach;
pub mod refresh;
pub mod release;
pub mod request;
pub mod revoke;
#[cfg(test)]
mod sample;
pub mod session;
pub mod setup;
mod signature;
pub mod single_access;
pub mod soap;
mod token;
mod verdict;

/// The API version that every REST call names: Spring '26. A constant, so that no call has to ask first.
pub const API_VERSION: &str = "66.0";
