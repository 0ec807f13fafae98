//! What a server says of itself, and an org of its metadata.

use orgkeep_domain::attempt::IssuerRule;
use orgkeep_domain::authority::AuthorityRule;
use orgkeep_salesforce::fuzzing::{
    apps, consumers, deployment, elements_written, issuer_rule, key_pair, org_behind, response,
    staged,
};
use orgkeep_salesforce::metadata::Problem;

use crate::assert_fit;
use crate::exchange::asked;

/// What operations of the metadata interface are answered with.
const OPERATIONS: [&str; 3] = ["listMetadata", "readMetadata", "upsertMetadata"];

/// A server's own description, and everything else that is asked as JSON before and after signing in.
pub fn metadata_json(bytes: &[u8]) -> bool {
    let mut understood = false;
    for asked in asked() {
        if let Ok(rule) = issuer_rule(bytes, &asked, AuthorityRule::Salesforce) {
            let (IssuerRule::Required(name) | IssuerRule::IfPresent(name)) = rule;
            assert_eq!(name, asked.origin(), "another server's name is expected");
            understood = true;
        }
    }
    if let Some(deployment) = deployment(bytes) {
        deployment.problems.iter().for_each(assert_problem);
        understood = true;
    }
    understood |= org_behind(bytes).is_some() | key_pair(bytes).is_some() | apps(bytes).is_some();
    let in_addresses = |id: &str| id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    for consumer in consumers(bytes).into_iter().flatten() {
        assert!(in_addresses(consumer.id.as_str()));
    }
    for staged in staged(bytes).into_iter().flatten() {
        assert!(in_addresses(staged.id.as_str()));
    }
    understood
}

/// An answer of the metadata interface.
pub fn metadata_xml(bytes: &[u8]) -> bool {
    let mut understood = false;
    for operation in OPERATIONS {
        let _refused = response(500, bytes, operation);
        let Ok(response) = response(200, bytes, operation) else {
            continue;
        };
        understood = true;
        for saved in &response.saved {
            saved.problems.iter().for_each(assert_problem);
        }
        for component in &response.components {
            assert!(!component.full_name.is_empty());
            // Whatever an org names its elements, what is written back has no others.
            let written = elements_written(component);
            assert!(
                written.is_some_and(|count| (1..=1 + component.fields.len()).contains(&count)),
                "{component:?}"
            );
        }
        assert!(response.listed.len() >= response.components.len().min(1));
    }
    understood
}

fn assert_problem(problem: &Problem) {
    assert_fit(&problem.type_name, 100);
    assert_fit(&problem.full_name, 100);
    assert_fit(&problem.message, 300);
    let small = problem.code.iter().chain(&problem.fields);
    small.for_each(|text| assert_fit(text, 100));
}
