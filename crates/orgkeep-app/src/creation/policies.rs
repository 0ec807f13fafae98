//! Policies come last. Salesforce has made some by then: those are changed, under their own names.

use orgkeep_blueprint::metadata::{Component, Difference, differences};
use orgkeep_salesforce::metadata::{Problem, Save};
use orgkeep_vault::creation_record::{AppOrigin, CreationMark, CreationStep};

use super::error::CreationError;
use super::existing::Existing;
use super::org::Org;
use super::step;
use super::work::Work;

/// Elements that a blueprint leaves out where they do not apply: what stood there before is not carried over.
const OURS: [&str; 7] = [
    "clientCredentialsFlowUser",
    "commaSeparatedPermissionSet",
    "commaSeparatedProfile",
    "policyAction",
    "refreshTokenValidityPeriod",
    "refreshTokenValidityUnit",
    "sessionTimeoutInMinutes",
];

impl Work {
    /// Writes the policies. What the org does not take is a warning that names the field. Those of an app that was
    /// taken over stay as they are, and what differs is a warning.
    pub(super) async fn write_policies(&mut self) -> Result<(), CreationError> {
        step("writing policies");
        let existing = self.org.existing(&self.record.asked.api_name).await?;
        let wanted = self.wanted(true);
        let warnings = match self.record.asked.origin {
            AppOrigin::Adopted => told_apart(&differences(&wanted, &existing.components)),
            _ => self.org.write_policies(&existing, &wanted).await?,
        };
        step("policies written");
        let marks = vec![
            CreationMark::Warnings(warnings),
            CreationMark::Step(CreationStep::Done),
        ];
        self.mark(marks).await
    }
}

impl Org {
    /// Writes policies over those that an app has, and gives what was refused.
    pub(super) async fn write_policies(
        &self,
        existing: &Existing,
        wanted: &[Component],
    ) -> Result<Vec<String>, CreationError> {
        let mut warnings = Vec::new();
        for own in wanted {
            let mut policy = own.clone();
            if let Some(there) = existing.find(own.kind) {
                policy.name.clone_from(&there.name);
                let others = there.elements.iter();
                for (name, text) in others.filter(|(name, _)| !OURS.contains(&name.as_str())) {
                    policy.elements.entry(name.clone()).or_insert(text.clone());
                }
                policy.elements.insert("label".to_owned(), label(there));
            }
            let saved = self.save(Save::Upsert, &policy).await?;
            warnings.extend(saved.problems.iter().map(warning));
        }
        Ok(warnings)
    }
}

fn told_apart(differing: &[Difference]) -> Vec<String> {
    let line = |own: &Difference| format!("{} {}", own.kind.type_name(), own.element);
    differing.iter().map(line).collect()
}

fn label(there: &Component) -> String {
    there.elements.get("label").unwrap_or(&there.name).clone()
}

/// In one line: the fields where they are told, then Salesforce's words.
fn warning(problem: &Problem) -> String {
    let code = problem.code.as_deref().unwrap_or_default();
    let said = if problem.message.is_empty() {
        code
    } else {
        &problem.message
    };
    if problem.fields.is_empty() {
        format!("{}: {said}", problem.type_name)
    } else {
        format!(
            "{} {}: {said}",
            problem.type_name,
            problem.fields.join(", ")
        )
    }
}
