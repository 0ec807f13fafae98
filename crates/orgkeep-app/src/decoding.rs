//! What Salesforce showed in the browser, explained: from the pasted text to the view.

use orgkeep_api::decode::DecodedView;
use orgkeep_domain::decode::{Decoded, Told, decode};
use orgkeep_secret::AuthorizationCode;

/// Explains a pasted text. It may hold a code or a token, and nothing of that is in the view.
pub(crate) fn decoded(pasted: &AuthorizationCode) -> DecodedView {
    // EXPOSE: the pasted text is looked through for an error; codes and tokens in it are left out.
    match decode(pasted.expose()) {
        Decoded::Told(told) => told_view(told),
        Decoded::Callback { .. } => DecodedView::Callback,
        Decoded::SignInPage { host } => DecodedView::SignInPage { host },
        Decoded::ErrorPage { host } => DecodedView::ErrorPage { host },
        Decoded::NotSalesforce { host } => DecodedView::NotSalesforce { host },
        Decoded::Nothing => DecodedView::Nothing,
    }
}

fn told_view(told: Told) -> DecodedView {
    DecodedView::Told {
        cause: told.cause.id().to_owned(),
        code: told.words.code,
        words: told.words.description,
        host: told.host,
    }
}
