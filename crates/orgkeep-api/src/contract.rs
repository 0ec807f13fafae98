//! What the list of commands declares: their names, and the trait that the app implements.

use core::future::Future;

use crate::command::{Done, NoRequest};
use crate::error::ApiError;
use crate::message::*;

macro_rules! declare {
    (
        commands { $($(#[$doc:meta])* $command:ident($request:ident) -> $view:ident;)* }
        streams { $($(#[$stream_doc:meta])* $stream:ident -> $snapshot:ident;)* }
    ) => {
        /// Every command and stream by name, as the window's build script lists them.
        pub const NAMES: &[&str] = &[$(stringify!($command),)* $(stringify!($stream),)*];

        /// `(name, request type, view type)` of every command.
        pub const COMMANDS: &[(&str, &str, &str)] =
            &[$((stringify!($command), stringify!($request), stringify!($view)),)*];

        /// `(name, snapshot type)` of every stream.
        pub const STREAMS: &[(&str, &str)] =
            &[$((stringify!($stream), stringify!($snapshot)),)*];

        /// What stands behind the page.
        pub trait Commands {
            /// A stream of whole snapshots that starts with the current one.
            type Snapshots<View: Clone + Send + Sync + 'static>;

            $(
                $(#[$doc])*
                ///
                /// # Errors
                /// [`ApiError`] with the code that the page acts on.
                fn $command(
                    &self,
                    request: $request,
                ) -> impl Future<Output = Result<$view, ApiError>> + Send;
            )*
            $(
                $(#[$stream_doc])*
                fn $stream(&self) -> Self::Snapshots<$snapshot>;
            )*
        }
    };
}

crate::for_each_command!(declare);
