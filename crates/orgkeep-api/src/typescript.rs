//! TypeScript for the page, from the same list and the same types.

use core::fmt::Write as _;

use specta::Types;
use specta_typescript::Typescript;

use crate::address::*;
use crate::attempt::*;
use crate::blueprint::*;
use crate::browser::*;
use crate::checkup::*;
use crate::command::*;
use crate::connection::*;
use crate::decode::*;
use crate::dependent::*;
use crate::error::ApiError;
use crate::identity::*;
use crate::import::*;
use crate::key::*;
use crate::migration::*;
use crate::opening::*;
use crate::pending::*;
use crate::practice::*;
use crate::register::*;
use crate::source::*;
use crate::source_check::*;
use crate::testing::*;
use crate::vault::*;

const HEADER: &str =
    "// Generated from crates/orgkeep-api by `cargo xtask generate`. Do not edit.\n";

macro_rules! register_types {
    (
        commands { $($(#[$doc:meta])* $command:ident($request:ident) -> $view:ident;)* }
        streams { $($(#[$stream_doc:meta])* $stream:ident -> $snapshot:ident;)* }
    ) => {
        fn types() -> Types {
            Types::default()
                .register::<ApiError>()
                $(.register::<$request>().register::<$view>())*
                $(.register::<$snapshot>())*
        }
    };
}

crate::for_each_command!(register_types);

/// The whole of `ui/src/backend/generated.ts`: every type, and one interface with every command and
/// stream.
///
/// # Errors
/// When a type cannot be told in TypeScript, such as a 64-bit number.
pub fn generate() -> Result<String, specta_typescript::Error> {
    let types = Typescript::default()
        .header(HEADER)
        .export(&types(), specta_serde::Format)?;
    Ok(format!("{types}\n{}", client()))
}

fn client() -> String {
    let mut text = String::from(
        "/** The command names, with what each takes and gives. */\nexport type CommandMap = {\n",
    );
    for (name, request, view) in COMMANDS {
        let _infallible = writeln!(text, "\t{name}: {{ request: {request}; view: {view} }},");
    }
    text.push_str(
        "};\n\n/** The stream names, with what each delivers. */\nexport type StreamMap = {\n",
    );
    for (name, snapshot) in STREAMS {
        let _infallible = writeln!(text, "\t{name}: {snapshot},");
    }
    text.push_str("};\n");
    text
}
