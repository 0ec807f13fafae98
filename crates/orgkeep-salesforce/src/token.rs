//! Salesforce's token answer, and the checks it must pass before anything in it is believed.

use oauth2::basic::BasicTokenType;
use oauth2::{ExtraTokenFields, StandardTokenResponse, TokenResponse as _};
use orgkeep_domain::attempt::{Draft, Tokens};
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_domain::failure::{Failure, FailureReason};
use orgkeep_domain::id::{OrgId, UserId};
use orgkeep_domain::scope::Scopes;
use orgkeep_secret::{AccessToken, RefreshToken};
use serde::{Deserialize, Serialize};

use crate::{instance, signature};

/// The standard's fields and Salesforce's own (salesforce.md, 3.3).
pub(crate) type TokenAnswerWire = StandardTokenResponse<SalesforceFieldsWire, BasicTokenType>;

/// What Salesforce adds to the standard's answer.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct SalesforceFieldsWire {
    instance_url: String,
    id: String,
    issued_at: Option<String>,
    signature: Option<String>,
}

impl ExtraTokenFields for SalesforceFieldsWire {}

/// Checks type, tokens, host, ids and signature.
pub(crate) fn accept(
    answer: &TokenAnswerWire,
    draft: &Draft,
    rule: AuthorityRule,
) -> Result<Tokens, Failure> {
    let refused = || Failure::from(FailureReason::AnswerRefused);
    let fields = answer.extra_fields();
    let access = answer.access_token().secret();
    if *answer.token_type() != BasicTokenType::Bearer || access.is_empty() {
        return Err(refused());
    }
    let instance = instance::accepted(&fields.instance_url, &draft.authority, rule);
    let instance = instance.ok_or_else(refused)?;
    let (org, user) = ids_of(&fields.id).ok_or_else(refused)?;
    if let Some(secret) = &draft.client.secret {
        let message = [
            fields.id.as_str(),
            fields.issued_at.as_deref().unwrap_or_default(),
        ];
        if !signature::fits(secret, &message, fields.signature.as_deref()) {
            return Err(FailureReason::SignatureMismatch.into());
        }
    }
    let refresh = answer.refresh_token().map(|token| token.secret().clone());
    Ok(Tokens {
        access: AccessToken::new(access.clone()),
        refresh: refresh
            .filter(|token| !token.is_empty())
            .map(RefreshToken::new),
        scopes: scopes_of(answer),
        instance,
        org,
        user,
        issued_at: fields
            .issued_at
            .as_deref()
            .and_then(|text| text.parse().ok()),
        is_signed: fields.signature.is_some(),
    })
}

/// The scopes pass through [`Scopes::parse`], which knows what a scope may look like.
fn scopes_of(answer: &TokenAnswerWire) -> Scopes {
    let scopes = answer.scopes().map(Vec::as_slice).unwrap_or_default();
    let names: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
    Scopes::parse(&names.join(" "))
}

/// The last two path segments of the identity URL. The URL itself is never fetched (D12).
pub(crate) fn ids_of(id: &str) -> Option<(OrgId, UserId)> {
    let mut segments = id.rsplit('/');
    let user = UserId::parse(segments.next()?).ok()?;
    let org = OrgId::parse(segments.next()?).ok()?;
    (segments.next()? == "id").then_some((org, user))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn accepted(change: &[(&str, &str)]) -> Result<Tokens, Failure> {
        let login = "https://acme.my.salesforce.com";
        let mut answer = serde_json::json!({
            "access_token": "00D!access", "token_type": "Bearer", "instance_url": login,
            "id": "https://login.salesforce.com/id/00D000000000001EAA/005000000000001AAA",
        });
        for (field, value) in change {
            answer[*field] = (*value).into();
        }
        let answer = serde_json::from_value(answer).unwrap();
        accept(&answer, &sample::draft(login), AuthorityRule::Salesforce)
    }

    #[test]
    fn an_answer_is_taken_whole_or_not_at_all() {
        let tokens = accepted(&[("refresh_token", "")]).unwrap();
        assert!(tokens.refresh.is_none(), "an empty one is none");
        assert!(
            accepted(&[("refresh_token", "5Aep")])
                .unwrap()
                .refresh
                .is_some()
        );
        for change in [
            ("token_type", "mac"),
            ("access_token", ""),
            ("instance_url", "https://acme.example"),
            ("id", "https://login.salesforce.com/id/"),
        ] {
            let refused = accepted(&[change]).map(drop).unwrap_err();
            assert_eq!(refused.reason, FailureReason::AnswerRefused, "{change:?}");
        }
    }

    #[test]
    fn the_ids_are_the_last_two_segments_after_id() {
        let (org, user) =
            ids_of("https://login.salesforce.com/id/00D000000000001EAA/005000000000001AAA")
                .unwrap();
        assert_eq!(
            (org.as_str(), user.as_str()),
            ("00D000000000001EAA", "005000000000001AAA")
        );
        for text in [
            "",
            "00D000000000001EAA/005000000000001AAA",
            "https://x/id/005000000000001AAA/00D000000000001EAA",
        ] {
            assert!(ids_of(text).is_none(), "{text}");
        }
    }
}
