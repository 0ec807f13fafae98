//! One line for each command: the list of `orgkeep-api` turned into what Tauri calls.

use orgkeep_api::command::{Commands as _, Done, NoRequest};
use orgkeep_api::error::ApiError;
use orgkeep_api::message::*;
use tauri::State;
use tauri::ipc::{Channel, Invoke};

use crate::host::Host;

macro_rules! handlers {
    (
        commands { $($(#[$doc:meta])* $command:ident($request:ident) -> $view:ident;)* }
        streams { $($(#[$stream_doc:meta])* $stream:ident -> $snapshot:ident;)* }
    ) => {
        $(
            #[tauri::command]
            async fn $command(host: State<'_, Host>, request: $request) -> Result<$view, ApiError> {
                host.orgkeep().$command(request).await
            }
        )*
        $(
            #[tauri::command]
            async fn $stream(host: State<'_, Host>, snapshots: Channel<$snapshot>) -> Result<(), ApiError> {
                host.forward(stringify!($stream), host.orgkeep().$stream(), snapshots);
                Ok(())
            }
        )*

        /// Calls the command that the page named. Which ones it may name is decided before, by the
        /// capability.
        pub fn handle(invoke: Invoke) -> bool {
            let handler: fn(Invoke) -> bool =
                tauri::generate_handler![$($command,)* $($stream,)*];
            handler(invoke)
        }
    };
}

orgkeep_api::for_each_command!(handlers);
