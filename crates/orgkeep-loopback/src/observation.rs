//! What the listener has seen besides the callback, for hints to a person who waits.

/// Counts since the listener began. They only grow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Observations {
    /// Well-formed callbacks that were not accepted: answers to an older sign-in, forged ones, or copies
    /// of the accepted one.
    pub ignored_callbacks: u64,
    /// Requests that got the 400 page for their form: another host name, a prefetch, a repeated
    /// parameter.
    pub refused_requests: u64,
    /// Beginnings of TLS. The browser, or something between, forces https on localhost.
    pub tls_hellos: u64,
}
