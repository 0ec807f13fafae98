//! Named faults: what a test or a person switches on.

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use super::table::SCENARIOS;
use super::{Endpoint, Fault};
use crate::org::OrgKey;

/// Where in an authorization a scenario strikes; the practice menu's headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScenarioGroup {
    /// The browser ends on Salesforce's own page.
    Page,
    /// The callback is called with an error, or with something odd.
    Callback,
    /// The token endpoint refuses.
    Token,
    /// The token reply is not what it should be.
    TokenReply,
    /// Who the tokens belong to.
    Identity,
    /// The discovery document.
    Discovery,
    /// REST answers.
    Api,
    /// The SOAP login.
    Soap,
    /// Metadata, deployments and consumer secrets.
    Metadata,
    /// HTTP and the connection.
    Network,
}

/// A fault with a name.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Scenario {
    /// Lower-case words with hyphens.
    pub id: &'static str,
    /// A few words.
    pub title: &'static str,
    /// One sentence.
    pub description: &'static str,
    /// Its heading.
    pub group: ScenarioGroup,
    #[serde(skip)]
    pub(super) make: fn(&Tuning) -> Fault,
}

impl Scenario {
    /// The fault, with what `tuning` leaves open filled from the scenario's defaults.
    #[must_use]
    pub fn fault(&self, tuning: &Tuning) -> Fault {
        let fault = (self.make)(tuning);
        match tuning.endpoint {
            Some(endpoint) => fault.aimed_at(endpoint),
            None => fault,
        }
    }
}

/// What can be adjusted about a scenario. Each one reads what concerns it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Tuning {
    /// Where network and HTTP scenarios strike.
    pub endpoint: Option<Endpoint>,
    /// How long a delay is.
    pub milliseconds: Option<u64>,
    /// Salesforce's words, a header's value, or a code's text.
    pub text: Option<String>,
    /// Where a redirect, or a hostile `instance_url`, leads.
    pub url: Option<String>,
    /// The HTTP status of a redirect.
    pub status: Option<u16>,
    /// Bytes, headers or arrays.
    pub count: Option<usize>,
    /// Whose tokens are answered.
    pub org: Option<OrgKey>,
    /// What a token field is set to.
    pub value: Option<Value>,
}

impl Tuning {
    /// Aims network and HTTP scenarios.
    #[must_use]
    pub fn at(endpoint: Endpoint) -> Self {
        Self {
            endpoint: Some(endpoint),
            ..Self::default()
        }
    }

    /// Leads redirects and `instance_url` there.
    #[must_use]
    pub fn to(url: &str) -> Self {
        Self {
            url: Some(url.to_owned()),
            ..Self::default()
        }
    }

    pub(super) fn text_or(&self, usual: &str) -> String {
        self.text.clone().unwrap_or_else(|| usual.to_owned())
    }
}

/// The scenario of this id.
#[must_use]
pub fn scenario(id: &str) -> Option<&'static Scenario> {
    SCENARIOS.iter().find(|scenario| scenario.id == id)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_scenarios_share_an_id() {
        let ids: HashSet<&str> = SCENARIOS.iter().map(|scenario| scenario.id).collect();
        assert_eq!(ids.len(), SCENARIOS.len());
    }

    #[test]
    fn every_description_is_one_sentence() {
        for scenario in SCENARIOS {
            assert!(scenario.description.ends_with('.'), "{}", scenario.id);
            assert_eq!(
                scenario.description.matches(". ").count(),
                0,
                "{}",
                scenario.id
            );
        }
    }

    #[test]
    fn tuning_aims_a_network_scenario() {
        let hang = scenario("hang")
            .unwrap()
            .fault(&Tuning::at(Endpoint::Query));
        assert!(matches!(
            hang,
            Fault::Wire {
                at: Some(Endpoint::Query),
                ..
            }
        ));
    }
}
