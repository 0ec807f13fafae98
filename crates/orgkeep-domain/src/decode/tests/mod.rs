//! What people paste, and what comes out.

mod address;
mod prose;
mod showing;
mod strange;
mod structured;

use super::*;

const ERROR_PAGE: &str = "https://acme.my.salesforce.com/setup/secur/RemoteAccessErrorPage.apexp";

fn told(text: &str) -> Told {
    match decode(text) {
        Decoded::Told(told) => told,
        other => panic!("{text}: {other:?}"),
    }
}

fn said(text: &str) -> (&'static str, Option<String>, Option<String>) {
    let told = told(text);
    (told.cause.id(), told.words.code, told.words.description)
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
