//! `sfdx-project.json` and the definition of a scratch org.

use serde::Serialize;

use super::API_VERSION;

/// The first version of every package.
const FIRST_VERSION: &str = "1.0.0.NEXT";

/// A folder that is installed as one, in the order of the list.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PackageDirectory {
    path: String,
    default: bool,
    package: String,
    version_number: &'static str,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "is_false")]
    aliasfy: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    post_deployment_script: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dependencies: Vec<Dependency>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Dependency {
    package: String,
    version_number: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProjectFile<'a> {
    package_directories: &'a [PackageDirectory],
    name: &'a str,
    namespace: &'static str,
    sfdc_login_url: &'static str,
    source_api_version: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ScratchFile<'a> {
    org_name: &'a str,
    edition: &'static str,
    features: [&'static str; 1],
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature is serde's"
)]
fn is_false(value: &bool) -> bool {
    !value
}

impl PackageDirectory {
    /// A package that is built in the Dev Hub.
    pub(super) fn unlocked(path: &str, package: &str) -> Self {
        Self {
            path: path.to_owned(),
            default: false,
            package: package.to_owned(),
            version_number: FIRST_VERSION,
            kind: None,
            aliasfy: false,
            post_deployment_script: None,
            dependencies: Vec::new(),
        }
    }

    /// A package that is deployed as it is.
    pub(super) fn source(path: &str, package: &str) -> Self {
        Self {
            kind: Some("source"),
            ..Self::unlocked(path, package)
        }
    }

    /// The one for new files.
    pub(super) fn first(self) -> Self {
        Self {
            default: true,
            ..self
        }
    }

    /// Has a folder for each org, of which one is deployed.
    pub(super) fn aliasfied(self) -> Self {
        Self {
            aliasfy: true,
            ..self
        }
    }

    pub(super) fn then_running(self, script: &'static str) -> Self {
        Self {
            post_deployment_script: Some(script),
            ..self
        }
    }

    pub(super) fn after(mut self, package: &str) -> Self {
        self.dependencies.push(Dependency {
            package: package.to_owned(),
            version_number: "1.0.0.LATEST",
        });
        self
    }
}

pub(super) fn project_file(name: &str, directories: &[PackageDirectory]) -> String {
    json(&ProjectFile {
        package_directories: directories,
        name,
        namespace: "",
        sfdc_login_url: "https://login.salesforce.com",
        source_api_version: API_VERSION,
    })
}

pub(super) fn scratch_file(name: &str) -> String {
    json(&ScratchFile {
        org_name: name,
        edition: "Developer",
        features: ["ExternalClientApps"],
    })
}

/// Neither struct has a map with other keys than text, so writing them does not fail.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
