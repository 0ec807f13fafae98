//! The contract with the page, carried out: each command is the method of [`Orgkeep`] that has its name.

use orgkeep_api::command::{Commands, Done, NoRequest};
use orgkeep_api::error::ApiError;
use orgkeep_api::message::*;
use tokio::sync::watch;

use super::Orgkeep;

/// What every command answers with.
pub(super) type Reply<View> = Result<View, ApiError>;

// A command without a method of its own would call itself, which does not compile.
macro_rules! carry_out {
    (
        commands { $($(#[$doc:meta])* $command:ident($request:ident) -> $view:ident;)* }
        streams { $($(#[$stream_doc:meta])* $stream:ident -> $snapshot:ident;)* }
    ) => {
        impl Commands for Orgkeep {
            type Snapshots<View: Clone + Send + Sync + 'static> = watch::Receiver<View>;

            $(
                async fn $command(&self, request: $request) -> Reply<$view> {
                    Self::$command(self, request).await
                }
            )*
            $(
                fn $stream(&self) -> watch::Receiver<$snapshot> {
                    Self::$stream(self)
                }
            )*
        }
    };
}

orgkeep_api::for_each_command!(carry_out);
