//! One line for each command: the list of `orgkeep-api` turned into what the page can call.
//!
//! Not by Tauri's own attribute, which makes a task of its own type of each command, with all the code that belongs to
//! a task, a hundred times.

use std::pin::Pin;

use orgkeep_api::command::{Commands as _, Done, NoRequest};
use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::message::*;
use serde::{Deserialize, Serialize};
use tauri::Manager as _;
use tauri::ipc::{
    Channel, Invoke, InvokeBody, InvokeError, InvokeMessage, InvokeResponseBody,
    JavaScriptChannelId,
};
use tokio::sync::watch;

use crate::late::LateHost;

/// What the page is told in the end.
type Answer = Result<InvokeResponseBody, InvokeError>;

/// A command that has been asked for and is not carried out yet.
type Asked = Pin<Box<dyn Future<Output = Answer> + Send>>;

macro_rules! handlers {
    (
        commands { $($(#[$doc:meta])* $command:ident($request:ident) -> $view:ident;)* }
        streams { $($(#[$stream_doc:meta])* $stream:ident -> $snapshot:ident;)* }
    ) => {
        /// What a name stands for, if it is one of ours.
        fn named(name: &str) -> Option<fn(&Call) -> Result<Asked, InvokeError>> {
            Some(match name {
                $(stringify!($command) => |call| {
                    let host = call.host()?;
                    let request: $request = call.argument("request")?;
                    Ok(Box::pin(async move {
                        let orgkeep = host.wait().await.orgkeep();
                        let view: Result<$view, ApiError> = orgkeep.$command(request).await;
                        told(view)
                    }))
                },)*
                $(stringify!($stream) => |call| {
                    let host = call.host()?;
                    let snapshots: Channel<$snapshot> = call.channel("snapshots")?;
                    Ok(Box::pin(async move {
                        let host = host.wait().await;
                        let told = host.told().$stream();
                        // As the answer, because a long snapshot takes a way of its own through a channel. `null` where
                        // what the page was told still holds.
                        let (answer, newer) = match told {
                            Some(told) => ("null".to_owned(), told),
                            None => first(host.orgkeep().$stream())?,
                        };
                        host.forward(stringify!($stream), newer, snapshots);
                        Ok(InvokeResponseBody::Json(answer))
                    }))
                },)*
                _ => return None,
            })
        }
    };
}

orgkeep_api::for_each_command!(handlers);

/// Calls the command that the page named. Which ones it may name is decided before, by the capability.
pub fn handle(invoke: Invoke) -> bool {
    let Invoke {
        message, resolver, ..
    } = invoke;
    let Some(ask) = named(message.command()) else {
        return false;
    };
    match ask(&Call(&message)) {
        Ok(asked) => resolver.respond_async_serialized(asked),
        Err(refusal) => resolver.invoke_error(refusal),
    }
    true
}

/// What a command finds in the page's message.
struct Call<'message>(&'message InvokeMessage);

impl<'message> Call<'message> {
    fn argument<Argument: Deserialize<'message>>(
        &self,
        name: &str,
    ) -> Result<Argument, InvokeError> {
        let InvokeBody::Json(arguments) = self.0.payload() else {
            return Err(self.invalid(name, "bytes"));
        };
        let argument = arguments
            .get(name)
            .ok_or_else(|| self.invalid(name, "missing"))?;
        Argument::deserialize(argument).map_err(|_| self.invalid(name, "malformed"))
    }

    fn channel<Snapshot>(&self, name: &str) -> Result<Channel<Snapshot>, InvokeError> {
        let id = self.argument::<&str>(name)?.parse::<JavaScriptChannelId>();
        let id = id.map_err(|_| self.invalid(name, "malformed"))?;
        Ok(id.channel_on(self.0.webview()))
    }

    fn host(&self) -> Result<LateHost, InvokeError> {
        let host = self.0.webview_ref().try_state::<LateHost>();
        host.map(|host| host.inner().clone())
            .ok_or_else(|| ApiError::new(ErrorCode::Internal, "no program is open").into())
    }

    /// As every other command that was not carried out. What a parser says of it would repeat what the page sent.
    fn invalid(&self, argument: &str, why: &str) -> InvokeError {
        let told = format!("invalid argument {argument} of {}: {why}", self.0.command());
        ApiError::new(ErrorCode::Internal, told).into()
    }
}

/// The snapshot of this moment as JSON, and what is to come.
fn first<View: Serialize>(
    mut snapshots: watch::Receiver<View>,
) -> Result<(String, watch::Receiver<View>), InvokeError> {
    let text = serde_json::to_string(&*snapshots.borrow_and_update());
    Ok((text.map_err(InvokeError::from_error)?, snapshots))
}

fn told<View: Serialize>(view: Result<View, ApiError>) -> Answer {
    let json = serde_json::to_string(&view.map_err(InvokeError::from)?);
    json.map(InvokeResponseBody::Json)
        .map_err(InvokeError::from_error)
}
