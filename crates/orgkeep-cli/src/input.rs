//! What a person or a script hands in: secrets, and answers to questions.
//!
//! Secrets come by lines of standard input, in the order that the documentation names, or are asked for on the
//! terminal, where they are not shown. No option takes one: arguments can be read by every program of the same user.

use std::io::{self, IsTerminal as _};

use orgkeep_api::pending::{PendingCredentialsRequest, PendingSecret};
use orgkeep_api::typed::TypedSecret;

use crate::exit::Trouble;
use crate::print;

/// Whether a person can be asked something.
pub fn somebody_is_there() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// A secret: the next line of standard input, or what a person types unseen.
pub fn secret(what: &str) -> Result<TypedSecret, Trouble> {
    let line = if somebody_is_there() {
        prompt(what)?
    } else {
        line()?
            .ok_or_else(|| Trouble::usage(format!("{what}: standard input has no line for it")))?
    };
    if line.is_empty() {
        return Err(Trouble::usage(format!("{what}: the line is empty")));
    }
    Ok(TypedSecret::from(line))
}

/// A secret that need not be there: nothing where the line is empty or missing.
pub fn optional_secret(what: &str) -> Result<Option<TypedSecret>, Trouble> {
    let line = match somebody_is_there() {
        true => Some(prompt(what)?),
        false => line()?,
    };
    Ok(line.filter(|line| !line.is_empty()).map(TypedSecret::from))
}

/// An app's new credentials for a connection, with the secret where one is announced.
pub fn credentials(
    id: String,
    consumer_key: String,
    with_secret: bool,
) -> Result<PendingCredentialsRequest, Trouble> {
    let secret = match with_secret {
        true => PendingSecret::Typed {
            secret: secret("Consumer secret")?,
        },
        false => PendingSecret::Absent,
    };
    Ok(PendingCredentialsRequest {
        id,
        consumer_key,
        secret,
    })
}

/// What a person answers to a question. Nothing where the input has ended.
pub fn answer(question: &str) -> Result<Option<String>, Trouble> {
    print::question(question);
    line()
}

/// What a person types unseen.
fn prompt(what: &str) -> Result<String, Trouble> {
    rpassword::prompt_password(format!("{what}: ")).map_err(|error| Trouble::failed(&error))
}

fn line() -> Result<Option<String>, Trouble> {
    let mut line = String::new();
    let read = io::stdin().read_line(&mut line);
    if read.map_err(|error| Trouble::failed(&error))? == 0 {
        return Ok(None);
    }
    let end = line.trim_end_matches(['\r', '\n']).len();
    line.truncate(end);
    Ok(Some(line))
}
