//! Who signed in, and to which org: `userinfo` and a query each of User and Organization, asked at the same time.

use orgkeep_domain::attempt::{Identifying, Tokens};
use orgkeep_domain::failure::{Failure, FailureReason};
use orgkeep_domain::id::{IdError, OrgId, UserId};
use orgkeep_domain::organization::{OrgIdentity, UserIdentity};
use orgkeep_domain::text::neutral;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::http::{CallError, HttpClient};
use crate::session::ApiSession;

const ORGANIZATION_QUERY: &str = "SELECT Id, Name, InstanceName, IsSandbox, TrialExpirationDate, NamespacePrefix, OrganizationType FROM Organization";

/// The longest name that is kept, in characters.
const LONGEST_NAME: usize = 200;
/// The longest namespace that is kept, in characters; Salesforce allows 15.
const LONGEST_NAMESPACE: usize = 40;

#[derive(Deserialize)]
struct UserInfoWire {
    user_id: String,
    organization_id: String,
    preferred_username: String,
    #[serde(default)]
    name: String,
}

#[derive(Deserialize)]
struct QueryWire<R> {
    records: Vec<R>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct UserWire {
    username: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct OrganizationWire {
    id: String,
    name: String,
    instance_name: Option<String>,
    is_sandbox: bool,
    trial_expiration_date: Option<String>,
    namespace_prefix: Option<String>,
    organization_type: Option<String>,
}

/// Asks the instance that issued the tokens. Never the `id` URL, which is data from outside (D12). Who logged in with
/// a password is known from the answer to that, and only the org is asked.
///
/// # Errors
/// [`Failure`], with Salesforce's own words where it sent any; the two answers must agree on the org.
pub async fn identify(
    client: &HttpClient,
    identifying: &Identifying,
) -> Result<OrgIdentity, Failure> {
    let tokens = &identifying.tokens;
    let ((user, org_of_user), organization) = match &identifying.user {
        Some(user) => {
            let known = (user.clone(), tokens.org.clone());
            (known, organization(client, tokens).await?)
        }
        None => tokio::try_join!(user(client, tokens), async {
            Ok(organization(client, tokens).await?)
        })?,
    };
    let org_id = OrgId::parse(&organization.id).map_err(refused)?;
    if org_of_user != org_id {
        return Err(FailureReason::AnswerRefused.into());
    }
    Ok(OrgIdentity {
        org_id,
        user,
        org_name: neutral(&organization.name, LONGEST_NAME),
        edition: neutral(&organization.organization_type.unwrap_or_default(), 80),
        instance_name: neutral(&organization.instance_name.unwrap_or_default(), 40),
        namespace: organization
            .namespace_prefix
            .map(|prefix| neutral(&prefix, LONGEST_NAMESPACE))
            .filter(|prefix| !prefix.is_empty()),
        is_sandbox: organization.is_sandbox,
        end_date: organization
            .trial_expiration_date
            .map(|date| neutral(&date, 40)),
        instance: tokens.instance.clone(),
    })
}

/// The user, and the org that they are of. An org may have customised what `userinfo` claims as the user name, so the
/// name is that of the record of the user in the token answer (salesforce.md, 3.8); the claim stands in where this
/// user may not see it.
async fn user(client: &HttpClient, tokens: &Tokens) -> Result<(UserIdentity, OrgId), Failure> {
    let (user, record) = tokio::try_join!(user_info(client, tokens), user_record(client, tokens))?;
    let user_id = UserId::parse(&user.user_id).map_err(refused)?;
    let record = record.filter(|_| user_id == tokens.user);
    let username = record.map_or(user.preferred_username, |record| record.username);
    let identity = UserIdentity {
        user_id,
        username: neutral(&username, LONGEST_NAME),
        display_name: neutral(&user.name, LONGEST_NAME),
    };
    let org = OrgId::parse(&user.organization_id).map_err(refused)?;
    Ok((identity, org))
}

fn refused(_: IdError) -> Failure {
    FailureReason::AnswerRefused.into()
}

async fn user_info(client: &HttpClient, tokens: &Tokens) -> Result<UserInfoWire, CallError> {
    let request = session(tokens).get(client, "/services/oauth2/userinfo");
    client.send(request).await?.json()
}

async fn user_record(client: &HttpClient, tokens: &Tokens) -> Result<Option<UserWire>, CallError> {
    let user = tokens.user.as_str();
    let query = format!("SELECT Username FROM User WHERE Id = '{user}'");
    match first(client, tokens, &query).await {
        Err(CallError::Refused(_)) => Ok(None),
        answer => answer,
    }
}

async fn organization(client: &HttpClient, tokens: &Tokens) -> Result<OrganizationWire, CallError> {
    let organization = first(client, tokens, ORGANIZATION_QUERY).await?;
    organization.ok_or(CallError::Unexpected)
}

/// The first row that a query finds.
async fn first<R: DeserializeOwned>(
    client: &HttpClient,
    tokens: &Tokens,
    query: &str,
) -> Result<Option<R>, CallError> {
    let request = session(tokens).get_resource(client, "query");
    let answer = client.send(request.query(&[("q", query)])).await?;
    let found: QueryWire<R> = answer.json()?;
    Ok(found.records.into_iter().next())
}

fn session(tokens: &Tokens) -> ApiSession<'_> {
    ApiSession {
        instance: &tokens.instance,
        access: &tokens.access,
    }
}
