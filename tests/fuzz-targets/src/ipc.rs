//! What the page sends.

use orgkeep_api::command::NoRequest;
use orgkeep_api::message::*;

use crate::first_line;

macro_rules! parser {
    (
        commands { $($(#[$doc:meta])* $command:ident($request:ident) -> $view:ident;)* }
        streams { $($(#[$stream_doc:meta])* $stream:ident -> $snapshot:ident;)* }
    ) => {
        /// As the window's handler does it: what does not parse goes no further.
        fn parses(command: &str, arguments: &[u8]) -> bool {
            match command {
                $(stringify!($command) => {
                    serde_json::from_slice::<$request>(arguments).is_ok_and(is_printable)
                })*
                _ => false,
            }
        }
    };
}

orgkeep_api::for_each_command!(parser);

/// A command in a line, then its arguments.
pub fn ipc_arguments(bytes: &[u8]) -> bool {
    first_line(bytes).is_some_and(|(command, arguments)| parses(command, arguments))
}

/// Whatever is in a request, printing it for the log does not fail.
fn is_printable(request: impl std::fmt::Debug) -> bool {
    !format!("{request:?}").is_empty()
}
