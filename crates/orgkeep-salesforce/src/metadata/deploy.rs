//! Deployments through REST (salesforce.md, 5.3).

use core::fmt;

use reqwest::multipart::{Form, Part};
use serde::Deserialize;
use serde_json::json;

use super::problem::Problem;
use super::tolerant;
use crate::http::{CallError, HttpClient};
use crate::session::ApiSession;

const RESOURCE: &str = "metadata/deployRequest";

/// A deployment's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeployId(String);

impl DeployId {
    /// Letters and digits, so that it can stand in an address.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        (plain && (15..=18).contains(&text.len())).then(|| Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DeployId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a package is deployed. It is always one package that is taken whole or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeployOptions {
    /// Nothing is changed: it is only tried.
    pub check_only: bool,
}

/// How a deployment ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deployed {
    /// Everything was taken.
    Succeeded,
    /// Nothing was.
    Failed,
    /// It was called off.
    Canceled,
}

/// Where a deployment stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deployment {
    /// How it ended, once it did.
    pub ended: Option<Deployed>,
    /// Why it failed, component by component.
    pub problems: Vec<Problem>,
}

#[derive(Deserialize)]
struct BegunWire {
    id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct StatusWire {
    deploy_result: ResultWire,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ResultWire {
    #[serde(default)]
    done: bool,
    #[serde(default)]
    success: bool,
    #[serde(default)]
    status: String,
    error_message: Option<String>,
    #[serde(default, deserialize_with = "tolerant::list")]
    details: Vec<DetailsWire>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DetailsWire {
    #[serde(default, deserialize_with = "tolerant::list")]
    component_failures: Vec<FailureWire>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FailureWire {
    full_name: Option<String>,
    component_type: Option<String>,
    problem: Option<String>,
}

/// Sends an archive to be deployed. It is carried out later.
///
/// # Errors
/// [`CallError`]. Unless Salesforce itself refused, the archive may have been taken all the same.
pub async fn begin_deployment(
    client: &HttpClient,
    session: ApiSession<'_>,
    archive: Vec<u8>,
    options: DeployOptions,
) -> Result<DeployId, CallError> {
    let options = json!({"deployOptions": {
        "checkOnly": options.check_only,
        "rollbackOnError": true,
        "singlePackage": true,
    }});
    let part =
        |part: Part, media_type| part.mime_str(media_type).map_err(|_| CallError::Unexpected);
    let options = part(Part::text(options.to_string()), "application/json")?;
    let archive = Part::bytes(archive).file_name("package.zip");
    let form = Form::new()
        .part("json", options)
        .part("file", part(archive, "application/zip")?);
    let request = session.post_resource(client, RESOURCE).multipart(form);
    let begun: BegunWire = client.send(request).await?.json()?;
    DeployId::parse(&begun.id).ok_or(CallError::Unexpected)
}

/// Asks where a deployment stands.
///
/// # Errors
/// [`CallError`].
pub async fn deployment(
    client: &HttpClient,
    session: ApiSession<'_>,
    id: &DeployId,
) -> Result<Deployment, CallError> {
    let resource = format!("{RESOURCE}/{id}?includeDetails=true");
    let answer = client.send(session.get_resource(client, &resource)).await?;
    Ok(answer.json::<StatusWire>()?.into())
}

/// Calls a deployment off. One that is done stays done.
///
/// # Errors
/// [`CallError`].
pub async fn cancel_deployment(
    client: &HttpClient,
    session: ApiSession<'_>,
    id: &DeployId,
) -> Result<(), CallError> {
    let body = json!({"deployResult": {"status": "Canceling"}});
    let request = session.patch_resource(client, &format!("{RESOURCE}/{id}"));
    let answer = client.send(request.json(&body)).await?;
    answer.json::<serde_json::Value>().map(drop)
}

impl From<StatusWire> for Deployment {
    fn from(wire: StatusWire) -> Self {
        wire.deploy_result.into()
    }
}

impl From<ResultWire> for Deployment {
    fn from(wire: ResultWire) -> Self {
        let ended = match wire.status.as_str() {
            _ if !wire.done => None,
            "Canceled" => Some(Deployed::Canceled),
            "Succeeded" if wire.success => Some(Deployed::Succeeded),
            // Part of a package is none: with rollback it does not occur, and would be a failure.
            _ => Some(Deployed::Failed),
        };
        let failures = wire
            .details
            .into_iter()
            .flat_map(|details| details.component_failures);
        let text = |part: &Option<String>| part.clone().unwrap_or_default();
        let mut problems: Vec<Problem> = failures
            .map(|own| {
                let (type_name, name) = (text(&own.component_type), text(&own.full_name));
                Problem::new(&type_name, &name, None, &text(&own.problem))
            })
            .collect();
        if let Some(message) = wire.error_message.filter(|_| problems.is_empty()) {
            problems.push(Problem::new("", "", None, &message));
        }
        Self { ended, problems }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(result: serde_json::Value) -> Deployment {
        let status: StatusWire = serde_json::from_value(json!({"deployResult": result})).unwrap();
        status.into()
    }

    #[test]
    fn a_name_is_letters_and_digits_of_the_right_length() {
        for (text, is_one) in [
            ("0AfJ000000AbCdE", true),
            ("0AfJ000000AbCdEKAV", true),
            ("0AfJ000000AbCd", false),
            ("0AfJ000000AbCdEKAV0", false),
            ("0AfJ000000/AbCdE", false),
            ("", false),
        ] {
            let parsed = DeployId::parse(text);
            let expected = is_one.then_some(text);
            assert_eq!(parsed.as_ref().map(DeployId::as_str), expected, "{text}");
        }
    }

    #[test]
    fn failures_are_an_object_a_list_or_absent() {
        let one = json!({"fullName": "A", "componentType": "T", "problem": "no"});
        for (details, count) in [
            (json!({"componentFailures": one}), 1),
            (json!({"componentFailures": [one, one]}), 2),
            (json!({"componentFailures": []}), 0),
            (json!({"componentFailures": null}), 0),
            (json!([{"componentFailures": one}]), 1),
            (json!({}), 0),
            (json!(null), 0),
        ] {
            let read = read(json!({"done": true, "status": "Failed", "details": details}));
            assert_eq!(
                (read.ended, read.problems.len()),
                (Some(Deployed::Failed), count),
                "{details}"
            );
        }
    }

    #[test]
    fn only_a_whole_success_is_one() {
        for (status, done, success, ended) in [
            ("Pending", false, false, None),
            ("InProgress", false, false, None),
            ("Canceling", false, false, None),
            ("Succeeded", true, true, Some(Deployed::Succeeded)),
            ("Succeeded", true, false, Some(Deployed::Failed)),
            ("SucceededPartial", true, true, Some(Deployed::Failed)),
            ("Failed", true, false, Some(Deployed::Failed)),
            ("Canceled", true, false, Some(Deployed::Canceled)),
        ] {
            let read = read(json!({"done": done, "success": success, "status": status}));
            assert_eq!(read.ended, ended, "{status}");
        }
    }
}
