//! Labels between store and page.

use core::time::Duration;

use orgkeep_api::error::{ApiError, ErrorCode};
use orgkeep_api::label::{ColourView, ExpiryView, LabelRequest};
use orgkeep_domain::connection::Colour;
use orgkeep_domain::expiry::{Expiry, Standing};
use orgkeep_domain::id::ConnectionId;
use orgkeep_domain::label::{LabelError, Labels, Relabelling, Tag, parse_owner};
use orgkeep_vault::connection_record::ConnectionRecord;

use crate::attempt::rfc3339;
use crate::view::{environment, pairs};

pairs!(colour_view, colour: Colour <-> ColourView {
    Plain = Plain, Red = Red, Orange = Orange, Yellow = Yellow, Green = Green, Blue = Blue,
    Purple = Purple,
});

/// The tags as texts.
pub(crate) fn tag_texts(labels: &Labels) -> Vec<String> {
    let text = |tag: &Tag| tag.as_str().to_owned();
    labels.tags.iter().map(text).collect()
}

/// When the connection ends by itself, if that is known: its org, or before that its sign-in.
pub(crate) fn expiry_view(record: &ConnectionRecord) -> Option<ExpiryView> {
    let sign_in = sign_in_expiry(record);
    let Some(end) = record.upkeep.org_ends_at.map(rfc3339) else {
        return sign_in;
    };
    let before = match &sign_in {
        None => false,
        Some(ExpiryView::WithSession) => true,
        // A release without a month is far away. A month is the beginning of the moments in it.
        Some(ExpiryView::SignInEnds { month, .. }) => {
            month.as_ref().is_some_and(|month| *month < end)
        }
        Some(
            ExpiryView::WithKey { at }
            | ExpiryView::ByDefaultPolicy { at }
            | ExpiryView::OrgEnds { at },
        ) => *at < end,
    };
    match before {
        true => sign_in,
        false => Some(ExpiryView::OrgEnds { at: end }),
    }
}

/// When the sign-in ends by itself, if that is known.
fn sign_in_expiry(record: &ConnectionRecord) -> Option<ExpiryView> {
    if let Some(end) = record.upkeep.key_ends_at {
        return Some(ExpiryView::WithKey { at: rfc3339(end) });
    }
    if record.upkeep.is_apart {
        return None;
    }
    let shown_after = record.status_at.duration_since(record.authenticated_at);
    let expiry = Expiry::of(&Standing {
        authentication: record.authentication,
        has_refresh_token: record.has_refresh_token,
        shown_after: Duration::try_from(shown_after).unwrap_or_default(),
    })?;
    Some(match expiry {
        Expiry::SignInEnds(retirement) => ExpiryView::SignInEnds {
            release: retirement.release.to_owned(),
            month: retirement.month.map(str::to_owned),
        },
        Expiry::WithSession => ExpiryView::WithSession,
        Expiry::ByDefaultPolicy(lifetime) => ExpiryView::ByDefaultPolicy {
            at: rfc3339(record.authenticated_at.checked_add(lifetime).ok()?),
        },
    })
}

/// The connections that are meant. What was never an id names nothing.
pub(crate) fn ids_of(request: &LabelRequest) -> Vec<ConnectionId> {
    let parsed = |id: &String| ConnectionId::parse(id).ok();
    request.ids.iter().filter_map(parsed).collect()
}

/// The change that is asked for.
///
/// # Errors
/// [`ErrorCode::Invalid`] for a tag or an owner that cannot be.
pub(crate) fn relabelling(request: &LabelRequest) -> Result<Relabelling, ApiError> {
    let tags = |texts: &[String]| -> Result<Vec<Tag>, LabelError> {
        texts.iter().map(|text| Tag::parse(text)).collect()
    };
    let read = || {
        Ok(Relabelling {
            add: tags(&request.add_tags)?,
            remove: tags(&request.remove_tags)?,
            favourite: request.favourite,
            colour: request.colour.map(colour),
            owner: request.owner.as_deref().map(parse_owner).transpose()?,
            environment: request.environment.map(environment),
        })
    };
    read().map_err(unfit)
}

/// A label that is not accepted.
pub(crate) fn unfit(error: LabelError) -> ApiError {
    ApiError::new(ErrorCode::Invalid, error)
}
